"""Public money before any project: agreements, envelopes, their vote, what a partner pays in advance."""

from datetime import date

from dossiers.models.content import Section
from funding import access, books, chart, guards
from funding.books import Move
from funding.locks import hold_envelope
from funding.models import Agreement, CashReceipt, Envelope, EnvelopeStatus, Role
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Office, Partner, PartnerKind, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

YEARS = range(2021, 2101)


@action(
    "funding.sign_agreement",
    refuses=("not-yours", "not-an-authority", "deliberation-missing", "reference-taken", "agreement-reversed"),
)
def sign_agreement(  # noqa: PLR0913 - what identifies an agreement
    partner: Partner,
    *,
    reference: str,
    deliberation_ref: str,
    deliberated_on: date,
    starts_on: date,
    section: Section,
    allows_pass_on: bool,
    by: User | None,
    ends_on: date | None = None,
    chapter: str = "",
    nature: str = "",
    function: str = "",
    operation: str = "",
    deliberated_by: str = "",
    amends: Agreement | None = None,
) -> Agreement:
    """Enter a convention with an authority: it says whether its money may be passed on (CGCT, art. L1611-4)."""
    require(access.office_refusals(by, Office.DIRECTOR))
    partner = _hold_authority(partner)
    _require_references(reference, deliberation_ref)
    _require_fresh(reference, starts_on, ends_on)
    agreement = Agreement.objects.create(
        partner=partner,
        reference=reference.strip(),
        deliberation_ref=deliberation_ref.strip(),
        deliberated_on=deliberated_on,
        deliberated_by=deliberated_by.strip(),
        amends=amends,
        starts_on=starts_on,
        ends_on=ends_on,
        allows_pass_on=allows_pass_on,
        section=section,
        chapter=chapter,
        nature=nature,
        function=function,
        operation=operation,
    )
    return _told(agreement, by)


def _told(agreement: Agreement, by: User | None) -> Agreement:
    told = seal(agreement) | {"reference": agreement.reference, "deliberation": agreement.deliberation_ref}
    record(Kind.AGREEMENT_SIGNED, subject=agreement.partner.subject, by=by, office=Office.DIRECTOR, **told)
    return agreement


def _require_fresh(reference: str, starts_on: date, ends_on: date | None) -> None:
    if Agreement.objects.filter(reference=reference.strip()).exists():
        raise Refused([refuse("reference-taken", reference=reference.strip())])
    if ends_on is not None and ends_on < starts_on:
        raise Refused([refuse("agreement-reversed")])


def _require_references(*references: str) -> None:
    if not all(reference.strip() for reference in references):
        raise Refused([refuse("deliberation-missing")])


def _hold_authority(partner: Partner) -> Partner:
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if partner.kind != PartnerKind.AUTHORITY:
        raise Refused([refuse("not-an-authority", partner=partner)])
    return partner


@action(
    "funding.open_envelope",
    refuses=("not-yours", "not-an-authority", "envelope-there", "year-wrong", "amount-missing", "amount-too-big"),
)
def open_envelope(
    partner: Partner, *, year: int, forecast_cents: int, by: User | None, section: Section = Section.RUNNING
) -> Envelope:
    """Enter what a partner means to give in a year. A forecast: nothing is reserved on it before its vote."""
    require(access.office_refusals(by, Office.DIRECTOR))
    partner = _hold_authority(partner)
    guards.required_cents(forecast_cents)
    if year not in YEARS:
        raise Refused([refuse("year-wrong", year=year)])
    if Envelope.objects.filter(partner=partner, year=year, section=section).exists():
        raise Refused([refuse("envelope-there", partner=partner, year=year)])
    envelope = Envelope.objects.create(partner=partner, year=year, section=section, forecast_cents=forecast_cents)
    record(
        Kind.ENVELOPE_OPENED,
        subject=envelope.subject,
        by=by,
        office=Office.DIRECTOR,
        partner=partner.code,
        year=year,
        forecast_cents=forecast_cents,
        **seal(envelope),
    )
    return envelope


@action(
    "funding.vote_envelope",
    refuses=(
        "not-yours", "already-voted", "deliberation-missing", "amount-missing", "amount-too-big", "agreement-other",
    ),
)  # fmt: skip
def vote_envelope(
    envelope: Envelope, *, cents: int, deliberation_ref: str, by: User | None, agreement: Agreement | None = None
) -> Envelope:
    """The partner's assembly has voted: the envelope is available, for use once an agreement covers it."""
    require(access.office_refusals(by, Office.DIRECTOR))
    envelope = hold_envelope(envelope)
    if envelope.is_voted:
        facts = {"partner": envelope.partner, "year": envelope.year, "deliberation": envelope.deliberation_ref}
        raise Refused([refuse("already-voted", **facts)])
    _require_references(deliberation_ref)
    guards.required_cents(cents)
    _require_fitting(agreement, envelope)
    envelope.voted_cents, envelope.deliberation_ref = cents, deliberation_ref.strip()
    envelope.status, envelope.agreement = EnvelopeStatus.VOTED, agreement
    envelope.save()
    voted, available = chart.account(Role.VOTED, envelope), chart.account(Role.AVAILABLE, envelope)
    entry = books.post("vote", [Move(voted, available, cents)], key=f"vote:{envelope.pk}", subject=envelope.subject)
    record(
        Kind.ENVELOPE_VOTED,
        subject=envelope.subject,
        by=by,
        office=Office.DIRECTOR,
        partner=envelope.partner.code,
        year=envelope.year,
        cents=cents,
        deliberation=envelope.deliberation_ref,
        entry=entry.hash,
        **seal(envelope),
    )
    return envelope


def _require_fitting(agreement: Agreement | None, envelope: Envelope) -> None:
    if agreement is not None and (agreement.partner_id, agreement.section) != (envelope.partner_id, envelope.section):
        raise Refused([refuse("agreement-other")])


@action("funding.cover_envelope", refuses=("not-yours", "agreement-other"))
def cover_envelope(envelope: Envelope, *, agreement: Agreement, by: User | None) -> Envelope:
    """Say under which agreement an envelope is passed on: it may be signed after the vote."""
    require(access.office_refusals(by, Office.DIRECTOR))
    envelope = hold_envelope(envelope)
    _require_fitting(agreement, envelope)
    envelope.agreement = agreement
    envelope.save(update_fields=["agreement"])
    record(
        Kind.AGREEMENT_SIGNED,
        subject=envelope.subject,
        by=by,
        office=Office.DIRECTOR,
        reference=agreement.reference,
        **seal(envelope),
    )
    return envelope


@action(
    "funding.record_advance",
    refuses=(
        "not-yours",
        "key-missing",
        "key-too-long",
        "key-reused",
        "amount-missing",
        "amount-too-big",
        "period-locked",
    ),
)
def record_advance(
    envelope: Envelope, *, cents: int, key: str, by: User, received_on: date | None = None
) -> CashReceipt:
    """A partner pays its subsidy before it is called. `key` is the bank's reference: told twice, written once."""
    require(access.office_refusals(by, Office.TREASURER))
    envelope = hold_envelope(envelope)
    key = guards.required_key(key)
    known = known_receipt(key, cents=cents, envelope=envelope.pk, pledge=None)
    if known is not None:
        return known
    guards.required_cents(cents)
    receipt = CashReceipt.objects.create(
        partner=envelope.partner,
        envelope=envelope,
        cents=cents,
        received_on=received_on or clock.today(),
        reference=key,
        entered_by=by,
    )
    moves = [Move(chart.account(Role.BANK), chart.account(Role.ADVANCE, envelope), cents)]
    entry = books.post("advance", moves, key=f"cash:{key}", subject=envelope.subject, on=receipt.received_on)
    record(
        Kind.CASH_RECEIVED,
        subject=envelope.subject,
        by=by,
        office=Office.TREASURER,
        cents=cents,
        reference=key,
        entry=entry.hash,
        **seal(receipt),
    )
    return receipt


def known_receipt(key: str, *, cents: int, envelope: int | None, pledge: int | None) -> CashReceipt | None:
    """What was written under this key already. Raises Refused("key-reused") when it meant something else."""
    known = CashReceipt.objects.filter(reference=key).first()
    if known is not None and (known.cents, known.envelope_id, known.pledge_id) != (cents, envelope, pledge):
        raise Refused([refuse("key-reused", key=key)])
    return known
