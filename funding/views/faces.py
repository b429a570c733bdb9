"""A campaign beside its French page: in German, as a picture to share, as progress embedded in others' pages."""

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from funding import access, faces
from funding.counters import counter
from funding.faces import Face
from funding.wording import Language
from okote_flow import clock, documents

READ_ONLY = {"frame-ancestors": ["*"], "script-src": ["'none'"], "connect-src": ["'none'"], "form-action": ["'none'"]}
"""Anybody may frame it; nothing runs in it and nothing is sent from it."""
FIVE_MINUTES = 300


def _face(pk: int, language: Language) -> Face:
    return faces.face(counter(access.get_public_campaign(pk)), language)


def _asked(request: HttpRequest) -> Language:
    """What is not a language of ours is French."""
    return Language.GERMAN if request.GET.get("langue") == Language.GERMAN else Language.FRENCH


@login_not_required
@require_safe
def german(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page in German; what the holder wrote stays in French, and says so."""
    shown = _face(pk, Language.GERMAN)
    context = {"campaign": shown.counter.campaign, "face": shown, **faces.german(shown)}
    return render(request, "funding/campaign_de.html", context)


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace(READ_ONLY)  # type: ignore[arg-type]
@cache_control(public=True, max_age=FIVE_MINUTES)
def embedded(request: HttpRequest, pk: int) -> HttpResponse:
    """The counter alone, for a frame on anybody's page: to read, without cookie, script or form."""
    shown = _face(pk, _asked(request))
    return render(None, "funding/embedded.html", {"campaign": shown.counter.campaign, "face": shown})


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture (1200 × 630) that networks show beside a shared address."""
    shown = _face(pk, _asked(request))
    return HttpResponse(documents.picture("pictures/campaign.typ", faces.card(shown), at=clock.now()), "image/png")
