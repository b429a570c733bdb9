"""Where things stand in a TOML file."""

from okote_flow.operations.toml_tables import Lines, spell

LINES = Lines(
    """\
# a comment = [
[house]
name = "Okoté"
floors = [  # from the ground
  { name = "dossiers" },
  { name = "committees" },
]
door = "open"

[house.garden]
trees = 3

[[rooms]]
name = "hall"
[[rooms.windows]]
side = "north"
[[rooms]]
name = "kitchen"
[[rooms.windows]]
side = "south"
[[rooms.windows]]
side = "west"
"""
)


def test_a_key_stands_under_its_table():
    assert LINES.of("house", "name") == 3
    assert LINES.of("house", "door") == 8
    assert LINES.of("house", "garden", "trees") == 11


def test_a_row_of_a_list_has_its_own_line():
    assert LINES.of("house", "floors", 0, "name") == 5
    assert LINES.of("house", "floors", 1) == 6


def test_a_table_within_a_repeated_table_counts_anew():
    assert LINES.of("rooms", 0, "windows", 0, "side") == 16
    assert LINES.of("rooms", 1, "windows", 0, "side") == 20
    assert LINES.of("rooms", 1, "windows", 1, "side") == 22


def test_what_has_no_line_stands_where_its_table_does():
    assert LINES.of("rooms", 1, "colour") == 17
    assert LINES.of("nowhere") == 1


def test_rows_are_told_from_first_to_last():
    assert LINES.span("house", "floors") == "lignes 5 à 6"
    assert LINES.span("rooms", 0, "windows") == "ligne 15"
    assert LINES.span("house", "door") == "ligne 8"


def test_people_count_from_one():
    assert spell(("rooms", 1, "windows", 0, "side")) == "rooms[2].windows[1].side"
