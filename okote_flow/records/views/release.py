"""Giving a dossier out: what of it, with what masked, to whom; and reading its pieces before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dossiers.models import Dossier
from okote_flow.fields import attempt, status_of
from okote_flow.records import access, actions, communicable, downloads, forms
from okote_flow.records.views.acts import PAGE
from okote_flow.requests import MemberRequest


@PAGE
def release(request: MemberRequest, pk: int) -> HttpResponse:
    """A preview of every document with what is masked in it; the chosen ones leave as a ZIP."""
    access.check_keeper(request.user)
    dossier: Dossier = access.get_kept(request.user, pk)
    documents = communicable.documents_of(dossier)
    choices = [(one.code, one.title) for one in documents]
    form = forms.ReleaseForm(choices, request.POST if request.method == "POST" else None)
    made = attempt(form, lambda: actions.communicate(dossier, by=request.user, **form.cleaned_data))
    if made is not None:
        return downloads.as_zip(made[1], f"communication-{dossier.label}")
    chosen = request.POST.getlist("documents")
    context = {"dossier": dossier, "documents": documents, "form": form, "chosen": chosen}
    return render(request, "records/release.html", context, status=status_of(form))


@require_POST
def check_piece(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that a piece was read, and whether it may go."""
    piece = access.get_piece(request.user, pk)
    actions.check_piece(piece, may_go=request.POST.get("may_go") == "oui", by=request.user)
    messages.success(request, "C’est noté.")
    return redirect("records:release", pk=piece.dossier_id)
