"""Numbers that identify structures."""

import pytest

from okote_flow.directory import rules


@pytest.mark.parametrize(
    ("siret", "rna", "refused"),
    [
        ("", "", 0),
        ("35600000000048", "", 0),  # La Poste
        ("35600000049837", "", 0),  # La Poste's own rule
        ("24670048800017", "", 0),
        ("24670048800018", "", 1),
        ("123", "", 1),
        ("", "W671000123", 0),
        ("", "W67100012", 1),
        ("", "671000123", 1),
    ],
)
def test_siret_by_luhn_and_rna_by_form(siret, rna, refused):
    found = list(rules.identifier_refusals(siret_number=siret, rna=rna))

    assert [refusal.code for refusal in found] == ["identifier-wrong"] * refused


def test_spaces_and_dots_are_forgiven():
    assert rules.compact(" 246 700.488\u00a000017 ") == "24670048800017"


@pytest.mark.parametrize("siren", ["246700488", "200066009", "200066058", "246800676"])
def test_the_intermunicipalities_have_true_numbers(siren):
    assert rules.is_siren(siren)
    assert not rules.is_siren(siren[:-1] + str((int(siren[-1]) + 1) % 10))
