"""While a campaign runs: a cap moves, a partner joins. Each opens a tranche; what was called before stays."""

from typing import Any

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Decision, Dossier
from funding import books, chart, guards, rules
from funding.actions.preparation import partner_refusals, write_pledge
from funding.books import Move
from funding.locks import hold, hold_envelope, hold_pledges
from funding.models import Campaign, Entry, Envelope, Pledge, PledgeState, Role, Tranche, TrancheCap
from funding.position import balance
from funding.rules import PledgeTerms
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import euros
from okote_flow.directory.models import Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def change_refusals(campaign: Campaign, user: User) -> list[Refusal]:
    """Why this person cannot change the campaign's caps now: while it takes gifts, the officer does."""
    refusals = list(key_refusals(user, campaign.dossier, Keeper.OFFICER))
    if not campaign.is_open:
        return [*refusals, refuse("campaign-closed", state=campaign.get_state_display())]
    return [*refusals, *rules.gift_refusals(campaign.gift_min_cents, clock.now(), campaign.window, minimum_cents=0)]


CAP_REFUSALS = (
    "not-yours", "campaign-closed", "campaign-ended", "key-missing", "key-too-long", "key-reused", "decision-unnamed",
    "cap-missing", "amount-too-big", "forecast-envelope", "agreement-missing", "pass-on-missing", "over-ceiling",
    "over-envelope", "section-mismatch",
)  # fmt: skip


@action("funding.change_cap", refuses=(*CAP_REFUSALS, "cap-unchanged", "cap-below-called"))
def change_cap(pledge: Pledge, *, cap_cents: int, decision: str, key: str, by: User) -> Pledge:
    """Raise or lower a partner's cap for the euros still to come, all reserved or nothing. The same `key`: once.

    `decision` is the reference that the act rests on. An authority's cap passes the ceiling of the vote only when
    the engagement committee's secretary has recorded a decision under that reference.
    """
    dossier, campaign = hold(pledge.campaign.dossier)
    require(key_refusals(by, dossier, Keeper.OFFICER))
    key = guards.required_key(key)
    known = _known(key, campaign, pledge.partner, cap_cents)
    if known is not None:
        return known
    require(change_refusals(campaign, by))
    [pledge] = [one for one in hold_pledges(campaign) if one.pk == pledge.pk]
    before_cents, partner = pledge.cap_cents, pledge.partner.name
    if cap_cents == before_cents:
        raise Refused([refuse("cap-unchanged", partner=partner, cap=euros(cap_cents))])
    accounts = chart.of_campaign(campaign)
    decision = _named(decision)
    if cap_cents > before_cents:
        _require_terms(dossier, campaign, (pledge.partner, cap_cents, pledge.envelope), decision, before_cents)
    else:
        called_cents = balance(accounts, Role.ACCRUED, pledge.pk)
        require(rules.lowering_refusals(partner, cap_cents, called_cents=called_cents))
    source, reserved, more = chart.source(pledge), accounts[Role.RESERVED, pledge.pk], cap_cents - before_cents
    move = Move(source, reserved, more) if more > 0 else Move(reserved, source, -more)
    pledge.cap_cents, pledge.weight = cap_cents, pledge.weight + more
    pledge.save(update_fields=["cap_cents", "weight"])
    tranche = _open(campaign, pledge, more, move, decision, key, by)
    facts = {"before_cents": before_cents, **_told(tranche, pledge, key), **seal(pledge)}
    record(Kind.CAP_CHANGED, subject=dossier.subject, by=by, office=Keeper.OFFICER, **facts)
    return pledge


@action(
    "funding.add_partner",
    refuses=(
        *CAP_REFUSALS, "not-a-matcher", "envelope-missing", "envelope-other", "envelope-needless", "already-pledged",
    ),
)  # fmt: skip
def add_partner(  # noqa: PLR0913 - a promise, and what it rests on
    campaign: Campaign,
    *,
    partner: Partner,
    cap_cents: int,
    decision: str,
    key: str,
    by: User,
    envelope: Envelope | None = None,
) -> Pledge:
    """A partner joins a running campaign, for the euros still to come: its cap is reserved at once, or nothing."""
    dossier, campaign = hold(campaign.dossier)
    require(key_refusals(by, dossier, Keeper.OFFICER))
    key = guards.required_key(key)
    known = _known(key, campaign, partner, cap_cents)
    if known is not None:
        return known
    require(change_refusals(campaign, by))
    require(partner_refusals(campaign, partner, envelope))
    pledges = hold_pledges(campaign, envelope)
    envelope = hold_envelope(envelope) if envelope else None
    decision = _named(decision)
    _require_terms(dossier, campaign, (partner, cap_cents, envelope), decision, 0)
    pledge = write_pledge(campaign, partner, cap_cents, envelope, known=pledges, state=PledgeState.RESERVED)
    accounts = chart.open_campaign(campaign, [pledge])
    move = Move(chart.source(pledge), accounts[Role.RESERVED, pledge.pk], cap_cents)
    tranche = _open(campaign, pledge, cap_cents, move, decision, key, by)
    facts = _told(tranche, pledge, key) | seal(pledge)
    record(Kind.PLEDGE_MADE, subject=dossier.subject, by=by, office=Keeper.OFFICER, **facts)
    return pledge


def _known(key: str, campaign: Campaign, partner: Partner, cap_cents: int) -> Pledge | None:
    """What this key has done already. Raises Refused("key-reused") when it did something else."""
    entry = Entry.objects.filter(key=f"tranche:{key}").select_related("tranche").first()
    if entry is None:
        return None
    told = entry.tranche.caps.select_related("pledge__campaign__dossier").get()
    pledge = told.pledge
    after_cents = pledge.cap_cents - sum(
        later.cents for later in pledge.cap_changes.filter(tranche__seq__gt=entry.tranche.seq)
    )
    if (pledge.campaign_id, pledge.partner_id, after_cents) != (campaign.pk, partner.pk, cap_cents):
        raise Refused([refuse("key-reused", key=key)])
    return pledge


Promise = tuple[Partner, int, Envelope | None]


def _named(decision: str) -> str:
    if not decision.strip():
        raise Refused([refuse("decision-unnamed")])
    return decision.strip()


def _require_terms(dossier: Dossier, campaign: Campaign, wanted: Promise, decision: str, held_cents: int) -> None:
    """Whether the new cap may be reserved beside what the others promise."""
    partner, cap_cents, _ = wanted
    if cap_cents > 0:
        guards.required_cents(cap_cents)
    others = [promise for promise in guards.promises(campaign) if promise[0].pk != partner.pk]
    recorded = dossier.decisions.filter(purpose=Decision.Purpose.CAPS, reference=decision).exists()
    [asked] = guards.terms(dossier, [wanted], held_cents=held_cents, unbound=recorded)
    section: dict[str, Any] = {
        "investment_cents": guards.investment_cents(dossier),
        "section_decision": guards.section_decision(dossier),
    }
    all_terms: list[PledgeTerms] = [*guards.terms(dossier, others), asked]
    require([*rules.cap_refusals(asked, clock.today()), *rules.section_refusals(all_terms, **section)])


def _open(  # noqa: PLR0913 - one row with all that it says
    campaign: Campaign, pledge: Pledge, cents: int, move: Move, decision: str, key: str, by: User | None
) -> Tranche:
    """The tranche in the books and beside them, from what citizens' eligible gifts are now."""
    entry = books.post("tranche", [move], key=f"tranche:{key}", dossier=campaign.dossier, reason=decision)
    tranche = Tranche.objects.create(
        campaign=campaign,
        seq=campaign.tranches.count() + 1,
        from_cents=balance(chart.of_campaign(campaign), Role.CITIZENS, None),
        decision=decision,
        entry=entry,
        opened_by=by,
    )
    TrancheCap.objects.create(tranche=tranche, pledge=pledge, cents=cents)
    return tranche


def _told(tranche: Tranche, pledge: Pledge, key: str) -> dict[str, Any]:
    return {
        "partner": pledge.partner.code,
        "cap_cents": pledge.cap_cents,
        "envelope": "/".join(pledge.envelope.natural_key()) if pledge.envelope else "",
        "tranche": tranche.seq,
        "from_cents": tranche.from_cents,
        "decision": tranche.decision,
        "key": key,
        "entry": tranche.entry.hash,
    }
