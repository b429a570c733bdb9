"""The room kit: what a meeting needs to be held without network. A roll to sign and, for each point, a tally sheet."""

from typing import Any

from django.http import Http404

from committees import access, papers
from committees.models import AgendaItem, Choice, Meeting
from committees.models.meetings import LIVE
from committees.paper_votes import BLANK, code_of
from committees.rolls import RollCall, rolls_to_come
from okote_flow.directory.models import User

TALLY = [*(str(choice.label) for choice in Choice), BLANK]
CHOICES = ["Fav.", "Avec réserves", "Défav.", "Abst.", "Blanc"]
SIGNERS = ["Présidence du point", "Secrétariat", "Seconde lecture"]


def kit(user: User, meeting: Meeting) -> dict[str, Any]:
    """The whole kit, for who prepares the meeting: without the points from which they stand aside."""
    _check(user, meeting)
    items = meeting.items.filter(state__in=LIVE, dossier__in=access.inside(user)) if meeting.committee.decides else []
    return _data(meeting, list(items), roll=papers.attendance_rows(meeting))


def sheet(user: User, item: AgendaItem) -> dict[str, Any]:
    """One tally sheet; `item` is one that its reader may see."""
    _check(user, item.meeting)
    if not item.is_live or not item.meeting.committee.decides:
        raise Http404
    return _data(item.meeting, [item], roll=[])


def _check(user: User, meeting: Meeting) -> None:
    if not access.runs(user).filter(pk=meeting.committee_id).exists():
        raise Http404


def _data(meeting: Meeting, items: list[AgendaItem], *, roll: list[list[str]]) -> dict[str, Any]:
    for item in items:
        item.meeting = meeting
    calls = rolls_to_come(meeting, items)
    return papers.head(meeting, "Kit de salle" if roll else "Feuille de vote") | {
        "columns": papers.COLUMNS,
        "roll": roll,
        "tally": TALLY,
        "choices": CHOICES,
        "signers": SIGNERS,
        "sheets": [_sheet(item, calls[item.pk]) for item in items],
    }


def _sheet(item: AgendaItem, call: RollCall) -> dict[str, Any]:
    dossier, code = item.dossier, code_of(item)
    about = (dossier.number, dossier.organization, dossier.territory)
    return {
        "position": item.position,
        "title": dossier.title,
        "detail": ", ".join(str(one) for one in about if one),
        "code": str(code),
        "round": code.round,
        "version": code.version,
        "seats": len(call.mandates),
        "recused": len(call.roll.recused),
        "partners": [partner.name for partner in access.free_envelopes(dossier)],
        "voices": [
            [f"{held.user}, {held.seat.label}", seat in call.roll.recused] for seat, held in call.mandates.items()
        ],
    }
