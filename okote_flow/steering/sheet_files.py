"""A table as a file to save: CSV line by line, XLSX typed."""

from tempfile import SpooledTemporaryFile

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse

from okote_flow.sheets import Sheet, csv_lines, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 2_000_000  # bytes; what is longer waits on disk


def answer(sheet: Sheet, form: str) -> HttpResponseBase:
    """`form` is csv or xlsx. Raises Http404 for any other."""
    if form == "csv":
        response = StreamingHttpResponse(csv_lines(sheet), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{sheet.name}.csv"'
        return response
    if form != "xlsx":
        raise Http404
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_xlsx(sheet, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{sheet.name}.xlsx", content_type=XLSX)
