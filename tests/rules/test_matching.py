"""The law of matching: one euro of citizens, one of companies, one of authorities, never a cent lost or taken back."""

import ast
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import funding.matching
import funding.rules
import okote_flow.cents
from funding.matching import PledgeShare, ShareMode, Tranche, allocate, eligible_total, match, match_by_tranches
from okote_flow.cents import share_out
from tests.pile import Pile

COLLEGE, EACH_PARTNER = ShareMode.COLLEGE, ShareMode.EACH_PARTNER
law = settings(max_examples=60, deadline=None, derandomize=True)


def shares_of(*weights_and_caps: tuple[int, int], college: str = "authorities", first: int = 1) -> list[PledgeShare]:
    rows = enumerate(weights_and_caps, start=first)
    return [PledgeShare(n, college, cap_cents, weight, rank=n) for n, (weight, cap_cents) in rows]


def by_cap(*caps_cents: int, college: str = "authorities", first: int = 1) -> list[PledgeShare]:
    return [PledgeShare.by_cap(n, college, cap, rank=n) for n, cap in enumerate(caps_cents, start=first)]


def cent_by_cent(amount_cents: int, shares: list[PledgeShare]) -> dict[int, int]:
    """The oracle: hand out one cent after the other to the smallest key among pledges that are not full."""
    handed = dict.fromkeys((share.pledge for share in shares), 0)
    for _ in range(amount_cents):
        hungry = [share for share in shares if handed[share.pledge] < share.cap_cents]
        if not hungry:
            break
        nearest = min(hungry, key=lambda s: (Fraction(2 * handed[s.pledge] + 1, 2 * s.weight), s.rank))
        handed[nearest.pledge] += 1
    return handed


def colleges(max_cap: int, max_size: int = 5) -> st.SearchStrategy[list[PledgeShare]]:
    """Partners of one college; small weights, so that ties are frequent, and ranks that are not in their order."""
    row = st.tuples(st.integers(1, 12) | st.integers(1, 10_000), st.integers(0, max_cap))
    return st.lists(row, min_size=1, max_size=max_size).flatmap(
        lambda rows: st.permutations(range(len(rows))).map(
            lambda ranks: [
                PledgeShare(n, "authorities", cap, weight, rank=rank)
                for n, ((weight, cap), rank) in enumerate(zip(rows, ranks, strict=True))
            ]
        )
    )


# ------------------------------------------------------------------------------------------------ the worked examples

ALSACE = [(50, 10**9), (35, 10**9), (15, 10**9)]  # CeA, Eurométropole, m2A


@pytest.mark.parametrize(
    ("amount_cents", "expected"), [(10_00, [5_00, 3_50, 1_50]), (3_33, [1_66, 1_17, 50]), (0, [0, 0, 0])]
)
def test_three_authorities_share_a_euro_by_their_weights(amount_cents, expected):
    assert list(allocate(amount_cents, shares_of(*ALSACE)).values()) == expected


@pytest.mark.parametrize(
    ("amount_cents", "expected"),
    [
        (700_00, [384_62, 200_00, 115_38]),
        (850_00, [500_00, 200_00, 150_00]),
        (900_00, [500_00, 200_00, 150_00]),
    ],
)
def test_a_full_partner_leaves_its_part_to_the_others(amount_cents, expected):
    capped = shares_of((50, 500_00), (35, 200_00), (15, 150_00))

    assert list(allocate(amount_cents, capped).values()) == expected


@pytest.mark.parametrize(
    ("citizens_cents", "authorities", "companies"),
    [
        (100_000_00, [50_000_00, 35_000_00, 15_000_00], 100_000_00),
        (50_000_00, [25_000_00, 17_500_00, 7_500_00], 50_000_00),
        (120_000_00, [50_000_00, 35_000_00, 15_000_00], 100_000_00),
    ],
)
def test_the_fund_of_2022_triples_what_citizens_give_up_to_300_000_euros(citizens_cents, authorities, companies):
    partners = by_cap(50_000_00, 35_000_00, 15_000_00) + by_cap(60_000_00, 40_000_00, college="companies", first=4)

    given_cents = match(citizens_cents, partners, mode=COLLEGE)

    assert [given_cents[pledge] for pledge in (1, 2, 3)] == authorities
    assert given_cents[4] + given_cents[5] == companies


def test_in_the_other_mode_each_partner_answers_the_whole_euro():
    partners = by_cap(50_000_00, 35_000_00, 15_000_00)

    assert match(10_00, partners, mode=EACH_PARTNER) == {1: 10_00, 2: 10_00, 3: 10_00}
    assert match(20_000_00, partners, mode=EACH_PARTNER) == {1: 20_000_00, 2: 20_000_00, 3: 15_000_00}


@pytest.mark.parametrize("mode", ShareMode)
@pytest.mark.parametrize(("num", "den", "expected"), [(1, 1, 3_33), (1, 2, 1_66), (3, 2, 4_99)])
def test_a_ratio_rounds_the_colleges_euro_down(mode, num, den, expected):
    assert match(3_33, by_cap(100_00), mode=mode, ratio_num=num, ratio_den=den) == {1: expected}


def test_the_largest_remainder_takes_a_cent_back_and_ours_does_not():
    for weights, before, after in ([5, 3, 1], 4, 5), ([6, 6, 2], 3, 4), ([7, 5, 3, 1], 7, 8):
        pairs = list(zip(share_out(before, weights), share_out(after, weights), strict=True))
        assert any(later < earlier for earlier, later in pairs), "the counter-example of Hamilton's method"

        ours = shares_of(*((weight, 100) for weight in weights))
        fewer, more = allocate(before, ours), allocate(after, ours)
        assert all(more[pledge] >= fewer[pledge] for pledge in fewer)


def test_a_heavy_partner_waits_while_the_keys_of_light_ones_come_first():
    """Its exact share is 4 cents: rounding down and filling up would not find the 3 that the keys say."""
    assert list(allocate(6, shares_of((6, 100), (1, 100), (1, 100), (1, 100))).values()) == [3, 1, 1, 1]


def test_a_tie_for_a_cent_goes_to_the_first_rank():
    twins = [PledgeShare(1, "c", 100, 1, rank=2), PledgeShare(2, "c", 100, 1, rank=1)]

    assert allocate(1, twins) == {1: 0, 2: 1}


def test_the_weight_of_a_pledge_is_its_cap_by_default():
    assert PledgeShare.by_cap(7, "companies", 400_00, rank=3) == PledgeShare(7, "companies", 400_00, 400_00, 3)


def test_a_partner_without_cap_gives_nothing_and_disturbs_nobody():
    assert allocate(10, by_cap(0, 100, 0)) == {1: 0, 2: 10, 3: 0}


def test_two_pledges_never_hide_behind_one_number():
    with pytest.raises(AssertionError):
        match(1, by_cap(100) + by_cap(100, college="companies"), mode=COLLEGE)


# ----------------------------------------------------------------------------------------------------- the properties


@law
@given(colleges(max_cap=60), st.integers(0, 320))
def test_the_closed_form_is_the_cent_by_cent_form(shares, amount_cents):
    assert allocate(amount_cents, shares) == cent_by_cent(amount_cents, shares)


@law
@given(colleges(max_cap=10**9), st.integers(0, 4 * 10**9))
def test_no_cent_is_lost_no_cap_passed_and_no_cent_out_of_turn(shares, amount_cents):
    found = allocate(amount_cents, shares)

    assert sum(found.values()) == min(amount_cents, sum(share.cap_cents for share in shares))
    assert all(0 <= found[share.pledge] <= share.cap_cents for share in shares)
    last = [((2 * found[s.pledge] - 1, 2 * s.weight), s.rank) for s in shares if found[s.pledge] > 0]
    following = [((2 * found[s.pledge] + 1, 2 * s.weight), s.rank) for s in shares if found[s.pledge] < s.cap_cents]
    keys = [[(Fraction(*key), rank) for key, rank in rows] for rows in (last, following)]
    assert not keys[0] or not keys[1] or max(keys[0]) < min(keys[1])


@law
@given(colleges(max_cap=10**6), st.integers(0, 3 * 10**6), st.integers(0, 1000))
def test_a_larger_amount_takes_no_cent_from_anybody(shares, amount_cents, more_cents):
    before, after = allocate(amount_cents, shares), allocate(amount_cents + more_cents, shares)

    assert all(after[pledge] >= before[pledge] for pledge in before)


@law
@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=3), st.integers(0, 10**8))
def test_up_to_three_partners_stay_within_a_cent_of_their_exact_share(weights, amount_cents):
    found = allocate(amount_cents, shares_of(*((weight, 10**9) for weight in weights)))

    for weight, cents in zip(weights, found.values(), strict=True):
        assert abs(cents * sum(weights) - amount_cents * weight) < sum(weights)


@law
@given(
    colleges(max_cap=10**5).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))),
    st.integers(0, 10**5),
)
def test_the_order_in_which_partners_are_listed_changes_nothing(lists, amount_cents):
    assert allocate(amount_cents, lists[0]) == allocate(amount_cents, lists[1])


@law
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 300)), max_size=8),
    st.integers(1, 400) | st.none(),
    st.randoms(use_true_random=False),
)
def test_gifts_in_any_order_and_refunds_in_any_order_end_at_the_same_cents(gifts, donor_cap_cents, chance):
    """Also: a gift never lowers, a refund never raises what any partner gives, and taking all back leaves nothing."""
    partners = by_cap(300, 200, 77) + by_cap(500, 41, college="companies", first=4)
    nets: Counter[int] = Counter()
    steps = [match(0, partners, mode=COLLEGE)]
    for sign in (1, -1):
        chance.shuffle(gifts)
        for donor, cents in gifts:
            nets[donor] += sign * cents
            total = eligible_total(nets.values(), donor_cap_cents=donor_cap_cents)
            steps.append(match(total, partners, mode=COLLEGE))
            assert all((steps[-1][p] - steps[-2][p]) * sign >= 0 for p in steps[-1])

    whole: Counter[int] = Counter()
    for donor, cents in gifts:
        whole[donor] += cents
    at_once = match(eligible_total(whole.values(), donor_cap_cents=donor_cap_cents), partners, mode=COLLEGE)
    assert steps[len(gifts)] == at_once
    assert steps[-1] == steps[0] == dict.fromkeys(range(1, 6), 0)


@law
@given(st.integers(0, 900_00), st.lists(st.integers(1, 400_00), min_size=3, max_size=3))
def test_citizens_companies_and_authorities_give_the_same_while_no_cap_binds(citizens_cents, caps):
    partners = by_cap(*caps, 900_00) + by_cap(900_00, *caps, college="companies", first=5)

    given_cents = match(citizens_cents, partners, mode=COLLEGE)

    assert sum(given_cents[n] for n in (1, 2, 3, 4)) == sum(given_cents[n] for n in (5, 6, 7, 8)) == citizens_cents


@law
@given(st.lists(st.integers(0, 10**6), max_size=6), st.integers(0, 10**6))
def test_a_cap_per_donor_counts_each_donor_up_to_it(nets, cap_cents):
    capped = eligible_total(nets, donor_cap_cents=cap_cents)

    assert capped <= min(eligible_total(nets), cap_cents * len(nets))
    assert eligible_total(nets, donor_cap_cents=10**6) == eligible_total(nets) == sum(nets)


def test_two_gifts_of_one_donor_are_capped_together():
    assert eligible_total([60_00, 20_00], donor_cap_cents=50_00) == 70_00


def test_matching_grows_cent_by_cent_with_the_citizens():
    partners = by_cap(40, 25, 10)

    steps = [match(cents, partners, mode=COLLEGE) for cents in range(90)]

    for before, after in pairwise(steps):
        assert sum(after.values()) - sum(before.values()) == (sum(before.values()) < 75)


# --------------------------------------------------------------------------------------- caps that change on the way


def test_a_raised_cap_answers_only_the_euros_that_come_after():
    """Both partners were full at 100 €; a raise of 40 € at 150 € answers the euros that follow, not those between."""
    now = by_cap(100_00, 40_00)
    raised = [Tranche(150_00, {1: 40_00})]

    def given_at(cents):
        return list(match_by_tranches(cents, now, raised, mode=COLLEGE).values())

    assert given_at(100_00) == given_at(150_00) == [60_00, 40_00]
    assert given_at(160_00) == [70_00, 40_00]
    assert given_at(500_00) == [100_00, 40_00]


def test_a_partner_who_joins_shares_the_euros_still_to_come():
    now = by_cap(60_00, 60_00)

    assert match_by_tranches(70_00, now, [Tranche(50_00, {2: 60_00})], mode=COLLEGE) == {1: 60_00, 2: 10_00}
    assert match_by_tranches(40_00, now, [Tranche(50_00, {2: 60_00})], mode=COLLEGE) == {1: 40_00, 2: 0}


def test_a_tranche_opened_below_another_takes_its_place():
    """After a refund the caps of the later act hold from its own start on."""
    changes = [Tranche(30_00, {1: 20_00}), Tranche(10_00, {2: 40_00})]

    assert match_by_tranches(30_00, by_cap(40_00, 40_00), changes, mode=COLLEGE) == {1: 20_00, 2: 10_00}


@st.composite
def lives(draw):
    """Gifts, refunds and changes of caps in one or two colleges, as an oracle and as the engine hear them."""
    size = draw(st.integers(1, 4))
    caps = {n: draw(st.integers(1, 40)) for n in range(size)}
    colleges = {n: draw(st.sampled_from(["authorities", "companies"])) for n in range(size)}
    ranks = dict(enumerate(draw(st.permutations(range(size)))))
    steps = st.one_of(
        st.tuples(st.just("gift"), st.integers(1, 60), st.just(0)),
        st.tuples(st.just("refund"), st.integers(1, 60), st.just(0)),
        st.tuples(st.just("cap"), st.integers(0, size), st.integers(1, 60)),
    )
    return caps, colleges, ranks, draw(st.lists(steps, min_size=3, max_size=12))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(lives(), st.sampled_from([(1, 1), (1, 2), (3, 2)]))
def test_tranches_are_what_the_pile_of_cents_says_whatever_happens(life, ratio):
    """Also: the act itself moves no cent, a gift lowers and a refund raises nobody, no cap is passed."""
    caps, colleges, ranks, steps = life
    (num, den), eligible = ratio, 0
    pile, tranches = Pile(caps, colleges, ranks), []

    def engine():
        now = [PledgeShare(p, pile.colleges[p], cap, cap, rank=pile.ranks[p]) for p, cap in pile.caps.items()]
        found = match_by_tranches(eligible, now, tranches, mode=COLLEGE, ratio_num=num, ratio_den=den)
        assert all(0 <= found[share.pledge] <= share.cap_cents for share in now)
        return found

    for step, first, second in steps:
        before = engine()
        if step == "cap":
            change = second - pile.caps.get(first, 0)
            if not change or second < before.get(first, 0):
                continue
            pile.change(first, second, *(() if first in pile.caps else ("companies", 10 + first)))
            tranches.append(Tranche(eligible, {first: change}))
        else:
            eligible = max(0, eligible + (first if step == "gift" else -first))
        after, wanted = engine(), pile.reach(eligible * num // den)
        assert after == {pledge: wanted[pledge] for pledge in pile.caps}
        moves = {(after[p] > before.get(p, 0)) - (after[p] < before.get(p, 0)) for p in after}
        assert moves <= {"gift": {0, 1}, "refund": {0, -1}, "cap": {0}}[step]


@law
@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 60))
def test_each_partner_alone_answers_what_comes_after_its_raise(from_cents, eligible_cents, more_cents):
    now = by_cap(50 + more_cents, 30)

    found = match_by_tranches(eligible_cents, now, [Tranche(from_cents, {1: more_cents})], mode=EACH_PARTNER)

    before = min(50, from_cents, eligible_cents)
    assert found[1] == min(50 + more_cents, before + max(0, eligible_cents - from_cents))
    assert found[2] == min(30, eligible_cents)


@pytest.mark.parametrize("module", [funding.matching, funding.rules, okote_flow.cents])
def test_no_float_and_no_decimal_touches_money(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))

    for node in ast.walk(tree):
        assert not isinstance(node, ast.Div), "a true division makes a float"
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        assert not (isinstance(node, ast.Name) and node.id in {"float", "Decimal", "round"})
