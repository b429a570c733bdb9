"""What a giver's bank took back after the match was fixed: recovered from the project, or a loss that was decided."""

from typing import Any

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from funding import books, chart
from funding.actions.settlement import waiver_of
from funding.books import Move
from funding.locks import hold
from funding.models import Account, Claim, ClaimState, Role
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def claim_refusals(claim: Claim, user: User) -> list[Refusal]:
    """Why this person cannot say how this claim ends."""
    refusals = list(key_refusals(user, claim.campaign.dossier, Keeper.TREASURER))
    if claim.state != ClaimState.OPEN:
        refusals.append(refuse("claim-decided"))
    return refusals


def loss_refusals(claim: Claim, user: User) -> list[Refusal]:
    """A loss rests on a decision that was recorded."""
    refusals = claim_refusals(claim, user)
    return refusals if waiver_of(claim.campaign.dossier) else [*refusals, refuse("loss-undecided")]


@action("funding.recover_claim", refuses=("not-yours", "claim-decided", "bank-reference-missing"))
def recover_claim(claim: Claim, *, bank_reference: str, by: User) -> Claim:
    """The project's holder, or the giver, has paid what was missing: it stands on the bank account."""
    claim = _hold(claim)
    require(claim_refusals(claim, by))
    if not bank_reference.strip():
        raise Refused([refuse("bank-reference-missing")])
    return _end(claim, ClaimState.RECOVERED, chart.account(Role.BANK), bank_reference.strip(), by)


@action("funding.lose_claim", refuses=("not-yours", "claim-decided", "loss-undecided"))
def lose_claim(claim: Claim, *, by: User) -> Claim:
    """Nobody pays what is missing: a loss of Alsace Active, on a recorded decision. Public money is not touched."""
    claim = _hold(claim)
    require(loss_refusals(claim, by))
    decision = waiver_of(claim.campaign.dossier)
    assert decision is not None
    return _end(claim, ClaimState.LOST, chart.account(Role.LOSSES), decision.reference, by)


def _hold(claim: Claim) -> Claim:
    _, campaign = hold(claim.campaign.dossier)
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    claim.campaign = campaign
    return claim


def _end(claim: Claim, state: ClaimState, to: Account, reference: str, by: User) -> Claim:
    dossier = claim.campaign.dossier
    move = Move(to, chart.account(Role.CLAIM, claim.campaign), claim.cents)
    entry = books.post(f"claim-{state}", [move], key=f"claim-ended:{claim.pk}", dossier=dossier)
    claim.state, claim.reference, claim.decided_by, claim.decided_at = state, reference, by, clock.now()
    claim.save()
    kind = Kind.CLAIM_RECOVERED if state == ClaimState.RECOVERED else Kind.CLAIM_LOST
    facts: dict[str, Any] = {"cents": claim.cents, "claim": claim.pk, "reference": reference, "entry": entry.hash}
    record(kind, subject=dossier.subject, by=by, office=Keeper.TREASURER, **facts, **seal(claim))
    return claim
