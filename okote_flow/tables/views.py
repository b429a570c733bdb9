"""Tables as files, their preparation in the background, and the views that people keep of a list."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okote_flow.directory.models import User
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tables import access, actions, bar, registry, rights, serving
from okote_flow.tables.forms import ViewForm
from okote_flow.tables.models import ExportJob, ExportState, SavedView
from okote_flow.tables.tasks import make_exports

PER_PAGE = 25
PAGE = require_http_methods(["GET", "HEAD", "POST"])
PILLS = {
    "pending": ("neutre", "clock"),
    "running": ("info", "hourglass"),
    "done": ("ok", "circle-check"),
    "failed": ("dang", "alert-triangle"),
    "cancelled": ("neutre", "circle-x"),
    "expired": ("neutre", "trash"),
}
assert registry.COLUMNS not in ("tableau", "format")


@require_safe
def download(request: MemberRequest, name: str, ending: str) -> HttpResponseBase:
    """Any table of the house, as far as this reader may see it."""
    return serving.answer(request, name, ending)


# Long tables


@require_safe
def exports(request: MemberRequest) -> HttpResponse:
    """What the reader has had prepared."""
    page = Paginator(access.exports_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "query": "", "rows": [(job, *PILLS[job.state]) for job in page]}
    return render(request, "tables/exports.html", context)


@PAGE
def prepare(request: MemberRequest) -> HttpResponse:
    """A table that is too long to wait for: how many rows, and the button that has it prepared."""
    table, ending = access.get_table(request.GET.get("tableau", "")), request.GET.get("format", "")
    if ending not in serving.MEDIA_TYPES:
        raise Http404
    query = QueryDict(serving.clean(request.GET, "tableau", "format", "page"))
    table.check(request.user, query)
    if request.method == "POST":
        asked = {"table": table.name, "title": table.title, "ending": ending, "query": query.urlencode()}
        job = actions.ask_export(**asked, by=request.user)
        make_exports.enqueue()
        return redirect("tables:export", pk=job.pk)
    context = {"table": table, "ending": ending, "count": table.count(request.user, query, None), "back": _back(table)}
    return render(request, "tables/prepare.html", context)


def _back(table: registry.Table) -> str:
    return reverse(table.back) if table.back else ""


@require_safe
def export(request: MemberRequest, pk: int) -> HttpResponse:
    """How far a preparation is, and its file. The page asks again by itself while it is under way."""
    job = access.get_export(request.user, pk)
    is_past = job.state == ExportState.DONE and rights.are_less(job)
    return render(request, "tables/export.html", {"job": job, "pill": PILLS[job.state], "is_past": is_past})


@require_safe
def file(request: MemberRequest, pk: int) -> FileResponse:
    """For its asker alone, as long as the table is still theirs to see."""
    job = access.get_ready(request.user, pk)
    access.get_table(job.table).check(request.user, QueryDict(job.query))
    response = FileResponse(job.file.open("rb"), as_attachment=True, filename=job.name)
    response["Content-Type"] = serving.MEDIA_TYPES[job.ending]
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    actions.cancel_export(access.get_export(request.user, pk), by=request.user)
    messages.success(request, "La préparation est arrêtée.")
    return redirect("tables:export", pk=pk)


@require_POST
def retry(request: MemberRequest, pk: int) -> HttpResponse:
    job: ExportJob = actions.retry_export(access.get_export(request.user, pk), by=request.user)
    make_exports.enqueue()
    return redirect("tables:export", pk=job.pk)


# Views of a list


@require_safe
def saved_views(request: MemberRequest) -> HttpResponse:
    """One's own views of each list, and those that others share."""
    gone = access.deleted(request.user, request.GET.get("supprimee", ""))
    context = {"groups": list(_groups(request.user)), "gone": gone}
    return render(request, "tables/views.html", context)


def _groups(user: User) -> Iterable[tuple[str, list[tuple[SavedView, str, bool]]]]:
    found = list(access.views_for(user))
    mine = set(access.defaults_of(user).values_list("view", flat=True))
    for one in registry.lists().values():
        rows = [(view, bar.address(view), view.pk in mine) for view in found if view.list == one.name]
        if rows:
            yield one.title, rows


@PAGE
def new_view(request: MemberRequest) -> HttpResponse:
    """Keep the question of the address under a name."""
    of = access.get_list(request.GET.get("liste", ""))
    query = of.clean(request.GET)
    form = ViewForm(request.POST if request.method == "POST" else None)
    view = attempt(form, lambda: _keep(request.user, of.name, query, form))
    if view is not None:
        messages.success(request, f"La vue «\u00a0{view.name}\u00a0» est enregistrée.")
        return redirect(bar.address(view))
    back = f"{reverse(of.page)}?{query}" if query else reverse(of.page)
    context = {
        "form": form,
        "of": of,
        "back": back,
        "title": "Enregistrer cette vue",
        "works": access.works(request.user),
    }
    return render(request, "tables/view.html", context, status=status_of(form))


def _keep(user: User, of: str, query: str, form: ViewForm) -> SavedView:
    return actions.save_view(of=of, query=serving.whole(query), by=user, **form.cleaned_data)


@PAGE
def edit_view(request: MemberRequest, pk: int) -> HttpResponse:
    view = access.get_view(request.user, pk)
    if view.owner_id != request.user.pk:
        raise Http404
    first = {"name": view.name, "is_shared": view.is_shared}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=first)
    if attempt(form, lambda: actions.edit_view(view, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "La vue est changée.")
        return redirect("tables:views")
    context = {
        "form": form,
        "of": access.get_list(view.list),
        "back": reverse("tables:views"),
        "title": f"Changer la vue «\u00a0{view.name}\u00a0»",
        "works": access.works(request.user) or view.is_shared,
    }
    return render(request, "tables/view.html", context, status=status_of(form))


@require_POST
def delete_view(request: MemberRequest, pk: int) -> HttpResponse:
    view = access.get_view(request.user, pk)
    actions.delete_view(view, by=request.user)
    messages.success(request, f"La vue «\u00a0{view.name}\u00a0» est supprimée.")
    return redirect(f"{reverse('tables:views')}?supprimee={view.pk}")


@require_POST
def restore_view(request: MemberRequest, pk: int) -> HttpResponse:
    view = access.get_deleted(request.user, pk)
    actions.restore_view(view, by=request.user)
    messages.success(request, f"La vue «\u00a0{view.name}\u00a0» est remise.")
    return redirect("tables:views")


@require_POST
def choose_default(request: MemberRequest, pk: int) -> HttpResponse:
    """Open the list with this view, or as it is."""
    view, wants = access.get_view(request.user, pk), request.POST.get("par_defaut") == "oui"
    actions.choose_default(view, is_default=wants, by=request.user)
    messages.success(
        request,
        f"La liste s’ouvre maintenant avec «\u00a0{view.name}\u00a0»." if wants else "La liste s’ouvre telle quelle.",
    )
    return redirect("tables:views")
