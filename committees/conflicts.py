"""Possible ties between people and a dossier: which are found, which await a ruling, what a voice has weighed."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from committees import access, counting, sight
from committees.models import (
    Committee,
    Conflict,
    ConflictState,
    Interest,
    Mandate,
    Poll,
    PollState,
    RecusalWeight,
    VoterStatus,
)
from committees.rolls import frozen_roll
from committees.sentences import refuse
from committees.tally import current_ballots, lines_of
from dossiers.likeness import likeness
from dossiers.models import Dossier, DossierQuerySet
from okote_flow.directory.models import Organization, User
from okote_flow.refusals import Refusal

ALIKE = 80  # percent of trigrams that two names of one structure share


def is_about(interest: Interest, organization: Organization) -> bool:
    """Whether a declaration names this structure: by SIREN where both have one, otherwise by a name that is alike."""
    if interest.siren and organization.siren:
        return interest.siren == organization.siren
    return likeness(interest.organization, organization.name) >= ALIKE


def touching(dossier: Dossier) -> list[Interest]:
    """The declarations about this dossier's structure that nobody has ruled on, of those who see it as members."""
    if dossier.organization is None:
        return []
    seated = User.objects.filter(sight.granted(dossier), is_active=True)
    people = access.not_recused(seated, dossier)
    known = Conflict.objects.filter(dossier=dossier, interest=OuterRef("pk"))
    declared = Interest.objects.recent().filter(~Exists(known), user__in=people)
    if dossier.organization.siren:
        declared = declared.filter(Q(siren=dossier.organization.siren) | Q(siren=""))
    return [one for one in declared.select_related("user") if is_about(one, dossier.organization)]


def touched_by(interest: Interest) -> list[Dossier]:
    """The dossiers in progress that their declarer sees as a member and whose structure a declaration names."""
    alive = access.inside(interest.user).running().select_related("organization")
    alive = alive.filter(organization__isnull=False).order_by("pk")
    return [one for one in alive if one.organization and is_about(interest, one.organization)]


def suspected(dossier: Dossier) -> QuerySet[Conflict]:
    """What awaits a ruling on this dossier; whoever stood aside since is settled."""
    return Conflict.objects.filter(dossier=dossier, state=ConflictState.SUSPECTED).select_related("user", "interest")


def undecided_refusals(dossier: Dossier, committees: Q) -> Iterator[Refusal]:
    """A committee neither debates nor decides while one of its members may be tied to the dossier."""
    people = [one.user for one in suspected(dossier)] + [one.user for one in touching(dossier)]
    sits = Mandate.objects.in_force().filter(
        user=OuterRef("pk"), seat__committee__in=Committee.objects.filter(committees)
    )
    named = User.objects.filter(Exists(sits), pk__in=[one.pk for one in people]).order_by("last_name", "pk")
    if people and (who := ", ".join(str(one) for one in named)):
        yield refuse("conflict-undecided", who=who)


def rulable(user: User) -> DossierQuerySet:
    """The dossiers on which somebody rules about ties: they keep or preside one of the committees concerned."""
    mine = access.runs(user)
    territories = mine.filter(territory__isnull=False).values("territory")
    rule = Q(territory__in=territories)
    if mine.filter(access.ENGAGEMENT).exists():
        rule |= Q(at_engagement_since__isnull=False)
    return access.inside(user).filter(rule)


def may_rule(user: User, dossier: Dossier) -> bool:
    return rulable(user).filter(pk=dossier.pk).exists()


def ruling_refusals(by: User, conflict: Conflict) -> Iterator[Refusal]:
    """Nobody rules on their own tie, nor twice on the same."""
    if not may_rule(by, conflict.dossier):
        yield refuse("not-ruling")
    elif by.pk == conflict.user_id:
        yield refuse("own-conflict")
    if conflict.state != ConflictState.SUSPECTED:
        yield refuse("conflict-over", state=conflict.get_state_display().lower())


def weight_of(dossier: Dossier, person: User) -> RecusalWeight:
    """What the ballots that somebody cast on a dossier weighed in the votes that were decided before they left."""
    found = RecusalWeight.NO_VOTE
    polls = Poll.objects.filter(item__dossier=dossier, state=PollState.CLOSED, proclamation__isnull=False)
    for poll in polls.select_related("item").order_by("pk"):
        cast = [line for line in lines_of(poll) if line.voter_id == person.pk and line.status == VoterStatus.VOTED]
        if cast:
            found = _weight_in(poll, {line.seat_id for line in cast})
    return found


def _weight_in(poll: Poll, seats: set[int]) -> RecusalWeight:
    if not poll.is_named:
        return RecusalWeight.UNKNOWN
    differs = counting.would_differ_without(
        frozen_roll(poll, lines_of(poll)),
        current_ballots(poll),
        seats,
        poll.voting_rule,
        conditions_written=poll.conditions.count(),
    )
    return RecusalWeight.DECISIVE if differs else RecusalWeight.NONE
