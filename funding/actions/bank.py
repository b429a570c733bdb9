"""Where a structure is paid: one person gives the IBAN, another verifies it with a proof."""

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from dossiers.access import key_refusals
from dossiers.actions import lock
from dossiers.lifecycle import Keeper, State
from dossiers.models import Attachment, Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, duties
from funding.models import BankDetails, BankDetailsState
from funding.rules import second_person_refusals
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.clock import day_of
from okote_flow.directory.access import same_hands
from okote_flow.directory.models import Organization, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

OPEN_STATES = frozenset({State.CAMPAIGN_PREPARATION, State.CAMPAIGN, State.MATCHING, State.PAYOUT, State.FOLLOW_UP})
VERIFIERS = (Keeper.OFFICER, Keeper.TREASURER)


def read_iban(text: str) -> str:
    """As banks write it. Country check digits and, in France, the bank's own key. Raises Refused("iban-wrong")."""
    try:
        return IBAN(text, validate_bban=True).compact
    except SchwiftyException as error:
        raise Refused([refuse("iban-wrong")]) from error


def giving_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person cannot give an IBAN for this dossier now."""
    refusals = list(key_refusals(user, dossier, Keeper.APPLICANT))
    if dossier.status not in OPEN_STATES:
        refusals.append(refuse_for_dossier("wrong-state", state=dossier.get_state_display()))
    return refusals


GIVING_REFUSALS = ("not-yours", "wrong-state", "iban-wrong", "holder-missing", "proof-elsewhere")


@action("funding.give_bank_details", refuses=GIVING_REFUSALS)
def give_bank_details(
    dossier: Dossier, *, iban: str, holder: str, by: User, proof: Attachment | None = None
) -> BankDetails:
    """The structure says where it is paid. A new IBAN replaces the former; nothing is paid until it is verified."""
    dossier = lock(dossier)
    require(giving_refusals(dossier, by))
    assert dossier.organization is not None, "a dossier that was handed in has one"
    number = read_iban(iban)
    if not holder.strip():
        raise Refused([refuse("holder-missing")])
    if proof is not None and proof.dossier_id != dossier.pk:
        raise Refused([refuse("proof-elsewhere")])
    organization = Organization.objects.select_for_update().get(pk=dossier.organization.pk)
    organization.bank_details.filter(state__in=["given", "verified"]).update(state=BankDetailsState.REPLACED)
    details = BankDetails.objects.create(
        organization=organization, dossier=dossier, iban=number, holder=holder.strip(), proof=proof, given_by=by
    )
    duties.done(dossier, duties.BankDetailsFlow, by=by)
    duties.ensure_open(duties.BankCheckFlow, dossier)
    record(
        Kind.BANK_DETAILS_GIVEN,
        subject=dossier.subject,
        by=by,
        office=Keeper.APPLICANT,
        iban=details.masked,
        **seal(details),
    )
    return details


@action(
    "funding.verify_bank_details", refuses=("not-yours", "own-act", "same-hands", "iban-decided", "iban-proof-missing")
)
def verify_bank_details(details: BankDetails, *, proof: str, by: User) -> BankDetails:
    """A second person has checked the IBAN, and says by what: the holder's name read on the RIB, a call."""
    details = _decide(details, BankDetailsState.VERIFIED, note=proof, by=by)
    _tell(Kind.BANK_DETAILS_VERIFIED, details, by)
    return details


@action(
    "funding.refuse_bank_details", refuses=("not-yours", "own-act", "same-hands", "iban-decided", "iban-proof-missing")
)
def refuse_bank_details(details: BankDetails, *, reason: str, by: User) -> BankDetails:
    """The IBAN is not the structure's, or cannot be checked: the holder is asked for another."""
    details = _decide(details, BankDetailsState.REFUSED, note=reason, by=by)
    duties.ensure_open(duties.BankDetailsFlow, details.dossier)
    _tell(Kind.BANK_DETAILS_REFUSED, details, by)
    return details


def decision_refusals(details: BankDetails, user: User) -> list[Refusal]:
    """Why this person cannot verify or refuse this IBAN now."""
    foreign = list(access.either_refusals(user, details.dossier, *VERIFIERS))
    if foreign:
        return foreign
    hands = same_hands(user.pk, [(details.given_by_id, day_of(details.given_at))])
    refusals = list(second_person_refusals(details.given_by_id, user.pk, hands=hands))
    if details.state != BankDetailsState.GIVEN:
        refusals.append(refuse("iban-decided"))
    return refusals


def _decide(details: BankDetails, state: BankDetailsState, *, note: str, by: User) -> BankDetails:
    dossier = lock(details.dossier)
    details = BankDetails.objects.select_for_update().get(pk=details.pk)
    details.dossier = dossier
    require(decision_refusals(details, by))
    if not note.strip():
        raise Refused([refuse("iban-proof-missing")])
    details.state, details.note = state, note.strip()
    details.decided_by, details.decided_at = by, clock.now()
    details.save()
    duties.done(dossier, duties.BankCheckFlow, by=by)
    return details


def _tell(kind: Kind, details: BankDetails, by: User) -> None:
    subject, office = details.dossier.subject, access.key_held(by, details.dossier, *VERIFIERS)
    record(kind, subject=subject, by=by, office=office, iban=details.masked, note=details.note, **seal(details))
