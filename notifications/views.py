"""The pages of what one was told: the list, the reading marks, the bell, and the choice of mails."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notifications import access, actions, examples, listing, outlook, readers
from notifications.families import Family
from notifications.forms import AgainForm, PreferencesForm
from notifications.wishes import Wishes
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

PER_PAGE = 30
LATEST = 5  # in the list of the bell


@require_GET
def inbox(request: MemberRequest) -> HttpResponse:
    """Everything one was told, newest first, or part of it."""
    name = request.GET.get("voir", "")
    filters = listing.choices(request.user, name)
    again = AgainForm(request.GET if request.GET.get("at") else None)
    context = {
        "page_obj": Paginator(listing.shown(request.user, name), PER_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "counts": {choice.name: choice.count for choice in filters},
        "chosen": next(choice for choice in filters if choice.is_chosen),
        "query": urlencode({"voir": name}) if name in listing.FILTERS and name else "",
        "unread": next(choice.count for choice in filters if choice.name == "non-lues"),
        "to_do": next(choice.count for choice in filters if choice.name == "a-faire"),
        "today": clock.today(),
        "yesterday": clock.today() - timedelta(days=1),
        "again": again if again.is_bound and again.is_valid() else None,
    }
    return render(request, "notifications/list.html", context)


@require_GET
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Go to the page that a notification speaks of; having gone there is having read it."""
    notification = access.get_notification(request.user, pk)
    actions.mark_read(notification, by=request.user)
    return redirect(notification.url)


@require_POST
def read(request: MemberRequest, pk: int) -> HttpResponse:
    actions.mark_read(access.get_notification(request.user, pk), by=request.user)
    return redirect("notifications:list")


@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    """Everything is read; the list then offers to take it back."""
    done = actions.mark_all_read(by=request.user)
    address = reverse("notifications:list")
    return redirect(f"{address}?{urlencode({'at': clock.now().isoformat()})}" if done else address)


@require_POST
def unread_again(request: MemberRequest) -> HttpResponse:
    form = AgainForm(request.POST)
    if form.is_valid():
        actions.mark_unread_again(by=request.user, at=form.cleaned_data["at"])
    return redirect("notifications:list")


@require_GET
def bell(request: MemberRequest) -> HttpResponse:
    """The bell and its list, for a page that was nudged and for whoever opens the list."""
    context = {"unread": access.unread_count(request.user), "latest": access.notifications_for(request.user)[:LATEST]}
    return render(request, "notifications/_fragment.html", context)


# What one chooses


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    """How often the mails of each family leave, and when. With htmx each choice is saved as it is made."""
    person = request.user
    form = PreferencesForm(
        request.POST if request.method == "POST" else None, person=person, wishes=Wishes.of([person.pk])
    )
    saved = attempt(form, lambda: _save(person, form)) is not None
    if saved and not request.headers.get("HX-Request"):
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("notifications:preferences")
    context = {"form": form, "saved": saved, "summary": outlook.next_summary(person, Wishes.of([person.pk]))}
    return render(request, "notifications/preferences.html", context, status=status_of(form))


def _save(person: User, form: PreferencesForm) -> bool:
    for family, cadence in form.chosen.items():
        actions.prefer(by=person, family=family, cadence=cadence)
    if form.has_other_hours:
        hours = {name: form.cleaned_data[name] for name in ("daily_hour", "weekly_day", "quiet")}
        actions.set_schedule(by=person, **hours)
    return True


@require_GET
def example(request: MemberRequest) -> HttpResponse:
    """A mail as it looks, about a dossier that does not exist."""
    return render(request, "notifications/example.html", {"mail": examples.mail_for(request.user)})


@require_GET
def catalogue(request: MemberRequest) -> HttpResponse:
    """Who is told what, for everybody to read; or only what this reader may be told."""
    only_mine = request.GET.get("voir") == "me-concerne"
    told = readers.concerning(request.user)
    chapters = examples.chapters(told if only_mine else None)
    context = {"chapters": chapters, "silent": examples.silent(), "only_mine": only_mine, "families": list(Family)}
    return render(request, "notifications/catalogue.html", context)
