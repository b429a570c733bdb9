"""Who may see and do what with a dossier: grants and denials composed. Views get dossiers from here only."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from dossiers import guards, joints
from dossiers.lifecycle import STEPS, Keeper, State, Step, steps_from
from dossiers.models import Attachment, Dossier, DossierQuerySet
from dossiers.sentences import refuse
from okote_flow.directory.access import holders_of, offices_of
from okote_flow.directory.models import Appointment, Membership, Office, User
from okote_flow.refusals import Refusal

NOTHING = Q(pk__in=[])
SEE_ALL = frozenset({Office.OFFICER, Office.DIRECTOR, Office.TREASURER, Office.ARCHIVIST, Office.AUDITOR})


def own(user: User) -> Q:
    """The dossiers of a holder: those they opened, and those of their organization."""
    mine = Membership.objects.filter(user=user, organization=OuterRef("organization"))
    return Q(applicant=user) | Q(Exists(mine))


def granted(user: User) -> Q:
    """What offices and mandates let a person see. Drafts are their holder's alone."""
    return reduce(or_, (rule(user) for rule in joints.grants), by_office(user))


def by_office(user: User) -> Q:
    """What is handed in, for staff and those who watch over it; and the drafts that an officer writes."""
    handed_in = Q(submitted_at__isnull=False) if offices_of(user) & SEE_ALL else NOTHING
    return handed_in | entered(user)


def entered(user: User) -> Q:
    """The drafts that an officer writes for somebody else: those alone, and until they are handed in."""
    return Q(entered_by=user, state=State.DRAFT) if Office.OFFICER in offices_of(user) else NOTHING


def denied(user: User) -> Q:
    """What nobody judges nor administers, whatever grants it: their own project, and what a recusal takes away."""
    return reduce(or_, (rule(user) for rule in joints.denials), own(user))


def dossiers_for(user: User) -> DossierQuerySet:
    """The dossiers that this person may know of: the one rule for list, search, count, export and socket."""
    if not user.is_active:
        return Dossier.objects.none()
    return Dossier.objects.filter(own(user) | (granted(user) & ~denied(user)))


def get_dossier(user: User, pk: int) -> Dossier:
    """One dossier with what its page says. Raises Http404 to whom it is not shown: existence itself is theirs."""
    found = dossiers_for(user).for_page().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_attachment(user: User, pk: int) -> Attachment:
    """Raises Http404 when the dossier is not theirs to see."""
    found = Attachment.objects.filter(pk=pk, dossier__in=dossiers_for(user)).select_related("dossier").first()
    if found is None:
        raise Http404
    return found


def may_work_on(user: User, dossier: Dossier) -> bool:
    """Whether somebody sees a dossier in an office, and does not stand aside from it."""
    return user.is_active and Dossier.objects.filter(granted(user) & ~denied(user), pk=dossier.pk).exists()


def is_own(user: User, dossier: Dossier) -> bool:
    return Dossier.objects.filter(own(user), pk=dossier.pk).exists()


def enters_for_others(user: User) -> bool:
    """Whether somebody may open a draft in the name of a holder."""
    return Office.OFFICER in offices_of(user)


def may_enter(user: User, dossier: Dossier) -> bool:
    """Whether somebody writes this draft in the name of its holder."""
    if dossier.entered_by_id != user.pk:
        return False
    return user.is_active and Dossier.objects.filter(entered(user) & ~denied(user), pk=dossier.pk).exists()


def writing_refusals(user: User, dossier: Dossier) -> Iterator[Refusal]:
    """Who may write in a dossier: its holder, and whoever enters the draft for them. The state is another matter."""
    if not may_enter(user, dossier):
        yield from key_refusals(user, dossier, Keeper.APPLICANT)


def kept(user: User, keeper: Keeper) -> Q:
    """The dossiers of which this person holds that key today.

    Recusal takes committee and staff keys away, and so does carrying the project.
    """
    if keeper is Keeper.CLOCK:
        return NOTHING
    if keeper is Keeper.APPLICANT:
        return own(user)
    return bearing(user, keeper) & ~denied(user)


def bearing(user: User, keeper: Keeper) -> Q:
    """The rule of a staff or committee key, before what takes it away. NOTHING when no office or seat bears it."""
    return joints.keepers[keeper][0](user) if keeper in joints.keepers else _kept_by_office(user, keeper)


def _kept_by_office(user: User, keeper: Keeper) -> Q:
    offices = offices_of(user)
    if keeper is Keeper.OFFICER and Office.OFFICER in offices:
        able = Appointment.objects.in_force().filter(
            office=Office.OFFICER, user=OuterRef("officer"), user__is_active=True
        )
        return Q(submitted_at__isnull=False) & (Q(officer=user) | ~Q(Exists(able)))
    if keeper is Keeper.TREASURER and Office.TREASURER in offices:
        return Q(submitted_at__isnull=False)
    if keeper is Keeper.DIRECTOR and Office.DIRECTOR in offices:
        return Q(submitted_at__isnull=False)
    return NOTHING


def holds(user: User | None, dossier: Dossier, keeper: Keeper) -> bool:
    """Whether this person holds that key of this dossier, now. Nobody (None) is the clock."""
    if user is None:
        return keeper is Keeper.CLOCK
    return user.is_active and Dossier.objects.filter(kept(user, keeper), pk=dossier.pk).exists()


def keys_of(user: User, dossier: Dossier) -> frozenset[Keeper]:
    """Every key of this dossier that a person holds, in one query."""
    if not user.is_active:
        return frozenset()
    asked = {f"key_{keeper.value}": Q(kept(user, keeper)) for keeper in Keeper if keeper is not Keeper.CLOCK}
    row = Dossier.objects.filter(pk=dossier.pk).annotate(**asked_columns(asked)).values(*asked).first() or {}
    return frozenset(Keeper(name.removeprefix("key_")) for name, has in row.items() if has)


def asked_columns(conditions: dict[str, Q]) -> dict[str, Any]:
    """Conditions as boolean columns."""
    return {
        name: Exists(Dossier.objects.filter(condition, pk=OuterRef("pk"))) for name, condition in conditions.items()
    }


def people_with_key(dossier: Dossier, keeper: Keeper) -> list[User]:
    """Who could do it: said to a colleague who may not."""
    if keeper in joints.keepers:
        return list(joints.keepers[keeper][1](dossier))
    if keeper is Keeper.OFFICER:
        return [dossier.officer] if dossier.officer else list(holders_of(Office.OFFICER))
    if keeper is Keeper.TREASURER:
        return list(holders_of(Office.TREASURER))
    if keeper is Keeper.DIRECTOR:
        return list(holders_of(Office.DIRECTOR))
    return [dossier.applicant] if keeper is Keeper.APPLICANT else []


def key_refusals(user: User | None, dossier: Dossier, keeper: Keeper) -> Iterator[Refusal]:
    """Whether somebody may, and if not, who may."""
    if not holds(user, dossier, keeper):
        yield not_yours(dossier, keeper)


def not_yours(dossier: Dossier, keeper: Keeper) -> Refusal:
    names = ", ".join(str(person) for person in people_with_key(dossier, keeper)[:3])
    return refuse("not-yours", keeper=keeper.label, people=f" ({names})" if names else "")


def step_refusals(
    user: User | None, dossier: Dossier, step: str, given: dict[str, Any] | None = None
) -> list[Refusal]:
    """Why this person cannot take this step now: the same reasons for the greyed button and for the server.

    `given` are the facts handed in with the act; None means that a page asks before anything was typed.
    """
    return list(_step_refusals(user, dossier, STEPS[step], given, None))


def _step_refusals(
    user: User | None, dossier: Dossier, step: Step, given: dict[str, Any] | None, keys: Iterable[Keeper] | None
) -> Iterator[Refusal]:
    may = holds(user, dossier, step.keeper) if keys is None else step.keeper in keys
    if not may:
        yield not_yours(dossier, step.keeper)
        return
    if dossier.status not in step.sources:
        yield refuse("wrong-state", state=dossier.get_state_display())
        return
    yield from guards.of_step(step.name, dossier, given)
    for check in joints.guards.get(step.name, []):
        yield from check(dossier, given or {})


def steps_for(user: User, dossier: Dossier) -> list[tuple[Step, list[Refusal]]]:
    """The steps that leave the dossier's state and that people take, each with the reasons against it."""
    keys = keys_of(user, dossier)
    return [
        (step, list(_step_refusals(user, dossier, step, None, keys)))
        for step in steps_from(dossier.status)
        if step.keeper is not Keeper.CLOCK
    ]
