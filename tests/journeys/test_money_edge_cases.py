"""Every edge case of the money is played by a scenario, which says what stands where in the end, to the cent."""

import pytest

from tests.journeys.test_scenarios import ROOT

PLAYED = {
    "a refund before the end, whole or in part": "money/gifts-given-back-before-the-end",
    "a chargeback before the end, of a part": "money/gifts-given-back-before-the-end",
    "a chargeback after the end, before and after the match is fixed": "money/gifts-contested-after-the-end",
    "a chargeback after the project was paid": "money/gifts-contested-after-the-end",
    "a gift in time confirmed late, or too late": "money/gifts-that-fit-no-campaign",
    "money that names nothing": "money/gifts-that-fit-no-campaign",
    "a gift of somebody concerned is not matched": "money/gifts-that-fit-no-campaign",
    "a tip is never counted": "money/gifts-that-fit-no-campaign",
    "exactly the threshold": "money/at-the-threshold-and-beyond",
    "a cent below the threshold": "money/at-the-threshold-and-beyond",
    "more gifts than the caps answer": "money/at-the-threshold-and-beyond",
    "the year ends while a campaign runs": "money/at-the-threshold-and-beyond",
    "a failed campaign leaves nothing": "failed-campaign",
    "donors of a failed campaign are refunded by a batch": "money/failed-campaign-refunds",
    "the balance is paid on the report": "money/seventy-thirty",
    "what was not spent comes back": "money/unspent-repaid",
    "a receipt counts no more after a chargeback": "money/tax-receipts",
    "an envelope has nothing left": "money/dry-envelope",
    "a cap is raised while gifts come in": "money/tranche",
    "a payment comes back from the bank": "money/returned-payment",
    "a partner does not pay": "money/returned-payment",
    "the year of the founding report, to the cent": "money/report-2022",
}
"""Case -> the scenario that plays it."""


@pytest.mark.parametrize("case", PLAYED)
def test_every_edge_case_of_the_money_has_its_scenario(case):
    text = (ROOT / f"{PLAYED[case]}.yaml").read_text("utf-8")

    assert text.startswith("# ")
    assert "\n  balances:" in text.partition("\nexpect:")[2]


def test_no_scenario_of_the_money_stands_apart():
    there = {f"money/{path.stem}" for path in (ROOT / "money").glob("*.yaml")}

    assert there <= {*PLAYED.values()}
