"""A draft begun by an officer for somebody who asked for it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dossiers import access, actions
from dossiers.forms.entering import EnterForm
from dossiers.views.draft import PAGE, posted
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest


@PAGE
def enter(request: MemberRequest) -> HttpResponse:
    """Shown to officers alone: the draft then belongs to the person named."""
    if not access.enters_for_others(request.user):
        raise Http404
    form = EnterForm(posted(request))
    dossier = attempt(form, lambda: actions.draft_for(by=request.user, **form.cleaned_data))
    if dossier is not None:
        messages.success(request, f"Le brouillon est ouvert. {dossier.applicant} en est averti par courriel.")
        return redirect("dossiers:structure", pk=dossier.pk)
    return render(request, "dossiers/enter.html", {"form": form}, status=status_of(form))
