"""An act on several dossiers at once: a page that says what it would do, then what it did."""

import secrets

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dossiers import bulk
from dossiers.forms.listing import NumbersField, WordsField
from dossiers.listing import MOST_CHOSEN
from dossiers.sentences import refuse
from okote_flow.fields import status_of
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def together(request: MemberRequest) -> HttpResponse:
    """The selection stands in the address until the act is done; sent twice, it is done once."""
    sent = request.POST if request.method == "POST" else request.GET
    deed = {one.code: one for one in bulk.deeds_for(request.user)}.get(sent.get("acte", bulk.FIRST))
    if deed is None:
        raise Http404
    keys = _keys(sent)
    form = deed.form(request.POST if request.method == "POST" else None, initial={"cle": secrets.token_hex(12)})
    if form.is_valid():
        said = form.said()  # type: ignore[attr-defined]
        lines = bulk.carry_out(request.user, deed, keys, form.cleaned_data["cle"], said)
        return render(request, "dossiers/together_done.html", {"deed": deed, **_counted(lines)})
    context = {"deed": deed, "form": form, **_counted(bulk.preview(request.user, deed, keys))}
    return render(request, "dossiers/together.html", context, status=status_of(form))


def _keys(sent: QueryDict) -> tuple[int, ...]:
    """Too many are refused as a whole: none is left aside without a word."""
    words = WordsField(required=False).clean(sent.getlist("choix"))
    if len(words) > MOST_CHOSEN:
        raise Refused([refuse("too-many-chosen", count=len(words), most=MOST_CHOSEN)])
    found: tuple[int, ...] = NumbersField(required=False).clean(words)
    return found


def _counted(lines: list[bulk.Line]) -> dict[str, object]:
    good = sum(line.is_ok for line in lines)
    return {"lines": lines, "good": good, "others": len(lines) - good}
