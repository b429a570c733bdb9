"""What everybody may read of campaigns that take no gift any more."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import access
from funding.cards import cards

PER_PAGE = 12


@login_not_required
@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """Won, missed or stopped: what became of each, the last to end first."""
    page = Paginator(access.ended_campaigns(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "query": "", "ended": cards(page.object_list)}
    return render(request, "funding/ended.html", context)
