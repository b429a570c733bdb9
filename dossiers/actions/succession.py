"""What outlasts a holder or a dossier: a project handed over to somebody else, an ended one taken up again."""

from collections.abc import Iterator

from dossiers import access
from dossiers.actions.drafting import draft
from dossiers.actions.life import lock
from dossiers.lifecycle import ENDS, Keeper
from dossiers.models import BudgetLine, CriterionAnswer, Dossier
from dossiers.sentences import refuse
from okote_flow.acts import action
from okote_flow.directory.models import Membership, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, require


def carried_refusals(membership: Membership) -> Iterator[Refusal]:
    """Nobody leaves a structure with one of its projects in hand: it is handed over first."""
    count = Dossier.objects.running().filter(
        applicant=membership.user_id, organization=membership.organization_id
    ).count()  # fmt: skip
    if count:
        yield refuse("member-carries", who=membership.user, count=count)


REWRITTEN = ("summary", "territory", "theme", "city", "goal_cents")
"""What a new draft takes from the old dossier's sheet: all but its dates, which are over."""


def transfer_refusals(dossier: Dossier) -> Iterator[Refusal]:
    """A project is handed over while it runs, inside the structure that carries it."""
    if dossier.is_over:
        yield refuse("wrong-state", state=dossier.get_state_display())
    elif not heirs(dossier):
        yield refuse("nobody-to-take-over")


def heirs(dossier: Dossier) -> list[User]:
    """Those who may take the project over: the other accounts of its structure."""
    members = Membership.objects.filter(organization=dossier.organization, user__is_active=True)
    others = members.exclude(user=dossier.applicant_id).select_related("user").order_by("since", "pk")
    return [membership.user for membership in others]


@action(
    "dossiers.transfer",
    refuses=("not-yours", "wrong-state", "reason-missing", "nobody-to-take-over", "not-a-member", "already-holder"),
)
def transfer(dossier: Dossier, *, to: User, reason: str, by: User) -> Dossier:
    """Make somebody else of the structure the holder: receipts, payments and questions are theirs from now on."""
    dossier = lock(dossier)
    require(access.key_refusals(by, dossier, Keeper.APPLICANT))
    require(transfer_refusals(dossier))
    require(_heir_refusals(dossier, to, reason))
    former, dossier.applicant = dossier.applicant, to
    dossier.save(update_fields=["applicant"])
    record(
        Kind.DOSSIER_TRANSFERRED,
        subject=dossier.subject,
        by=by,
        office=Keeper.APPLICANT,
        people={"holder": to, "former": former},
        reason=reason.strip(),
    )
    return dossier


def _heir_refusals(dossier: Dossier, to: User, reason: str) -> Iterator[Refusal]:
    if not reason.strip():
        yield refuse("reason-missing")
    if to.pk == dossier.applicant_id:
        yield refuse("already-holder", who=to)
    elif to not in heirs(dossier):
        yield refuse("not-a-member", who=to, structure=dossier.organization)


def again_refusals(dossier: Dossier) -> Iterator[Refusal]:
    """An ended dossier is taken up once at a time."""
    if dossier.status not in ENDS:
        yield refuse("still-running", state=dossier.get_state_display())
    running = dossier.resubmissions.running().first()
    if running is not None:
        yield refuse("taken-up", label=running.label)


@action("dossiers.draft_again", refuses=("not-yours", "still-running", "taken-up"))
def draft_again(dossier: Dossier, *, by: User) -> Dossier:
    """Open a new draft from an ended dossier, linked to it: its answers and its budget are there already.

    Pieces and the republican commitment are not: they are given afresh.
    """
    old = lock(dossier)
    require(access.key_refusals(by, old, Keeper.APPLICANT))
    require(again_refusals(old))
    new = draft(title=old.title, by=by, previous=old)
    if old.organization and Membership.objects.filter(user=by, organization=old.organization).exists():
        new.organization = old.organization
    for field in REWRITTEN:
        setattr(new, field, getattr(old, field))
    new.save()
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(dossier=new, criterion=answer.criterion, text=answer.text)
        for answer in old.answers.select_related("criterion")
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            dossier=new,
            side=line.side,
            section=line.section,
            label=line.label,
            amount_cents=line.amount_cents,
            position=line.position,
        )
        for line in old.budget_lines.all()
    )
    return new
