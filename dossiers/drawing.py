"""The life of a dossier drawn from its closed table: an SVG for the page, Mermaid and Markdown for the documents."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dossiers.lifecycle import ENDS, STAGE_OF, STAGES, STEPS, Keeper, State, Step

WIDTH, HEIGHT = 132, 44  # of a box
GAP_X, GAP_Y = 26, 34
TOP, LEFT = 54, 4
LETTERS = 17  # that fit in a box
ROWS: dict[State, tuple[int, int]] = {
    State.DRAFT: (1, 0),
    State.SUBMITTED: (2, 0),
    State.COMPLEMENTS_REQUESTED: (2, 2),
    State.TERRITORIAL_REVIEW: (3, 0),
    State.ENGAGEMENT_REVIEW: (4, 0),
    State.CAMPAIGN_PREPARATION: (5, 0),
    State.CAMPAIGN: (5, 1),
    State.CAMPAIGN_FAILED: (5, 3),
    State.MATCHING: (6, 1),
    State.RENOUNCED: (6, 3),
    State.PAYOUT: (7, 1),
    State.FOLLOW_UP: (7, 2),
    State.CANCELLED: (7, 3),
    State.WITHDRAWN: (1, 4),
    State.DROPPED: (2, 4),
    State.REJECTED: (4, 4),
    State.CLOSED: (7, 4),
}
"""Column (the stage) and line of each state's box."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One or several steps between the same two states."""

    source: State
    target: State
    labels: tuple[str, ...]


def arrows() -> list[Arrow]:
    """Every pair of states that a step joins, in the order of the table; staying where one is draws no arrow."""
    found: dict[tuple[State, State], list[str]] = {}
    for step in STEPS.values():
        for source, target in ends_of(step):
            if source != target:
                found.setdefault((source, target), []).append(step.label)
    return [Arrow(source, target, tuple(labels)) for (source, target), labels in found.items()]


def ends_of(step: Step) -> Iterable[tuple[State, State]]:
    return ((source, target) for source in step.sources for target in step.targets)


# On a page


def svg(here: State | None = None) -> SafeString:
    """The states as boxes in the columns of the seven stages, the steps as arrows; the dossier's place is marked.

    The table beside it says the same in words, so the drawing is hidden from screen readers.
    """
    width = LEFT * 2 + 7 * WIDTH + 6 * GAP_X
    height = TOP + 5 * HEIGHT + 4 * GAP_Y + LEFT
    parts = [_arrow_heads(), *map(_column, STAGES), *map(_line, arrows()), *(_box(state, here) for state in State)]
    return format_html(
        '<svg class="ok-graphe" width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        "{}</svg>",
        width,
        height,
        width,
        height,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _arrow_heads() -> SafeString:
    return SafeString(
        '<defs><marker id="pointe" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path class="pointe" d="M0 0L8 4L0 8z"/></marker></defs>'
    )


def _column(number: int) -> SafeString:
    x, _ = _corner(number, 0)
    return format_html(
        '<text class="etape ok-e{}" x="{}" y="30" text-anchor="middle">{}</text>',
        number,
        x + WIDTH // 2,
        STAGES[number][0],
    )


def _corner(column: int, line: int) -> tuple[int, int]:
    return LEFT + (column - 1) * (WIDTH + GAP_X), TOP + line * (HEIGHT + GAP_Y)


def _box(state: State, here: State | None) -> SafeString:
    column, line = ROWS[state]
    x, y = _corner(column, line)
    kind = "fin" if state in ENDS else f"ok-e{STAGE_OF.get(state, column)}"
    words = _two_lines(str(state.label))
    first = y + HEIGHT // 2 + (5 if len(words) == 1 else -3)
    lines = format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>', ((x + WIDTH // 2, first + 16 * i, word) for i, word in enumerate(words))
    )
    return format_html(
        '<g class="etat {}{}"><rect x="{}" y="{}" width="{}" height="{}" rx="8"/>'
        '<text text-anchor="middle">{}</text></g>',
        kind,
        " ici" if state == here else "",
        x,
        y,
        WIDTH,
        HEIGHT,
        lines,
    )


def _two_lines(label: str) -> list[str]:
    """A label that fits in its box."""
    if len(label) <= LETTERS:
        return [label]
    cut = label.rfind(" ", 0, LETTERS)
    return [label[:cut], label[cut + 1 :]]


def _line(arrow: Arrow) -> SafeString:
    """From side to side along a line, from below to above between lines: never through a box of the same line."""
    (from_column, from_line), (to_column, to_line) = ROWS[arrow.source], ROWS[arrow.target]
    (x1, y1), (x2, y2) = _corner(from_column, from_line), _corner(to_column, to_line)
    if from_line == to_line and to_column == from_column + 1:
        d = f"M{x1 + WIDTH} {y1 + HEIGHT // 2}L{x2} {y2 + HEIGHT // 2}"
    else:
        down = to_line > from_line
        start_y, end_y = (y1 + HEIGHT, y2) if down else (y1, y2 + HEIGHT)
        start_x, end_x = x1 + _port(arrow.target), x2 + _port(arrow.source)
        bend = start_y + (GAP_Y // 2 if down else -GAP_Y // 2)
        d = f"M{start_x} {start_y}C{start_x} {bend + (end_y - start_y) // 3} {end_x} {end_y - (end_y - start_y) // 3} {end_x} {end_y}"  # noqa: E501
    return format_html('<path class="pas" d="{}" marker-end="url(#pointe)"><title>{}</title></path>', d, _title(arrow))


def _port(other: State) -> int:
    """Where an arrow leaves or enters a box: by the column of the other end, so that few lie on one another."""
    return WIDTH // 8 * ROWS[other][0]


def _title(arrow: Arrow) -> str:
    return f"{arrow.source.label} → {arrow.target.label}\u00a0: {', '.join(arrow.labels)}"


# In documents


def mermaid() -> str:
    """The diagram that GitLab and others draw."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value} : {state.label}" for state in State]
    lines.append(f"    [*] --> {State.DRAFT.value}")
    for step in STEPS.values():
        lines += [f"    {source.value} --> {target.value} : {step.name}" for source, target in ends_of(step)]
    lines += [f"    {state.value} --> [*]" for state in State if state in ENDS]
    return "\n".join(lines)


def markdown_table() -> str:
    """The closed table in the words of the code and of the people."""
    head = ["Step", "Label", "From", "To", "Who", "May refuse with"]
    rows = [
        [
            f"`{step.name}`",
            step.label,
            "<br>".join(f"`{source.value}`" for source in step.sources),
            "<br>".join(f"`{target.value}`" for target in step.targets),
            keeper_of(step),
            "<br>".join(f"`{code}`" for code in step.refuses) or "–",
        ]
        for step in STEPS.values()
    ]
    return "\n".join(_markdown_row(row) for row in [head, ["---"] * len(head), *rows])


def keeper_of(step: Step) -> str:
    return "the clock" if step.keeper is Keeper.CLOCK else step.keeper.label


def _markdown_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def document() -> str:
    """docs/workflow.md, whole."""
    return f"""# The life of a dossier

Generated from `dossiers/lifecycle.py` by `manage.py draw_workflow`: change the table there, then run `make fix`.

```mermaid
{mermaid()}
```

## Steps

{markdown_table()}

## States

{_states_table()}
"""


def _states_table() -> str:
    head = ["State", "Label", "Stage that people see"]
    rows = [[f"`{state.value}`", str(state.label), _stage_of(state)] for state in State]
    return "\n".join(_markdown_row(row) for row in [head, ["---"] * 3, *rows])


def _stage_of(state: State) -> str:
    if state not in STAGE_OF:
        return "the one it had reached"
    number = STAGE_OF[state]
    return f"{number}. {STAGES[number][0]}"
