"""The running costs: a contribution is planned, called, received; a mistake is reversed."""

from datetime import date

from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, guards, operating
from funding.actions.envelopes import YEARS
from funding.models import Contribution, ContributionMove, MoveKind
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import euros
from okote_flow.directory.models import Office, Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

TOLD = {MoveKind.CALL: Kind.CONTRIBUTION_CALLED, MoveKind.RECEIPT: Kind.CONTRIBUTION_RECEIVED}
ONCE = ("key-missing", "key-too-long", "key-reused", "amount-missing", "amount-too-big")


@action(
    "funding.plan_contribution",
    refuses=("not-yours", "year-wrong", "label-missing", "contribution-there", "amount-missing", "amount-too-big"),
)
def plan_contribution(
    partner: Partner, *, year: int, label: str, forecast_cents: int, by: User | None
) -> Contribution:
    """Enter what a partner means to pay for the running costs of a year. Nothing is owed before it is called."""
    require(access.office_refusals(by, Office.DIRECTOR))
    guards.required_cents(forecast_cents)
    label = " ".join(label.split())[:120]
    if year not in YEARS:
        raise Refused([refuse("year-wrong", year=year)])
    if not label:
        raise Refused([refuse("label-missing")])
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if Contribution.objects.filter(partner=partner, label=label, year=year).exists():
        raise Refused([refuse("contribution-there", label=label, year=year)])
    planned = Contribution.objects.create(partner=partner, label=label, year=year, forecast_cents=forecast_cents)
    facts = seal(planned) | {"partner": partner.code, "year": year, "cents": forecast_cents}
    record(Kind.CONTRIBUTION_PLANNED, subject=planned.subject, by=by, office=Office.DIRECTOR, **facts)
    return planned


@action("funding.call_contribution", refuses=("not-yours", "over-forecast", *ONCE))
def call_contribution(
    contribution: Contribution, *, cents: int, key: str, by: User | None, called_on: date | None = None
) -> ContributionMove:
    """Ask a partner for its part of the running costs, up to what was planned. The same `key`: once."""
    return _move(contribution, MoveKind.CALL, cents=cents, key=key, on=called_on, by=by)


@action("funding.receive_contribution", refuses=("not-yours", "over-called", *ONCE))
def receive_contribution(
    contribution: Contribution, *, cents: int, key: str, by: User | None, received_on: date | None = None
) -> ContributionMove:
    """A partner has paid what was called. `key` is the bank's reference: told twice, written once."""
    return _move(contribution, MoveKind.RECEIPT, cents=cents, key=key, on=received_on, by=by)


def _move(
    contribution: Contribution, kind: MoveKind, *, cents: int, key: str, on: date | None, by: User | None
) -> ContributionMove:
    require(access.office_refusals(by, Office.TREASURER))
    contribution = _hold(contribution)
    key = guards.required_key(key)
    guards.required_cents(cents)
    known = ContributionMove.objects.filter(key=key).first()
    if known is not None:
        if (known.contribution_id, known.kind, known.cents) != (contribution.pk, kind, cents):
            raise Refused([refuse("key-reused", key=key)])
        return known
    now = operating.line(contribution)
    if kind == MoveKind.CALL and cents > now.to_call_cents:
        raise Refused([refuse("over-forecast", contribution=contribution, left=euros(now.to_call_cents))])
    if kind == MoveKind.RECEIPT and cents > now.awaited_cents:
        raise Refused([refuse("over-called", contribution=contribution, due=euros(now.awaited_cents))])
    move = ContributionMove.objects.create(
        contribution=contribution, kind=kind, cents=cents, happened_on=on or clock.today(), key=key, entered_by=by
    )
    _tell(TOLD[kind], move, by)
    return move


def contribution_reversal_refusals(move: ContributionMove, user: User | None) -> list[Refusal]:
    """Why this person cannot reverse this call or receipt now."""
    refusals = list(access.office_refusals(user, Office.TREASURER))
    if move.reverses_id or ContributionMove.objects.filter(reverses=move).exists():
        return [*refusals, refuse("move-reversed")]
    now = operating.line(move.contribution)
    if move.kind == MoveKind.CALL and now.called_cents - move.cents < now.received_cents:
        refusals.append(refuse("call-paid", received=euros(now.received_cents)))
    return refusals


@action("funding.reverse_contribution", refuses=("not-yours", "move-reversed", "call-paid", "reason-missing"))
def reverse_contribution(move: ContributionMove, *, reason: str, by: User | None) -> ContributionMove:
    """Undo a call or a receipt by a row of its own, with a reason. A paid call stays until its receipt goes."""
    contribution = _hold(move.contribution)
    move = ContributionMove.objects.get(pk=move.pk)
    move.contribution = contribution
    require(contribution_reversal_refusals(move, by))
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    mirror = ContributionMove.objects.create(
        contribution=contribution,
        kind=move.kind,
        cents=move.cents,
        happened_on=clock.today(),
        key=f"reversal:{move.key}",
        reverses=move,
        reason=reason.strip()[:400],
        entered_by=by,
    )
    _tell(Kind.CONTRIBUTION_REVERSED, mirror, by)
    return mirror


def _hold(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_for_update(of=("self",)).select_related("partner").get(pk=contribution.pk)


def _tell(kind: Kind, move: ContributionMove, by: User | None) -> None:
    one = move.contribution
    facts = seal(move) | {"partner": one.partner.code, "year": one.year, "cents": move.cents}
    if move.reason:
        facts["reason"] = move.reason
    record(kind, subject=one.subject, by=by, office=Office.TREASURER, **facts)
