"""The conditions of a dossier: who may do what with them now, what awaits whom, and what a page or a list shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from dossiers import access, deadlines, stages
from dossiers.lifecycle import Keeper
from dossiers.models import Condition, ConditionState, Deadline, DeadlineKind, Dossier
from dossiers.models.conditions import AWAITED, BEFORE, PENDING, SETTLED, Conditions
from dossiers.models.exchange import Gate
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.directory.access import same_hands
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal

S = ConditionState
CONDITION, PROOF = "condition", "proof"
"""The duties of whoever must act, and of whoever verifies."""
FROM: dict[str, tuple[ConditionState, ...]] = {
    "submit": AWAITED,
    "lift": PENDING,
    "send_back": (S.SUBMITTED,),
    "waive": PENDING,
    "fail": PENDING,
    "reopen": SETTLED,
}
"""What may be done with a condition, and in which states."""


JUDGED = ("lift", "send_back")
"""Nobody judges the proof that they or their stand-in handed in, nor lifts what they themselves must meet."""


def keeper_of(condition: Condition, act: str) -> Keeper:
    """Whose act it is."""
    if act == "submit":
        return condition.keeper
    if act in ("waive", "fail") or (act == "reopen" and condition.status in (S.WAIVED, S.FAILED)):
        return Keeper.CHAIR
    return condition.judge


def refusals(by: User, condition: Condition, act: str) -> Iterator[Refusal]:
    """Why somebody cannot do this with a condition now."""
    dossier, keeper = condition.dossier, keeper_of(condition, act)
    if not access.holds(by, dossier, keeper):
        yield access.not_yours(dossier, keeper)
        return
    judged = act in JUDGED and condition.status == S.SUBMITTED
    hands = same_hands(by.pk, [_given(condition)]) if judged else frozenset()
    yield from _state_refusals(by, condition, act, hands, owns=access.holds(by, dossier, condition.keeper))


def _state_refusals(
    by: User, condition: Condition, act: str, hands: frozenset[int], *, owns: bool
) -> Iterator[Refusal]:
    """The same for whoever holds the key; `hands` are those who count as one with them, `owns` is who must act."""
    dossier = condition.dossier
    if dossier.status not in deadlines.FUNDED:
        yield refuse("wrong-state", state=dossier.get_state_display())
    if condition.status not in FROM[act]:
        lifted = act == "lift" and condition.status == S.LIFTED
        yield refuse("condition-lifted") if lifted else refuse("condition-state", state=condition.get_state_display())
    elif act == "reopen" and dossier.status not in BEFORE[Gate(condition.blocks)]:
        yield refuse("gate-passed", gate=condition.get_blocks_display())
    elif act in JUDGED and condition.is_awaited and owns:
        yield refuse("same-person")
    elif act in JUDGED and condition.status == S.SUBMITTED:
        if condition.submitted_by_id == by.pk:
            yield refuse("same-person")
        elif condition.submitted_by_id in hands:
            yield refuse("same-hands")


def _given(condition: Condition) -> tuple[int, date]:
    """Who handed the proof in, and on which day."""
    assert condition.submitted_by_id and condition.submitted_at, "what is handed in was by somebody"
    return condition.submitted_by_id, condition.submitted_at.astimezone(clock.PARIS).date()


def await_proof(condition: Condition) -> None:
    """Let the clock and the task of whoever must act on it run; what runs already goes on."""
    dossier, state = condition.dossier, condition.status
    code = PROOF if state == S.SUBMITTED else CONDITION
    if state not in PENDING or dossier.status not in deadlines.FUNDED:
        return
    if stages.open_processes(dossier).filter(duty=code, about=condition.pk).exists():
        return
    if state == S.SUBMITTED:
        stages.ask(code, dossier, keeper=condition.judge, about=condition.pk)
        return
    clock_ = deadlines.start(
        DeadlineKind.CONDITION, dossier, days=_days(condition), about=condition.pk, keeper=condition.keeper
    )
    stages.ask(code, dossier, keeper=condition.keeper, deadline=clock_, about=condition.pk)


def _days(condition: Condition) -> int:
    """As the committee said, or the rules; once sent back or taken up again, some days at the least."""
    parameters = condition.dossier.parameters
    since = (clock.today() - condition.set_at.astimezone(clock.PARIS).date()).days
    due = (condition.due_on - clock.today()).days if condition.due_on else parameters.condition_days - since
    return max(due, parameters.resume_days if since or condition.words else 0)


def await_proofs(dossier: Dossier) -> None:
    for condition in dossier.conditions.blocking():
        condition.dossier = dossier
        await_proof(condition)


def with_due(found: Conditions) -> Conditions:
    """Each with the day until which it is awaited, by its clock."""
    running = Deadline.objects.filter(kind=DeadlineKind.CONDITION, about=OuterRef("pk"), closed_at=None)
    return found.annotate(due=Subquery(running.values("due_on")[:1]))


def late(found: Conditions) -> Conditions:
    """Those, read `with_due`, that whoever must act should have met by now."""
    return found.filter(state__in=AWAITED, due__lt=clock.today())  # type: ignore[misc]  # the annotation


def of_dossier(dossier: Dossier) -> QuerySet[Condition]:
    """For its page: with their clocks, proofs and people, in as many queries for one as for ten."""
    found = with_due(Condition.objects.filter(dossier=dossier))
    return found.select_related("settled_by", "submitted_by").prefetch_related("proofs__files", "proofs__given_by")


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that may be done with a condition."""

    act: str
    label: str
    css: str


WAYS = (
    Way("submit", "Envoyer une preuve", "btn-primary"),
    Way("lift", "Lever la réserve", "btn-primary"),
    Way("send_back", "Renvoyer", "btn-outline"),
    Way("waive", "Dispenser", "btn-outline"),
    Way("fail", "Constater l’échec", "btn-outline"),
    Way("reopen", "Reprendre", "btn-outline"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A condition on a page, with what this reader may do."""

    condition: Condition
    pill: tuple[str, str]
    who: str
    ways: list[Way]


PILLS = {
    S.OPEN: ("attn", "flag"),
    S.SUBMITTED: ("info", "eye"),
    S.SENT_BACK: ("attn", "pencil"),
    S.LIFTED: ("ok", "check"),
    S.WAIVED: ("ok", "circle-check"),
    S.FAILED: ("dang", "circle-x"),
}


def lines(user: User, dossier: Dossier) -> list[Line]:
    """In as many queries for one as for ten."""
    keys, found = access.keys_of(user, dossier), list(of_dossier(dossier))
    hands = same_hands(user.pk, [_given(one) for one in found if one.status == S.SUBMITTED])
    return [_line(user, condition, dossier, keys, hands) for condition in found]


def _line(user: User, condition: Condition, dossier: Dossier, keys: frozenset[Keeper], hands: frozenset[int]) -> Line:
    condition.dossier = dossier
    mine = [way for way in WAYS if keeper_of(condition, way.act) in keys]
    owns = condition.keeper in keys
    ways = [way for way in mine if not list(_state_refusals(user, condition, way.act, hands, owns=owns))]
    return Line(condition, PILLS[condition.status], who_acts(condition), ways)


def who_acts(condition: Condition) -> str:
    """Who has it in hand, "" once it is settled."""
    if condition.is_awaited:
        return condition.get_owner_display()
    return condition.judge.label[:1].upper() + condition.judge.label[1:] if condition.status == S.SUBMITTED else ""
