"""The end of a year: what nobody asked for lapses, or is carried into the next envelope. What is reserved stays."""

from datetime import date

from funding import access, books, chart
from funding.books import Move
from funding.locks import hold_envelope
from funding.models import Account, Entry, Envelope, Outcome, Role, YearEnd
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import euros
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

ENGAGED = (Role.RESERVED, Role.ACCRUED)


def yearend_refusals(envelope: Envelope, user: User | None) -> list[Refusal]:
    """Why this person cannot end the year of this envelope now."""
    refusals = list(access.office_refusals(user, Office.DIRECTOR))
    if clock.today() < date(envelope.year, 12, 31):
        refusals.append(refuse("year-running", year=envelope.year))
    if not available_cents(envelope):
        refusals.append(refuse("nothing-available", envelope=envelope, reserved=euros(_engaged_cents(envelope))))
    return refusals


def available_cents(envelope: Envelope) -> int:
    return books.balance(f"{Role.AVAILABLE}:{envelope.subject}")


def _engaged_cents(envelope: Envelope) -> int:
    """Reserved for campaigns or called by gifts: no act of a year's end touches it."""
    return sum(one.balance_cents for one in Account.objects.filter(envelope=envelope, role__in=ENGAGED))


@action("funding.lapse_envelope", refuses=("not-yours", "year-running", "nothing-available"))
def lapse_envelope(envelope: Envelope, *, by: User | None) -> YearEnd:
    """Give up what is available at the end of its year. Again, with nothing new available, changes nothing."""
    envelope = hold_envelope(envelope)
    known = _known(envelope, Outcome.LAPSED)
    if known is not None:
        require(access.office_refusals(by, Office.DIRECTOR))
        return known
    require(yearend_refusals(envelope, by))
    cents = available_cents(envelope)
    moves = [Move(chart.account(Role.AVAILABLE, envelope), chart.account(Role.LAPSED, envelope), cents)]
    entry = books.post("lapse", moves, key=_key(envelope, Outcome.LAPSED), subject=envelope.subject)
    done = YearEnd.objects.create(
        envelope=envelope, outcome=Outcome.LAPSED, cents=cents, entry=entry, decided_by=by, decided_at=clock.now()
    )
    _tell(Kind.ENVELOPE_LAPSED, done, by)
    return done


@action(
    "funding.carry_over_envelope",
    refuses=("not-yours", "year-running", "nothing-available", "deliberation-missing", "next-missing"),
)
def carry_over_envelope(envelope: Envelope, *, deliberation_ref: str, by: User | None) -> YearEnd:
    """Carry what is available into the same partner's voted envelope of the next year, as its assembly decided."""
    held = _hold_two(envelope)
    envelope, following = held
    known = _known(envelope, Outcome.CARRIED)
    if known is not None:
        require(access.office_refusals(by, Office.DIRECTOR))
        return known
    require(yearend_refusals(envelope, by))
    if not deliberation_ref.strip():
        raise Refused([refuse("deliberation-missing")])
    if following is None or not following.is_voted:
        raise Refused([refuse("next-missing", partner=envelope.partner, year=envelope.year + 1)])
    cents = available_cents(envelope)
    entry = _carry(envelope, following, cents)
    done = YearEnd.objects.create(
        envelope=envelope,
        outcome=Outcome.CARRIED,
        cents=cents,
        into=following,
        deliberation_ref=deliberation_ref.strip(),
        entry=entry,
        decided_by=by,
        decided_at=clock.now(),
    )
    _tell(Kind.ENVELOPE_CARRIED_OVER, done, by)
    return done


def _hold_two(envelope: Envelope) -> tuple[Envelope, Envelope | None]:
    """An envelope and that of the next year, held in the order of their ids."""
    following = Envelope.objects.filter(
        partner=envelope.partner_id, section=envelope.section, year=envelope.year + 1
    ).first()
    rows = sorted([one for one in (envelope, following) if one is not None], key=lambda one: one.pk)
    held = {one.pk: hold_envelope(one) for one in rows}
    return held[envelope.pk], held[following.pk] if following else None


def _carry(envelope: Envelope, following: Envelope, cents: int) -> Entry:
    moves = [
        Move(chart.account(Role.AVAILABLE, envelope), chart.account(Role.CARRIED, envelope), cents),
        Move(chart.account(Role.VOTED, following), chart.account(Role.AVAILABLE, following), cents),
    ]
    return books.post("carry-over", moves, key=_key(envelope, Outcome.CARRIED), subject=envelope.subject)


def _known(envelope: Envelope, outcome: Outcome) -> YearEnd | None:
    """The last act of this kind, when it still holds and nothing has become available since."""
    last = envelope.year_ends.filter(entry__reversal=None).last()
    return last if last is not None and last.outcome == outcome and not available_cents(envelope) else None


def _key(envelope: Envelope, outcome: Outcome) -> str:
    """One key for each time that something was available at the end of this envelope's year."""
    return f"year-end:{envelope.pk}:{outcome}:{envelope.year_ends.count() + 1}"


def _tell(kind: Kind, done: YearEnd, by: User | None) -> None:
    envelope = done.envelope
    facts = seal(done) | {"partner": envelope.partner.code, "year": envelope.year, "cents": done.cents}
    if done.into_id:
        facts["deliberation"] = done.deliberation_ref
    record(kind, subject=envelope.subject, by=by, office=Office.DIRECTOR, entry=done.entry.hash, **facts)
