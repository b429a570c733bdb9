"""What was decided of the rules is what the rules are, and the history of references is what the journal says."""

from collections.abc import Iterator

from okote_flow.administration.models import Change, ProposalState, RuleProposal
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row
from okote_flow.parameters import Parameters

WRITTEN = (Kind.REFERENCE_CHANGED, Kind.REFERENCE_UNDONE)


def rules() -> Iterator[Fault]:
    """A version says what its base said, with the values of its proposal, and the journal knows the decision."""
    told = {fact.facts.get("proposal") for fact in Event.objects.filter(kind=Kind.RULES_ADOPTED)}
    adopted = (
        RuleProposal.objects.filter(state=ProposalState.ADOPTED).select_related("base", "version").defer("effect")
    )
    for proposal in adopted.order_by("pk"):
        where = row("administration_ruleproposal", proposal.pk)
        wanted = Parameters.of(proposal.base.parameters.values() | proposal.values)
        if proposal.version is None or proposal.version.parameters != wanted:
            yield Fault("rules-other", where, "La version adoptée n’est pas celle que donne sa proposition.")
        if proposal.pk not in told:
            yield Fault("rules-untold", where, "Le journal ne connaît pas cette adoption.")


def references() -> Iterator[Fault]:
    """Every line of the history of reference data is a fact of the journal."""
    facts = Event.objects.filter(kind__in=WRITTEN).values_list("facts", flat=True)
    told = {one.get("change"): (one.get("was"), one.get("now")) for one in facts}
    for change in Change.objects.order_by("pk").iterator(500):
        if told.get(change.pk) != (change.before, change.after):
            where = row("administration_change", change.pk)
            yield Fault("reference-untold", where, "Ce changement n’est pas celui que dit le journal.")
