"""The whole dossier on one page, to read again or to print; to its writer, with what is missing and the way to it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import access, pieces, programme
from dossiers.actions.drafting import EDITABLE
from dossiers.models import Dossier
from dossiers.views.draft import Context, around, budget_of, notes_of
from dossiers.views.page import content_of
from okote_flow.requests import MemberRequest


@require_safe
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    dossier = access.get_dossier(request.user, pk)
    if dossier.status not in EDITABLE or any(access.writing_refusals(request.user, dossier)):
        return render(request, "dossiers/reread.html", {"dossier": dossier} | content_of(dossier))
    context: Context = {
        "answers": _answers(dossier),
        "pieces": pieces.kept_of(dossier),
        "notes": notes_of(dossier),
        **budget_of(dossier),
    }
    return render(request, "dossiers/preview.html", around(dossier, "preview") | context)


def _answers(dossier: Dossier) -> list[Context]:
    """Each criterion with its answer, even when there is none yet."""
    said = {answer.criterion_id: answer.text for answer in dossier.answers.all()}
    return [{"criterion": one, "text": said.get(one.pk, "").strip()} for one in programme.criteria(dossier)]
