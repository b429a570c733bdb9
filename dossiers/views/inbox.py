"""Ma corbeille: what awaits me now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dossiers import actions
from dossiers import inbox as tasks
from dossiers.inbox import View
from okote_flow import panels
from okote_flow.requests import MemberRequest
from okote_flow.tables.paging import Counted

PER_PAGE = 25
FEW = 5  # tasks of the pool shown under one's own


@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    wanted = request.GET.get("vue", "")
    view = View(wanted) if wanted in set(View) else View.MINE
    counts = tasks.counts(request.user)
    pages = Counted(tasks.tasks(request.user, view), PER_PAGE, counts[view])
    page = pages.get_page(request.GET.get("page"))
    rows = tasks.rows(page, request.user)
    is_first = view is View.MINE
    free = tasks.tasks(request.user, View.TO_CLAIM)[:FEW] if is_first else []
    gone = tasks.just_taken(request.user)[:FEW] if is_first else []
    context = {
        "view": view,
        "page_obj": page,
        "query": "" if is_first else f"vue={view}",
        "filters": [(one, counts[one]) for one in View],
        "groups": tasks.grouped(rows) if is_first else [],
        "rows": rows,
        "free": tasks.rows([*free, *gone], request.user),
        "free_count": counts[View.TO_CLAIM],
        "mine": counts[View.MINE],
        "more_free": max(0, counts[View.TO_CLAIM] - FEW),
        "late": counts.late,
        "panels": panels.render("inbox", request, request.user),
    }
    return render(request, "dossiers/inbox.html", context)


@require_POST
def claim(request: MemberRequest, pk: int) -> HttpResponse:
    task = actions.claim(tasks.get_task(request.user, pk), by=request.user)
    messages.success(request, f"«\u00a0{task.dossier.title}\u00a0» est à vous.")
    return redirect("inbox")


@require_POST
def release(request: MemberRequest, pk: int) -> HttpResponse:
    task = actions.release(tasks.get_task(request.user, pk), by=request.user)
    messages.success(request, f"«\u00a0{task.dossier.title}\u00a0» est de nouveau à prendre.")
    return redirect("inbox")
