"""Open data are published as they were previewed, byte for byte, when they follow the schema."""

import hashlib

from django.db import connection

from funding import access, open_data
from funding.models import Publication
from funding.seals import seal
from funding.sentences import refuse
from okote_flow.acts import action
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, require


def publication_refusals(year: int, user: User | None) -> list[Refusal]:
    """Why this person cannot publish this year now."""
    return _refusals(year, open_data.rows(year), user)


def _refusals(year: int, found: list[open_data.Row], user: User | None) -> list[Refusal]:
    refusals = list(access.office_refusals(user, Office.DIRECTOR))
    if not any(not row.missing for row in found):
        refusals.append(refuse("open-data-empty", year=year))
    faults = open_data.faults(open_data.text(found))[:3]
    return [*refusals, *(refuse("open-data-invalid", fault=fault) for fault in faults)]


@action("funding.publish_open_data", refuses=("not-yours", "open-data-empty", "open-data-invalid"))
def publish_open_data(*, year: int, by: User) -> Publication:
    """Make the rows of a year public that have all they need. The same content again is the same publication."""
    _one_at_a_time()
    found = open_data.rows(year)
    require(_refusals(year, found, by))
    content = open_data.text(found)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    last = Publication.objects.filter(year=year).order_by("-pk").first()
    if last is not None and last.sha256 == sha256:
        return last
    count = sum(1 for row in found if not row.missing)
    published = Publication.objects.create(year=year, content=content, sha256=sha256, rows=count, published_by=by)
    record(
        Kind.OPEN_DATA_PUBLISHED,
        subject=published.subject,
        by=by,
        office=Office.DIRECTOR,
        year=year,
        sha256=sha256,
        rows=count,
        refused=len(found) - count,
        **seal(published),
    )
    return published


def _one_at_a_time() -> None:
    """Two publications of a year follow each other (SQLite's write lock is already held)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE funding_publication IN SHARE ROW EXCLUSIVE MODE")
