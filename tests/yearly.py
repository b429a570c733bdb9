"""Reports and steering meetings for tests: written by Odile, presented by Didier."""

from datetime import date, timedelta
from typing import Any

from committees import actions as committees
from committees.models import Committee, FreeItemKind, Meeting, Role
from okote_flow import clock
from okote_flow.directory.models import Partner
from okote_flow.reports import actions
from okote_flow.reports.models import Report

YEAR = date(2022, 1, 1)
TEXTS = {"introduction": "Douze mois.", "recommendations": "Étendre à toute l’Alsace."}


def drafted(house: Any, partner: Partner | None = None) -> Report:
    return actions.draft_report(partner, starts_on=YEAR, by=house.odile)


def written(house: Any, partner: Partner | None = None) -> Report:
    """Everything that must be there is."""
    report = drafted(house, partner)
    for code, text in TEXTS.items():
        section = report.sections.filter(code=code).first()
        if section is not None and not section.text:
            actions.write_section(report, code=code, text=text, version=section.version, by=house.odile)
    return again(report)


def presented(house: Any, partner: Partner | None = None, **where: Any) -> Report:
    report = written(house, partner)
    return again(actions.present_report(report, version=report.version, by=house.didier, **where))


def again(report: Report) -> Report:
    return Report.objects.select_related("partner").get(pk=report.pk)


def steering_meeting(house: Any, *, convened: bool = False) -> Meeting:
    """Of the steering committee, whose secretary is Omar, with one point on its agenda."""
    room = Committee.objects.get(code="steering")
    if not room.seats.filter(mandates__user=house.omar).exists():
        committees.install(
            room, user=house.omar, role=Role.SECRETARY, theme=None, by=None, starts_on=date(2021, 10, 1)
        )
    at = clock.now() + timedelta(days=14)
    planned = committees.plan_meeting(room, scheduled_at=at, place="Salle Ill", by=house.omar)
    committees.add_free_item(
        planned, kind=FreeItemKind.INFORMATION, title="Bilan de l’année", text="À lire avant.", by=house.omar
    )
    return committees.convene(planned, by=house.omar) if convened else planned
