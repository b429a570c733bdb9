"""Who may see and keep the archives. Views get what they show from here only."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from dossiers import access as dossier_access
from dossiers.lifecycle import State
from dossiers.models import Attachment, Dossier, DossierQuerySet
from okote_flow import clock
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Membership, Office, Organization, User
from okote_flow.records import retention, rules
from okote_flow.records.models import Communication, Hold, PersonRequest, Slip, SlipItem
from okote_flow.records.sentences import refuse
from okote_flow.refusals import Refusal

READERS = frozenset({Office.ARCHIVIST, Office.DIRECTOR, Office.AUDITOR})
HOLDERS = frozenset({Office.ARCHIVIST, Office.DIRECTOR})
"""Who freezes and thaws."""


def is_reader(user: User) -> bool:
    return bool(offices_of(user) & READERS)


def is_keeper(user: User) -> bool:
    return Office.ARCHIVIST in offices_of(user)


def check_reader(user: User) -> None:
    """Raises Http404: what is kept of whom is nobody else's business."""
    if not is_reader(user):
        raise Http404


def check_keeper(user: User) -> None:
    if not is_keeper(user):
        raise Http404


def keeper_refusals(user: User) -> Iterator[Refusal]:
    if not is_keeper(user):
        yield refuse("not-archivist")


def hold_refusals(user: User) -> Iterator[Refusal]:
    if not offices_of(user) & HOLDERS:
        yield refuse("hold-not-yours")


# Dossiers


def kept_for(user: User) -> DossierQuerySet:
    """The dossiers whose retention this person may follow: those that they may see, once handed in."""
    check_reader(user)
    found = dossier_access.dossiers_for(user).handed_in().select_related("organization", "territory", "applicant")
    frozen = Hold.objects.in_force().filter(dossier=OuterRef("pk"))
    return retention.dated(found).annotate(held=Exists(frozen))


def get_kept(user: User, pk: int) -> Dossier:
    found = kept_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_proven(user: User, pk: int) -> Dossier:
    """A dossier whose journal this person may take away: those of Alsace Active and whoever watches over them."""
    found = dossier_access.get_dossier(user, pk)
    if not offices_of(user) & dossier_access.SEE_ALL or not dossier_access.may_work_on(user, found):
        raise Http404
    return found


def may_prove(user: User, dossier: Dossier) -> bool:
    return bool(offices_of(user) & dossier_access.SEE_ALL) and dossier_access.may_work_on(user, dossier)


def old_drafts() -> DossierQuerySet:
    """Drafts that were withdrawn and never handed in, silent for as long as the rule says. Only counted on a page."""
    silent = rules.months_before(clock.today(), retention.today()["draft"].active_months)
    found = Dossier.objects.filter(submitted_at=None, state=State.WITHDRAWN, touched_at__lt=clock.local(silent))
    return found.exclude(title=GONE)


GONE = "[éliminé]"
"""What stands where a text has been destroyed."""


# Holds


def holds_on(dossiers: Iterable[Dossier]) -> dict[int, Hold]:
    """Dossier -> what freezes it: itself, its structure, or its holder. One query."""
    found = list(dossiers)
    frozen = Hold.objects.in_force().filter(
        Q(dossier__in=found)
        | Q(organization__in=[one.organization_id for one in found if one.organization_id])
        | Q(person__in=[one.applicant_id for one in found])
    )
    rows = list(frozen.order_by("pk"))
    held: dict[int, Hold] = {}
    for one in found:
        for row in rows:
            if one.pk == row.dossier_id or row.person_id == one.applicant_id or _of(row, one):
                held.setdefault(one.pk, row)
    return held


def _of(hold: Hold, dossier: Dossier) -> bool:
    return hold.organization_id is not None and hold.organization_id == dossier.organization_id


def holds_for(user: User) -> QuerySet[Hold]:
    """Every hold that this reader may know of: none on a dossier that is not theirs to see."""
    check_reader(user)
    seen = dossier_access.dossiers_for(user)
    found = Hold.objects.filter(Q(dossier=None) | Q(dossier__in=seen))
    return found.select_related("dossier", "organization", "person", "placed_by", "lifted_by")


def get_hold(user: User, pk: int) -> Hold:
    found = holds_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_person_held(person: User) -> bool:
    mine = Membership.objects.filter(user=person, organization=OuterRef("organization"))
    return Hold.objects.in_force().filter(Q(person=person) | Q(dossier__applicant=person) | Q(Exists(mine))).exists()


# Slips


def slips_for(user: User) -> QuerySet[Slip]:
    """Slips are of the house; of their dossiers each reader is shown and told only those that they may see."""
    check_reader(user)
    seen = SlipItem.objects.filter(slip=OuterRef("pk"), dossier__in=dossier_access.dossiers_for(user)).order_by()
    counted = seen.values("slip").annotate(total=Count("pk")).values("total")
    found = Slip.objects.select_related("proposed_by", "visa_by")
    return found.annotate(count=Coalesce(Subquery(counted), 0))


def get_slip(user: User, pk: int) -> Slip:
    items = SlipItem.objects.filter(dossier__in=dossier_access.dossiers_for(user))
    found = slips_for(user).prefetch_related(Prefetch("items", items.select_related("dossier"))).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# Requests of persons


def requests_for(user: User) -> QuerySet[PersonRequest]:
    """The register, for those who keep it and those who watch over it."""
    check_reader(user)
    return PersonRequest.objects.select_related("person", "answered_by", "entered_by")


def get_request(user: User, pk: int) -> PersonRequest:
    found = requests_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own_requests(user: User) -> QuerySet[PersonRequest]:
    return PersonRequest.objects.filter(person=user).order_by("-pk")


def organizations() -> QuerySet[Organization]:
    return Organization.objects.order_by("name", "pk")


def find_person(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


# Communication


def get_piece(user: User, pk: int) -> Attachment:
    """A piece of a dossier in the archives, for who may say that it can be given out."""
    check_keeper(user)
    return dossier_access.get_attachment(user, pk)


def communications_of(dossier: Dossier) -> QuerySet[Communication]:
    return Communication.objects.filter(dossier=dossier).select_related("made_by")


def get_request_of_account(user: User, pk: int) -> PersonRequest:
    """A request of somebody who has an account, for who keeps the register."""
    check_keeper(user)
    found = get_request(user, pk)
    if found.person is None:
        raise Http404
    return found


def holds_of(dossier: Dossier) -> QuerySet[Hold]:
    """Of a dossier that the caller has found for its reader."""
    return Hold.objects.filter(dossier=dossier).select_related("placed_by", "lifted_by")


def items_of(dossier: Dossier) -> QuerySet[SlipItem]:
    return SlipItem.objects.filter(dossier=dossier).select_related("slip")
