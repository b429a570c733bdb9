"""Who reads and who handles decision letters: never whoever stands aside; the holder once they are sent."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import Http404

from committees.models import Committee, DecisionLetter, LetterState, Proclamation
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal

WRITERS = frozenset({Keeper.ENGAGEMENT_SECRETARY, Keeper.OFFICER, Keeper.CHAIR})
"""Who prepares a letter and sends it; whoever presides over the dossier signs."""
PATH = "proclamation__item__dossier"
FEW = 20


def that_is(digest: str) -> DecisionLetter | None:
    """The letter of this SHA-256 that was sent: anybody who holds the document may ask whether it is ours."""
    sent = DecisionLetter.objects.filter(state=LetterState.SENT, sha256=digest)
    return sent.select_related("proclamation__item__meeting__committee", "replaced_by").first()


def keys_refusals(user: User, dossier: Dossier) -> Iterator[Refusal]:
    if not dossier_access.keys_of(user, dossier) & WRITERS:
        yield dossier_access.not_yours(dossier, Keeper.ENGAGEMENT_SECRETARY)


def writing_refusals(user: User, letter: DecisionLetter) -> Iterator[Refusal]:
    yield from keys_refusals(user, letter.proclamation.item.dossier)
    yield from _state_refusals(letter, LetterState.DRAFT)


def signing_refusals(user: User, letter: DecisionLetter) -> Iterator[Refusal]:
    yield from dossier_access.key_refusals(user, letter.proclamation.item.dossier, Keeper.CHAIR)
    yield from _state_refusals(letter, LetterState.DRAFT)


def unsigning_refusals(user: User, letter: DecisionLetter) -> Iterator[Refusal]:
    yield from dossier_access.key_refusals(user, letter.proclamation.item.dossier, Keeper.CHAIR)
    yield from _state_refusals(letter, LetterState.SIGNED)


def sending_refusals(user: User, letter: DecisionLetter) -> Iterator[Refusal]:
    yield from keys_refusals(user, letter.proclamation.item.dossier)
    yield from _state_refusals(letter, LetterState.SIGNED)


def correcting_refusals(user: User, letter: DecisionLetter) -> Iterator[Refusal]:
    yield from keys_refusals(user, letter.proclamation.item.dossier)
    yield from _state_refusals(letter, LetterState.SENT)


def _state_refusals(letter: DecisionLetter, wanted: LetterState) -> Iterator[Refusal]:
    if letter.status != wanted:
        yield refuse("letter-state", state=letter.get_state_display().lower())


def of_dossier(user: User, dossier: Dossier, keys: frozenset[Keeper]) -> list[DecisionLetter]:
    """The letters of a dossier that somebody with these keys reads, the first decision first."""
    found = _rows().filter(**{PATH: dossier, f"{PATH}__in": dossier_access.dossiers_for(user)})
    if not keys & WRITERS:
        found = found.filter(state=LetterState.SENT)
    return list(found.order_by("pk"))


def get_letter(user: User, pk: int) -> DecisionLetter:
    """Raises Http404 to whom it is not shown: to most, before it is sent."""
    found = _rows().filter(pk=pk, **{f"{PATH}__in": dossier_access.dossiers_for(user)}).first()
    if found is None or (
        found.status != LetterState.SENT
        and not dossier_access.keys_of(user, found.proclamation.item.dossier) & WRITERS
    ):
        raise Http404
    return found


def get_decision(user: User, pk: int) -> Proclamation:
    """A decision whose letter somebody may prepare. Raises Http404 to the others."""
    rows = Proclamation.objects.select_related("item__dossier", "item__meeting__committee")
    found = rows.filter(pk=pk, item__dossier__in=dossier_access.dossiers_for(user)).first()
    if found is None or not dossier_access.keys_of(user, found.item.dossier) & WRITERS:
        raise Http404
    return found


def without_letter(dossier: Dossier) -> list[Proclamation]:
    """The decisions of a dossier for which no letter was begun."""
    return list(Proclamation.objects.filter(item__dossier=dossier, letters=None))


def replacement_of(user: User, letter: DecisionLetter) -> DecisionLetter | None:
    """The letter that replaces this one, if this person reads it."""
    dossier = letter.proclamation.item.dossier
    shown = of_dossier(user, dossier, dossier_access.keys_of(user, dossier))
    return next((one for one in shown if one.replaces_id == letter.pk), None)


def samples(user: User, committee: Committee, verdict: str) -> list[Proclamation]:
    """Decisions of that kind on which a text may be tried: of dossiers that this person sees, the latest first."""
    rows = Proclamation.objects.select_related("item__dossier__organization", "item__meeting__committee", "poll")
    seen = rows.filter(item__dossier__in=dossier_access.dossiers_for(user), item__meeting__committee=committee)
    return list(seen.filter(verdict=verdict).order_by("-pk")[:FEW])


def decision_of(user: User, dossier: Dossier, verdict: str) -> Proclamation | None:
    """The last decision of that kind on a dossier that this person sees."""
    rows = Proclamation.objects.select_related("item__dossier__organization", "item__meeting__committee", "poll")
    seen = rows.filter(item__dossier__in=dossier_access.dossiers_for(user), item__dossier=dossier, verdict=verdict)
    return seen.order_by("-pk").first()


def in_hand(user: User, keepers: frozenset[Keeper]) -> QuerySet[DecisionLetter]:
    """The letters that wait for somebody who holds one of these keys."""
    dossiers = Dossier.objects.none()
    for keeper in keepers:
        dossiers = dossiers | Dossier.objects.filter(dossier_access.kept(user, keeper))
    return _rows().exclude(state=LetterState.SENT).filter(**{f"{PATH}__in": dossiers.values("pk")})


def _rows() -> QuerySet[DecisionLetter]:
    return DecisionLetter.objects.select_related(
        "proclamation__item__dossier__organization",
        "proclamation__item__dossier__applicant",
        "proclamation__item__dossier__officer",
        "proclamation__item__meeting__committee",
        "proclamation__poll",
        "replaces",
        "replaced_by",
        "drafted_by",
        "signed_by",
        "sent_by",
    )
