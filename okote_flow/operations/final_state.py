"""What a play leaves behind, as plain values: for `--json`, and to be held against what a scenario expects."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Model, Sum

from committees.models import AgendaItem, Ballot, FreeItem, Meeting, Poll, PollResult, Recusal, ScreeningSheet
from dossiers.models import Ceiling, Condition, Dossier, DossierProcess
from funding.models import Account, Campaign, Entry, Envelope, Gift, PayoutOrder, Pledge, Refund, TaxReceipt
from notifications.models import Notification
from okote_flow.directory.models import User
from okote_flow.journal.models import Event
from okote_flow.operations.scenario_names import Names

State = dict[str, Any]
COUNTED: dict[str, type[Model]] = {
    "dossiers": Dossier,
    "sheets": ScreeningSheet,
    "meetings": Meeting,
    "polls": Poll,
    "ballots": Ballot,
    "conditions": Condition,
    "campaigns": Campaign,
    "pledges": Pledge,
    "gifts": Gift,
    "refunds": Refund,
    "payout_orders": PayoutOrder,
    "tax_receipts": TaxReceipt,
    "entries": Entry,
    "events": Event,
    "notifications": Notification,
    "users": User,
}


class Recorder:
    """Reads the whole state, calling rows as the scenario calls them."""

    def __init__(self, names: Names) -> None:
        self._dossiers = {row.pk: alias for alias, row in names.items(Dossier)}
        self._users = {row.pk: alias for alias, row in names.items(User)}
        self._polls = {row.pk: alias for alias, row in names.items(Poll)}
        self._meetings = {row.pk: alias for alias, row in names.items(Meeting)}

    def state(self) -> State:
        return {
            "dossiers": dict(self._dossier_rows()),
            "sheets": list(self._sheets()),
            "meetings": dict(self._meeting_rows()),
            "polls": dict(self._poll_rows()),
            "results": dict(self._results()),
            "recusals": dict(self._recusals()),
            "balances": dict(self._balances()),
            "pledges": dict(self._pledges()),
            "gifts": dict(self._gifts()),
            "tasks": self._tasks(),
            "notifications": self._notifications(),
            "counts": {name: model._default_manager.count() for name, model in COUNTED.items()},
        }

    def _name(self, dossier: Dossier) -> str:
        return self._dossiers.get(dossier.pk, dossier.label)

    def _person(self, user: User) -> str:
        return self._users.get(user.pk, user.username)

    def _dossier_rows(self) -> Iterator[tuple[str, State]]:
        for dossier in Dossier.objects.order_by("pk"):
            ceilings = Ceiling.objects.filter(dossier=dossier).values_list("partner__code", "cents")
            still_open = dossier.conditions.blocking().values_list("text", flat=True)
            yield (
                self._name(dossier),
                {
                    "number": dossier.number,
                    "title": dossier.title,
                    "state": dossier.state,
                    "stage": dossier.stage,
                    "goal_cents": dossier.goal_cents,
                    "ceilings": dict(ceilings),
                    "open_conditions": list(still_open),
                },
            )

    def _sheets(self) -> Iterator[State]:
        for sheet in ScreeningSheet.objects.select_related("dossier", "user").order_by("pk"):
            yield {
                "dossier": self._name(sheet.dossier),
                "by": self._person(sheet.user),
                "round": sheet.round,
                "state": sheet.state,
                "marks": dict(sheet.marks.values_list("criterion__code", "value")),
            }

    def _meeting_name(self, meeting: Meeting) -> str:
        """A second meeting that was drafted by itself is "<the first>/2"."""
        if meeting.pk in self._meetings:
            return self._meetings[meeting.pk]
        first = meeting.second_call_of
        return f"{self._meeting_name(first)}/2" if first else f"meeting/{meeting.pk}"

    def _meeting_rows(self) -> Iterator[tuple[str, State]]:
        for meeting in Meeting.objects.select_related("second_call_of").order_by("pk"):
            items = AgendaItem.objects.filter(meeting=meeting).select_related("dossier", "proclamation", "presiding")
            free = FreeItem.objects.filter(meeting=meeting).values_list("title", "state")
            yield (
                self._meeting_name(meeting),
                {
                    "state": meeting.state,
                    "items": {self._name(item.dossier): _item(item) for item in items},
                    "free": dict(free),
                },
            )

    def _poll_name(self, poll: Poll) -> str:
        """One with two rounds on a dossier has two names."""
        return self._polls.get(poll.pk) or f"{self._name(poll.item.dossier)}/{poll.round}"

    def _poll_rows(self) -> Iterator[tuple[str, State]]:
        for poll in Poll.objects.select_related("item__dossier", "presiding").order_by("pk"):
            yield (
                self._poll_name(poll),
                {
                    "state": poll.state,
                    "round": poll.round,
                    "way": poll.visibility,
                    "presiding": poll.presiding.code,
                    "reason": poll.void_reason,
                    "ballots": Ballot.objects.filter(entitlement__poll=poll).count(),
                    "roll": {self._person(line.user): line.status for line in poll.roll.select_related("user")},
                    "names": list(poll.roll.values_list("name", flat=True)),
                },
            )

    def _results(self) -> Iterator[tuple[str, State]]:
        """Of every poll that was counted."""
        for row in PollResult.objects.select_related("poll__item__dossier").order_by("pk"):
            heads = ("seats", "recused", "absent", "entitled", "remote", "represented", "voted", "silent")
            yield (
                self._poll_name(row.poll),
                {
                    "state": row.poll.state,
                    "adopted": row.adopted,
                    "with_conditions": row.with_conditions,
                    "decided_by": row.decided_by,
                    "casting_side": row.casting_side,
                    "quorum": f"{row.quorum_value}/{row.quorum_required}",
                    "quorum_met": row.quorum_met,
                    "for": row.n_favourable,
                    "against": row.n_against,
                    "abstain": row.n_abstain,
                    **{name: getattr(row, f"n_{name}") for name in heads},
                    "explanation": row.explanation,
                },
            )

    def _recusals(self) -> Iterator[tuple[str, State]]:
        """Dossier/person -> what the voice had weighed in a vote already decided."""
        for row in Recusal.objects.select_related("dossier", "user").order_by("pk"):
            yield (
                f"{self._name(row.dossier)}/{self._person(row.user)}",
                {"ground": row.ground, "weight": row.weight},
            )

    def _balances(self) -> Iterator[tuple[str, int]]:
        """Every account that ever moved: "bank", "available cea/2022", "reserved velo/cea", "citizens velo"."""
        rows = Account.objects.with_movement().select_related(
            "campaign__dossier", "envelope__partner", "pledge__partner", "partner"
        )
        for account in rows:
            yield f"{account.role} {self._owner(account)}".rstrip(), account.balance_cents

    def _owner(self, account: Account) -> str:
        if account.pledge is not None and account.campaign is not None:
            return f"{self._name(account.campaign.dossier)}/{account.pledge.partner.code}"
        if account.campaign is not None:
            return self._name(account.campaign.dossier)
        if account.envelope is not None:
            return envelope_name(account.envelope)
        return account.partner.code if account.partner is not None else ""

    def _pledges(self) -> Iterator[tuple[str, State]]:
        for pledge in Pledge.objects.select_related("campaign__dossier", "partner", "envelope__partner").order_by(
            "pk"
        ):
            yield (
                f"{self._name(pledge.campaign.dossier)}/{pledge.partner.code}",
                {
                    "cap_cents": pledge.cap_cents,
                    "college": pledge.college,
                    "state": pledge.state,
                    "envelope": envelope_name(pledge.envelope) if pledge.envelope else "",
                },
            )

    def _gifts(self) -> Iterator[tuple[str, State]]:
        summed = Gift.objects.order_by("campaign").values_list("campaign").annotate(Count("pk"), Sum("cents"))
        campaigns = Campaign.objects.select_related("dossier").in_bulk()
        for campaign, count, cents in summed:
            yield self._name(campaigns[campaign].dossier), {"count": count, "cents": cents}

    def _tasks(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for process in DossierProcess.objects.filter(status="NEW").select_related("dossier").order_by("pk"):
            found.setdefault(self._name(process.dossier), []).append(process.duty)
        return found

    def _notifications(self) -> dict[str, list[str]]:
        """Person -> the kinds of what they were told, in order."""
        found: dict[str, list[str]] = {}
        for row in Notification.objects.select_related("recipient", "event").order_by("pk"):
            found.setdefault(self._person(row.recipient), []).append(row.event.kind)
        return found


def _item(item: AgendaItem) -> State:
    proclaimed = getattr(item, "proclamation", None)
    return {
        "state": item.state,
        "presiding": item.presiding.code if item.presiding else "",
        "lacked_quorum": item.lacked_quorum,
        "lost_by_recusals": item.lost_by_recusals,
        "verdict": proclaimed.verdict if proclaimed else "",
    }


def envelope_name(envelope: Envelope) -> str:
    return f"{envelope.partner.code}/{envelope.year}"
