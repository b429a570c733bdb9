"""Declaring what ties one to structures; reporting a possible tie with a dossier, and ruling on it."""

from collections.abc import Iterator
from datetime import date

from stdnum.fr import siren as siren_numbers

from committees import access, conflicts, duties
from committees.actions import recusals
from committees.models import Conflict, ConflictState, Interest, InterestNature, Origin, Recusal, RecusalGround
from committees.sentences import refuse
from dossiers.actions import lock as lock_dossier
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.directory.sentences import refuse as refuse_directory
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


@action("committees.declare_interest", refuses=("structure-missing", "identifier-wrong", "interest-reversed"))
def declare_interest(
    *,
    organization: str,
    nature: InterestNature,
    by: User,
    siren: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Interest:
    """Say what ties oneself to a structure. The dossiers in progress that it touches await a ruling at once.

    The same again changes nothing. The journal holds that something was declared, not what.
    """
    number = siren_numbers.compact(siren)
    require(declaring_refusals(organization, number, starts_on, ends_on))
    said = {
        "user": by,
        "organization": organization.strip(),
        "siren": number,
        "nature": nature,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    User.objects.select_for_update().get(pk=by.pk)
    same = Interest.objects.filter(**said).first()
    if same is not None:
        return same
    interest = Interest.objects.create(**said, declared_at=clock.now())
    record(Kind.INTEREST_DECLARED, subject=by.subject, by=by, nature=nature)
    for dossier in conflicts.touched_by(interest):
        detect(lock_dossier(dossier), by=by)
    return interest


def declaring_refusals(
    organization: str, siren: str, starts_on: date | None, ends_on: date | None
) -> Iterator[Refusal]:
    if not organization.strip():
        yield refuse("structure-missing")
    if siren and not siren_numbers.is_valid(siren):
        yield refuse_directory("identifier-wrong", label="SIREN", value=siren[:20])
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        yield refuse("interest-reversed")


@action("committees.end_interest", refuses=("interest-not-yours", "interest-ended", "interest-reversed"))
def end_interest(interest: Interest, *, ends_on: date, by: User) -> Interest:
    """Say when a tie ended. It stays readable, and counts for the years that follow."""
    interest = Interest.objects.select_for_update().get(pk=interest.pk)
    if interest.user_id != by.pk:
        raise Refused([refuse("interest-not-yours")])
    if interest.ends_on is not None:
        raise Refused([refuse("interest-ended", on=interest.ends_on)])
    require(declaring_refusals(interest.organization, interest.siren, interest.starts_on, ends_on))
    interest.ends_on = ends_on
    interest.save(update_fields=["ends_on"])
    record(Kind.INTEREST_ENDED, subject=by.subject, by=by, ends_on=ends_on)
    return interest


def detect(dossier: Dossier, *, by: User | None = None) -> list[Conflict]:
    """Suspect every tie that the declarations show and nobody has ruled on; one open suspicion per person."""
    waiting = set(conflicts.suspected(dossier).values_list("user", flat=True))
    found = []
    for interest in conflicts.touching(dossier):
        if interest.user_id not in waiting:
            waiting.add(interest.user_id)
            found.append(_suspect(dossier, interest.user, Origin.DETECTED, str(interest), by, interest))
    return found


def look_for_ties(dossier: Dossier) -> None:
    """A committee receives a dossier: what its members have declared is held against it, and what waits is asked."""
    detect(dossier)
    if conflicts.suspected(dossier).exists():
        duties.ask_for_ruling(dossier)


def _suspect(
    dossier: Dossier, person: User, origin: Origin, what: str, by: User | None, interest: Interest | None = None
) -> Conflict:
    conflict = Conflict.objects.create(
        dossier=dossier,
        user=person,
        interest=interest,
        origin=origin,
        what=what[:300],
        reported_by=None if origin == Origin.DETECTED else by,
        reported_at=clock.now(),
    )
    duties.ask_for_ruling(dossier)
    record(
        Kind.CONFLICT_SUSPECTED,
        subject=dossier.subject,
        by=by,
        office=recusals.office_on(by, dossier),
        people={"member": person},
        origin=origin,
    )
    return conflict


@action(
    "committees.report_conflict",
    refuses=("nothing-to-leave", "already-recused", "conflict-known", "tie-unsaid", "report-yourself"),
)
def report_conflict(dossier: Dossier, *, user: User, what: str, by: User, from_holder: bool = False) -> Conflict:
    """Say that a member may be tied to a dossier. Whoever keeps or presides the committee rules on it."""
    dossier = lock_dossier(dossier)
    require(reporting_refusals(dossier, user, what, by))
    origin = Origin.COLLEAGUE
    if conflicts.may_rule(by, dossier):
        origin = Origin.HOLDER if from_holder else Origin.BUREAU
    return _suspect(dossier, user, origin, what.strip(), by)


def reporting_refusals(dossier: Dossier, person: User, what: str, by: User) -> Iterator[Refusal]:
    if person.pk == by.pk:
        yield refuse("report-yourself")
    elif Recusal.objects.filter(dossier=dossier, user=person).exists():
        yield refuse("already-recused", who=person)
    elif not access.reportable(by, dossier).filter(pk=person.pk).exists():
        yield refuse("nothing-to-leave", who=person)
    elif conflicts.suspected(dossier).filter(user=person).exists():
        yield refuse("conflict-known", who=person)
    if not what.strip():
        yield refuse("tie-unsaid")


@action("committees.confirm_conflict", refuses=("not-ruling", "own-conflict", "conflict-over"))
def confirm_conflict(conflict: Conflict, *, ground: RecusalGround, by: User, note: str = "") -> Recusal:
    """The tie is real: the person stands aside, with all that a recusal brings about."""
    item, dossier = recusals.held(conflict.dossier)
    conflict = _held(conflict)
    require(conflicts.ruling_refusals(by, conflict))
    return recusals.stand_aside(item, dossier, conflict.user, ground=ground, note=note, by=by)


@action("committees.dismiss_conflict", refuses=("not-ruling", "own-conflict", "conflict-over", "dismissal-unsaid"))
def dismiss_conflict(conflict: Conflict, *, reason: str, by: User) -> Conflict:
    """The tie does not keep the person from judging: said once, with its reason, and not asked again."""
    dossier = lock_dossier(conflict.dossier)
    conflict = _held(conflict)
    require(conflicts.ruling_refusals(by, conflict))
    if not reason.strip():
        raise Refused([refuse("dismissal-unsaid")])
    conflict.state, conflict.reason = ConflictState.DISMISSED, reason.strip()
    conflict.decided_by, conflict.decided_at = by, clock.now()
    conflict.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record(
        Kind.CONFLICT_DISMISSED,
        subject=dossier.subject,
        by=by,
        office=recusals.office_on(by, dossier),
        people={"member": conflict.user},
    )
    detect(dossier, by=by)
    duties.close_ruling(dossier, by)
    return conflict


def _held(conflict: Conflict) -> Conflict:
    return Conflict.objects.select_for_update(of=("self",)).select_related("user", "dossier").get(pk=conflict.pk)
