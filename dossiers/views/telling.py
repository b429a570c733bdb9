"""The story of a dossier: a page to read and to print, and the same as a table."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import access, looks, page, telling
from dossiers.forms.telling import StoryForm
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving


@require_safe
def story(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything that happened and that this reader may be told, by stage and day."""
    found = access.get_dossier(request.user, pk)
    form = StoryForm(request.GET)
    wanted, told = form.wanted(), telling.deeds(request.user, found)
    kept = telling.chapters(told, wanted)
    counts = telling.counts(told, wanted)
    context = {
        "dossier": found,
        "pill": page.shown_state(found),
        "form": form,
        "wanted": wanted,
        "families": [(name, label, icon, counts[name]) for name, (label, icon) in telling.FAMILIES.items()],
        "chapters": kept,
        "count": sum(chapter.count for chapter in kept),
        "total": len(told),
        "versions": len(looks.versions(found)),
        "query": request.GET.urlencode(),
    }
    return render(request, "dossiers/story.html", context)


@require_safe
def table(request: MemberRequest, pk: int, ending: str) -> HttpResponseBase:
    """The same facts as a file for a spreadsheet."""
    found = access.get_dossier(request.user, pk)
    sheet = telling.sheet(request.user, found, StoryForm(request.GET).wanted())
    return serving.send(request, sheet, ending)
