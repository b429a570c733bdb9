"""The list of dossiers, for the screen, for paper, for a spreadsheet."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dossiers import access, bulk, listing, table, thread
from dossiers.forms.listing import FilterForm
from dossiers.listing import Criteria
from okote_flow.requests import MemberRequest
from okote_flow.tables import bar, serving
from okote_flow.tables.paging import Pages

PER_PAGE = 25


@require_safe
def dossiers(request: MemberRequest) -> HttpResponse:
    """Every dossier that the reader may see, filtered by its address."""
    elsewhere = bar.opens_with(request, request.user, table.NAME)
    if elsewhere:
        return redirect(elsewhere)
    form = FilterForm(request.GET)
    asked = Criteria.of(form.asked())
    seen = access.dossiers_for(request.user)
    pages = Pages(listing.found(seen, asked, request.user).for_page(), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    unread = thread.unread_among(request.user, [dossier.pk for dossier in shown])
    context = {
        "form": form,
        "asked": asked,
        "query": asked.query,
        "page_obj": shown,
        "heads": table.heads(asked),
        "columns": [(field, field in table.shown(asked)) for field in table.SCREEN if field.key != "projet"],
        "rows": [(one, listing.row(one, request.user, unread.get(one.pk, 0))) for one in shown],
        "count": pages.count,
        "is_more": pages.is_more,
        "chips": listing.chips(seen, asked, request.user, pages.counted),
        "vues": bar.bar_of(request.user, table.NAME, asked.query),
        "deeds": bulk.deeds_for(request.user),
        "checked": request.GET.get("coche") == "tout",
        "empty": empty_state(asked),
        "enters": access.enters_for_others(request.user),
    }
    return render(request, "dossiers/list.html", context)


def empty_state(asked: Criteria) -> tuple[str, str]:
    """What is true when no dossier answers, and what to try."""
    if asked.text:
        return (
            f"Aucun dossier ne répond à «\u00a0{asked.text}\u00a0»",
            "Essayez avec moins de mots ou un autre filtre.",
        )
    if asked.delay == listing.LATE:
        return "Rien n’est en retard", "Aucun des dossiers choisis n’a dépassé son échéance."
    if asked.delay == listing.SOON:
        return "Rien n’est attendu dans les sept jours", "Les échéances plus lointaines sont dans la liste entière."
    if asked.mine:
        return "Vous ne suivez aucun de ces dossiers", "Un dossier vous revient quand il vous est confié."
    return "Aucun dossier ne répond à cette recherche", "Essayez avec moins de mots ou un autre filtre."


@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The same rows as the list shows on all its pages."""
    return serving.answer(request, table.NAME, "csv")
