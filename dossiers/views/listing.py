"""The list of dossiers, for the screen, for paper, for a spreadsheet."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import access, files, listing, thread
from dossiers.forms.listing import FilterForm
from dossiers.listing import Criteria
from okote_flow import clock
from okote_flow.requests import MemberRequest

PER_PAGE = 25


@require_safe
def dossiers(request: MemberRequest) -> HttpResponse:
    """Every dossier that the reader may see, filtered by its address."""
    form = FilterForm(request.GET)
    asked = Criteria.of(form.asked())
    seen = access.dossiers_for(request.user)
    found = listing.found(seen, asked, request.user)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    unread = thread.unread_among(request.user, [dossier.pk for dossier in shown])
    context = {
        "form": form,
        "asked": asked,
        "query": asked.query,
        "page_obj": shown,
        "rows": [(one, listing.row(one, request.user, unread.get(one.pk, 0))) for one in shown],
        "count": shown.paginator.count,
        "chips": listing.chips(seen, asked, request.user),
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
def export(request: MemberRequest) -> HttpResponse:
    """The same rows as the list shows on all its pages."""
    asked = Criteria.of(FilterForm(request.GET).asked())
    found = listing.found(access.dossiers_for(request.user), asked, request.user)
    text = listing.as_csv(found, fictional=settings.DEMO)
    return files.as_csv(text, f"dossiers-{clock.today():%Y-%m-%d}")
