"""The room in which members train: its page, taking a seat, beginning again. No address of it exists elsewhere."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from okote_flow.operations import rehearsal_room

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The exercise, step by step, and the seats."""
    context = {"meeting": rehearsal_room.meeting(), "places": rehearsal_room.PLACES}
    return render(request, "operations/rehearsal.html", context)


@login_not_required
@require_POST
def sit(request: HttpRequest) -> HttpResponse:
    """Take a seat: one is that person from here on, in this browser."""
    player = rehearsal_room.players().filter(username=request.POST.get("seat", "")).first()
    if player is None:
        raise Http404
    login(request, player, backend=BACKEND)
    meeting = rehearsal_room.meeting()
    if meeting is None:
        return redirect("inbox")
    return redirect("committees:room" if meeting.is_sitting else "committees:meeting", pk=meeting.pk)


@login_not_required
@require_POST
def begin_again(request: HttpRequest) -> HttpResponse:
    """Whatever was played is undone."""
    request.session.flush()
    rehearsal_room.reset()
    request.session.create()
    messages.success(request, "La répétition recommence\u00a0: la séance ouvre dans un quart d’heure.")
    return redirect("rehearsal:page")
