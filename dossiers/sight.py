"""The rule of `access` read from the other end: of many people at once, who may see one dossier, and from which side.

Lists and pages ask for the dossiers of one person, the live line for the people of one dossier. Both ends are tested
against each other, for everybody in every state.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from dossiers import access, joints
from dossiers.access import SEE_ALL
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.directory.models import Appointment, Membership, Office, User

HOLDER = "holder"
STAFF = "staff"
NOWHERE = ""


def own(dossier: Dossier) -> Q:
    """Those who carry it: who opened it, and the accounts of its organization."""
    if dossier.organization_id is None:
        return Q(pk=dossier.applicant_id)
    members = Membership.objects.filter(user=OuterRef("pk"), organization=dossier.organization_id)
    return Q(pk=dossier.applicant_id) | Q(Exists(members))


def by_office(dossier: Dossier) -> Q:
    """Whom an office lets see it: once it was handed in, or while they write it for somebody else."""
    held = Appointment.objects.in_force().filter(user=OuterRef("pk"))
    if dossier.submitted_at is not None:
        return Q(Exists(held.filter(office__in=SEE_ALL)))
    if dossier.status == State.DRAFT and dossier.entered_by_id is not None:
        return Q(pk=dossier.entered_by_id) & Q(Exists(held.filter(office=Office.OFFICER)))
    return Q(pk__in=[])


def seen_by(person: User, dossiers: Collection[int]) -> dict[int, str]:
    """Those of these dossiers that one person may see, each with their side: `access.dossiers_for`, in one query."""
    grants = zip(joints.grants, joints.granted_people, strict=True)
    whens = [
        When(access.own(person), then=Value(HOLDER)),
        *(When(rule(person), then=Value(NOWHERE)) for rule in joints.denials),
        When(access.by_office(person), then=Value(STAFF)),
        *(When(rule(person), then=Value(side)) for rule, (side, _) in grants),
    ]
    if not person.is_active:
        return {}
    found = Dossier.objects.filter(pk__in=dossiers).annotate(side=_first(whens)).exclude(side=NOWHERE)
    return dict(found.values_list("pk", "side"))


def sides(dossier_pk: int, people: Collection[int]) -> dict[int, str]:
    """Those of these people who may see a dossier, each with their side: one query, however many they are.

    Holders come first, then whatever is denied, then what is granted: a recusal wins over every grant.
    """
    dossier = Dossier.objects.filter(pk=dossier_pk).first()
    if dossier is None or not people:
        return {}
    return dict(seeing(dossier).filter(pk__in=people).values_list("pk", "side"))


def seeing(dossier: Dossier) -> QuerySet[Any, Any]:
    """All who may see it."""
    whens = [
        When(own(dossier), then=Value(HOLDER)),
        *(When(rule(dossier), then=Value(NOWHERE)) for rule in joints.denied_people),
        When(by_office(dossier), then=Value(STAFF)),
        *(When(rule(dossier), then=Value(side)) for side, rule in joints.granted_people),
    ]
    return User.objects.filter(is_active=True).annotate(side=_first(whens)).exclude(side=NOWHERE)


def _first(whens: list[When]) -> Case:
    return Case(*whens, default=Value(NOWHERE), output_field=CharField())
