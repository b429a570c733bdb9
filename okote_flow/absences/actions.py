"""The verbs of an absence: announce it with who takes over, shorten it, lift it. Source: ADR 9."""

from collections.abc import Iterator
from datetime import date

from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.access import may_stand_in, offices_of
from okote_flow.directory.models import LENT, Absence, User
from okote_flow.directory.sentences import refuse
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

LONGEST = 120  # days; beyond, an office is given to somebody else


def lending_refusals(person: User) -> Iterator[Refusal]:
    """Whether somebody has tasks that another may take: those of an office of Alsace Active."""
    if not offices_of(person) & LENT:
        yield refuse("nothing-to-lend")


@action(
    "absences.announce",
    refuses=(
        "nothing-to-lend", "stand-in-yourself", "stand-in-unfit", "stand-in-away", "absence-reversed", "absence-past",
        "absence-too-long", "absence-overlaps",
    ),
)  # fmt: skip
def announce(*, stand_in: User, starts_on: date, ends_on: date, by: User, note: str = "") -> Absence:
    """Say from when to when one is away, and who takes one's tasks. Both are told; the same again changes nothing."""
    _hold(by, stand_in)
    known = Absence.objects.not_over().filter(person=by, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on)
    if (same := known.first()) is not None:
        return same
    require([*lending_refusals(by), *_days_refusals(starts_on, ends_on), *_stand_in_refusals(by, stand_in)])
    require(_overlap_refusals(by, stand_in, starts_on, ends_on))
    absence = Absence.objects.create(
        person=by, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, note=note.strip()
    )
    record(
        Kind.ABSENCE_ANNOUNCED,
        subject=by.subject,
        by=by,
        people={"holder": by, "stand_in": stand_in},
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return absence


@action("absences.end", refuses=("absence-not-yours", "absence-over", "absence-end-later"))
def end(absence: Absence, *, by: User, ends_on: date | None = None) -> Absence:
    """Come back earlier: on a day that is still ahead, or now when none is given. From then on nothing is lent."""
    _hold(absence.person, absence.stand_in)
    absence = Absence.objects.select_related("person", "stand_in").get(pk=absence.pk)
    require(ending_refusals(absence, by))
    today = clock.today()
    if ends_on is not None and not max(today, absence.starts_on) <= ends_on <= absence.ends_on:
        raise Refused([refuse("absence-end-later", ends_on=absence.ends_on)])
    if ends_on is None:
        absence.lifted_on = today
    else:
        absence.ends_on = ends_on
    absence.save(update_fields=["lifted_on", "ends_on"])
    people = {"holder": absence.person, "stand_in": absence.stand_in}
    last_day = ends_on or today
    record(Kind.ABSENCE_ENDED, subject=absence.person.subject, by=by, people=people, ends_on=last_day)
    return absence


def ending_refusals(absence: Absence, by: User) -> Iterator[Refusal]:
    if absence.person_id != by.pk:
        yield refuse("absence-not-yours")
    elif absence.lifted_on is not None or absence.ends_on < clock.today():
        yield refuse("absence-over")


def _hold(*people: User) -> None:
    """The rows of both, in the order of their numbers: who is away and who stands in changes under this lock."""
    list(User.objects.select_for_update().filter(pk__in=[one.pk for one in people]).order_by("pk").values_list("pk"))


def _days_refusals(starts_on: date, ends_on: date) -> Iterator[Refusal]:
    if ends_on < starts_on:
        yield refuse("absence-reversed")
    elif starts_on < clock.today():
        yield refuse("absence-past")
    elif (ends_on - starts_on).days >= LONGEST:
        yield refuse("absence-too-long", days=LONGEST)


def _stand_in_refusals(person: User, stand_in: User) -> Iterator[Refusal]:
    if stand_in.pk == person.pk:
        yield refuse("stand-in-yourself")
    elif not may_stand_in(person).filter(pk=stand_in.pk).exists():
        yield refuse("stand-in-unfit", who=stand_in)


def _overlap_refusals(person: User, stand_in: User, starts_on: date, ends_on: date) -> Iterator[Refusal]:
    """One stand-in at a time, and somebody who is there."""
    same_days = Absence.objects.not_over().filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    own = same_days.filter(person=person).first()
    if own is not None:
        yield refuse("absence-overlaps", starts_on=own.starts_on, ends_on=own.ends_on)
    away = same_days.filter(person=stand_in).first()
    if away is not None:
        yield refuse("stand-in-away", who=stand_in, starts_on=away.starts_on, ends_on=away.ends_on)
