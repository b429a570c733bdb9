"""The list of guards that `make mutants` takes away stays true: each guard and each killer stands where it says."""

import pytest

from tests.mutants import ROOT, Mutant, load


@pytest.mark.parametrize("mutant", load(), ids=lambda mutant: mutant.name)
def test_a_mutant_finds_its_guard_and_its_killers(mutant: Mutant):
    assert list(mutant.faults()) == []
    for killer in mutant.killed_by:
        path, _, name = killer.partition("::")
        assert f"def {name.partition('[')[0]}" in (ROOT / path).read_text(), killer


def test_a_mutant_has_a_name_of_its_own():
    names = [mutant.name for mutant in load()]

    assert len(names) == len(set(names)) >= 25
