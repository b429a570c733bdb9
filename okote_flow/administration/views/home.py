"""The first page of the administration: its rooms, and what was changed last."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okote_flow.administration import access, histories, rooms
from okote_flow.requests import MemberRequest

FEW = 5


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    access.check_keeper(request.user)
    context = {
        "groups": rooms.groups(request.user),
        "changes": histories.lines(access.changes(request.user)[:FEW]),
        "open_proposals": access.open_proposals(),
    }
    return render(request, "administration/home.html", context)
