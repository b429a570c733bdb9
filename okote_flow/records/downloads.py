"""Files that leave the archives: a sheet, a ZIP; always to be saved, never kept by a browser."""

import tempfile
from typing import cast

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from okote_flow.sheets import Sheet, csv_lines, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(sheet: Sheet) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def as_xlsx(sheet: Sheet) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(sheet, cast("tempfile._TemporaryFileWrapper[bytes]", file))
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{sheet.name}.xlsx")
    response["Content-Type"] = XLSX
    response["Cache-Control"] = "private, no-store"
    return response


def as_zip(packed: bytes, name: str) -> HttpResponse:
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name.replace(" ", "-")}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
