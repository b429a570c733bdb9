"""Open data: the preview for those who keep the books, the published file for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import accounting_access
from funding import open_data as schema
from funding.acts import button
from okote_flow.requests import MemberRequest


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What was published, year by year."""
    return render(request, "funding/open_data.html", {"published": accounting_access.published()})


@login_not_required
@require_safe
def open_data_file(request: HttpRequest, year: int) -> HttpResponse:
    """The file of a year as it was published last, and nothing else."""
    found = accounting_access.get_published(year)
    response = HttpResponse(found.content.encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="subventions-{found.year}.csv"'
    return response


@require_safe
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """Each row field by field, the rows that are refused and why, what the validator says."""
    year = accounting_access.get_open_year(request.user, pk)
    found = schema.rows(year.pk)
    context = {
        "year": year.pk,
        "years": accounting_access.entry_years(),
        "fields": schema.FIELDS,
        "rows": [(row.name, list(zip(schema.FIELDS, row.cells, strict=True))) for row in found if not row.missing],
        "refused": [row for row in found if row.missing],
        "faults": schema.faults(schema.text(found)),
        "last": next((one for one in accounting_access.published() if one.year == year.pk), None),
        "buttons": [button("publish_open_data", request.user, year)],
    }
    return render(request, "funding/open_data_preview.html", context)
