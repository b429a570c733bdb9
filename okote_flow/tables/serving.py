"""How a table leaves: at once while it is short, through a page that has it prepared when it is long."""

from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from itertools import islice
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from okote_flow import clock
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest
from okote_flow.sheets import Sheet, csv_lines, write_xlsx
from okote_flow.tables import access
from okote_flow.tables.sentences import refuse

AT_ONCE = 5_000  # rows; more are prepared in the background
LONGEST = 1_000  # of a question that is kept
AT_A_TIME = 200  # lines of one piece of a stream
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(request: MemberRequest, name: str, ending: str, **more: object) -> HttpResponseBase:
    """A registered table, for the question of this address; `more` is what the address says besides its query."""
    table = access.get_table(name)
    query = request.GET.copy()
    query.update({word: str(value) for word, value in more.items()})
    table.check(request.user, query)
    if table.count(request.user, query, AT_ONCE + 1) > AT_ONCE:
        said = urlencode({"tableau": name, "format": ending})
        return redirect(f"{reverse('tables:prepare')}?{said}&{query.urlencode()}")
    file_name = table.file_name(request.user, query) if table.file_name else name
    return send(request, table.sheet(request.user, query, f"{file_name}-{clock.today():%Y-%m-%d}"), ending)


def send(request: HttpRequest, sheet: Sheet, ending: str) -> HttpResponseBase:
    """A short table as a file to save: CSV as it is made, XLSX whole. Raises Http404 for any other ending."""
    if ending not in MEDIA_TYPES:
        raise Http404
    response: HttpResponseBase
    if ending == "csv":
        response = _streamed(request, csv_lines(sheet))
    else:
        book = BytesIO()
        write_xlsx(sheet, book)
        response = HttpResponse(book.getvalue(), content_type=MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _streamed(request: HttpRequest, lines: Iterator[str]) -> StreamingHttpResponse:
    """An asynchronous server wants an asynchronous stream: with the other kind it would wait for the whole."""
    pieces = _pieces(lines)
    stream = _from_thread(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(stream, content_type=MEDIA_TYPES["csv"])


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    while piece := "".join(islice(lines, AT_A_TIME)):
        yield piece


async def _from_thread(pieces: Iterator[str]) -> AsyncIterator[str]:
    """Each piece is read where the database may be asked."""
    following = sync_to_async(_following)
    while piece := await following(pieces):
        yield piece


def _following(pieces: Iterator[str]) -> str:
    return next(pieces, "")


def clean(query: QueryDict, *without: str) -> str:
    """A query as it is kept, without these words."""
    kept = [(word, value) for word, values in query.lists() for value in values if word not in without and value]
    return whole(urlencode(kept))


def whole(query: str) -> str:
    """A question that can be kept; cut, it would be another one."""
    if len(query) > LONGEST:
        raise Refused([refuse("question-too-long")])
    return query
