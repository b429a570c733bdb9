"""What the money must obey, as tables of cases: pledges, campaigns, gifts, the end, settlement, payout."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import funding.rules
from funding.rules import (
    CampaignEnd,
    PayoutFacts,
    PledgeTerms,
    PublicMoney,
    Window,
    approval_refusals,
    campaign_end,
    citizens_goal,
    confirmation_refusals,
    end_refusals,
    extension_refusals,
    fee_on,
    free_cents,
    gift_refusals,
    instalments,
    length_refusals,
    moment_of_decision_refusals,
    opening_refusals,
    payout_refusals,
    pledge_refusals,
    release_refusals,
    second_person_refusals,
    settlement,
    threshold_cents,
)
from tests.rules.shorthand import blanks, codes, refusals_said_in

PARIS = ZoneInfo("Europe/Paris")
law = settings(max_examples=50, deadline=None, derandomize=True)
TODAY = date(2022, 5, 12)
CEA = PublicMoney(
    for_investment=False,
    deliberation="DÉMO CP-2022-1",
    agreement_from=date(2022, 1, 1),
    agreement_until=date(2022, 12, 31),
    passes_on=True,
    free_cents=50_000_00,
    ceiling_cents=4_000_00,
)
FIRM = PledgeTerms("Menuiserie des Exemples", 2_000_00)


def cea(cap_cents: int = 4_000_00, **changes) -> PledgeTerms:
    return PledgeTerms("CeA", cap_cents, replace(CEA, **changes))


# --------------------------------------------------------------------------------------------- pledges and envelopes


@pytest.mark.parametrize(
    ("pledge", "expected"),
    [
        (FIRM, []),
        (cea(), []),
        (cea(deliberation=""), ["forecast-envelope"]),
        (cea(agreement_from=None), ["agreement-missing"]),
        (cea(agreement_from=None, passes_on=False), ["agreement-missing"]),
        (cea(agreement_from=date(2022, 5, 13)), ["agreement-missing"]),
        (cea(agreement_from=TODAY, agreement_until=TODAY), []),
        (cea(agreement_until=date(2022, 5, 11)), ["agreement-missing"]),
        (cea(agreement_until=None), []),
        (cea(passes_on=False), ["pass-on-missing"]),
        (cea(free_cents=4_000_00), []),
        (cea(free_cents=3_999_99), ["over-envelope"]),
        (cea(4_000_01), ["over-ceiling"]),
        (cea(0), ["cap-missing"]),
        (PledgeTerms("Menuiserie des Exemples", 0), ["cap-missing"]),
        (
            cea(deliberation="", passes_on=False, free_cents=0),
            ["forecast-envelope", "pass-on-missing", "over-envelope"],
        ),
    ],
)
def test_public_money_is_promised_only_on_a_vote_an_agreement_and_a_free_envelope(pledge, expected):
    assert codes(pledge_refusals(pledge, TODAY, investment_cents=0)) == expected


@pytest.mark.parametrize(
    ("for_investment", "investment_cents", "decision", "expected"),
    [
        (True, 4_000_00, "", []),
        (True, 3_999_99, "", ["section-mismatch"]),
        (True, 0, "", ["section-mismatch"]),
        (True, 0, " ", ["section-mismatch"]),
        (True, 0, "CP-2022-4", []),
        (False, 0, "", []),
    ],
)
def test_an_investment_envelope_covers_investment_unless_a_decision_says_else(
    for_investment, investment_cents, decision, expected
):
    found = pledge_refusals(
        cea(for_investment=for_investment), TODAY, investment_cents=investment_cents, section_decision=decision
    )

    assert codes(found) == expected


def test_two_investment_envelopes_do_not_cover_the_same_expense_twice():
    both = [cea(3_000_00, for_investment=True), cea(3_000_00, for_investment=True)]

    assert codes(opening_refusals(both, TODAY, investment_cents=5_000_00)) == ["section-mismatch"]
    assert codes(opening_refusals(both, TODAY, investment_cents=6_000_00)) == []


def test_what_is_free_leaves_out_the_ceilings_of_other_dossiers():
    assert free_cents(15_000_00, [4_000_00, 4_000_00]) == 7_000_00


# --------------------------------------------------------------------------------------------------------- campaigns


def test_a_campaign_opens_when_nothing_is_missing():
    assert codes(opening_refusals([cea(), FIRM], TODAY, investment_cents=0)) == []


def test_every_reason_not_to_open_is_said_at_once():
    found = opening_refusals(
        [cea(free_cents=0), cea(deliberation="")], TODAY, missing=["l’accord du porteur"], investment_cents=0
    )

    assert codes(found) == ["checklist", "over-envelope", "forecast-envelope"]


def test_a_campaign_needs_a_pledge():
    assert codes(opening_refusals([], TODAY, investment_cents=0)) == ["pledges-missing"]


@pytest.mark.parametrize(
    ("days", "expected"), [(14, ["campaign-length"]), (15, []), (40, []), (60, []), (61, ["campaign-length"])]
)
def test_a_campaign_lasts_fifteen_to_sixty_days(days, expected):
    assert codes(length_refusals(TODAY, TODAY + timedelta(days), min_days=15, max_days=60)) == expected


WINDOW = Window(datetime(2022, 5, 12, 8, tzinfo=UTC), datetime(2022, 6, 21, 22, tzinfo=UTC), grace_days=3)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "days", "extended", "expected"),
    [
        (WINDOW.ends_at - SECOND, 15, False, []),
        (WINDOW.ends_at - SECOND, 1, False, []),
        (WINDOW.ends_at - SECOND, 16, False, ["extension-length"]),
        (WINDOW.ends_at - SECOND, 0, False, ["extension-length"]),
        (WINDOW.ends_at - SECOND, 15, True, ["extension-used"]),
        (WINDOW.ends_at, 15, False, ["campaign-ended"]),
    ],
)
def test_one_extension_of_fifteen_days_before_the_end(at, days, extended, expected):
    assert codes(extension_refusals(at, WINDOW, days=days, max_days=15, extended=extended)) == expected


@pytest.mark.parametrize(
    ("cents", "at", "expected"),
    [
        (5_00, WINDOW.opens_at, []),
        (4_99, WINDOW.opens_at, ["gift-too-small"]),
        (5_00, WINDOW.opens_at - SECOND, ["campaign-not-open"]),
        (5_00, WINDOW.ends_at - SECOND, []),
        (5_00, WINDOW.ends_at, ["campaign-ended"]),
        (0, WINDOW.ends_at, ["gift-too-small", "campaign-ended"]),
        (-5_00, WINDOW.opens_at, ["gift-too-small"]),
    ],
)
def test_a_gift_comes_between_the_opening_and_the_end(cents, at, expected):
    assert codes(gift_refusals(cents, at, WINDOW, minimum_cents=5_00)) == expected


@pytest.mark.parametrize(
    ("pledged_at", "confirmed_at", "expected"),
    [
        (WINDOW.ends_at - SECOND, WINDOW.ends_at + timedelta(days=3) - SECOND, []),
        (WINDOW.ends_at - SECOND, WINDOW.ends_at + timedelta(days=3), ["confirmation-late"]),
        (WINDOW.ends_at, WINDOW.ends_at + SECOND, ["campaign-ended"]),
        (WINDOW.opens_at - SECOND, WINDOW.opens_at, ["campaign-not-open"]),
    ],
)
def test_a_payment_under_way_at_the_end_is_confirmed_within_the_grace(pledged_at, confirmed_at, expected):
    assert codes(confirmation_refusals(pledged_at, confirmed_at, WINDOW)) == expected


def test_the_clock_decides_from_the_very_instant_at_which_nothing_is_confirmed_any_more():
    decides_at = WINDOW.decides_at

    assert codes(moment_of_decision_refusals(decides_at - SECOND, WINDOW)) == ["not-ended"]
    assert codes(moment_of_decision_refusals(decides_at, WINDOW)) == []
    assert codes(confirmation_refusals(WINDOW.opens_at, decides_at - SECOND, WINDOW)) == []
    assert codes(confirmation_refusals(WINDOW.opens_at, decides_at, WINDOW)) == ["confirmation-late"]


def test_the_grace_ends_at_the_same_hour_in_alsace_whatever_zone_the_end_was_written_in():
    """The clocks go back in the night of 30 October 2022."""
    ends_at = datetime(2022, 10, 28, 23, tzinfo=PARIS)

    decides_at = Window(WINDOW.opens_at, ends_at, grace_days=3).decides_at

    assert decides_at == datetime(2022, 10, 31, 23, tzinfo=PARIS)
    assert decides_at == Window(WINDOW.opens_at, ends_at.astimezone(UTC), grace_days=3).decides_at


def test_a_refusal_says_the_hour_of_alsace():
    (refusal,) = moment_of_decision_refusals(WINDOW.opens_at, WINDOW)

    assert "25/06/2022 à 00:00" in refusal.message


# ----------------------------------------------------------------------------------------------------------- the end


@pytest.mark.parametrize(("goal_cents", "thirds_cents"), [(12_000_00, 4_000_00), (10_000_00, 3_333_34), (1, 1)])
def test_the_citizens_goal_is_a_third_of_the_project(goal_cents, thirds_cents):
    assert citizens_goal(goal_cents) == thirds_cents


@pytest.mark.parametrize(
    ("citizens_cents", "goal_cents", "end"),
    [
        (3_000_00, 4_000_00, CampaignEnd.SUCCEEDED),  # exactly three quarters
        (2_999_99, 4_000_00, CampaignEnd.FAILED),
        (3_000_00, 4_000_01, CampaignEnd.FAILED),  # three quarters are 3 000,0075
        (3_000_01, 4_000_01, CampaignEnd.SUCCEEDED),
        (9_000_00, 4_000_00, CampaignEnd.SUCCEEDED),
        (0, 1, CampaignEnd.FAILED),
    ],
)
def test_a_campaign_succeeds_from_three_quarters_of_the_citizens_goal(citizens_cents, goal_cents, end):
    assert campaign_end(citizens_cents, citizens_goal_cents=goal_cents, threshold_bps=7500) is end


@law
@given(st.integers(1, 10**8), st.integers(0, 10_000))
def test_the_threshold_is_the_smallest_sum_that_succeeds(goal_cents, bps):
    needed_cents = threshold_cents(goal_cents, bps)

    assert campaign_end(needed_cents, citizens_goal_cents=goal_cents, threshold_bps=bps) is CampaignEnd.SUCCEEDED
    if needed_cents > 0:
        below = campaign_end(needed_cents - 1, citizens_goal_cents=goal_cents, threshold_bps=bps)
        assert below is CampaignEnd.FAILED


@pytest.mark.parametrize(
    ("end", "citizens_cents", "expected"),
    [
        (CampaignEnd.SUCCEEDED, 3_000_00, []),
        (CampaignEnd.SUCCEEDED, 2_999_99, ["threshold-missed"]),
        (CampaignEnd.FAILED, 2_999_99, []),
        (CampaignEnd.FAILED, 3_000_00, ["threshold-met"]),
    ],
)
def test_a_campaign_ends_as_its_citizens_decided(end, citizens_cents, expected):
    assert codes(end_refusals(end, citizens_cents, citizens_goal_cents=4_000_00, threshold_bps=7500)) == expected


# --------------------------------------------------------------------------------------------- settlement and payout


@pytest.mark.parametrize(
    ("citizens_cents", "fee_cents"), [(4_000_00, 320_00), (0, 0), (6, 0), (7, 1), (18, 1), (19, 2), (3_333_33, 266_67)]
)
def test_the_fee_is_eight_percent_of_the_citizens_money_rounded_to_the_nearest_cent(citizens_cents, fee_cents):
    assert fee_on(citizens_cents, 800) == fee_cents


def test_half_a_cent_of_fee_is_rounded_up():
    assert fee_on(25, 200) == 1


def test_a_settlement_lists_each_source_and_passes_partners_money_on_in_full():
    statement = settlement(4_000_00, {7: 2_000_00, 8: 1_400_00, 9: 600_00, 12: 4_000_00}, 800)

    assert [(line.pledge, line.gross_cents, line.fee_cents, line.net_cents) for line in statement.lines] == [
        (None, 4_000_00, 320_00, 3_680_00),
        (7, 2_000_00, 0, 2_000_00),
        (8, 1_400_00, 0, 1_400_00),
        (9, 600_00, 0, 600_00),
        (12, 4_000_00, 0, 4_000_00),
    ]
    assert statement.citizens is statement.lines[0]
    assert (statement.gross_cents, statement.fee_cents, statement.total_cents) == (12_000_00, 320_00, 11_680_00)


@law
@given(
    st.integers(0, 10**8),
    st.dictionaries(st.integers(1, 9), st.integers(0, 10**8), max_size=5),
    st.integers(0, 10_000),
)
def test_a_settlement_balances_to_the_cent(citizens_cents, matches, fee_bps):
    statement = settlement(citizens_cents, matches, fee_bps)

    assert statement.gross_cents == statement.fee_cents + statement.total_cents
    assert statement.gross_cents == citizens_cents + sum(matches.values())
    assert {line.pledge: line.net_cents for line in statement.lines[1:]} == matches
    assert abs(statement.fee_cents * 10_000 - citizens_cents * fee_bps) <= 5_000
    assert all(line.net_cents >= 0 for line in statement.lines)


@pytest.mark.parametrize(
    ("total_cents", "advance_bps", "expected"),
    [
        (11_680_00, 10_000, (11_680_00,)),
        (11_680_00, 7_000, (8_176_00, 3_504_00)),
        (1_01, 7_000, (71, 30)),
        (1, 7_000, (1,)),
        (0, 7_000, ()),
        (0, 10_000, ()),
    ],
)
def test_a_sum_is_paid_at_once_or_in_an_advance_and_the_rest(total_cents, advance_bps, expected):
    assert instalments(total_cents, advance_bps=advance_bps) == expected


@law
@given(st.integers(0, 10**9), st.integers(0, 10_000))
def test_instalments_lose_no_cent_and_none_is_empty(total_cents, advance_bps):
    parts = instalments(total_cents, advance_bps=advance_bps)

    assert sum(parts) == total_cents
    assert len(parts) <= 2
    assert all(cents > 0 for cents in parts)


READY = PayoutFacts("12345678200002", iban_verified=True, conditions=(), due_cents=100, cash_cents=100, paid=False)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"paid": True}, ["already-paid"]),
        ({"siret": ""}, ["siret-missing"]),
        ({"iban_verified": False}, ["iban-unverified"]),
        ({"conditions": ["statuts", "bail"]}, ["condition-open", "condition-open"]),
        ({"cash_cents": 99}, ["cash-missing"]),
        ({"siret": "", "iban_verified": False, "cash_cents": 0}, ["siret-missing", "iban-unverified", "cash-missing"]),
    ],
)
def test_money_leaves_only_when_nothing_holds_it(changes, expected):
    assert codes(payout_refusals(replace(READY, **changes))) == expected


AUTHOR, DIRECTOR, TREASURER = 1, 2, 3


def test_who_enters_an_iban_does_not_verify_it():
    assert codes(second_person_refusals(AUTHOR, AUTHOR)) == ["own-act"]
    assert codes(second_person_refusals(AUTHOR, TREASURER)) == []


@pytest.mark.parametrize(
    ("approver", "approved_by", "expected"),
    [
        (DIRECTOR, [], []),
        (TREASURER, [DIRECTOR], []),
        (AUTHOR, [], ["own-act"]),
        (DIRECTOR, [DIRECTOR], ["already-approved"]),
    ],
)
def test_an_author_never_approves_and_nobody_approves_twice(approver, approved_by, expected):
    assert codes(approval_refusals(AUTHOR, approver, approved_by=approved_by)) == expected


@pytest.mark.parametrize(
    ("approved_by", "expected"),
    [
        ([DIRECTOR, TREASURER], []),
        ([DIRECTOR], ["approvals-missing"]),
        ([DIRECTOR, DIRECTOR], ["approvals-missing"]),
        ([DIRECTOR, AUTHOR], ["approvals-missing"]),
    ],
)
def test_a_payout_leaves_with_two_approvals_of_others(approved_by, expected):
    assert codes(release_refusals(AUTHOR, approved_by=approved_by, needed=2)) == expected


# ----------------------------------------------------------------------------------------------------- the sentences


def test_every_refusal_of_the_money_has_a_sentence_with_its_facts():
    said = refusals_said_in(funding.rules)

    assert len(said) > 20
    assert {code: blanks(code) for code in said} == said
