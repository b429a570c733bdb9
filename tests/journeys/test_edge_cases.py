"""Every edge case of a deliberation is played by a scenario; it says the case, the behaviour and its source first."""

import pytest

from tests.journeys.test_scenarios import ROOT

PLAYED = {
    "a member leaves before the vote opens": "edges/leaves-before-opening",
    "a member lends a voice at the door": "edges/leaves-before-opening",
    "a member leaves while it is open, without having voted": "edges/leaves-while-open",
    "a member leaves after voting": "edges/leaves-after-voting",
    "the quorum is lost": "edges/quorum-lost",
    "the quorum is lost by recusals alone": "edges/quorum-lost-by-recusals",
    "a tie with a casting vote, and where it has no effect": "edges/tie-with-casting-vote",
    "a tie without a casting vote": "edges/tie-without-casting-vote",
    "everybody abstains": "edges/all-abstain",
    "the chair is conflicted": "edges/conflicted-chair",
    "a conflict is declared before voting": "edges/conflict-before-voting",
    "a conflict is declared after voting, by name or in secret": "edges/conflict-after-voting",
    "a conflict is found after the decision": "edges/conflict-after-decision",
    "the giver of a proxy shows up": "edges/proxy-giver-comes",
    "the holder of a proxy is recused or gone, its giver recused": "edges/proxy-holder-away",
    "a vote is changed before the closing": "edges/vote-changed",
    "a ballot comes too late": "edges/late-ballot",
    "two tabs, a double click": "edges/double-click",
    "the roll is wrong": "edges/roll-error",
    "an account goes": "edges/member-gone",
    "too few voters for a secret vote, or unanimous ones": "edges/secret-too-few",
    "the server stops during a vote": "edges/server-stops",
    "a written consultation with its end": "edges/written-consultation",
    "one item of each verdict": "edges/every-verdict",
    "a whole meeting": "edges/whole-meeting",
    "acts that nobody may do": "edges/hostile-acts",
}
"""Case -> the scenario that plays it."""


@pytest.mark.parametrize("case", PLAYED)
def test_every_edge_case_has_its_scenario(case):
    text = (ROOT / f"{PLAYED[case]}.yaml").read_text("utf-8")

    comment = [line for line in text.splitlines() if line.startswith("# ")]
    assert text.startswith("# Case: ")
    assert {line.split()[1] for line in comment} >= {"Case:", "Expected:", "Source:"}
    assert "expect:" in text
