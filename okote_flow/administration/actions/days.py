"""The verbs of the calendar: a day is off or worked against what the calendar says, or is as usual again."""

from datetime import date

from dossiers.models import SpecialDay
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.administration import access, things
from okote_flow.administration.actions.writing import REFUSES, hold, tell, write
from okote_flow.administration.models import Thing
from okote_flow.administration.rules import places as rules
from okote_flow.administration.sentences import refuse
from okote_flow.directory.models import User
from okote_flow.refusals import Refused, require


@action("administration.save_day", refuses=(*REFUSES, "day-past", "day-usual"))
def save_day(*, day: date, is_off: bool, name: str, by: User) -> SpecialDay:
    """Enter a day on which nobody works, or on which one works although it is a holiday.

    Deadlines that run already keep their day; those that are opened or moved from now on reckon with it.
    """
    values = {"day": day, "is_off": is_off, "name": name}
    saved: SpecialDay = write(Thing.DAY, None, values, by=by)
    return saved


@action("administration.drop_day", refuses=("reference-not-yours", "reference-moved", "day-past"))
def drop_day(special: SpecialDay, *, by: User) -> str:
    """The day is again as the calendar says. Gives its date."""
    require(access.keeper_refusals(by))
    hold()
    row = SpecialDay.objects.select_for_update().filter(pk=special.pk).first()
    if row is None:
        raise Refused([refuse("reference-moved", what=f"Le {special.day:%d/%m/%Y}")])
    require(rules.day_refusals(row.day, clock.today()))
    before = things.SPECS[Thing.DAY].state(row)
    tell(Thing.DAY, row, before, {}, by)
    row.delete()
    return f"{special.day:%d/%m/%Y}"
