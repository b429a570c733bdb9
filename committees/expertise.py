"""Opinions asked of people from outside: who may ask, who may read, what the expert sees of the dossier.

An expert has no part in `dossiers.access`: they never see the dossier's pages, only what was chosen for them here.
Source: ADR 20.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from committees import access, conflicts, elements, guards
from committees.models import Committee, Expertise, ExpertiseState, Interest, Recusal
from committees.models.expertise import LIVE, Expertises
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers import grids
from dossiers.lifecycle import State
from dossiers.models import Attachment, Criterion, Dossier
from dossiers.sentences import refuse as refuse_dossier
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal

STAGES = (State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW)


def committee_at(dossier: Dossier) -> Committee | None:
    """The committee that has the dossier in hand and may ask for an opinion."""
    if dossier.status not in STAGES:
        return None
    here = access.territorial_of(dossier) if dossier.status == State.TERRITORIAL_REVIEW else access.ENGAGEMENT
    return Committee.objects.filter(here).order_by("pk").first()


# Who sees what


def of_expert(user: User) -> Expertises:
    """What is asked of somebody and still runs. Whoever stands aside from the dossier or carries it sees none."""
    if not user.is_active:
        return Expertise.objects.none()
    theirs = Expertise.objects.of_expert(user).running()
    return theirs.exclude(dossier__in=Dossier.objects.filter(dossier_access.denied(user)))


def known_to(user: User) -> Expertises:
    """Those that somebody may know of: their own, and those on the dossiers that they see as members or staff."""
    return Expertise.objects.filter(Q(pk__in=of_expert(user)) | Q(dossier__in=access.inside(user)))


def asked_of(user: User) -> Expertises:
    """What is asked of somebody: what still awaits their words first, the nearest day first."""
    return of_expert(user).for_page().order_by("state", "due_on", "pk")


def find_own(user: User, pk: int) -> Expertise | None:
    """What is asked of the reader; None for everybody else, and for them once it is over."""
    return of_expert(user).for_page().filter(pk=pk).first()


def get_own(user: User, pk: int) -> Expertise:
    """The same. Raises Http404 where there is none."""
    return _one(of_expert(user), pk)


def get_followed(user: User, pk: int) -> Expertise:
    """An opinion asked on a dossier that the reader sees as a member or staff."""
    return _one(Expertise.objects.filter(dossier__in=access.inside(user)), pk)


def _one(rows: Expertises, pk: int) -> Expertise:
    found = rows.for_page().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_piece(user: User, pk: int, piece_pk: int) -> Attachment:
    """A piece that was chosen for the expert, once they have said that nothing ties them to the project."""
    asked = get_own(user, pk)
    found = pieces_of(asked).filter(pk=piece_pk).first()
    if found is None or asked.no_link_at is None:
        raise Http404
    return found


def get_file(user: User, pk: int) -> Expertise:
    """The file that came with an opinion: for its author, and for those who may read the opinion."""
    asked = _one(known_to(user), pk)
    is_theirs = of_expert(user).filter(pk=pk).exists()
    if not asked.file or not (is_theirs or (asked.is_given and is_unsealed(user, asked))):
        raise Http404
    return asked


@dataclass(frozen=True, slots=True)
class Row:
    """One opinion as a member or staff reads of it."""

    asked: Expertise
    is_read: bool  # whether what it says is theirs to read now
    remarks: list[tuple[str, str]]
    may_revoke: bool


def rows(user: User, dossier: Dossier) -> list[Row]:
    """Every opinion asked on a dossier that the reader sees inside, the latest first. A constant number of queries."""
    asked = Expertise.objects.filter(dossier=dossier).for_page().order_by("-pk")
    return _rows(dossier, asked, now=access.is_unsealed(user, dossier), may=not list(asking_refusals(user, dossier)))


def opinions(user: User, dossier: Dossier) -> list[Row]:
    """The opinions given on the present passage, as far as this reader may read them now."""
    if not access.is_inside(user, dossier) or not access.is_unsealed(user, dossier):
        return []
    given = Expertise.objects.filter(dossier=dossier, round=dossier.round, state=ExpertiseState.GIVEN)
    return _rows(dossier, given.for_page(), now=True, may=False)


def _rows(dossier: Dossier, asked: Expertises, *, now: bool, may: bool) -> list[Row]:
    """`now`: the present passage is open to the reader; `may`: they take back what is asked in it."""
    criteria = grids.of(dossier)
    found = []
    for one in asked:
        is_read = one.is_given and (now or one.round < dossier.round)
        remarks = remarks_of(one, criteria) if is_read else []
        found.append(Row(one, is_read, remarks, may and one.is_live))
    return found


def remarks_of(asked: Expertise, criteria: list[Criterion]) -> list[tuple[str, str]]:
    """(criterion, remark), in the order of the criteria."""
    named = [one for one in criteria if one.code in asked.remarks]
    return [(f"{one.number}. {one.name}", asked.remarks[one.code]) for one in named]


def is_unsealed(user: User, asked: Expertise) -> bool:
    """Sealed like the sheets: who has not judged yet must not be led. Passages that are over are open."""
    return asked.round < asked.dossier.round or access.is_unsealed(user, asked.dossier)


def pieces_of(asked: Expertise) -> QuerySet[Attachment]:
    return asked.pieces.filter(removed_at=None)


def showable(dossier: Dossier) -> QuerySet[Attachment]:
    """The pieces from which those who ask choose: the last version of each."""
    latest = elements.current(dossier.attachments.filter(removed_at=None))
    return Attachment.objects.filter(pk__in=[piece.pk for piece in latest]).order_by("kind", "name")


def people_due(pk: int) -> list[User]:
    """Whose words a deadline awaits; nobody once they are given or the committee has decided."""
    asked = Expertise.objects.running().filter(pk=pk, state=ExpertiseState.ASKED).for_page().first()
    return [asked.person] if asked is not None and asked.person is not None else []


# Why an act is refused


def asking_refusals(by: User, dossier: Dossier) -> Iterator[Refusal]:
    """The secretary or the chair of the committee that has the dossier asks, and nobody who stands aside from it."""
    committee = committee_at(dossier)
    if committee is None:
        yield refuse_dossier("wrong-state", state=dossier.get_state_display())
        return
    found = list(guards.bureau_refusals(by, committee))
    if not found and not access.is_inside(by, dossier):
        found.append(refuse_dossier("recused"))
    yield from found


def question_refusals(
    dossier: Dossier, question: str, due_on: date, pieces: Collection[Attachment]
) -> Iterator[Refusal]:
    if not question.strip():
        yield refuse("expert-question-missing")
    if due_on < clock.today():
        yield refuse("expert-due-past")
    if {piece.pk for piece in pieces} - set(showable(dossier).values_list("pk", flat=True)):
        yield refuse("expert-piece-elsewhere")


def person_refusals(dossier: Dossier, email: str, person: User | None) -> Iterator[Refusal]:
    """Deny first: no recusal, no tie, no one who carries it or sees it already, and nobody twice."""
    now = Q(dossier=dossier, round=dossier.round, stage=dossier.state, state__in=LIVE)
    address = Q(user__email__iexact=email) | Q(invitation__email=email)
    if person is not None:
        yield from tie_refusals(dossier, person)
        if access.is_inside(person, dossier):
            yield refuse("expert-inside", who=person)
    if Expertise.objects.filter(now, address).exists():
        yield refuse("expert-asked", who=person or email)


def tie_refusals(dossier: Dossier, person: User) -> Iterator[Refusal]:
    """What keeps somebody from giving an opinion, whoever asks for it."""
    if Recusal.objects.filter(dossier=dossier, user=person).exists():
        yield refuse("expert-recused", who=person)
    elif dossier_access.is_own(person, dossier):
        yield refuse("expert-carries", who=person)
    elif dossier.organization is not None:
        declared = Interest.objects.recent().filter(user=person)
        if any(conflicts.is_about(one, dossier.organization) for one in declared):
            yield refuse("expert-tied", who=person)


def answering_refusals(by: User, asked: Expertise) -> Iterator[Refusal]:
    """The expert alone answers, until the committee has decided; deny first."""
    person = asked.person
    if person is None or person.pk != by.pk or not by.is_active:
        yield refuse("expert-elsewhere")
    elif not asked.is_live:
        yield refuse("expert-over")
    else:
        yield from tie_refusals(asked.dossier, by)


def writing_refusals(by: User, asked: Expertise) -> Iterator[Refusal]:
    found = list(answering_refusals(by, asked))
    if not found and asked.no_link_at is None:
        found.append(refuse("expert-link-unsaid"))
    if not found and asked.is_given:
        found.append(refuse("expert-given"))
    yield from found


def revoking_refusals(by: User, asked: Expertise) -> Iterator[Refusal]:
    """Who prepares the committee takes back what it asked, while its answer is awaited or could still change."""
    if not asked.is_live:
        yield refuse("expert-over")
        return
    yield from asking_refusals(by, asked.dossier)
