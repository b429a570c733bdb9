"""The life of a dossier in code is the closed table of the decisions, cell by cell: no trap, no back door."""

import pytest

from dossiers.lifecycle import ENDS, KEEPER_LABELS, STAGE_OF, STAGES, STEPS, Keeper, Life, State, steps_from
from okote_flow.journal.kinds import Kind
from okote_flow.refusals import SENTENCES

# step | from | to | key | its own refusal codes
CLOSED_TABLE = """
submit              | draft                  | submitted              | applicant             | incomplete budget-unbalanced commitment-missing call-closed
expire              | draft                  | withdrawn              | clock                 | still-active
ask_complements     | submitted              | complements_requested  | officer               | no-question
answer_complements  | complements_requested  | submitted territorial_review engagement_review | applicant | unanswered
drop                | complements_requested  | dropped                | officer               | delay-running reason-missing
admit               | submitted              | territorial_review     | officer               | open-questions competence-undecided no-territory
reject_inadmissible | submitted              | rejected               | officer               | reason-missing
send_back           | territorial_review     | complements_requested  | territorial_secretary | no-question reason-missing
favour              | territorial_review     | engagement_review      | territorial_secretary | sheets-missing no-opinion reason-missing
decline_territorial | territorial_review     | rejected               | territorial_secretary | sheets-missing no-opinion reason-missing
postpone            | engagement_review      | engagement_review      | engagement_chair      | reason-missing too-many-postponements
rework              | engagement_review      | complements_requested  | engagement_chair      | no-question reason-missing
endorse             | engagement_review      | campaign_preparation   | engagement_chair      | not-adopted
decline             | engagement_review      | rejected               | engagement_chair      | adopted reason-missing
open_campaign       | campaign_preparation   | campaign               | officer               | checklist pledges-missing condition-open over-envelope
succeed             | campaign               | matching               | clock                 | not-ended threshold-missed
fail                | campaign               | campaign_failed        | clock                 | not-ended threshold-met
settle              | matching               | payout                 | treasurer             | settlement-unapproved condition-open siret-missing agreement-missing
pay_all             | payout                 | follow_up              | treasurer             | orders-due-unpaid
close               | follow_up campaign_failed renounced cancelled | closed | officer        | report-missing balance-unpaid refunds-pending repayment-due accounts-not-zero
withdraw            | draft submitted complements_requested territorial_review engagement_review | withdrawn | applicant | poll-open
renounce            | campaign_preparation campaign matching | renounced | officer            | paid not-asked
cancel              | campaign_preparation campaign matching payout | cancelled | treasurer   | reason-missing no-decision not-asked
"""  # noqa: E501
ROWS = [[cell.split() for cell in line.split("|")] for line in CLOSED_TABLE.strip().splitlines()]


def reachable(start: State) -> set[State]:
    seen: set[State] = set()
    todo = [start]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [target for step in steps_from(state) for target in step.targets]
    return seen


def test_the_code_has_the_steps_of_the_table_in_its_order_and_no_other():
    assert list(STEPS) == [name[0] for name, *_ in ROWS]


@pytest.mark.parametrize(("name", "sources", "targets", "keeper", "codes"), ROWS, ids=[row[0][0] for row in ROWS])
def test_each_step_is_as_the_table_has_it(name, sources, targets, keeper, codes):
    step = STEPS[name[0]]

    assert [str(state) for state in step.sources] == sources
    assert [str(state) for state in step.targets] == targets
    assert [step.keeper.value] == keeper
    assert list(step.refuses) == codes


def test_every_state_is_within_reach_of_a_draft():
    assert reachable(State.DRAFT) == set(State)


def test_from_every_state_an_end_is_within_reach():
    assert [state for state in State if not reachable(state) & ENDS] == []


def test_ends_are_ends_and_only_they():
    assert {state for state in State if not steps_from(state)} == ENDS
    assert {State.REJECTED, State.DROPPED, State.WITHDRAWN, State.CLOSED} == ENDS


def test_no_step_leaves_from_anywhere():
    declared = {
        str(source)
        for method in vars(Life).values()
        if hasattr(method, "_django_fsm")
        for source in method._django_fsm.transitions
    }

    assert declared <= set(State.values)


def test_every_step_has_its_kind_of_event_and_no_event_tells_of_another():
    told = {kind for kind in Kind.values if kind.startswith("dossier.")}

    assert {step.kind for step in STEPS.values()} <= told


def test_every_own_code_has_its_sentence():
    assert [code for step in STEPS.values() for code in step.refuses if code not in SENTENCES] == []


def test_every_key_and_every_state_has_a_name_in_french():
    assert set(KEEPER_LABELS) == set(Keeper)
    assert all(state.label for state in State)


def test_every_state_of_a_running_dossier_stands_on_one_of_seven_steps():
    given_up = {State.RENOUNCED, State.CANCELLED}  # they keep the step that they had reached

    assert set(STAGE_OF) | given_up | ENDS == set(State)
    assert set(STAGE_OF.values()) == set(STAGES) == {1, 2, 3, 4, 5, 6, 7}
