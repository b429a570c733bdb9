"""The pages of mails: what left, one's own in the browser, the way out of them, the outbox of a house for play."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications import access, deliveries, mail_list, optout, outbox, post
from notifications.models import DeliveryStatus
from okote_flow.accounts.doubts import trust_address
from okote_flow.requests import MemberRequest

PER_PAGE = 30


@require_safe
def mails(request: MemberRequest) -> HttpResponse:
    """What left, what did not and why, for those who answer for it."""
    if not access.watches_mails(request.user):
        raise Http404
    form = mail_list.SearchForm(request.GET)
    found = mail_list.search(access.deliveries_for(request.user), form)
    shown = mail_list.of_status(found, form)
    page = Paginator(mail_list.with_rows(shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": mail_list.filters(found, form),
        "page_obj": page,
        "rows": [(delivery, mail_list.PILLS[DeliveryStatus(delivery.status)]) for delivery in page],
        "query": form.query(),
        "outbox": outbox.is_open(),
    }
    return render(request, "notifications/mails.html", context)


@require_POST
def resend(request: MemberRequest, pk: int) -> HttpResponse:
    """Once more, after the address was mended or the server came back."""
    delivery = deliveries.resend(access.get_delivery(request.user, pk), by=request.user)
    messages.success(request, f"Le courriel à {delivery.notification.recipient} repart dans la minute.")
    return redirect("mails:list")


@require_POST
def trust(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody made sure that the address of this mail's reader is good."""
    person = access.get_delivery(request.user, pk).notification.recipient
    trust_address(person, by=request.user)
    messages.success(request, f"L’adresse de {person} est de nouveau bonne\u00a0: tout y part.")
    return redirect("mails:list")


@require_POST
def trust_mine(request: MemberRequest) -> HttpResponse:
    """My address is good, whatever a mail server said."""
    trust_address(request.user, by=request.user)
    messages.success(request, "Merci. Nos courriels vous sont de nouveau envoyés.")
    following = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure())
    return redirect(following if is_ours else "inbox")


@require_safe
def letter_page(request: MemberRequest, pk: int) -> HttpResponse:
    """A mail in the browser, for whoever it was sent to."""
    mine = access.get_mail(request.user, pk)
    return render(request, "notifications/letter.html", {"letter": post.letter_of(mine)})


@login_not_required
@csrf_exempt  # mailboxes post here by themselves (RFC 8058): the signature is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """No more mails of these families. Reading the page changes nothing: programs that look for traps open links."""
    found = optout.read(token)
    if found is None:
        return render(request, "notifications/leave.html", {"families": []}, status=404)
    done = request.method == "POST"
    if done:
        optout.leave(found)
    context = {"families": [family.label for family in found.families], "done": done, "person": found.person}
    return render(request, "notifications/leave.html", context)


# For play only: what would have left


def _open() -> None:
    """Raises Http404 where mails really leave."""
    if not outbox.is_open():
        raise Http404


@login_not_required
@never_cache
@require_safe
def outbox_list(request: HttpRequest) -> HttpResponse:
    """Everything that left, newest first. Open to all: a code to log in with is read here."""
    _open()
    page = Paginator(outbox.names(), PER_PAGE).get_page(request.GET.get("page"))
    kept = [mail for mail in map(outbox.read, page.object_list) if mail]
    return render(request, "notifications/outbox.html", {"page_obj": page, "kept": kept})


@login_not_required
@never_cache
@require_safe
def outbox_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its headers and its words."""
    return render(request, "notifications/outbox_mail.html", {"mail": _kept(name)})


@login_not_required
@never_cache
@require_safe
def outbox_html(request: HttpRequest, name: str) -> HttpResponseBase:
    """One mail as a mailbox shows it: its own styles, nothing of ours, no script."""
    found = _kept(name)

    @csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"], "sandbox": ["allow-popups"]})
    def as_it_is(request: HttpRequest) -> HttpResponse:
        return HttpResponse(found.html)

    return as_it_is(request)


def _kept(name: str) -> outbox.Kept:
    _open()
    found = outbox.read(name)
    if found is None:
        raise Http404
    return found
