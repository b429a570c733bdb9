"""What was changed in the data of reference, by whom, and the way back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from okote_flow.administration import access, actions, histories
from okote_flow.administration.forms.days import HistoryForm
from okote_flow.administration.models import Change
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving

PER_PAGE = 50


def _asked(request: MemberRequest) -> tuple[HistoryForm, QuerySet[Change]]:
    """What is not understood is left aside."""
    form = HistoryForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    return form, access.changes(request.user, given.get("quoi", ""), given.get("cle", ""))


@require_safe
def history(request: MemberRequest) -> HttpResponse:
    form, found = _asked(request)
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "lines": histories.lines(page), "query": query.urlencode()}
    return render(request, "administration/history.html", context)


@require_safe
def history_file(request: MemberRequest, ending: str) -> HttpResponseBase:
    return serving.send(request, histories.sheet(_asked(request)[1].iterator(chunk_size=500)), ending)


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one change back; the history says so."""
    found = access.get_change(request.user, pk)
    try:
        actions.undo_change(found, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(one.message for one in refused.refusals))
    else:
        messages.success(request, f"Le changement de «\u00a0{found.label}\u00a0» est annulé.")
    return redirect("administration:history")
