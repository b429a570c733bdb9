"""A meeting on paper: its agenda as one reader may know it, and the sheet that those who come sign."""

from dataclasses import dataclass
from typing import Any

from committees import access, agenda, room, seating
from committees.agenda import Point
from committees.models import Answer, Convocation, Meeting, Presence, Proxy
from committees.proxies import given_at
from committees.sentences import in_stead
from okote_flow import documents
from okote_flow.directory.models import User
from okote_flow.tags import instant

COLUMNS = ["Membre et siège", "Qualité", "Présence", "Pouvoir à", "Signature"]
HIDDEN = "Point réservé"


@dataclass(frozen=True, slots=True)
class Line:
    """A seat on the attendance sheet. `mode` is how its holder is there, or said they would be."""

    seat: str
    name: str
    quality: str
    mode: str
    proxy: str


def shown(user: User, meeting: Meeting) -> list[Point]:
    """The points that are or were on the agenda; what was taken off is not printed."""
    points = agenda.points(meeting, room.agenda(user, meeting))
    return [point for point in points if point.item.state != "withdrawn"]


def lines(meeting: Meeting) -> list[Line]:
    """Every seat that is filled, by precedence: its holder, and the substitute who signs if the holder does not."""
    there = {(one.seat_id, one.user_id): one for one in Presence.objects.now().filter(meeting=meeting)}
    said = {(one.seat_id, one.user_id): one for one in access.convocations_of(meeting)}
    held = seating.mandates(meeting.committee)
    names = {mandate.seat_id: str(mandate.user) for mandate in held if not mandate.is_substitute}
    stood = seating.stood_for(held)
    given = {(proxy.giver_id, proxy.person_id): proxy for proxy in given_at(meeting)}
    return [
        Line(
            seat=mandate.seat.label,
            name=in_stead(str(mandate.user), stood[mandate.pk]),
            quality="Voix délibérative" if mandate.seat.votes else "Voix consultative",
            mode=_mode(there.get((mandate.seat_id, mandate.user_id)), said.get((mandate.seat_id, mandate.user_id))),
            proxy=_proxy(given.get((mandate.seat_id, mandate.user_id)), names),
        )
        for mandate in held
    ]


def _mode(presence: Presence | None, called: Convocation | None) -> str:
    if presence is not None:
        return str(presence.get_mode_display())
    announced = {Answer.ROOM: "Dans la salle", Answer.REMOTE: "À distance", Answer.EXCUSED: "Ne vient pas"}
    return announced.get(Answer(called.answer), "") if called else ""


def _proxy(proxy: Proxy | None, names: dict[int, str]) -> str:
    if proxy is None:
        return ""
    fallback = names.get(proxy.fallback_id or 0)
    return names.get(proxy.holder_id, proxy.holder.label) + (f", sinon {fallback}" if fallback else "")


def agenda_data(user: User, meeting: Meeting) -> dict[str, Any]:
    """The agenda as plain data for the typesetter."""
    points = [_point(point) for point in shown(user, meeting)]
    return head(meeting, "Ordre du jour") | {"points": points, "empty": "Aucun point n’est inscrit."}


def _point(point: Point) -> dict[str, Any]:
    if point.free is not None:
        said = {"title": point.free.title, "detail": point.free.get_kind_display(), "text": point.free.text}
    elif point.line is None or point.line.dossier is None:
        said = {"title": HIDDEN, "detail": "Vous n’y prenez pas part.", "text": ""}
    else:
        dossier = point.line.dossier
        about = (dossier.number, dossier.organization, dossier.territory)
        said = {"title": dossier.title, "detail": ", ".join(str(one) for one in about if one), "text": ""}
    return said | {"position": point.item.position}


def attendance_data(meeting: Meeting) -> dict[str, Any]:
    """The attendance sheet as plain data for the typesetter."""
    return head(meeting, "Feuille d’émargement") | {"columns": COLUMNS, "rows": attendance_rows(meeting)}


def attendance_rows(meeting: Meeting) -> list[list[str]]:
    return [[f"{one.name}\n{one.seat}", one.quality, one.mode, one.proxy] for one in lines(meeting)]


def head(meeting: Meeting, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "committee": meeting.committee.name,
        "headline": f"Séance du {instant(meeting.scheduled_at)}, {meeting.place}",
        "second_call": "Seconde séance, sans condition de quorum." if meeting.second_call_of_id else "",
        **documents.imprint(),
    }
