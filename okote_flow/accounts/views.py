"""Accounts: my own, my structure's, those that an administrator opens; the page behind an invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okote_flow.accounts import access, actions, forms, letters, members
from okote_flow.accounts.adapter import INVITATION
from okote_flow.directory.access import absence_of
from okote_flow.directory.models import Office, Organization, User
from okote_flow.directory.sentences import refuse
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Refusal
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50


# Mine


@require_safe
def me(request: MemberRequest) -> HttpResponse:
    """My name, my offices, my structures; address and password are allauth's pages."""
    context = {
        "appointments": access.in_force(request.user),
        "organizations": access.organizations_of(request.user),
        "absence": absence_of(request.user),
    }
    return render(request, "accounts/me.html", context)


@PAGE
def organization(request: MemberRequest, pk: int) -> HttpResponse:
    """The accounts of a structure: who shares them, who is invited, and inviting one more."""
    found = access.get_organization(request.user, pk)
    form = forms.ColleagueForm(request.POST if request.method == "POST" else None)
    if invite(request, form, organization=found) is not None:
        return redirect("accounts:organization", pk=pk)
    context = {"organization": found, "form": form, "waiting": access.invitations_to(found)}
    return render(request, "accounts/organization.html", context, status=status_of(form))


@PAGE
def remove_member(request: MemberRequest, pk: int, person_pk: int) -> HttpResponse:
    """Say what it means that somebody has no account any more, then do it; oneself leaves by the same page."""
    found, membership = access.get_member(request.user, pk, person_pk)
    person, is_self = membership.user, membership.user_id == request.user.pk
    form = Form(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: members.remove_member(found, person=person, by=request.user)) is not None:
        said = f"Vous avez quitté {found}." if is_self else f"{person} n’a plus de compte dans {found}."
        messages.success(request, said)
        return redirect("accounts:me") if is_self else redirect("accounts:organization", pk=pk)
    context = {"organization": found, "person": person, "is_self": is_self, "form": form}
    context["refusals"] = [] if form.errors else list(members.departure_refusals(membership))
    return render(request, "accounts/remove_member.html", context, status=status_of(form))


@require_POST
def revoke(request: MemberRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = access.get_invitation_to(request.user, pk, invitation_pk)
    members.revoke_invitation(invitation, by=request.user)
    messages.success(request, f"L’invitation de {invitation.email} ne vaut plus.")
    return redirect("accounts:organization", pk=pk)


def invite(request: MemberRequest, form: Form, *, organization: Organization | None = None) -> str | None:
    """Write the invitation down, then mail its link. None when the house refused; the form says why."""
    token = attempt(form, lambda: actions.invite(by=request.user, organization=organization, **form.cleaned_data))
    if token is None:
        return None
    email, office = form.cleaned_data["email"], form.cleaned_data.get("office")
    letters.send_invitation(email, token, by=request.user, office=office, organization=organization)
    messages.success(request, f"L’invitation est partie à {email}.")
    return token


# An administrator's


@require_safe
def accounts(request: MemberRequest) -> HttpResponse:
    access.check_administrator(request.user)
    form = forms.SearchForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "fonction": ""}
    found = access.accounts(asked["q"], office=asked["fonction"])
    context = {
        "form": form,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "query": "&".join(f"{name}={value}" for name, value in asked.items() if value),
        "waiting": access.waiting_invitations(),
    }
    return render(request, "accounts/list.html", context)


@PAGE
def invitations(request: MemberRequest) -> HttpResponse:
    """Invite somebody to an office."""
    access.check_administrator(request.user)
    form = forms.InvitationForm(request.POST if request.method == "POST" else None)
    if invite(request, form) is not None:
        return redirect("accounts:list")
    return render(request, "accounts/invite.html", {"form": form}, status=status_of(form))


@PAGE
def account(request: MemberRequest, pk: int) -> HttpResponse:
    """One account: its offices and their terms, and giving it one more."""
    found = access.get_account(request.user, pk)
    form = forms.AppointmentForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.appoint(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, f"La fonction est confiée à {found}.")
        return redirect("accounts:account", pk=pk)
    held = found.appointments.all()
    context = {"account": found, "form": form, "current": access.in_force(found), "held": held}
    return render(request, "accounts/account.html", context, status=status_of(form))


@require_POST
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """End a term today."""
    found = access.get_account(request.user, pk)
    form = forms.EndForm(request.POST)
    if form.is_valid():
        actions.end_appointment(found, by=request.user, office=form.cleaned_data["office"])
        messages.success(request, f"{found} n’exerce plus cette fonction.")
    else:
        messages.error(request, "Rien n’a changé\u00a0: dites quelle fonction prend fin.")
    return redirect("accounts:account", pk=pk)


# Behind an invitation


@login_not_required
@never_cache
@PAGE
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Anybody with the link reads who invites them to what; only the invited address may accept."""
    found = access.find_invitation(token)
    reader = request.user if isinstance(request.user, User) and request.user.is_authenticated else None
    if request.method == "POST" and reader is not None:
        actions.accept_invitation(token=token, by=reader)
        messages.success(request, "Bienvenue. Votre compte est prêt.")
        return redirect("inbox")
    request.session.pop(INVITATION, None)
    if reader is None and found is not None:
        request.session[INVITATION] = reverse("accounts:invitation", args=[token])
    context = {
        "invitation": found,
        "office": Office(found.office).label if found and found.office else "",
        "refusals": _refusals(found.email if found else None, reader),
    }
    return render(request, "accounts/invitation.html", context, status=200 if found else 404)


def _refusals(email: str | None, reader: User | None) -> list[Refusal]:
    if email is None:
        return [refuse("invitation-used")]
    if reader is not None and reader.email.lower() != email:
        return [refuse("invitation-elsewhere", email=email)]
    return []
