"""The pages of an absence: announcing it, reading whose tasks one takes, coming back earlier."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from okote_flow.absences import access, actions, forms
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tags import jour

PAGE = require_http_methods(["GET", "HEAD", "POST"])
FEW = 5


@PAGE
def mine(request: MemberRequest) -> HttpResponse:
    """My absences and those in which I take over; a form to announce one."""
    form = forms.AbsenceForm(request.POST if request.method == "POST" else None, user=request.user)
    done = attempt(form, lambda: actions.announce(by=request.user, **form.cleaned_data))
    if done is not None:
        messages.success(
            request, f"{done.stand_in} prend le relais du {jour(done.starts_on)} au {jour(done.ends_on)}."
        )
        return redirect("absences:mine")
    context = {
        "form": form,
        "closed": list(actions.lending_refusals(request.user)),
        "absences": access.mine(request.user),
        "taken_over": access.taken_over_by(request.user),
        "over": access.over(request.user)[:FEW],
    }
    return render(request, "absences/mine.html", context, status=status_of(form))


@PAGE
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Come back earlier: now, or on a day ahead."""
    absence = access.get_own(request.user, pk)
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    done = attempt(form, lambda: actions.end(absence, by=request.user, **form.cleaned_data))
    if done is not None:
        ended = done.lifted_on is not None
        said = "Votre absence est levée." if ended else f"Votre absence se termine le {jour(done.ends_on)}."
        messages.success(request, said)
        return redirect("absences:mine")
    return render(request, "absences/end.html", {"absence": absence, "form": form}, status=status_of(form))
