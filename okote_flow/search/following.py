"""Keeps the index abreast of the journal: after each act, and by a pass that makes good what was missed."""

import logging
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from committees.models import AgendaItem, DecisionLetter, Opinion, Proclamation
from dossiers.models import Condition, Decision, Dossier
from funding.models import Campaign, News
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.search import indexing
from okote_flow.search.models import Nature, SearchDocument, SearchMark

logger = logging.getLogger(__name__)

Touched = dict[Nature, set[int]]
WIDE = 500  # a name that changes is written again in at most so many dossiers at once; `reindex` does the rest
AT_ONCE = 500
OVERLAP = 50
"""Facts before the mark that are followed again: numbers are given before they are certain."""
QUIET = frozenset(
    {
        Kind.BALLOT_CAST, Kind.BALLOT_LATE, Kind.SHEET_SAVED, Kind.SHEET_GIVEN, Kind.SHEET_TAKEN_BACK, Kind.VOTE_ASKED,
        Kind.MESSAGE_SENT, Kind.MESSAGE_RETRACTED, Kind.NOTE_WRITTEN, Kind.GIFT_RECEIVED, Kind.GIFT_REFUNDED,
        Kind.MATCH_CHANGED, Kind.TASK_CLAIMED, Kind.TASK_RELEASED, Kind.DEADLINE_NEAR, Kind.PRESENCE_RECORDED,
        Kind.CONFLICT_SUSPECTED, Kind.CONFLICT_DISMISSED, Kind.SEAL, Kind.BOOKS_SEALED, Kind.GIFT_ANNOUNCED,
        Kind.PROVIDER_EVENT_STORED, Kind.CONVOCATION_ANSWERED, Kind.ATTACHMENT_ADDED, Kind.ATTACHMENT_REMOVED,
    }
)  # fmt: skip
"""What never changes a word that can be found."""
NAMED = frozenset({"title", "organization", "siret", "city"})
"""The fields of a dossier that stand elsewhere too: on agendas, decisions, campaigns, its structure."""


def on_event_recorded(event: Event, **kwargs: object) -> None:
    """After the act: what fails here is found again by `catch_up`."""
    if event.kind in QUIET:
        return
    fields = event.facts.get("fields")
    if event.kind == Kind.DOSSIER_EDITED and isinstance(fields, list) and not NAMED.intersection(fields):
        _, _, key = event.subject.partition(":")
        indexing.write(Nature.DOSSIER, _numbers([key]))
        return
    follow([event.subject], whole=event.kind == Kind.RULES_ADOPTED)


def follow(subjects: Iterable[str], *, whole: bool = False) -> int:
    """Write what these subjects say again; gives how many things had changed."""
    touched: Touched = {Nature.GUIDE: set(range(1, 100)), Nature.TERM: set(range(1, 1000))} if whole else {}
    found: dict[str, set[str]] = {}
    for subject in subjects:
        prefix, _, key = subject.partition(":")
        found.setdefault(prefix, set()).add(key)
    for prefix, keys in found.items():
        if prefix in READERS:
            for nature, numbers in READERS[prefix](_numbers(keys)).items():
                touched.setdefault(nature, set()).update(numbers)
    return sum(indexing.write(nature, keys) for nature, keys in sorted(touched.items()) if keys)


def _numbers(keys: Collection[str]) -> set[int]:
    return {int(key) for key in keys if key.isdecimal()}


def of_dossiers(keys: Collection[int]) -> Touched:
    """A dossier, its structure, and everything that bears its title."""
    named = {"dossier__in": keys}
    return {
        Nature.DOSSIER: set(keys),
        Nature.ORGANIZATION: set(
            Dossier.objects.filter(pk__in=keys, organization__isnull=False).values_list("organization", flat=True)
        ),
        Nature.POINT: _pks(AgendaItem.objects.filter(**named)),
        Nature.OPINION: _pks(Opinion.objects.filter(**named)),
        Nature.PROCLAMATION: _pks(Proclamation.objects.filter(item__dossier__in=keys)),
        Nature.LETTER: _pks(DecisionLetter.objects.filter(proclamation__item__dossier__in=keys)),
        Nature.CONDITION: _pks(Condition.objects.filter(**named)),
        Nature.RECORDED: _pks(Decision.objects.filter(**named)),
        Nature.CAMPAIGN: _pks(Campaign.objects.filter(**named)),
    }


def of_meetings(keys: Collection[int]) -> Touched:
    return {
        Nature.MEETING: set(keys),
        Nature.POINT: _pks(AgendaItem.objects.filter(meeting__in=keys)),
        Nature.PROCLAMATION: _pks(Proclamation.objects.filter(item__meeting__in=keys)),
    }


def of_organizations(keys: Collection[int]) -> Touched:
    touched = of_dossiers(_pks(Dossier.objects.filter(organization__in=keys)))
    touched[Nature.ORGANIZATION].update(keys)
    return touched


def of_users(keys: Collection[int]) -> Touched:
    carried = Dossier.objects.filter(Q(applicant__in=keys) | Q(officer__in=keys)).order_by("-pk")[:WIDE]
    return {Nature.PERSON: set(keys), Nature.DOSSIER: set(carried.values_list("pk", flat=True))}


def of_campaigns(keys: Collection[int]) -> Touched:
    return {Nature.CAMPAIGN: set(keys)}


def of_news(keys: Collection[int]) -> Touched:
    return {Nature.CAMPAIGN: set(News.objects.filter(pk__in=keys).values_list("campaign", flat=True))}


def new_people(keys: Collection[int]) -> Touched:
    """Invitations and committees speak of people by other names: whoever is not in the index yet goes there."""
    known = SearchDocument.objects.filter(nature=Nature.PERSON).values("object_pk")
    found = User.objects.exclude(pk__in=known).order_by("pk")[:WIDE]
    return {Nature.PERSON: set(found.values_list("pk", flat=True))}


READERS = {
    "dossier": of_dossiers,
    "meeting": of_meetings,
    "organization": of_organizations,
    "user": of_users,
    "campaign": of_campaigns,
    "news": of_news,
    "invitation": new_people,
    "committee": new_people,
}


def _pks(rows: object) -> set[int]:
    return set(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]


def catch_up(limit: int = AT_ONCE) -> int:
    """Follow the journal from where it was followed for certain. Safe to repeat; the sweep does it every minute."""
    mark, _ = SearchMark.objects.get_or_create(pk=1)
    since = Event.objects.filter(pk__gt=mark.event).order_by("pk")
    new = list(since.values_list("pk", "subject", "kind")[:limit])
    if not new:
        return 0
    again = Event.objects.filter(pk__gt=mark.event - OVERLAP, pk__lte=mark.event).values_list("pk", "subject", "kind")
    rows = [*again, *new]
    kinds = {kind for _, _, kind in rows}
    done = follow({subject for _, subject, kind in rows if kind not in QUIET}, whole=Kind.RULES_ADOPTED in kinds)
    with transaction.atomic():
        held = SearchMark.objects.select_for_update().get(pk=1)
        if held.event < new[-1][0]:
            held.event = new[-1][0]
            held.save(update_fields=["event"])
    return done


def is_behind() -> bool:
    followed = SearchMark.objects.values_list("event", flat=True).first() or 0
    return Event.objects.filter(pk__gt=followed).exists()


def rebuild() -> dict[Nature, int]:
    """Everything anew: what `manage.py reindex` does."""
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    done = indexing.reindex()
    SearchMark.objects.update_or_create(pk=1, defaults={"event": last})
    return done
