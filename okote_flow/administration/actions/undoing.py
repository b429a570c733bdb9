"""A change of the data of reference is taken back, as long as the thing still is as the change left it."""

from typing import Any

from dossiers.models import GridVersion
from okote_flow.acts import action
from okote_flow.administration import access, things
from okote_flow.administration.actions.grids import withdraw
from okote_flow.administration.actions.writing import hold, tell
from okote_flow.administration.models import Change, Thing
from okote_flow.administration.sentences import refuse
from okote_flow.directory.models import User
from okote_flow.refusals import Refused, require


@action(
    "administration.undo_change",
    refuses=(
        "reference-not-yours", "reference-undone", "reference-moved", "reference-used", "reference-missing-text",
        "thing-known", "reference-ends-early", "reference-siren", "reference-insee", "call-reversed",
        "call-webinar-late", "call-crowded", "cohort-crowded", "day-past", "day-usual", "grid-in-force",
    ),
)  # fmt: skip
def undo_change(change: Change, *, by: User) -> Change:
    """Put a thing back as it was before a change; one that was created and never used goes again."""
    require(access.keeper_refusals(by))
    hold()
    change = Change.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if Change.objects.filter(undoes=change).exists():
        raise Refused([refuse("reference-undone")])
    thing = Thing(change.thing)
    if thing is Thing.GRID:
        return withdraw(GridVersion.objects.get(pk=int(change.key)), by, undoes=change)
    row = _as_it_left_it(thing, change)
    if change.is_creation:
        return _remove(thing, row, change, by)
    spec = things.SPECS[thing]
    spec.put(row, change.before)
    require(things.refusals(thing, row))
    row.save()
    return tell(thing, row, change.after, change.before, by, undoes=change)


def _as_it_left_it(thing: Thing, change: Change) -> Any:
    """The row, if nothing has happened to it since; a new one where the change took it away."""
    spec = things.SPECS[thing]
    row = spec.find(change.key)
    if (spec.state(row) if row is not None else {}) != change.after:
        raise Refused([refuse("reference-moved", what=change.label)])
    return row if row is not None else spec.fresh()


def _remove(thing: Thing, row: Any, change: Change, by: User) -> Change:
    if things.is_used(thing, row):
        raise Refused([refuse("reference-used", what=change.label)])
    if thing is Thing.DAY:
        require(things.SPECS[thing].check(row))
    done = tell(thing, row, change.after, {}, by, undoes=change)
    row.delete()
    return done
