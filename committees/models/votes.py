"""A poll from its opening to its proclamation: the roll, the ballots, the one result, the verdict.

What the database can refuse by itself it refuses: see `frozen`.
"""

from dataclasses import asdict
from math import ceil
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from committees import counting, rules, sentences
from committees.models.bodies import Role, Seat
from committees.models.meetings import AgendaItem, Meeting, PresenceMode
from dossiers.models.conditions import WithTerms
from okote_flow import clock
from okote_flow.directory.models import Partner


class Choice(models.TextChoices):
    """What a ballot says. The first two count as for."""

    FOR = rules.Choice.FOR.value, "Favorable"
    FOR_WITH_CONDITIONS = rules.Choice.FOR_WITH_CONDITIONS.value, "Favorable avec réserves"
    AGAINST = rules.Choice.AGAINST.value, "Défavorable"
    ABSTAIN = rules.Choice.ABSTAIN.value, "Abstention"


class Visibility(models.TextChoices):
    """How a round is voted. A secret one keeps no ballots, one by hands was counted in the room."""

    PUBLIC = "public", "Vote public"
    ROLL_CALL = "roll_call", "Appel nominal"
    SECRET = "secret", "Vote secret"
    HANDS = "hands", "Main levée"
    WRITTEN = "written", "Consultation écrite"


NAMED = (Visibility.PUBLIC, Visibility.ROLL_CALL, Visibility.WRITTEN)
"""Whose ballots bear a name, and may be changed until the closing."""


class PollState(models.TextChoices):
    OPEN = "open", "Ouvert"
    CLOSED = "closed", "Clos"
    VOID = "void", "Annulé"


class Poll(models.Model):
    """One round of voting on one agenda item. Nothing leads back: a void or lost round is followed by a new one."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="polls")  # the item's: one open poll per meeting
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="polls")
    round = models.PositiveSmallIntegerField("tour")
    question = models.TextField("question", max_length=1000)
    visibility = models.CharField("vote", max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    subject_hash = models.CharField("empreinte de l’objet", max_length=64, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="superseded_by", verbose_name="remplace"
    )
    closes_at = models.DateTimeField("se termine le", null=True)
    rule = models.JSONField("règle")
    presiding = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name="présidence")
    state = models.CharField("état", max_length=8, choices=PollState, default=PollState.OPEN)
    opened_at = models.DateTimeField("ouvert le", default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("clos le", null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason = models.TextField("motif de l’annulation", max_length=2000, blank=True)

    class Meta:
        verbose_name = "scrutin"
        ordering: ClassVar = ["item", "round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "round"], name="one_poll_per_round"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=PollState.OPEN), name="one_open_poll_per_meeting"
            ),
            models.CheckConstraint(
                condition=Q(state=PollState.OPEN, closed_at=None, closed_by=None)
                | (~Q(state=PollState.OPEN) & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="a_poll_ends_at_some_time_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state=PollState.VOID) & ~Q(void_reason="") | ~Q(state=PollState.VOID) & Q(void_reason=""),
                name="a_void_poll_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(visibility=Visibility.WRITTEN) | Q(closes_at__isnull=False),
                name="a_written_consultation_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="a_poll_is_voted_in_a_known_way"
            ),
        ]

    def __str__(self) -> str:
        return f"scrutin {self.item_id}.{self.round}"

    @property
    def status(self) -> PollState:
        return PollState(self.state)

    @property
    def is_open(self) -> bool:
        return self.status == PollState.OPEN

    @property
    def is_secret(self) -> bool:
        return self.visibility == Visibility.SECRET

    @property
    def is_named(self) -> bool:
        return self.visibility in NAMED

    @property
    def is_late(self) -> bool:
        """Whether its countdown has run out: nothing is heard any more, even before somebody closes it."""
        return self.closes_at is not None and clock.now() >= self.closes_at

    @property
    def seconds_left(self) -> int:
        """Until its countdown runs out; 0 without one."""
        return max(0, ceil((self.closes_at - clock.now()).total_seconds())) if self.closes_at else 0

    @property
    def voting_rule(self) -> rules.VotingRule:
        """The rule as it was when the poll opened."""
        return rules.VotingRule.of(self.rule)

    @staticmethod
    def snapshot(rule: rules.VotingRule) -> dict[str, Any]:
        return asdict(rule)


class PollCeiling(models.Model):
    """The most that a partner would put in, if the poll adopts it."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="ceilings")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    cents = models.PositiveBigIntegerField("plafond")

    class Meta:
        ordering: ClassVar = ["partner"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "partner"], name="one_proposed_ceiling_per_partner"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="proposed_ceilings_are_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.cents}"


class PollCondition(WithTerms):
    """A condition put to the vote; it binds only if the poll adopts it with conditions."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="conditions")

    class Meta:
        ordering: ClassVar = ["pk"]


class Standing(models.TextChoices):
    """How a seat stood on the item when its poll opened, or since it was recused."""

    PRESENT_ROOM = rules.Standing.PRESENT_ROOM.value, PresenceMode.ROOM.label
    PRESENT_REMOTE = rules.Standing.PRESENT_REMOTE.value, PresenceMode.REMOTE.label
    REPRESENTED = rules.Standing.REPRESENTED.value, "Par pouvoir"
    ABSENT = rules.Standing.ABSENT.value, "Absence"
    RECUSED = rules.Standing.RECUSED.value, "Déport"
    RECUSED_L1111_6 = rules.Standing.RECUSED_L1111_6.value, "Déport (L1111-6, II)"


class VoterStatus(models.TextChoices):
    """What became of a seat's voice in a poll."""

    ELIGIBLE = "eligible", "Attendu"
    VOTED = "voted", "A voté"
    LEFT = "left", "Parti sans voter"
    ABSENT = "absent", "Absent"
    RECUSED = "recused", "En déport"


class Via(models.TextChoices):
    """By whom a seat's voice is heard: its holder, the substitute who sits there, or whoever carries its proxy."""

    SELF = "self", "En personne"
    SUBSTITUTE = "substitute", "Suppléance"
    PROXY = "proxy", "Pouvoir"


class Reason(models.TextChoices):
    """Why a voice fell silent, where it says more than that its holder left."""

    CONNECTION = "connection", "Connexion perdue"


class Entitlements(models.QuerySet["Entitlement"]):
    def eligible(self) -> Self:
        return self.filter(status__in=[VoterStatus.ELIGIBLE, VoterStatus.VOTED])


class Entitlement(models.Model):
    """A line of the poll's roll: one per seat with a voice, also the absent and the recused. Names are copied."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="roll")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField("nom", max_length=310)
    label = models.CharField("siège", max_length=120)
    role = models.CharField("rôle", max_length=12, choices=Role)
    stands_for = models.CharField("supplée", max_length=310, blank=True)  # the seat's holder, while a substitute sits
    standing = models.CharField("présence", max_length=16, choices=Standing)
    status = models.CharField("voix", max_length=8, choices=VoterStatus)
    reason = models.CharField("motif", max_length=10, choices=Reason, blank=True)
    caster = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="vote à sa place"
    )

    objects = Entitlements.as_manager()

    class Meta:
        verbose_name = "droit de vote"
        ordering: ClassVar = ["poll", "seat"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "seat"], name="one_voice_per_seat_and_poll"),
            models.UniqueConstraint(  # whoever has two seats sits on one of them, the other is absent
                fields=["poll", "user"],
                condition=Q(status__in=["eligible", "voted", "left"]),
                name="one_voice_per_person_and_poll",
            ),
            models.CheckConstraint(
                condition=Q(status=VoterStatus.ABSENT, standing=Standing.ABSENT)
                | Q(status=VoterStatus.RECUSED, standing__in=[Standing.RECUSED, Standing.RECUSED_L1111_6])
                | Q(
                    status__in=[VoterStatus.ELIGIBLE, VoterStatus.VOTED, VoterStatus.LEFT],
                    standing__in=[Standing.PRESENT_ROOM, Standing.PRESENT_REMOTE, Standing.REPRESENTED],
                ),
                name="a_recused_or_absent_seat_has_no_voice",
            ),
            models.CheckConstraint(
                condition=Q(caster=None) | ~Q(caster=models.F("user")),
                name="a_proxy_is_carried_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(status=VoterStatus.LEFT), name="only_a_voice_that_left_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.label}"

    @property
    def via(self) -> Via:
        if self.caster_id is not None:
            return Via.PROXY
        return Via.SUBSTITUTE if self.stands_for else Via.SELF

    @property
    def said_name(self) -> str:
        """The person as the roll and the minutes name them."""
        return sentences.in_stead(self.name, self.stands_for)

    @property
    def voter_id(self) -> int:
        """Who may cast its ballot: whoever sits, or whoever carries the proxy."""
        return self.caster_id or self.user_id

    @property
    def counted_as(self) -> rules.Standing:
        """Its standing for the count: who left without voting is absent."""
        return rules.Standing.ABSENT if self.status == VoterStatus.LEFT else rules.Standing(self.standing)


class Ballot(models.Model):
    """A named ballot. A change of mind is a new row; only the current one counts."""

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="ballots")
    seq = models.PositiveSmallIntegerField()
    choice = models.CharField("vote", max_length=20, choices=Choice)
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cast_at = models.DateTimeField(default=clock.now)
    is_current = models.BooleanField(default=True)
    client_uuid = models.CharField(max_length=36, blank=True)

    class Meta:
        verbose_name = "bulletin"
        ordering: ClassVar = ["entitlement", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(is_current=True), name="one_current_ballot_per_voice"
            ),
            models.UniqueConstraint(fields=["entitlement", "seq"], name="ballots_are_numbered"),
            models.UniqueConstraint(
                fields=["entitlement", "client_uuid"],
                condition=~Q(client_uuid=""),
                name="a_retry_is_not_a_second_ballot",
            ),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="a_ballot_says_something_known"),
        ]

    def __str__(self) -> str:
        return f"bulletin {self.entitlement_id}.{self.seq}"


class HandsPurpose(models.TextChoices):
    """What a show of hands may decide."""

    POSTPONE = counting.Verdict.POSTPONED.value, "Ajourner"
    REWORK = counting.Verdict.REWORK.value, "Demander à retravailler"


class ShowOfHands(models.Model):
    """A procedural vote, counted in the room and entered by whoever presides. Never changed."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="hands")
    purpose = models.CharField("objet", max_length=12, choices=HandsPurpose)
    reason = models.TextField("motif", max_length=4000)
    n_entitled = models.PositiveSmallIntegerField("voix présentes")
    n_for = models.PositiveSmallIntegerField("pour")
    n_against = models.PositiveSmallIntegerField("contre")
    n_abstain = models.PositiveSmallIntegerField("abstentions")
    adopted = models.BooleanField("adopté")
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "vote à main levée"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(n_entitled=models.F("n_for") + models.F("n_against") + models.F("n_abstain")),
                name="every_hand_is_counted_once",
            ),
            models.CheckConstraint(
                condition=Q(adopted=True, n_for__gt=models.F("n_against"))
                | Q(adopted=False, n_for__lte=models.F("n_against")),
                name="hands_decide_by_majority",
            ),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


class Verdict(models.TextChoices):
    """What the committee says of a dossier."""

    FAVOURABLE = counting.Verdict.FAVOURABLE.value, "Favorable"
    FAVOURABLE_WITH_CONDITIONS = counting.Verdict.FAVOURABLE_WITH_CONDITIONS.value, "Favorable avec réserves"
    UNFAVOURABLE = counting.Verdict.UNFAVOURABLE.value, "Défavorable"
    REDIRECTED = counting.Verdict.REDIRECTED.value, "Réorienté"
    POSTPONED = counting.Verdict.POSTPONED.value, "Ajourné"
    REWORK = counting.Verdict.REWORK.value, "À retravailler"


class Proclamation(models.Model):
    """The verdict on an item, said by whoever presides: of its last poll, or of a show of hands. Never changed."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="proclamation")
    poll = models.OneToOneField(Poll, models.PROTECT, null=True, related_name="proclamation")
    hands = models.OneToOneField(ShowOfHands, models.PROTECT, null=True, related_name="proclamation")
    verdict = models.CharField("décision", max_length=28, choices=Verdict)
    reason = models.TextField("motif", max_length=4000, blank=True)
    redirected_to = models.CharField("réorienté vers", max_length=200, blank=True)
    proclaimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proclaimed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "décision"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(poll__isnull=False, hands=None) | Q(poll=None, hands__isnull=False),
                name="a_verdict_comes_from_one_vote",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.REDIRECTED) & ~Q(redirected_to="")
                | ~Q(verdict=Verdict.REDIRECTED) & Q(redirected_to=""),
                name="redirected_names_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
