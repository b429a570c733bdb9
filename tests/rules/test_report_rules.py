"""The final report by values: which differences want words, what is left, what may be asked back."""

import pytest

from dossiers.rules import Unspent, needs_words, repay_refusals, unspent


@pytest.mark.parametrize(
    ("forecast", "actual", "wanted"),
    [
        (1_000_00, 1_100_00, False),  # exactly both tolerances
        (1_000_00, 1_100_01, True),
        (1_000_00, 899_99, True),
        (10_000_00, 10_900_00, False),  # much money, under a tenth
        (200_00, 290_00, False),  # nearly half, under 100 €
        (200_00, 310_00, True),
        (0, 100_00, False),
        (0, 100_01, True),
    ],
)
def test_a_difference_wants_words_past_both_tolerances(forecast, actual, wanted):
    assert needs_words(forecast, actual, tolerance_bps=1000, tolerance_cents=100_00) is wanted


@pytest.mark.parametrize(
    ("received", "spent", "paid", "partners", "expected"),
    [
        (12_000_00, 12_000_00, 11_000_00, 8_000_00, Unspent()),
        (12_000_00, 13_000_00, 11_000_00, 8_000_00, Unspent()),
        (12_000_00, 11_000_00, 11_000_00, 8_250_00, Unspent(1_000_00, 750_00)),
        (50_000_00, 1_000_00, 11_000_00, 8_250_00, Unspent(11_000_00, 8_250_00)),  # at most what was paid
        (0, 10_000_00, 11_000_00, 11_000_00, Unspent(1_000_00, 1_000_00)),  # what was paid is there, said or not
        (12_000_00, 11_000_00, 11_000_00, 0, Unspent(1_000_00, 0)),  # citizens' gifts alone
        (12_000_00, 11_000_00, 0, 0, Unspent()),
        (100_01, 100_00, 3_00, 1_00, Unspent(1, 0)),  # the cent goes where the remainder is largest
    ],
)
def test_what_is_left_is_at_most_what_was_paid_and_the_partners_share_of_it_may_come_back(
    received, spent, paid, partners, expected
):
    found = unspent(received_cents=received, spent_cents=spent, paid_cents=paid, partners_cents=partners)

    assert found == expected


@pytest.mark.parametrize(
    ("repay", "reason", "may_keep", "codes"),
    [
        (None, "", True, ["unspent-undecided"]),
        (80_00, "Deux ateliers.", True, []),
        (81_00, "Deux ateliers.", True, ["repay-too-much"]),
        (-1, "Deux ateliers.", True, ["repay-too-much"]),
        (80_00, " ", True, ["kept-unexplained"]),
        (0, "Deux ateliers.", True, []),
        (0, "Deux ateliers.", False, ["unspent-to-repay"]),
        (80_00, "Deux ateliers.", False, []),
    ],
)
def test_whoever_accepts_says_what_becomes_of_what_is_left(repay, reason, may_keep, codes):
    left = Unspent(100_00, 80_00)

    found = list(repay_refusals(left, repay, kept_reason=reason, may_keep=may_keep))

    assert [refusal.code for refusal in found] == codes


def test_nothing_is_asked_when_nothing_is_left():
    assert list(repay_refusals(Unspent(), None, kept_reason="", may_keep=True)) == []
    assert [one.code for one in repay_refusals(Unspent(), 1, kept_reason="x", may_keep=True)] == ["repay-too-much"]
