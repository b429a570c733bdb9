"""The verbs of calls for projects and their cohorts."""

from datetime import date, datetime

from dossiers.access import dossiers_for
from dossiers.actions import lock
from dossiers.models import Call, Cohort, Dossier
from okote_flow.acts import action
from okote_flow.administration import access
from okote_flow.administration.actions.writing import REFUSES, write
from okote_flow.administration.models import Thing
from okote_flow.administration.sentences import refuse
from okote_flow.directory.models import Office, Territory, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require


@action("administration.save_call", refuses=(*REFUSES, "call-reversed", "call-webinar-late", "call-crowded"))
def save_call(  # noqa: PLR0913 - the fields of one form
    *,
    name: str,
    opens_on: date,
    closes_on: date,
    by: User,
    code: str = "",
    territory: Territory | None = None,
    webinar_at: datetime | None = None,
    webinar_link: str = "",
    ends_on: date | None = None,
    call: Call | None = None,
) -> Call:
    """Open a call for projects, move its dates, or end its use."""
    values = {
        "code": code, "name": name, "territory": territory, "opens_on": opens_on, "closes_on": closes_on,
        "webinar_at": webinar_at, "webinar_link": webinar_link, "ends_on": ends_on,
    }  # fmt: skip
    saved: Call = write(Thing.CALL, call.code if call else None, values, by=by)
    return saved


@action("administration.save_cohort", refuses=(*REFUSES, "call-reversed", "cohort-crowded"))
def save_cohort(  # noqa: PLR0913 - the fields of one form
    *,
    name: str,
    call: Call,
    cohort_size: int,
    by: User,
    code: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    cohort: Cohort | None = None,
) -> Cohort:
    """Make a cohort of a call, with its places and its days."""
    values = {
        "code": code, "name": name, "call": call, "cohort_size": cohort_size, "starts_on": starts_on,
        "ends_on": ends_on,
    }  # fmt: skip
    saved: Cohort = write(Thing.COHORT, cohort.code if cohort else None, values, by=by)
    return saved


@action("administration.join_cohort", refuses=("rules-director", "cohort-full", "cohort-elsewhere", "cohort-unfit"))
def join_cohort(cohort: Cohort, *, dossier: Dossier, by: User) -> Dossier:
    """Give a dossier that answered the call a place in one of its cohorts."""
    cohort, dossier = _hold(cohort, dossier, by)
    if dossier.cohort_id == cohort.pk:
        return dossier
    if dossier.cohort is not None:
        raise Refused([refuse("cohort-elsewhere", cohort=dossier.cohort.name)])
    if dossier.call_id != cohort.call_id or dossier.submitted_at is None:
        raise Refused([refuse("cohort-unfit")])
    if Dossier.objects.filter(cohort=cohort).count() >= cohort.cohort_size:
        raise Refused([refuse("cohort-full", places=cohort.cohort_size)])
    dossier.cohort = cohort
    dossier.save(update_fields=["cohort"])
    record(Kind.COHORT_JOINED, subject=dossier.subject, by=by, office=Office.DIRECTOR.value, cohort=cohort.code)
    return dossier


@action("administration.leave_cohort", refuses=("rules-director", "cohort-absent", "cohort-unfit"))
def leave_cohort(cohort: Cohort, *, dossier: Dossier, by: User) -> Dossier:
    """Take a dossier out of its cohort; the place is free again."""
    cohort, dossier = _hold(cohort, dossier, by)
    if dossier.cohort_id != cohort.pk:
        raise Refused([refuse("cohort-absent")])
    dossier.cohort = None
    dossier.save(update_fields=["cohort"])
    record(Kind.COHORT_LEFT, subject=dossier.subject, by=by, office=Office.DIRECTOR.value, cohort=cohort.code)
    return dossier


def _hold(cohort: Cohort, dossier: Dossier, by: User) -> tuple[Cohort, Dossier]:
    """Both rows, for a director who may open the dossier."""
    require(access.director_refusals(by))
    dossier = lock(dossier)
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if not dossiers_for(by).filter(pk=dossier.pk).exists():
        raise Refused([refuse("cohort-unfit")])
    return cohort, dossier
