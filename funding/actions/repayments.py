"""What a project pays back of what it did not need: asked with its report, recorded as received, or waived."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Decision, Dossier, FinalReport
from funding import books, chart, duties, guards
from funding.books import Move
from funding.locks import hold
from funding.models import CashReceipt, Repayment, RepaymentShare, RepaymentState, Role
from funding.position import paid_by_pledge
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import share_out
from okote_flow.directory.models import User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def shares_digest(shares: Iterable[tuple[int, int]]) -> str:
    """Binds a repayment to what of it belongs to each partner: (pledge, cents)."""
    return chain.digest(chain.canonical(sorted([pledge, cents] for pledge, cents in shares)))


def ask_repayment(dossier: Dossier, by: User | None) -> None:
    """What accepting a report asks back (an effect of `accept_report`), shared by what each partner has paid."""
    report = FinalReport.objects.get(dossier=dossier)
    if not report.repay_cents:
        return
    dossier, campaign = hold(dossier)
    paid = {pledge: cents for pledge, cents in paid_by_pledge(campaign).items() if pledge is not None and cents}
    pledges = sorted(paid)
    shares = list(zip(pledges, share_out(report.repay_cents, [paid[one] for one in pledges]), strict=True))
    repayment = Repayment.objects.create(
        campaign=campaign,
        cents=report.repay_cents,
        due_on=clock.today() + timedelta(days=dossier.parameters.repay_days),
        digest=shares_digest(shares),
        asked_by=by,
    )
    RepaymentShare.objects.bulk_create(
        RepaymentShare(repayment=repayment, pledge_id=pledge, cents=cents) for pledge, cents in shares
    )
    duties.RepaymentFlow.open(dossier, due_on=repayment.due_on)
    facts: dict[str, Any] = {"cents": repayment.cents, "due_on": repayment.due_on}
    record(Kind.REPAYMENT_ASKED, subject=dossier.subject, by=by, office=Keeper.OFFICER, **facts, **seal(repayment))


def repayment_refusals(repayment: Repayment, user: User) -> list[Refusal]:
    """Why this person cannot say how this repayment ends."""
    refusals = list(key_refusals(user, repayment.campaign.dossier, Keeper.TREASURER))
    if not repayment.is_due:
        refusals.append(refuse("repayment-ended", state=repayment.get_state_display()))
    elif sum(cents for pledge, cents in paid_by_pledge(repayment.campaign).items() if pledge) < repayment.cents:
        refusals.append(refuse("repayment-unpaid"))
    return refusals


def waiving_decision(repayment: Repayment) -> Decision | None:
    """The decision that gives it up: one recorded since it was asked."""
    found = repayment.campaign.dossier.decisions.filter(purpose=Decision.Purpose.WAIVE_BALANCE)
    return found.filter(recorded_at__gte=repayment.asked_at).last()


def waiving_refusals(repayment: Repayment, user: User) -> list[Refusal]:
    refusals = repayment_refusals(repayment, user)
    return refusals if waiving_decision(repayment) else [*refusals, refuse("repayment-undecided")]


@action(
    "funding.record_repayment",
    refuses=(
        "not-yours", "repayment-ended", "repayment-unpaid", "key-missing", "key-too-long", "key-reused",
        "received-future", "period-locked",
    ),
)  # fmt: skip
def record_repayment(repayment: Repayment, *, key: str, by: User, received_on: date | None = None) -> Repayment:
    """The structure's money has arrived: it is owed to the partners, each its share. The same bank `key`: once."""
    repayment = _hold(repayment)
    key = guards.required_key(key)
    if repayment.state == RepaymentState.RECEIVED and repayment.key == key:
        require(key_refusals(by, repayment.campaign.dossier, Keeper.TREASURER))
        return repayment
    require(repayment_refusals(repayment, by))
    day = received_on or clock.today()
    if day > clock.today():
        raise Refused([refuse("received-future", day=day)])
    taken = Repayment.objects.filter(key=key).exists() or CashReceipt.objects.filter(reference=key).exists()
    if taken:
        raise Refused([refuse("key-reused", key=key)])
    shares = repayment.shares.select_related("pledge")
    moves = [Move(chart.account(Role.BANK), chart.account(Role.REPAID, one.pledge), one.cents) for one in shares]
    dossier = repayment.campaign.dossier
    entry = books.post("repayment", moves, key=f"repayment:{repayment.pk}", dossier=dossier, on=day)
    repayment.state, repayment.key, repayment.received_on = RepaymentState.RECEIVED, key, day
    return _end(repayment, Kind.REPAYMENT_RECEIVED, by, reference=key, entry=entry.hash)


@action("funding.waive_repayment", refuses=("not-yours", "repayment-ended", "repayment-unpaid", "repayment-undecided"))
def waive_repayment(repayment: Repayment, *, by: User) -> Repayment:
    """Stop expecting it, on a recorded decision. Nothing was booked for it: nothing is undone."""
    repayment = _hold(repayment)
    require(waiving_refusals(repayment, by))
    decision = waiving_decision(repayment)
    assert decision is not None
    repayment.state, repayment.decision = RepaymentState.WAIVED, decision.reference
    return _end(repayment, Kind.REPAYMENT_WAIVED, by, decision=decision.reference)


def share_refusals(share: RepaymentShare, user: User) -> list[Refusal]:
    """Why this person cannot say that the partner has its share back."""
    refusals = list(key_refusals(user, share.repayment.campaign.dossier, Keeper.TREASURER))
    if share.repayment.state != RepaymentState.RECEIVED:
        refusals.append(refuse("share-not-received"))
    elif share.key is not None:
        refusals.append(refuse("share-returned", key=share.key))
    return refusals


@action(
    "funding.return_share",
    refuses=(
        "not-yours", "share-not-received", "share-returned", "key-missing", "key-too-long", "key-reused",
        "received-future", "period-locked", "bank-short",
    ),
)  # fmt: skip
def return_share(share: RepaymentShare, *, key: str, by: User, received_on: date | None = None) -> RepaymentShare:
    """A partner has its share of what a project did not need back, by a transfer under this `key`. Twice is once."""
    repayment = _hold(share.repayment)
    share = repayment.shares.select_related("pledge__partner").get(pk=share.pk)
    share.repayment, key = repayment, guards.required_key(key)
    if share.key == key:
        require(key_refusals(by, repayment.campaign.dossier, Keeper.TREASURER))
        return share
    require(share_refusals(share, by))
    day = received_on or clock.today()
    if day > clock.today():
        raise Refused([refuse("received-future", day=day)])
    if RepaymentShare.objects.filter(key=key).exists():
        raise Refused([refuse("key-reused", key=key)])
    dossier = repayment.campaign.dossier
    move = Move(chart.account(Role.REPAID, share.pledge), chart.account(Role.BANK), share.cents)
    entry = books.post("repayment-share", [move], key=f"repayment-share:{share.pk}", dossier=dossier, on=day)
    share.key, share.returned_on = key, day
    share.save(update_fields=["key", "returned_on"])
    facts: dict[str, Any] = {"cents": share.cents, "partner": share.pledge.partner.code, "reference": key}
    facts |= {"share": share.pk, "entry": entry.hash}
    record(Kind.REPAYMENT_SHARED, subject=dossier.subject, by=by, office=Keeper.TREASURER, **facts)
    return share


def _hold(repayment: Repayment) -> Repayment:
    _, campaign = hold(repayment.campaign.dossier)
    repayment = Repayment.objects.select_for_update(of=("self",)).get(pk=repayment.pk)
    repayment.campaign = campaign
    return repayment


def _end(repayment: Repayment, kind: Kind, by: User, **facts: Any) -> Repayment:
    dossier = repayment.campaign.dossier
    repayment.ended_by, repayment.ended_at = by, clock.now()
    repayment.save()
    duties.done(dossier, duties.RepaymentFlow, by=by)
    said: dict[str, Any] = {"cents": repayment.cents, **facts}
    record(kind, subject=dossier.subject, by=by, office=Keeper.TREASURER, **said, **seal(repayment))
    return repayment
