"""What lies ahead of a dossier: the next steps with their dates, and how long its committee usually takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from dossiers import guards, joints
from dossiers.joints import Foreseen, Plan
from dossiers.lifecycle import State
from dossiers.models import Dossier, DossierProcess
from dossiers.stages import DUTIES
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event

ENOUGH = 3  # dossiers below which a median says more of one of them than of the committee
LATEST = 200  # how far back the usual delay looks, so that it follows the committees as they are now
VERDICTS = (Kind.DOSSIER_ENDORSE, Kind.DOSSIER_DECLINE)
S = State


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a body takes: the median of its last dossiers in days, and how many they are. 0 days: unknown."""

    days: int
    count: int

    @property
    def is_known(self) -> bool:
        return self.count >= ENOUGH


@dataclass(frozen=True, slots=True)
class Prospect:
    """One thing ahead. It begins with an instant, with a day to be done by, or with words (`lead`)."""

    stage: int
    text: str
    lead: str = ""
    at: datetime | None = None
    by: date | None = None
    usual: str = ""
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of a dossier's future, read once."""

    dossier: Dossier
    tasks: list[DossierProcess]
    foreseen: list[Foreseen]
    delays: dict[int, Delay]
    plan: Plan | None

    def due(self, *duties: str) -> date | None:
        """The first date by which one of these open tasks is to be done; any task when none is named."""
        dates = [task.due_on for task in self.tasks if task.due_on and (not duties or task.duty in duties)]
        return min(dates, default=None)

    def find(self, *whats: str) -> Foreseen | None:
        return next((one for one in self.foreseen if one.what in whats), None)


# How long it usually takes


def delays(dossier: Dossier) -> dict[int, Delay]:
    """Stage -> its usual delay: admissibility, this territory's committee, the engagement committee. One query.

    Of the latest dossiers that were admitted, the fictional apart from the real ones.
    """
    subject = Concat(Value("dossier:"), Cast(OuterRef("pk"), CharField()))
    verdicts = Event.objects.filter(subject=subject, kind__in=VERDICTS).order_by("-seq")
    rows = (
        Dossier.objects.filter(admitted_at__isnull=False, is_fictional=dossier.is_fictional)
        .annotate(decided_at=Subquery(verdicts.values("at")[:1]))
        .order_by("-admitted_at", "-pk")
        .values_list(
            "territory", "submitted_at", "admitted_at", "at_engagement_since", "decided_at", "state", "state_since"
        )
    )
    spans: dict[int, list[int]] = {2: [], 3: [], 4: []}
    for territory, submitted, admitted, engaged, decided, state, since in rows[:LATEST]:
        assert submitted and admitted, "whoever is admitted was handed in"
        spans[2].append(days_between(submitted, admitted))
        opined = engaged or (since if state == S.REJECTED else None)
        if opined and territory == dossier.territory_id:
            spans[3].append(days_between(admitted, opined))
        if engaged and decided:
            spans[4].append(days_between(engaged, decided))
    return {stage: usual(found) for stage, found in spans.items()}


def days_between(start: datetime, end: datetime) -> int:
    """Days of the calendar in Alsace."""
    return (end.astimezone(clock.PARIS).date() - start.astimezone(clock.PARIS).date()).days


def usual(spans: list[int]) -> Delay:
    """The median, half a day counted as a whole one."""
    return Delay(int(median(spans) + 0.5) if spans else 0, len(spans))


def usual_sentence(stage: int, delay: Delay, dossier: Dossier) -> str:
    """ "Le comité Sud Alsace rend son avis en 11 jours en général (médiane, 4 dossiers)", or what the rules say."""
    if delay.is_known:
        does = {
            2: "Alsace Active examine la recevabilité",
            3: f"Le comité {dossier.territory or 'territorial'} rend son avis",
            4: "Le comité d’engagement décide",
        }[stage]
        return f"{does} {in_days(delay.days)} en général (médiane, {delay.count} dossiers)."
    rules = dossier.parameters
    if stage == 3:
        return (
            f"Les règles du programme donnent {rules.screening_days}\u00a0jours aux membres pour leurs grilles\u00a0: "
            "trop peu de dossiers sont passés pour un délai habituel."
        )
    if stage == 4:
        return (
            f"Les règles du programme font convoquer une séance {rules.notice_days}\u00a0jours avant au moins\u00a0: "
            "trop peu de dossiers sont passés pour un délai habituel."
        )
    return (
        f"Alsace Active se donne {rules.complement_days}\u00a0jours\u00a0: trop peu de dossiers sont passés pour un "
        "délai habituel."
    )


def in_days(days: int) -> str:
    return {0: "le jour même", 1: "en 1\u00a0jour"}.get(days, f"en {days}\u00a0jours")


# What comes next


def ahead(dossier: Dossier, tasks: list[DossierProcess]) -> Ahead:
    foreseen = joints.foreseen([dossier.pk]).get(dossier.pk, [])
    return Ahead(dossier, tasks, foreseen, delays(dossier), joints.plan_of(dossier))


def prospects(known: Ahead) -> list[Prospect]:
    """The next steps, the first one marked. Nothing lies ahead of an end."""
    found = list(COMING.get(known.dossier.status, nothing)(known))
    return [replace(one, is_next=place == 0) for place, one in enumerate(found)]


def nothing(known: Ahead) -> Iterator[Prospect]:
    yield from ()


def of_draft(known: Ahead) -> Iterator[Prospect]:
    call = known.dossier.call
    text = "Vous déposez votre dossier\u00a0: il reçoit un numéro et un accusé de réception."
    if call is not None:
        yield Prospect(1, text, by=call.closes_on)
    else:
        yield Prospect(1, text, lead="Quand il est complet")
    yield admissibility(known, "Ensuite")
    yield territorial(known, "S’il est recevable")


def of_submitted(known: Ahead) -> Iterator[Prospect]:
    yield admissibility(known, "Maintenant")
    yield territorial(known, "S’il est recevable")
    yield engagement(known, "Si l’avis est favorable")


def of_complements(known: Ahead) -> Iterator[Prospect]:
    asked = guards.open_request(known.dossier)
    due = asked.due_on if asked else None
    stage = known.dossier.stage
    yield Prospect(stage, "Vous répondez aux questions, une par une, puis vous envoyez vos réponses.", by=due)
    resumed = {2: admissibility, 3: territorial, 4: engagement}[stage]
    yield resumed(known, "Après vos réponses")


def of_territorial(known: Ahead) -> Iterator[Prospect]:
    yield territorial(known, "Maintenant")
    yield engagement(known, "Si l’avis est favorable")
    yield preparation(known, "Si le comité d’engagement est favorable")


def of_engagement(known: Ahead) -> Iterator[Prospect]:
    yield engagement(known, "À une prochaine séance")
    yield preparation(known, "Si la réponse est favorable")
    yield campaign(known, "Ensuite")


def of_preparation(known: Ahead) -> Iterator[Prospect]:
    yield preparation(known, "Maintenant")
    yield campaign(known, "À l’ouverture")
    yield matching(known, "Si le seuil est atteint")


def of_campaign(known: Ahead) -> Iterator[Prospect]:
    end, decided = known.find("campaign-end"), known.find("campaign-decided")
    grace = known.dossier.parameters.grace_days
    yield Prospect(
        5,
        f"Les dons s’arrêtent. Les paiements en cours peuvent encore être confirmés pendant {grace}\u00a0jours.",
        at=end.at if end else None,
        lead="" if end else "À la fin de la campagne",
    )
    yield Prospect(
        5,
        "Le seuil décide. S’il est atteint, vos partenaires abondent. Sinon, les donateurs sont remboursés.",
        at=decided.at if decided else None,
        lead="" if decided else "Après la campagne",
    )
    yield matching(known, "Si le seuil est atteint")


def of_matching(known: Ahead) -> Iterator[Prospect]:
    yield matching(known, "Maintenant")
    yield payout(known, "Ensuite")
    yield report(known, "Six mois après le versement")


def of_payout(known: Ahead) -> Iterator[Prospect]:
    yield payout(known, "Maintenant")
    yield report(known, "Six mois après le versement")


def of_follow_up(known: Ahead) -> Iterator[Prospect]:
    yield report(known, "Quand le projet est réalisé")
    yield Prospect(7, "Alsace Active lit le bilan puis solde le dossier.", lead="Ensuite")


def of_loss(known: Ahead) -> Iterator[Prospect]:
    yield Prospect(5, "Les donateurs sont remboursés, puis Alsace Active solde le dossier.", lead="Maintenant")
    yield Prospect(
        1, "Vous pourrez déposer à nouveau à partir de ce dossier\u00a0: rien de ce que vous avez écrit n’est perdu.",
        lead="Une fois le dossier soldé",
    )  # fmt: skip


COMING = {
    S.DRAFT: of_draft,
    S.SUBMITTED: of_submitted,
    S.COMPLEMENTS_REQUESTED: of_complements,
    S.TERRITORIAL_REVIEW: of_territorial,
    S.ENGAGEMENT_REVIEW: of_engagement,
    S.CAMPAIGN_PREPARATION: of_preparation,
    S.CAMPAIGN: of_campaign,
    S.MATCHING: of_matching,
    S.PAYOUT: of_payout,
    S.FOLLOW_UP: of_follow_up,
    S.CAMPAIGN_FAILED: of_loss,
    S.RENOUNCED: of_loss,
    S.CANCELLED: of_loss,
}


def dated(stage: int, text: str, lead: str, *, by: date | None = None, usual: str = "") -> Prospect:
    """Said by its day when there is one, by the words otherwise."""
    return Prospect(stage, text, lead="" if by else lead, by=by, usual=usual)


def admissibility(known: Ahead, lead: str) -> Prospect:
    usual = usual_sentence(2, known.delays[2], known.dossier)
    text = "Alsace Active vérifie que votre dossier est complet et recevable."
    return dated(2, text, lead, by=known.due("admissibility"), usual=usual)


def territorial(known: Ahead, lead: str) -> Prospect:
    dossier = known.dossier
    usual = usual_sentence(3, known.delays[3], dossier)
    name = f"comité territorial {dossier.territory}" if dossier.territory else "comité de votre territoire"
    by = known.due() if dossier.status == S.TERRITORIAL_REVIEW else None
    return dated(
        3, f"Les membres du {name} examinent votre projet et le comité rend son avis.", lead, by=by, usual=usual
    )


def engagement(known: Ahead, lead: str) -> Prospect:
    """With its meeting when the dossier is on an agenda."""
    meeting = known.find("meeting", "meeting-planned")
    usual = usual_sentence(4, known.delays[4], known.dossier)
    if meeting is None or known.dossier.status != S.ENGAGEMENT_REVIEW:
        tail = " La date de la séance paraîtra ici." if known.dossier.status == S.ENGAGEMENT_REVIEW else ""
        return Prospect(4, f"Le comité d’engagement décide en séance.{tail}", lead=lead, usual=usual)
    text = "Le comité d’engagement décide. Vous recevez sa réponse par courriel et ici."
    if meeting.what == "meeting-planned":
        text = "Séance prévue du comité d’engagement, où votre dossier est inscrit. Sa date reste à confirmer."
    return Prospect(4, text, at=meeting.at, usual=usual)


def preparation(known: Ahead, lead: str) -> Prospect:
    officer = known.dossier.officer
    whom = str(officer) if officer else "Alsace Active"
    return Prospect(5, f"Vous préparez la campagne avec {whom}, puis vous l’acceptez avant son ouverture.", lead=lead)


def campaign(known: Ahead, lead: str) -> Prospect:
    rules = known.dossier.parameters
    text = f"La campagne dure {rules.campaign_days}\u00a0jours en général."
    if known.plan is not None:
        needed = f"{euros(known.plan.threshold_cents)} de dons sur {euros(known.plan.citizens_cents)}"
        text += f" À partir de {needed}, c’est gagné et vos partenaires abondent."
    return Prospect(5, text, lead=lead)


def matching(known: Ahead, lead: str) -> Prospect:
    return Prospect(
        6, "La trésorerie d’Alsace Active arrête ce que chaque partenaire ajoute, la direction approuve.", lead=lead
    )


def payout(known: Ahead, lead: str) -> Prospect:
    return Prospect(
        7, "Alsace Active verse l’argent sur le compte de votre structure, une fois son IBAN vérifié.", lead=lead
    )


def report(known: Ahead, lead: str) -> Prospect:
    text = "Vous rendez le bilan du projet\u00a0: ce qui a été fait, et les dépenses."
    return dated(7, text, lead, by=known.due("report"))


# Of many dossiers at once

FORESEEN = {
    "meeting": "Séance du comité",
    "meeting-planned": "Séance prévue",
    "campaign-end": "Fin de la campagne",
    "campaign-decided": "Le seuil décide",
}


@dataclass(frozen=True, slots=True, order=True)
class NextDate:
    """The nearest day known ahead, and of what."""

    day: date
    what: str


def tasks_of(dossiers: list[Dossier]) -> dict[int, list[DossierProcess]]:
    """The open tasks of each dossier, the most urgent first. One query."""
    found: dict[int, list[DossierProcess]] = {}
    for task in DossierProcess.objects.filter(dossier__in=dossiers, status="NEW").order_by("due_on", "pk"):
        found.setdefault(task.dossier_id, []).append(task)
    return found


def next_dates(dossiers: list[Dossier], tasks: dict[int, list[DossierProcess]]) -> dict[int, NextDate]:
    """For each dossier, what comes first: an open task that is due, or what an upper app foresees."""
    found: dict[int, list[NextDate]] = {}
    for pk, ones in tasks.items():
        found.setdefault(pk, []).extend(NextDate(one.due_on, DUTIES[one.duty].label) for one in ones if one.due_on)
    for pk, ahead_ in joints.foreseen([dossier.pk for dossier in dossiers]).items():
        days = [(one.at.astimezone(clock.PARIS).date(), FORESEEN[one.what]) for one in ahead_]
        found.setdefault(pk, []).extend(NextDate(day, what) for day, what in days)
    return {pk: min(dates) for pk, dates in found.items() if dates}
