"""What somebody may find: for each nature of things the rule of its own page, as a condition on postings.

The rules are those of `dossiers.access`, `committees.access` and `funding.access`: a denial wins there as it does on
the page. They are asked in SQL of every candidate, before any limit: what is hidden is in no count.
"""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from committees import access as committee_access
from committees.models import AgendaItem, Committee, Mandate
from dossiers.access import SEE_ALL, dossiers_for
from dossiers.models import Dossier
from funding.access import public_campaigns
from okote_flow.accounts.access import is_administrator
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Membership, Organization, User
from okote_flow.search.models import Kind, Nature

FEW = 500
"""Whoever sees no more dossiers than this is searched for from their dossiers, not from the words."""
DECIDED = (Nature.OPINION, Nature.PROCLAMATION, Nature.LETTER, Nature.CONDITION, Nature.RECORDED)


class Doors:
    """One reader's rules, each asked for once."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._seen = dossiers_for(user)
        self.few = self._few()

    def _few(self) -> list[int] | None:
        """The dossiers that a reader without an office may see, when they are few."""
        if offices_of(self.user) & SEE_ALL:
            return None
        found = list(self._seen.order_by().values_list("pk", flat=True)[: FEW + 1])
        return found if len(found) <= FEW else None

    def of_kind(self, kind: Kind) -> Q:
        """The things of a kind that this reader may find."""
        rules = [Q(document__nature=nature) & self.of_nature(nature) for nature in Nature if nature.kind is kind]
        return reduce(or_, rules)

    def of_nature(self, nature: Nature) -> Q:
        if nature in (Nature.GUIDE, Nature.TERM):
            return Q()
        if nature is Nature.DOSSIER or nature in DECIDED:
            return self._dossiers("document__dossier")
        rules = {
            Nature.ORGANIZATION: self._organizations,
            Nature.MEETING: self._meetings,
            Nature.POINT: self._points,
            Nature.PERSON: self._persons,
            Nature.CAMPAIGN: self._campaigns,
        }
        return rules[nature]()

    def _dossiers(self, path: str) -> Q:
        if self.few is not None:
            return Q(**{f"{path}__in": self.few})
        return Q(Exists(self._seen.filter(pk=OuterRef(path))))

    def _organizations(self) -> Q:
        """A structure is known by its dossiers, and to its own accounts."""
        mine = Membership.objects.filter(user=self.user, organization=OuterRef("document__object_pk"))
        if self.few is not None:
            named = Dossier.objects.filter(pk__in=self.few, organization=OuterRef("document__object_pk"))
        else:
            named = self._seen.filter(organization=OuterRef("document__object_pk"))
        return Q(Exists(mine)) | Q(Exists(named))

    def _meetings(self) -> Q:
        return Q(Exists(committee_access.meetings_for(self.user).filter(pk=OuterRef("document__object_pk"))))

    def _points(self) -> Q:
        items = AgendaItem.objects.filter(
            pk=OuterRef("document__object_pk"),
            meeting__in=committee_access.meetings_for(self.user),
            dossier__in=committee_access.inside(self.user),
        )
        return Q(Exists(items))

    def _persons(self) -> Q:
        """All to an administrator; to the others who sits, or sat, in a committee that they may read of, and the
        people of their own structures."""
        if is_administrator(self.user):
            return Q()
        seats = Mandate.objects.filter(
            user=OuterRef("document__object_pk"), seat__committee__in=committee_access.committees_for(self.user)
        )
        ours = Membership.objects.filter(
            user=OuterRef("document__object_pk"), organization__memberships__user=self.user
        )
        return Q(Exists(seats)) | Q(Exists(ours))

    def _campaigns(self) -> Q:
        return Q(Exists(public_campaigns().filter(pk=OuterRef("document__object_pk"))))


# Where a result leads: some things have another page for another reader


def pages_of_persons(user: User, people: Collection[int]) -> dict[int, tuple[str, tuple[object, ...], str]]:
    """Person -> the page on which this reader meets them, and why: their account, their committee, one's structure."""
    if is_administrator(user):
        return {person: ("accounts:account", (person,), "Compte") for person in people}
    ours = Membership.objects.filter(user__in=people, organization__memberships__user=user)
    found: dict[int, tuple[str, tuple[object, ...], str]] = {
        person: ("accounts:organization", (pk,), name)
        for person, pk, name in ours.order_by("-pk").values_list("user", "organization", "organization__name")
    }
    rooms = committee_access.committees_for(user)
    held = Mandate.objects.filter(user__in=people, seat__committee__in=Committee.objects.filter(pk__in=rooms))
    rows = held.order_by("starts_on", "pk").values_list(
        "user", "seat__committee__code", "seat__committee__name", "seat__label"
    )
    for person, code, name, seat in rows:
        found[person] = ("committees:committee", (code,), f"{seat}, {name}")
    return found


def own_organizations(user: User, organizations: Collection[int]) -> set[int]:
    """Those whose accounts this person shares: they have a page."""
    return set(Organization.objects.filter(pk__in=organizations, memberships__user=user).values_list("pk", flat=True))
