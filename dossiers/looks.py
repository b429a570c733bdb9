"""What changed since a reader's last visit, and how far they have read now. A look is no fact of the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dossiers import access, comparing, programme
from dossiers.models import Dossier, DossierSnapshot, Look
from okote_flow import clock
from okote_flow.directory.access import territories
from okote_flow.directory.models import User
from okote_flow.journal.access import Line

VISIT = timedelta(minutes=30)
"""Openings that follow each other within this time are one visit: changing tabs forgets nothing."""

FEW = 6


@dataclass(frozen=True, slots=True)
class Since:
    """What a reader has not seen: facts of others, and fields that the holder changed between two versions."""

    at: datetime
    facts: list[Line]
    fields: int
    old: int
    new: int


def last(user: User, dossier: Dossier) -> Look | None:
    return Look.objects.filter(user=user, dossier=dossier).first()


def recent(user: User) -> list[Dossier]:
    """The dossiers that somebody read last and may still see, the latest first."""
    seen = access.dossiers_for(user).filter(looks__user=user).for_page()
    return list(seen.order_by("-looks__at", "-pk")[:FEW])


def versions(dossier: Dossier) -> list[DossierSnapshot]:
    """What was handed over, without its content."""
    return list(dossier.snapshots.defer("content"))


def since(
    look: Look | None, user: User, lines: Sequence[Line], handed_over: Sequence[DossierSnapshot]
) -> Since | None:
    """None on a first visit, and when nothing has happened since."""
    baseline = _baseline(look)
    if baseline is None or baseline.before_at is None:
        return None
    facts = [line for line in lines if line.seq > baseline.before_seq and line.who != str(user)]
    new = handed_over[-1].number if handed_over else 0
    old = baseline.before_snapshot
    fields = count_changes(handed_over[-1].dossier_id, old, new) if 0 < old < new else 0
    return Since(baseline.before_at, facts, fields, old, new) if facts or fields else None


def note(user: User, dossier: Dossier, look: Look | None, lines: Sequence[Line], *, snapshot: int) -> None:
    """Remember that this reader was here and what there was to read, in one query."""
    now = _baseline(look) or Look()
    now.pk, now.user, now.dossier = None, user, dossier
    now.at, now.seq, now.snapshot = clock.now(), max((line.seq for line in lines), default=0), snapshot
    kept = ["at", "seq", "snapshot", "before_at", "before_seq", "before_snapshot"]
    Look.objects.bulk_create([now], update_conflicts=True, unique_fields=["user", "dossier"], update_fields=kept)


def _baseline(look: Look | None) -> Look | None:
    """The look as this visit begins or goes on: what was read before is the visit before."""
    if look is None or clock.now() - look.at <= VISIT:
        return look
    return Look(before_at=look.at, before_seq=look.seq, before_snapshot=look.snapshot, at=look.at)


def names() -> comparing.Names:
    """Codes of criteria and territories in words."""
    found = {criterion.code: f"{criterion.number}. {criterion.name}" for criterion in programme.criteria()}
    return found | {territory.code: territory.name for territory in territories()}


def count_changes(dossier: int, old: int, new: int) -> int:
    found = dict(
        DossierSnapshot.objects.filter(dossier=dossier, number__in=[old, new]).values_list("number", "content")
    )
    return len(comparing.changes(found[old], found[new], {}))
