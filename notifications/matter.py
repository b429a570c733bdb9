"""What a notice is about: an event, its dossier, its actor, and the words that may stand in its text."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from committees.models import Committee, Expertise, Lead, Meeting
from dossiers.lifecycle import KEEPER_LABELS, Keeper
from dossiers.models import Deadline, Dossier
from okote_flow import cents, clock
from okote_flow.directory.models import Office, Partner, User
from okote_flow.journal.models import Event, Identity
from okote_flow.tags import instant, jour

LONGEST_WORD = 400  # characters of a reason that a notice repeats; the page has all of it


@dataclass(frozen=True)
class Matter:
    """An event with what audiences and texts ask of it, read once."""

    event: Event

    @property
    def facts(self) -> dict[str, object]:
        return dict(self.event.facts)

    @cached_property
    def dossier(self) -> Dossier | None:
        """The dossier that the event is about, if it is about one."""
        pk = self.number_of("dossier")
        return Dossier.objects.for_page().filter(pk=pk).first() if pk else None

    @cached_property
    def meeting(self) -> Meeting | None:
        """The meeting that the event is about, or in which it happened."""
        named = self.facts.get("meeting")
        pk = self.number_of("meeting") or (named if isinstance(named, int) else None)
        return Meeting.objects.select_related("committee").filter(pk=pk).first() if pk else None

    @cached_property
    def lead(self) -> Lead | None:
        """The noticed project that the event is about."""
        pk = self.number_of("lead")
        return Lead.objects.select_related("committee").filter(pk=pk).first() if pk else None

    @cached_property
    def expertise(self) -> Expertise | None:
        """The opinion from outside that the event is about."""
        pk = self.number_of("expertise")
        return Expertise.objects.for_page().filter(pk=pk).first() if pk else None

    @cached_property
    def committee(self) -> Committee | None:
        """The committee that the event, or its meeting, is about."""
        if self.meeting is not None:
            return self.meeting.committee
        if self.lead is not None:
            return self.lead.committee
        if self.expertise is not None:
            return self.expertise.committee
        prefix, _, code = self.event.subject.partition(":")
        return Committee.objects.filter(code=code).first() if prefix == "committee" else None

    @cached_property
    def deadline(self) -> Deadline | None:
        """The deadline that the event is about."""
        pk = self.facts.get("deadline")
        return Deadline.objects.select_related("dossier").filter(pk=pk).first() if isinstance(pk, int) else None

    @cached_property
    def partners(self) -> list[Partner]:
        """The partners whom the event names, or whose agreement or envelope it is about."""
        prefix, _, code = self.event.subject.partition(":")
        if prefix == "envelope":
            return list(Partner.objects.filter(envelopes=int(code)))
        several = self.facts.get("partners")
        codes = [code if prefix == "partner" else str(self.facts.get("partner", ""))]
        codes += [str(code) for code in several] if isinstance(several, list | dict) else []
        return list(Partner.objects.filter(code__in=codes))

    @cached_property
    def actor(self) -> User | None:
        """Who did it; None for the clock, and for somebody whose name was erased."""
        return self._person(self.event.actor)

    def named(self, role: str) -> User | None:
        """The person whom the event names in this role."""
        people = self.facts.get("people")
        return self._person(str(people.get(role, ""))) if isinstance(people, dict) else None

    def number_of(self, kind: str) -> int | None:
        """12 for the subject "dossier:12" when asked for a dossier."""
        prefix, _, key = self.event.subject.partition(":")
        return int(key) if prefix == kind and key.isdigit() else None

    def _person(self, commitment: str) -> User | None:
        known = Identity.objects.filter(commitment=commitment).select_related("user").first() if commitment else None
        return known.user if known else None

    @cached_property
    def words(self) -> dict[str, str]:
        """The event's facts in French, and the names around it. What is unknown is not there."""
        said = {name: in_french(name, value) for name, value in self.event.facts.items() if name != "people"}
        people = self.facts.get("people")
        said |= {role: str(self.named(role) or "") for role in (people if isinstance(people, dict) else {})}
        said["actor"] = signature(self.actor, self.named("for"))
        said["committee"] = str(self.committee or "")
        said["lead"] = one_line(str(self.lead or ""))
        said["partner"] = ", ".join(str(partner) for partner in self.partners)
        if self.dossier is not None:
            said |= self._words_of(self.dossier)
        return {name: word for name, word in said.items() if word}

    def _words_of(self, dossier: Dossier) -> dict[str, str]:
        rules = dossier.parameters
        day = self.event.at.astimezone(clock.PARIS).date()
        due = dict(dossier.deadlines.filter(closed_at=None).values_list("kind", "due_on"))
        return {
            "dossier": name_of(dossier),
            "officer_in_charge": str(dossier.officer or ""),
            "received": jour(dossier.submitted_at),
            "screening_due": jour(due.get("screening") or day + timedelta(days=rules.screening_days)),
            "report_due": jour(due.get("report")),
            "draft_notice_days": str(rules.draft_notice_days),
            "draft_idle_months": str(rules.draft_idle_months),
        }


def signature(actor: User | None, absent: User | None) -> str:
    """ "Omar Muster, pour Odile Muster" when somebody acted for an absent colleague."""
    return f"{actor}, pour {absent}" if actor and absent else str(actor or "")


def name_of(dossier: Dossier) -> str:
    """As notices call it: OKT-2022-014 «\u00a0Conserverie solidaire\u00a0»."""
    title = f"«\u00a0{one_line(dossier.title)}\u00a0»"
    return f"{dossier.number} {title}" if dossier.number else title


def one_line(text: str) -> str:
    """Without line breaks, so that it may stand in the subject of a mail; cut where it would be too long."""
    plain = " ".join(text.replace("\u00a0", "\0").split()).replace("\0", "\u00a0")
    return plain if len(plain) <= LONGEST_WORD else f"{plain[: LONGEST_WORD - 1].rstrip()}…"


def in_french(name: str, value: object) -> str:
    """A fact as people read it; its name says its unit, as everywhere in the house."""
    if isinstance(value, bool | dict | list) or value is None:
        return ""
    if isinstance(value, int):
        return cents.euros(value) if name.endswith("cents") else str(value)
    text = str(value)
    if name in ("keeper", "superior") and text:
        return KEEPER_LABELS[Keeper(text)]
    if name.endswith("_on"):
        return jour(date.fromisoformat(text))
    if name.endswith("_at"):
        return instant(datetime.fromisoformat(text))
    return Office(text).label if text in Office.values and name == "given" else one_line(text)
