"""The help: its first page, one guide a role, the words, the first visit, the keyboard."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from okote_flow import glossary
from okote_flow.directory.models import User
from okote_flow.help import actions, guides, roles
from okote_flow.help.forms import LATER, ShortcutsForm, TourForm
from okote_flow.menu import Shell
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everybody's guides, one's own first."""
    reader = request.user if isinstance(request.user, User) else None
    mine = roles.codes_of(Shell(reader, request.path)) if reader else []
    found = guides.guides()
    context = {
        "mine": [guide for code in mine for guide in found if guide.code == code],
        "others": [guide for guide in found if guide.code not in mine],
    }
    return render(request, "help/index.html", context)


@login_not_required
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "help/guide.html", {"guide": guides.of_slug(slug)})


@login_not_required
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    return render(request, "help/words.html", {"letters": glossary.by_letter()})


@PAGE
def visit(request: MemberRequest) -> HttpResponse:
    """The first visit as a page; a POST says not now, or never again."""
    if request.method != "POST":
        return render(request, "help/visit.html", {"guide": roles.tour_of(Shell(request.user, request.path))})
    form = TourForm(request.POST)
    if form.is_valid() and form.cleaned_data["answer"] == LATER:
        actions.put_off_tour(by=request.user)
        messages.info(request, "La visite vous sera proposée de nouveau demain.")
    elif form.is_valid():
        actions.close_tour(tour=form.cleaned_data["tour"], by=request.user)
        messages.info(request, "La visite ne sera plus proposée. Elle reste dans l’aide.")
    return redirect("inbox")


@PAGE
def shortcuts(request: MemberRequest) -> HttpResponse:
    """The list of shortcuts, and their switch."""
    form = ShortcutsForm(request.POST if request.method == "POST" else None, initial={"on": request.user.shortcuts})
    if form.is_valid():
        actions.set_shortcuts(on=form.cleaned_data["on"], by=request.user)
        said = "Les raccourcis clavier sont " + ("actifs." if form.cleaned_data["on"] else "éteints.")
        messages.success(request, said)
        return redirect("help:shortcuts")
    return render(request, "help/shortcuts.html", {"form": form})
