"""A committee adopts its internal rules."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from committees import access, guards
from committees.actions.locks import lock_committee
from committees.models import Committee, RuleSet
from committees.regulations import Regulations, regulations_refusals
from committees.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, require


@action(
    "committees.adopt_rules",
    refuses=(
        "not-yours", "reference-missing", "rules-unchanged", "valid-too-early", "no-fraction", "no-majority",
        "secret-too-few", "quorum-of-nobody", "rule-below-zero",
    ),
)  # fmt: skip
def adopt_rules(
    committee: Committee,
    *,
    regulations: Regulations,
    reference: str,
    adopted_on: date,
    by: User,
    valid_from: date | None = None,
) -> RuleSet:
    """Enter the rules that a committee has adopted, with the act that did so (they hold from that day on).

    Meetings that are convened already keep the rules under which they were convened.
    """
    committee = lock_committee(committee)
    valid_from = valid_from or max(adopted_on, clock.today())
    last = RuleSet.objects.filter(committee=committee).order_by("version").last()
    require(guards.bureau_refusals(by, committee))
    require(adoption_refusals(last, regulations, reference, adopted_on, valid_from))
    ruleset = RuleSet.objects.create(
        committee=committee,
        version=(last.version if last else 0) + 1,
        adopted_on=adopted_on,
        valid_from=valid_from,
        reference=reference.strip(),
        values=regulations.values(),
        recorded_by=by,
        recorded_at=clock.now(),
    )
    record(
        Kind.COMMITTEE_RULES_ADOPTED,
        subject=committee.subject,
        by=by,
        office=access.role_in(by, Q(pk=committee.pk)),
        version=ruleset.version,
        adopted_on=adopted_on,
        starts_on=valid_from,
        values=ruleset.values,
    )
    return ruleset


def adoption_refusals(
    last: RuleSet | None, regulations: Regulations, reference: str, adopted_on: date, valid_from: date
) -> Iterator[Refusal]:
    """Rules name their act, change something, and never hold for days that are over or before the last version."""
    if not reference.strip():
        yield refuse("reference-missing")
    earliest = max(adopted_on, clock.today(), last.valid_from if last else adopted_on)
    if valid_from < earliest:
        yield refuse("valid-too-early", earliest=earliest)
    yield from regulations_refusals(regulations)
    if last and regulations == last.regulations:
        yield refuse("rules-unchanged")
