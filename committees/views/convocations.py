"""Who was called to a meeting, what they answered, and who speaks for whom."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, called, proxies
from committees.convocation_forms import AnswerForm, ProxyForm
from committees.models import Answer, Convocation, Meeting, MeetingState, Proxy
from committees.models.meetings import SITTING
from committees.views.bodies import PAGE, posted
from okote_flow import panels
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

RUNNING = (MeetingState.CONVENED, *SITTING)


@PAGE
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """My answer to the convocation, two taps on a phone."""
    meeting = access.get_meeting(request.user, pk)
    asked = access.convocation_of(request.user, meeting)
    if asked is None:
        raise Http404
    voices = [] if asked.is_substitute else access.seated(meeting.committee, votes=True)
    form = AnswerForm(asked.seat, voices, posted(request), now=asked.answer)
    if attempt(form, lambda: _answered(meeting, form, request)) is not None:
        messages.success(request, "Votre réponse est enregistrée. Vous pouvez la changer jusqu’à la séance.")
        return redirect("committees:meeting", pk=meeting.pk)
    mine = access.proxy_of(asked.seat, meeting)
    context = {
        "meeting": meeting,
        "called": asked,
        "other": called.counterpart(asked),
        "form": form,
        "mine": mine,
        "runs": meeting.status in RUNNING,
    }
    return render(request, "committees/answer.html", context, status=status_of(form))


def _answered(meeting: Meeting, form: AnswerForm, request: MemberRequest) -> Convocation | Proxy:
    if form.is_proxy:
        return actions.give_proxy(meeting, by=request.user, **form.arguments())
    return actions.answer_convocation(meeting, answer=Answer(form.cleaned_data["answer"]), by=request.user)


@PAGE
def convocations(request: MemberRequest, pk: int) -> HttpResponse:
    """Seat by seat: when it was called, what it answered, who speaks for it. A proxy on paper is entered here."""
    meeting = access.get_meeting(request.user, pk)
    bureau = access.runs(request.user).filter(pk=meeting.committee_id).exists()
    voices = access.seated(meeting.committee, votes=True)
    form = ProxyForm(voices, posted(request))
    if attempt(form, lambda: actions.give_proxy(meeting, by=request.user, **form.arguments())) is not None:
        messages.success(request, "Le pouvoir est enregistré.")
        return redirect("committees:convocations", pk=meeting.pk)
    given = {(proxy.giver_id, proxy.person_id): proxy for proxy in proxies.given_at(meeting)}
    names = {mandate.seat_id: str(mandate.user) for mandate in voices}
    called_ones = access.convocations_of(meeting)
    rows = [_row(one, given.get((one.seat_id, one.user_id)), names) for one in called_ones]
    context = {
        "meeting": meeting,
        "rows": rows,
        "seats": len({row.called.seat_id for row in rows}),
        "bureau": bureau,
        "form": form,
        "may_enter": bureau and meeting.status in RUNNING,
        "answered": sum(bool(row.called.answer) for row in rows),
    }
    return render(request, "committees/convocations.html", context, status=status_of(form))


@require_safe
def convocation(request: MemberRequest, pk: int) -> HttpResponse:
    """The proof that one seat was called: when, by which way, and what it answered."""
    found = called.get_convocation(request.user, pk)
    context = {
        "called": found,
        "other": called.counterpart(found),
        "panels": panels.render("convocation", request, found),
    }
    return render(request, "committees/convocation.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """One seat that was called, and who speaks for it."""

    called: Convocation
    proxy: Proxy | None
    holder: str
    fallback: str


def _row(called: Convocation, proxy: Proxy | None, names: dict[int, str]) -> Row:
    if proxy is None:
        return Row(called, None, "", "")
    return Row(called, proxy, names.get(proxy.holder_id, ""), names.get(proxy.fallback_id or 0, ""))


@require_POST
def revoke_proxy(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a proxy back."""
    proxy = access.get_proxy(request.user, pk)
    actions.revoke_proxy(proxy, by=request.user)
    messages.success(request, "Le pouvoir est révoqué.")
    return redirect("committees:convocations", pk=proxy.meeting_id)
