"""Differences of budgets and of pieces, line by line."""

from dossiers import comparing
from dossiers.comparing import Fate

LINE = ("side", "section", "label", "cents")
PIECE = ("kind", "name", "version", "sha256")


def content(*lines, pieces=()):
    named = [[dict(zip(names, one, strict=True)) for one in some] for names, some in ((LINE, lines), (PIECE, pieces))]
    return {"budget": named[0], "pieces": named[1]}


RENT, OVEN = ("expense", "running", "Loyer", 100_00), ("expense", "running", "Four", 50_00)
OLD = content(RENT, OVEN, ("resource", "running", "Dons", 150_00))
NEW = content(RENT, ("expense", "investment", "Four", 80_00), ("expense", "running", "Eau", 5_00))


def test_lines_of_a_budget_stay_change_come_and_go():
    expenses, resources = comparing.budget_table(OLD, NEW)

    assert [(row.label, row.fate, row.difference_cents) for row in expenses.rows] == [
        ("Loyer", Fate.SAME, 0),
        ("Four", Fate.CHANGED, 30_00),
        ("Eau", Fate.ADDED, 5_00),
    ]
    assert (expenses.rows[1].former_section, expenses.rows[1].section) == ("Fonctionnement", "Investissement")
    assert [(row.label, row.fate, row.after_cents) for row in resources.rows] == [("Dons", Fate.REMOVED, None)]
    assert (expenses.before_cents, expenses.after_cents, resources.difference_cents) == (150_00, 185_00, -150_00)


def test_a_budget_that_did_not_change_is_no_table():
    assert comparing.budget_table(OLD, OLD) == []


def test_lines_of_the_same_name_are_told_apart():
    twice = content(("expense", "running", "Four", 1_00), ("expense", "running", "Four", 2_00))
    once = content(("expense", "running", "Four", 1_00))

    (expenses, _) = comparing.budget_table(once, twice)
    assert [(row.label, row.fate) for row in expenses.rows] == [("Four", Fate.SAME), ("Four (2)", Fate.ADDED)]


def test_pieces_come_go_and_are_replaced():
    old = content(pieces=[("quote", "a.pdf", 1, "x"), ("quote", "b.pdf", 1, "y"), ("statutes", "s.pdf", 1, "z")])
    new = content(pieces=[("quote", "a.pdf", 2, "w"), ("statutes", "s.pdf", 1, "z"), ("other", "c.pdf", 1, "v")])

    assert [(one.name, one.fate, one.before, one.after) for one in comparing.piece_changes(old, new)] == [
        ("a.pdf", Fate.CHANGED, 1, 2),
        ("b.pdf", Fate.REMOVED, 1, 0),
        ("c.pdf", Fate.ADDED, 0, 1),
    ]
