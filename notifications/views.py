"""The pages of what one was told: the list, the reading marks, the bell."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from notifications import access, actions
from okote_flow.requests import MemberRequest

PER_PAGE = 30
LATEST = 5  # in the list of the bell


@require_GET
def inbox(request: MemberRequest) -> HttpResponse:
    """Everything one was told, newest first, or only what is new."""
    only_new = request.GET.get("lues") == "non"
    found = access.notifications_for(request.user)
    shown = found.filter(read_at=None) if only_new else found
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "only_new": only_new,
        "query": "lues=non" if only_new else "",
        "unread": access.unread_count(request.user),
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
    actions.mark_all_read(by=request.user)
    return redirect("notifications:list")


@require_GET
def bell(request: MemberRequest) -> HttpResponse:
    """The bell and its list, for a page that was nudged and for whoever opens the list."""
    context = {"unread": access.unread_count(request.user), "latest": access.notifications_for(request.user)[:LATEST]}
    return render(request, "notifications/_fragment.html", context)
