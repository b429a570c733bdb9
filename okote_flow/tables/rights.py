"""Whether what somebody may see became less since their table was asked for: then its file is not theirs any more."""

from collections.abc import Callable
from datetime import date

from okote_flow import clock
from okote_flow.directory.models import Appointment, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity
from okote_flow.tables.models import ExportJob

Narrowing = Callable[[User, date], bool]
"""Whether something that opened dossiers to a person has run out by itself since that day."""
TAKEN_AWAY = (
    Kind.RECUSED, Kind.OFFICE_ENDED, Kind.MANDATE_GIVEN, Kind.MANDATE_ENDED, Kind.MEMBER_LEFT, Kind.MEMBER_REMOVED,
)  # fmt: skip
"""What takes sight from whom it names. A mandate that is given names the one it replaces, or moves a seat."""
_narrowings: list[Narrowing] = []


def narrows(rule: Narrowing) -> None:
    """Terms of an upper app that run out on a day, which no fact tells."""
    if rule not in _narrowings:
        _narrowings.append(rule)


def are_less(job: ExportJob) -> bool:
    """Since it was asked for, which is before its rows were read."""
    asked = Event.objects.filter(subject=job.subject, kind=Kind.TABLE_ASKED).order_by("-seq").first()
    if asked is None:
        return True
    since = asked.at.astimezone(clock.PARIS).date()
    return _was_named(job.user, asked) or any(rule(job.user, since) for rule in (_ran_out, *_narrowings))


def _was_named(person: User, asked: Event) -> bool:
    """A recusal, an end: every fact of that kind that tells of this person."""
    mine = set(Identity.objects.filter(user=person).values_list("commitment", flat=True))
    later = Event.objects.filter(pk__gt=asked.pk, kind__in=TAKEN_AWAY).values_list("facts", flat=True)
    return any(mine.intersection(facts.get("people", {}).values()) for facts in later)


def _ran_out(person: User, since: date) -> bool:
    """Also an end that was brought forward to a day before."""
    return Appointment.objects.filter(user=person, ends_on__gte=since, ends_on__lt=clock.today()).exists()
