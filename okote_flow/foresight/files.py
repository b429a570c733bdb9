"""Tables of foresight as files to save."""

from io import BytesIO

from django.http import HttpResponse

from okote_flow.sheets import Sheet, csv_lines, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(sheet: Sheet) -> HttpResponse:
    response = HttpResponse("".join(csv_lines(sheet)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}.csv"'
    return response


def as_xlsx(sheet: Sheet) -> HttpResponse:
    file = BytesIO()
    write_xlsx(sheet, file)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}.xlsx"'
    return response
