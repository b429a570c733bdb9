"""The verbs of a change of rules: proposed, discussed, weighed, adopted by a decision or withdrawn.

Whoever writes here holds the programme's row: two decisions at once become one, and the other is told why not.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dossiers.models import Programme, RulesVersion
from okote_flow import arguments, clock
from okote_flow.acts import action
from okote_flow.administration import access
from okote_flow.administration.measures import measure
from okote_flow.administration.models import Body, ProposalState, Remark, RuleProposal
from okote_flow.administration.rules.values import Value, changed, value_refusals, with_changes
from okote_flow.administration.sentences import refuse
from okote_flow.directory.models import User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


@action(
    "administration.propose_rules",
    refuses=("rules-not-yours", "rules-nothing", "rules-unfit", "rules-past", "rules-day-taken", "rules-text-missing"),
)
def propose_rules(*, values: dict[str, Value], text: str, effective_on: date, by: User) -> RuleProposal:
    """Propose other values for some rules, from a day on. Its effect on all that is known is computed and kept.

    The same that is still under discussion is given back: two clicks are one.
    """
    base = _base()
    require(access.proposer_refusals(by))
    require(_text(text))
    require(value_refusals(base.parameters, values))
    require(_day_refusals(base, effective_on))
    changes = changed(base.parameters, values)
    same = {"base": base, "text": text.strip(), "effective_on": effective_on, "proposed_by": by}
    standing = RuleProposal.objects.filter(**same, state=ProposalState.PROPOSED)
    known = next((one for one in standing if one.values == changes), None)
    if known is not None:
        return known
    proposal = RuleProposal(**same, values=changes, proposed_at=clock.now())
    _weigh(proposal)
    proposal.save()
    _tell(Kind.RULES_PROPOSED, proposal, by, effective_on=effective_on, values=changes)
    return proposal


@action("administration.remark_proposal", refuses=("rules-not-yours", "remark-empty", "rules-ended"))
def remark_proposal(proposal: RuleProposal, *, text: str, by: User) -> Remark:
    """Say something of a proposal to those who discuss it. The same twice, with nothing between, is said once."""
    proposal = _lock(proposal)
    require(access.proposer_refusals(by))
    require(_open_refusals(proposal))
    if not text.strip():
        raise Refused([refuse("remark-empty")])
    last = proposal.remarks.select_related("author").last()
    if last is not None and (last.author, last.text) == (by, text.strip()):
        return last
    remark = Remark.objects.create(proposal=proposal, author=by, text=text.strip(), at=clock.now())
    _tell(Kind.RULES_REMARKED, proposal, by, remark=remark.pk)
    return remark


@action("administration.weigh_proposal", refuses=("rules-not-yours", "rules-ended"))
def weigh_proposal(proposal: RuleProposal, *, by: User) -> RuleProposal:
    """Compute its effect again, on what is known now."""
    proposal = _lock(proposal)
    require(access.proposer_refusals(by))
    require(_open_refusals(proposal))
    _weigh(proposal)
    proposal.save(update_fields=["effect", "effect_at", "effect_digest"])
    return proposal


@action(
    "administration.rebase_proposal",
    refuses=("rules-not-yours", "rules-ended", "rules-not-moved", "rules-nothing", "rules-unfit"),
)
def rebase_proposal(proposal: RuleProposal, *, by: User) -> RuleProposal:
    """Start from the last rules, which others have changed meanwhile; what they changed the same way falls away."""
    base = _base()
    proposal = _lock(proposal)
    require(access.proposer_refusals(by))
    require(_open_refusals(proposal))
    if proposal.base_id == base.pk:
        raise Refused([refuse("rules-not-moved")])
    require(value_refusals(base.parameters, proposal.values))
    proposal.base, proposal.values = base, changed(base.parameters, proposal.values)
    _weigh(proposal)
    proposal.save()
    _tell(Kind.RULES_REBASED, proposal, by, base=base.pk, values=proposal.values)
    return proposal


@action("administration.withdraw_proposal", refuses=("rules-not-yours", "rules-ended", "rules-reason-missing"))
def withdraw_proposal(proposal: RuleProposal, *, reason: str, by: User) -> RuleProposal:
    """Give it up: by whoever proposed it, or the director."""
    proposal = _lock(proposal)
    if proposal.proposed_by_id != by.pk:
        require(access.director_refusals(by))
    require(access.proposer_refusals(by))
    require(_open_refusals(proposal))
    proposal.ended_why = _reason(reason)
    proposal.state, proposal.ended_by, proposal.ended_at = ProposalState.WITHDRAWN, by, clock.now()
    proposal.save()
    _tell(Kind.RULES_PROPOSAL_WITHDRAWN, proposal, by, reason=proposal.ended_why)
    return proposal


@action(
    "administration.adopt_proposal",
    refuses=(
        "rules-director", "rules-ended", "rules-moved", "rules-past", "rules-day-taken", "rules-reference-missing",
        "rules-decided-later", "rules-unseen", "rules-nothing", "rules-unfit",
    ),
)  # fmt: skip
def adopt_proposal(  # noqa: PLR0913 - what a decision says
    proposal: RuleProposal,
    *,
    body: Body,
    reference: str,
    decided_on: date,
    effective_on: date,
    seen: str,
    by: User,
) -> RuleProposal:
    """Record the decision that adopts it. From its day on these are the rules; dossiers handed in keep theirs.

    `seen` is the digest of the effect that was read. The effect is computed once more and kept with the adoption.
    """
    base = _base()
    proposal = _lock(proposal)
    require(access.director_refusals(by))
    require(_open_refusals(proposal))
    require(_adoption_refusals(proposal, base, effective_on, reference, decided_on, seen))
    _weigh(proposal)
    proposal.effective_on, proposal.body, proposal.reference = effective_on, body, reference.strip()
    proposal.decided_on, proposal.state = decided_on, ProposalState.ADOPTED
    proposal.ended_by, proposal.ended_at = by, clock.now()
    proposal.version = _version(proposal, base)
    proposal.save()
    _tell(
        Kind.RULES_ADOPTED,
        proposal,
        by,
        effective_on=effective_on,
        reference=proposal.version.reference,
        decided_on=decided_on,
        values=proposal.values,
        effect=proposal.effect_digest,
    )
    return proposal


@action(
    "administration.withdraw_version",
    refuses=(
        "rules-director",
        "rules-in-force",
        "rules-version-gone",
        "rules-version-not-last",
        "rules-reason-missing",
    ),
)
def withdraw_version(proposal: RuleProposal, *, reason: str, by: User) -> RuleProposal:
    """Take back an adopted version whose day has not come: it binds nobody yet, and the one before it goes on."""
    last = _base()
    proposal = _lock(proposal)
    require(access.director_refusals(by))
    version = proposal.version
    if version is None or version.withdrawn_at is not None:
        raise Refused([refuse("rules-version-gone")])
    if version.effective_on <= clock.today():
        raise Refused([refuse("rules-in-force", day=version.effective_on)])
    if version.pk != last.pk:
        raise Refused([refuse("rules-version-not-last", day=last.effective_on)])
    proposal.ended_why = _reason(reason)
    version.withdrawn_at = clock.now()
    version.save(update_fields=["withdrawn_at"])
    proposal.save(update_fields=["ended_why"])
    facts = {"effective_on": version.effective_on, "reason": proposal.ended_why}
    _tell(Kind.RULES_VERSION_WITHDRAWN, proposal, by, **facts)
    return proposal


# ---------------------------------------------------------------------------------------------------- what they share


def _base() -> RulesVersion:
    """The last version, its programme's row held: whoever waits here finds what was decided before them."""
    last = access.last_version()
    assert last is not None, "a programme is loaded with its first rules"
    Programme.objects.select_for_update().get(pk=last.programme_id)
    again = access.last_version()
    assert again is not None
    return again


def _lock(proposal: RuleProposal) -> RuleProposal:
    found = RuleProposal.objects.select_for_update(of=("self",)).select_related("base__programme", "version")
    Programme.objects.select_for_update().get(pk=proposal.base.programme_id)
    return found.get(pk=proposal.pk)


def _weigh(proposal: RuleProposal) -> None:
    findings = [one.stored() for one in measure(proposal.base.parameters, proposal.values)]
    proposal.effect, proposal.effect_at = findings, clock.now()
    proposal.effect_digest = chain.digest(chain.canonical(findings))


def _version(proposal: RuleProposal, base: RulesVersion) -> RulesVersion:
    said = f"{Body(proposal.body).label}, {proposal.reference}"[:200]
    return RulesVersion.objects.create(
        programme=base.programme,
        effective_on=proposal.effective_on,
        values=with_changes(base.parameters, proposal.values).values(),
        sources=base.sources | dict.fromkeys(proposal.values, said),
        reference=said,
    )


def _adoption_refusals(
    proposal: RuleProposal, base: RulesVersion, effective_on: date, reference: str, decided_on: date, seen: str
) -> Iterator[Refusal]:
    if proposal.base_id != base.pk:
        yield refuse("rules-moved")
        return
    if not reference.strip():
        yield refuse("rules-reference-missing")
    if decided_on > min(clock.today(), effective_on):
        yield refuse("rules-decided-later")
    yield from _day_refusals(base, effective_on)
    if seen != proposal.effect_digest:
        yield refuse("rules-unseen")
    yield from value_refusals(base.parameters, proposal.values)


def _day_refusals(base: RulesVersion, effective_on: date) -> Iterator[Refusal]:
    """Never for days that are over, and one version a day, each after the last."""
    if effective_on < clock.today():
        yield refuse("rules-past", earliest=clock.today())
    elif effective_on <= base.effective_on:
        yield refuse("rules-day-taken", day=base.effective_on)


def trial_refusals(effective_on: date) -> Iterator[Refusal]:
    """Why rules are not even tried from that day: it is over, or in no calendar of the house."""
    yield from arguments.refusals(effective_on)
    if effective_on < clock.today():
        yield refuse("rules-past", earliest=clock.today())


def _open_refusals(proposal: RuleProposal) -> Iterator[Refusal]:
    if not proposal.is_open:
        yield refuse("rules-ended", state=proposal.get_state_display().lower())


def _text(text: str) -> Iterator[Refusal]:
    if not text.strip():
        yield refuse("rules-text-missing")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused([refuse("rules-reason-missing")])
    return reason.strip()[:400]


def _tell(kind: Kind, proposal: RuleProposal, by: User, **facts: Any) -> None:
    subject = f"programme:{proposal.base.programme.code}"
    plain: Mapping[str, Any] = {"proposal": proposal.pk, **facts}
    record(kind, subject=subject, by=by, office=access.role_of(by), **plain)
