"""The arithmetic of the journal's chain."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from okote_flow.journal import chain

FACT = chain.Fact(
    "dossier:1", 1, "dossier.submit", datetime(2022, 3, 1, 9, tzinfo=UTC), "a" * 64, "applicant", {"n": 1}
)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "dossier:2"},
        {"seq": 2},
        {"kind": "dossier.admit"},
        {"at": FACT.at + timedelta(microseconds=1)},
        {"actor": "b" * 64},
        {"office": "officer"},
        {"facts": {"n": 2}},
    ],
    ids=str,
)
def test_changing_anything_that_a_fact_says_changes_its_hash(change):
    assert chain.link(chain.GENESIS, FACT._replace(**change)) != chain.link(chain.GENESIS, FACT)


def test_a_hash_is_bound_to_the_one_before():
    assert chain.link("1" * 64, FACT) != chain.link(chain.GENESIS, FACT)


def test_the_same_instant_in_another_zone_is_the_same_fact():
    elsewhere = FACT._replace(at=FACT.at.astimezone(timezone(timedelta(hours=2))))

    assert chain.link(chain.GENESIS, elsewhere) == chain.link(chain.GENESIS, FACT)


def test_the_order_of_keys_does_not_matter():
    assert chain.canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


def test_a_commitment_hides_the_name_behind_its_salt():
    assert chain.commit("salt", "Alice") != chain.commit("other", "Alice")


@pytest.mark.parametrize("size", range(1, 9))
def test_every_leaf_counts_in_the_root(size):
    leaves = [str(n) for n in range(size)]
    root = chain.merkle_root(leaves)

    changed = {chain.merkle_root([*leaves[:n], "x", *leaves[n + 1 :]]) for n in range(size)}

    assert root not in changed
    assert len(changed) == size


def test_the_root_of_nothing_is_the_beginning():
    assert chain.merkle_root([]) == chain.GENESIS
