"""The pages that belong to nobody's app: home, public texts, health, a request that came too late or too long."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers.models.content import AttachmentKind
from dossiers.programme import criteria, in_force, programmes, versions
from funding.access import places, running_campaigns, totals, won_campaigns
from funding.cards import cards
from okote_flow.directory.access import partners
from okote_flow.parameters import Parameters

PER_PAGE = 8
FEW = 6  # up to here campaigns are seen at a glance: no filter
LATEST = 4


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The campaigns that run, what became of others, and how Okoté works."""
    territories = places()
    asked = request.GET.get("territoire", "")
    chosen = next((one for one in territories if one.code == asked), None)
    code = chosen.code if chosen else ""
    page = Paginator(running_campaigns(code), PER_PAGE).get_page(request.GET.get("page"))
    programme = programmes().first()
    running = sum(territory.running for territory in territories) if chosen else page.paginator.count
    context = {
        "page_obj": page,
        "query": f"territoire={code}" if code else "",
        "running": cards(page.object_list),
        "running_count": running,
        "won": cards(won_campaigns(code)[:LATEST]),
        "territories": territories,
        "chosen": chosen,
        "filtered": chosen is not None or running > FEW,
        "totals": totals(),
        "target": programme.target_projects if programme else 0,
        "parameters": rules_of_today(),
        "partners": [partner for partner in partners() if not partner.is_fictional],
    }
    return render(request, "pages/home.html", context)


def rules_of_today() -> Parameters:
    """Those in force, or the house's own while no programme is loaded."""
    version = in_force(versions())
    return version.parameters if version else Parameters()


@login_not_required
@require_safe
def deposit(request: HttpRequest) -> HttpResponse:
    """What a project needs to be chosen, what is asked for, the path and how long it takes."""
    pieces = [kind.label for kind in AttachmentKind if kind not in (AttachmentKind.OTHER, AttachmentKind.REPORT)]
    context = {"criteria": criteria(), "parameters": rules_of_today(), "pieces": pieces}
    return render(request, "pages/deposit.html", context)


@login_not_required
@require_safe
def text(request: HttpRequest, template: str) -> HttpResponse:
    """A page of words: accessibility, legal mentions, privacy, source code."""
    return render(request, template)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: 200 while pages and database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be read: too long (413) or not understood (400). No menu: it may be the request itself."""
    too_long = isinstance(exception, RequestDataTooBig)
    content = render_to_string(
        "400.html", {"too_long": too_long, "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20}
    )
    return HttpResponse(content, status=413 if too_long else 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: nothing was done."""
    return render(request, "403.html", {"expired": True}, status=403)


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a device that is offline shows instead of any page: it says nothing of anybody."""
    return render(request, "hors_ligne.html")


@login_not_required
@never_cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps that one page. It stands at the root, since it answers for every address."""
    return render(request, "sw.js", {"version": _offline_version(request)}, content_type="text/javascript")


def _offline_version(request: HttpRequest) -> str:
    """Another page or sheet is another version: devices then fetch both again."""
    sheet = Path(finders.find("hors-ligne.css") or "").read_bytes()
    return sha256(render_to_string("hors_ligne.html", request=request).encode() + sheet).hexdigest()[:12]
