"""Who was called to a meeting and what they answered; who speaks for whom there."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from committees.models.bodies import Capacity, Seat
from committees.models.frozen import keeps, never_when, refused_when
from committees.models.meetings import Meeting
from okote_flow import clock, triggers


class Answer(models.TextChoices):
    """What somebody who was called says; a proxy is given beside it."""

    NONE = "", "Pas encore de réponse"
    ROOM = "room", "Je viens"
    REMOTE = "remote", "Je suis à distance"
    EXCUSED = "excused", "Je ne viens pas"


class Convocation(models.Model):
    """One seat called to one meeting, in the person of its holder or substitute that day: the proof that it was."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="convocations")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="convocations")
    name = models.CharField("nom", max_length=310)  # as it was then
    capacity = models.CharField("qualité", max_length=10, choices=Capacity, default=Capacity.HOLDER)
    sent_at = models.DateTimeField("envoyée le", default=clock.now)
    answer = models.CharField("réponse", max_length=8, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True)

    class Meta:
        verbose_name = "convocation"
        ordering: ClassVar = ["meeting", "seat__precedence", "seat", "capacity"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "seat", "capacity"], name="a_seat_is_called_once"),
            models.CheckConstraint(
                condition=Q(answer=Answer.NONE, answered_at=None)
                | Q(answer__in=[Answer.ROOM, Answer.REMOTE, Answer.EXCUSED], answered_at__isnull=False),
                name="an_answer_is_given_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"convocation {self.meeting_id}.{self.seat_id}"

    @property
    def is_substitute(self) -> bool:
        return self.capacity == Capacity.SUBSTITUTE


class ProxyState(models.TextChoices):
    ACTIVE = "active", "Valable"
    REVOKED = "revoked", "Révoqué"


class Proxies(models.QuerySet["Proxy"]):
    def active(self) -> Self:
        return self.filter(state=ProxyState.ACTIVE)


class Proxy(models.Model):
    """A seat's voice lent for one meeting by the person who holds it: over once somebody else sits there.

    Whether it counts on an item is worked out there, never stored. It sleeps while the giver is there or stands aside;
    where the holder is gone or recused the fallback carries it.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="proxies")
    giver = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name="mandant")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # who held it then
    holder = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name="mandataire")
    fallback = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+", verbose_name="remplaçant")
    state = models.CharField("état", max_length=8, choices=ProxyState, default=ProxyState.ACTIVE)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proof = models.CharField("preuve", max_length=200, blank=True)  # of a proxy on paper, entered by the bureau
    given_at = models.DateTimeField("donné le", default=clock.now)
    revoked_at = models.DateTimeField("révoqué le", null=True)

    objects = Proxies.as_manager()

    class Meta:
        verbose_name = "pouvoir"
        ordering: ClassVar = ["meeting", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "giver"], condition=Q(state=ProxyState.ACTIVE), name="one_active_proxy_per_giver"
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("holder"))
                & (Q(fallback=None) | ~Q(fallback=F("giver")) & ~Q(fallback=F("holder"))),
                name="a_proxy_joins_different_seats",
            ),
            models.CheckConstraint(
                condition=Q(state=ProxyState.ACTIVE, revoked_at=None)
                | Q(state=ProxyState.REVOKED, revoked_at__isnull=False),
                name="a_proxy_is_revoked_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"pouvoir {self.giver_id} → {self.holder_id}"


_CHAIN = (
    "EXISTS (SELECT 1 FROM committees_proxy held WHERE held.meeting_id = NEW.meeting_id AND held.state = 'active'"
    " AND (held.giver_id IN (NEW.holder_id, NEW.fallback_id)"
    " OR NEW.giver_id IN (held.holder_id, held.fallback_id)))"
)

triggers.append_only("committees_convocation", updates=True)
triggers.append_only("committees_proxy", updates=True)
triggers.declare(
    refused_when(
        "no_chain",
        "committees_proxy",
        "INSERT",
        _CHAIN,
        "a proxy is not passed on",
        held="1 FROM committees_meeting WHERE id = NEW.meeting_id FOR UPDATE",
    ),
    never_when(
        "committees_proxy",
        "stays_revoked",
        "OLD.state = 'revoked' AND NEW.state <> 'revoked'",
        "OLD.state = 'revoked' AND NEW.state <> 'revoked'",
        "a revoked proxy does not hold again",
    ),
    never_when(
        "committees_meeting",
        "keeps_its_rules",
        "OLD.convened_at IS NOT NULL AND NEW.ruleset_id IS NOT OLD.ruleset_id",
        "OLD.convened_at IS NOT NULL AND NEW.ruleset_id IS DISTINCT FROM OLD.ruleset_id",
        "a convened meeting keeps its rules",
    ),
    keeps("committees_convocation", "meeting_id", "seat_id", "user_id", "name", "capacity", "sent_at"),
    keeps(
        "committees_proxy",
        *("meeting_id", "giver_id", "person_id", "holder_id", "fallback_id", "given_by_id", "given_at", "proof"),
    ),
)
