"""The days of a year on which nobody works: those of Alsace-Moselle, and those that were entered."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dossiers.holidays import holidays
from dossiers.models import SpecialDay
from okote_flow import clock
from okote_flow.administration import access, actions, histories
from okote_flow.administration.forms.days import DayForm
from okote_flow.administration.views.saving import PAGE, posted
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest

AROUND = 5  # years before and after today that the page shows


@dataclass(frozen=True, slots=True)
class Row:
    day: date
    name: str
    special: SpecialDay | None

    @property
    def is_off(self) -> bool:
        return self.special is None or self.special.is_off


@PAGE
def days(request: MemberRequest) -> HttpResponse:
    access.check_keeper(request.user)
    today = clock.today()
    year = _year(request.GET.get("annee", ""), today.year)
    form = DayForm(posted(request))
    saved = attempt(form, lambda: actions.save_day(by=request.user, **form.cleaned_data))
    if saved is not None:
        messages.success(request, "Le jour est enregistré.")
        return redirect(f"{reverse('administration:days')}?annee={saved.day.year}")
    last = access.last_version()
    context = {
        "form": form,
        "year": year,
        "years": range(today.year - AROUND, today.year + AROUND + 1),
        "rows": _rows(list(access.special_days(request.user, year)), year),
        "today": today,
        "rolls": last is not None and last.parameters.deadlines_roll,
        "changes": histories.lines(access.changes(request.user, "day")[:10]),
    }
    return render(request, "administration/days.html", context, status=status_of(form))


def _year(asked: str, this: int) -> int:
    known = asked.isascii() and asked.isdigit() and len(asked) == 4 and abs(int(asked) - this) <= AROUND
    return int(asked) if known else this


def _rows(special: list[SpecialDay], year: int) -> list[Row]:
    """Holidays and special days together, in the order of the year."""
    entered = {one.day: one for one in special}
    found = [Row(day, name, entered.pop(day, None)) for day, name in holidays(year).items()]
    found += [Row(one.day, one.name, one) for one in entered.values()]
    return sorted(found, key=lambda row: row.day)


@require_POST
def drop_day(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_special_day(request.user, pk)
    try:
        actions.drop_day(found, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(one.message for one in refused.refusals))
    else:
        messages.success(request, "Ce jour est de nouveau comme au calendrier.")
    return redirect(f"{reverse('administration:days')}?annee={found.day.year}")
