"""The consent list: points on which those who screened agree, voted without debate unless a member asks for one.

Source: `deliberation.md`, finding 8 (dossiers that are unanimous need no time, those that divide do).
"""

from collections.abc import Collection, Iterator

from django.db.models import F

from committees import access, accord, guards, rules
from committees.models import AgendaItem, ItemState, Mark, ScreeningSheet
from committees.models.bodies import VOTE
from committees.models.meetings import SITTING, MeetingState
from committees.sentences import refuse
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


def agreed(items: Collection[AgendaItem]) -> set[int]:
    """Those of these points on whose dossier the sheets of its present passage agree in everything, in two queries."""
    found, opinions = judged([item.dossier_id for item in items])
    agreeing = {
        dossier for dossier, said in found.items() if accord.is_consensual(list(said.values()), opinions[dossier])
    }
    return {item.pk for item in items if item.dossier_id in agreeing}


Judged = dict[int, dict[int, dict[str, rules.Mark]]]
"""Dossier -> sheet -> code of the criterion -> what was answered."""


def judged(dossiers: Collection[int]) -> tuple[Judged, dict[int, list[str]]]:
    """What the given sheets of the present passage say, and their overall opinions, in two queries."""
    sheets = ScreeningSheet.objects.given().filter(dossier__in=dossiers, round=F("dossier__round"))
    found: Judged = {}
    opinions: dict[int, list[str]] = {}
    for pk, dossier, overall in sheets.values_list("pk", "dossier", "overall"):
        found.setdefault(dossier, {})[pk] = {}
        opinions.setdefault(dossier, []).append(overall)
    marks = Mark.objects.filter(sheet__in=sheets).exclude(value="")
    for sheet, dossier, code, value in marks.values_list("sheet", "sheet__dossier", "criterion__code", "value"):
        found[dossier][sheet][code] = rules.Mark(value)
    return found, opinions


def debate_refusals(by: User, item: AgendaItem) -> Iterator[Refusal]:
    """Why somebody does not take a point off the consent list: any member with a voice may, until it is called."""
    if not access.may(by, VOTE, item.meeting.committee) or not access.is_inside(by, item.dossier):
        yield refuse("not-on-roll")
    yield from guards.meeting_state_refusals(item.meeting, MeetingState.CONVENED, *SITTING)
    yield from guards.item_state_refusals(item, ItemState.PLANNED)
    if item.pk not in agreed([item]):
        yield refuse("debated-anyway")
