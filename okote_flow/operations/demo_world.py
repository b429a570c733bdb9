"""The demo world: played from its scenario into an empty database, and the accounts to visit it with."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db.models import Min

from committees.models import Mandate
from dossiers.lifecycle import STAGES
from dossiers.models import Dossier
from notifications.models import Delivery, DeliveryStatus, Notification
from okote_flow import clock
from okote_flow.directory.models import Appointment, User
from okote_flow.operations import demo, stage
from okote_flow.operations.expectations import disappointments

SCENARIO = settings.BASE_DIR / "data" / "scenarios" / "demo.yaml"
READ_AFTER = timedelta(days=3)


def is_empty() -> bool:
    return not Dossier.objects.exists()


def is_unfinished() -> bool:
    """A loading that was stopped half-way leaves people who cannot come in."""
    return User.objects.filter(is_fictional=True, password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def load() -> list[str]:
    """Play the demo scenario for keeps, then let its people in. Gives what went otherwise than expected."""
    play = stage.prepare(SCENARIO, keep=True)
    surprises = [told.line for told in play.tell() if told.surprise]
    surprises += [] if surprises else disappointments(play.scenario.expected, play.state())
    User.objects.filter(is_fictional=True).update(password=make_password(demo.PASSWORD))
    _settle_notifications(play)
    return surprises


def _settle_notifications(play: stage.Play) -> None:
    """What was told in the world's past is not mailed now, and most of it has been read."""
    Delivery.objects.filter(status=DeliveryStatus.QUEUED).update(status=DeliveryStatus.DROPPED)
    old = Notification.objects.filter(created_at__lt=play.rehearsal.now - READ_AFTER, read_at=None)
    old.update(read_at=play.rehearsal.now)


def accounts() -> Iterator[tuple[User, str]]:
    """One person for each thing that can be done: offices, seats of a kind, a holder for each stage."""
    seen: set[int] = set()
    for person, what in (*_offices(), *_seats(), *_holders()):
        if person.pk not in seen:
            seen.add(person.pk)
            yield person, what


def _offices() -> Iterator[tuple[User, str]]:
    rows = Appointment.objects.in_force(clock.today()).filter(user__is_fictional=True)
    first = rows.values("office").annotate(first=Min("pk")).values("first")
    for held in rows.filter(pk__in=first).select_related("user", "partner").order_by("pk"):
        partner = f" ({held.partner})" if held.partner else ""
        yield held.user, f"{held.get_office_display()}{partner}"


def _seats() -> Iterator[tuple[User, str]]:
    """The first of each role in each committee, the engagement committee first."""
    rows = Mandate.objects.in_force().filter(user__is_fictional=True)
    first = rows.order_by().values("seat__committee", "seat__role").annotate(first=Min("pk")).values("first")
    held = rows.filter(pk__in=first).select_related("user", "seat__committee")
    for mandate in held.order_by("seat__committee__kind", "seat__committee", "seat__precedence"):
        yield mandate.user, f"{mandate.seat.label.lower()}, {mandate.seat.committee}"


def _holders() -> Iterator[tuple[User, str]]:
    dossiers = Dossier.objects.filter(is_fictional=True).select_related("applicant").order_by("pk")
    by_stage = {dossier.stage: dossier for dossier in reversed(dossiers)}
    for number in sorted(by_stage):
        dossier = by_stage[number]
        yield dossier.applicant, f"porte «\u00a0{dossier.title}\u00a0» ({STAGES[number][0]})"
