"""What ties people to structures: one's own declarations, the ties of a dossier, the register of recusals."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from committees import access, actions, conflicts, register, tables
from committees.interest_forms import EndInterestForm, InterestForm, ReportForm, RulingForm
from committees.models import Committee, Conflict, Recusal, RecusalGround
from committees.views.bodies import PAGE, posted
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving

PER_PAGE = 50


@PAGE
def mine(request: MemberRequest) -> HttpResponse:
    """My declarations of interest, and a form for one more."""
    form = InterestForm(posted(request))
    done = attempt(form, lambda: actions.declare_interest(by=request.user, **form.arguments()))
    if done is not None:
        messages.success(request, f"Votre lien avec {done.organization} est déclaré.")
        return redirect("committees:interests")
    context = {"form": form, "interests": register.declared_by(request.user)}
    return render(request, "committees/interests.html", context, status=status_of(form))


@PAGE
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Say when a tie ended."""
    interest = register.declared_by(request.user).filter(pk=pk).first()
    if interest is None:
        raise Http404
    form = EndInterestForm(posted(request))
    done = attempt(form, lambda: actions.end_interest(interest, by=request.user, **form.cleaned_data))
    if done is not None:
        messages.success(request, f"La fin de votre lien avec {done.organization} est enregistrée.")
        return redirect("committees:interests")
    context = {"form": form, "interest": interest}
    return render(request, "committees/end_interest.html", context, status=status_of(form))


@PAGE
def ties(request: MemberRequest, pk: int) -> HttpResponse:
    """The possible ties with a dossier: what is known of them, how they were ruled on, a form to report one."""
    dossier = access.get_judged(request.user, pk)
    rules = conflicts.may_rule(request.user, dossier)
    form = ReportForm(access.reportable(request.user, dossier), posted(request), rules=rules)
    done = attempt(form, lambda: actions.report_conflict(dossier, by=request.user, **form.cleaned_data))
    if done is not None:
        messages.success(request, "Le lien est signalé\u00a0: le bureau du comité tranche.")
        return redirect("committees:ties", pk=pk)
    context = {"dossier": dossier, "form": form, "ties": register.ties_shown(request.user, dossier), "rules": rules}
    return render(request, "committees/ties.html", context, status=status_of(form))


@PAGE
def rule(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm a tie, or dismiss it."""
    tie = register.tie_to_rule_on(request.user, pk)
    if tie is None:
        raise Http404
    form = RulingForm(posted(request))
    done = attempt(form, lambda: _rule(tie, form, request))
    if done is not None:
        messages.success(request, f"{tie.user}\u00a0: le lien est {'confirmé' if form.confirms else 'écarté'}.")
        return redirect("committees:ties", pk=tie.dossier_id)
    refusals = list(conflicts.ruling_refusals(request.user, tie))
    context = {"tie": tie, "dossier": tie.dossier, "form": form, "refusals": refusals}
    return render(request, "committees/rule_tie.html", context, status=status_of(form))


def _rule(tie: Conflict, form: RulingForm, request: MemberRequest) -> Conflict | Recusal:
    reason = form.cleaned_data["reason"]
    if form.confirms:
        ground = RecusalGround(form.cleaned_data["ground"])
        return actions.confirm_conflict(tie, ground=ground, note=reason, by=request.user)
    return actions.dismiss_conflict(tie, reason=reason, by=request.user)


def _register_of(request: MemberRequest, code: str) -> Committee:
    found = access.get_committee(request.user, code)
    if not register.may_read(request.user, found):
        raise Http404
    return found


@require_safe
def recusals(request: MemberRequest, code: str) -> HttpResponse:
    """The register of recusals of a committee."""
    committee = _register_of(request, code)
    page = Paginator(register.recusals_of(request.user, committee), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "committee": committee,
        "page_obj": page,
        "own": register.own_recusals(request.user, committee),
        "dismissed": register.dismissed_of(request.user, committee)[:PER_PAGE],
    }
    return render(request, "committees/recusals.html", context)


@require_safe
def export_recusals(request: MemberRequest, code: str) -> HttpResponseBase:
    return serving.answer(request, tables.RECUSALS, "csv", comite=code)
