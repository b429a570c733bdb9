"""The life of a dossier, read as one table: every state, every step, who holds its key. Source: ADR 1."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django_fsm import RETURN_VALUE, FSMField, transition


class State(models.TextChoices):
    """Where a dossier is; the label is what its holder reads."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Déposé"
    COMPLEMENTS_REQUESTED = "complements_requested", "Compléments demandés"
    TERRITORIAL_REVIEW = "territorial_review", "Au comité territorial"
    ENGAGEMENT_REVIEW = "engagement_review", "Au comité d’engagement"
    CAMPAIGN_PREPARATION = "campaign_preparation", "Campagne en préparation"
    CAMPAIGN = "campaign", "Campagne en cours"
    MATCHING = "matching", "À abonder"
    PAYOUT = "payout", "À verser"
    FOLLOW_UP = "follow_up", "Versé, bilan attendu"
    CAMPAIGN_FAILED = "campaign_failed", "Seuil non atteint"
    RENOUNCED = "renounced", "Renonciation"
    CANCELLED = "cancelled", "Annulé"
    REJECTED = "rejected", "Non retenu"
    DROPPED = "dropped", "Classé sans suite"
    WITHDRAWN = "withdrawn", "Retiré"
    CLOSED = "closed", "Soldé"


ENDS = frozenset({State.REJECTED, State.DROPPED, State.WITHDRAWN, State.CLOSED})

# The seven steps that people see (design guide, tokens). Ends keep the stage that their dossier had reached.
STAGES = {
    1: ("Dépôt", "file-upload"),
    2: ("Recevabilité", "checklist"),
    3: ("Comité territorial", "map-pin"),
    4: ("Comité d’engagement", "gavel"),
    5: ("Campagne", "speakerphone"),
    6: ("Abondement", "stack-2"),
    7: ("Versement", "building-bank"),
}
STAGE_OF = {
    State.DRAFT: 1,
    State.SUBMITTED: 2,
    State.COMPLEMENTS_REQUESTED: 2,
    State.TERRITORIAL_REVIEW: 3,
    State.ENGAGEMENT_REVIEW: 4,
    State.CAMPAIGN_PREPARATION: 5,
    State.CAMPAIGN: 5,
    State.CAMPAIGN_FAILED: 5,
    State.MATCHING: 6,
    State.PAYOUT: 7,
    State.FOLLOW_UP: 7,
    State.CLOSED: 7,
}


class Keeper(StrEnum):
    """Who holds the key of a step or a task. What makes somebody one is said by `access` and, above, by the committees."""

    APPLICANT = "applicant"
    OFFICER = "officer"  # the one in charge; any officer while nobody is
    SECRETARY = "territorial_secretary"
    MEMBER = "territorial_member"
    CHAIR = "engagement_chair"
    ENGAGEMENT_SECRETARY = "engagement_secretary"
    ENGAGEMENT_MEMBER = "engagement_member"
    TREASURER = "treasurer"
    DIRECTOR = "director"
    CLOCK = "clock"

    @property
    def label(self) -> str:
        return KEEPER_LABELS[self]


KEEPER_LABELS = {
    Keeper.APPLICANT: "le porteur du projet",
    Keeper.OFFICER: "la ou le chargé de mission qui suit le dossier",
    Keeper.SECRETARY: "le secrétariat du comité territorial",
    Keeper.MEMBER: "un membre du comité territorial",
    Keeper.CHAIR: "la présidence du comité d’engagement",
    Keeper.ENGAGEMENT_SECRETARY: "le secrétariat du comité d’engagement",
    Keeper.ENGAGEMENT_MEMBER: "un membre du comité d’engagement",
    Keeper.TREASURER: "la trésorerie d’Alsace Active",
    Keeper.DIRECTOR: "la direction d’Alsace Active",
    Keeper.CLOCK: "l’échéance",
}


def step(
    source: list[State], target: Any, keeper: Keeper, label: str, refuses: str = ""
) -> Callable[[Callable[..., Any]], Any]:
    """One row of the table: a django-fsm transition with its keeper, its French label and its own refusal codes.

    A method may be decorated once per target; calling it checks the source only: the door is `actions.advance`.
    """
    return transition(
        field="state",
        source=list(source),
        target=target,
        custom={"keeper": keeper, "label": label, "refuses": tuple(refuses.split())},
    )


S, K = State, Keeper
ASKERS = [S.SUBMITTED, S.TERRITORIAL_REVIEW, S.ENGAGEMENT_REVIEW]
BEFORE_DECISION = [S.DRAFT, S.SUBMITTED, S.COMPLEMENTS_REQUESTED, S.TERRITORIAL_REVIEW, S.ENGAGEMENT_REVIEW]
AFTER_DECISION = [S.CAMPAIGN_PREPARATION, S.CAMPAIGN, S.MATCHING]


class Life(models.Model):
    """The states and steps of a dossier. `asked_from` remembers which body asked for complements."""

    state = FSMField("état", max_length=24, choices=State, default=State.DRAFT, protected=True)
    asked_from = models.CharField(max_length=24, choices=State, blank=True, editable=False)

    class Meta:
        abstract = True

    # fmt: off
    @step([S.DRAFT], S.SUBMITTED, K.APPLICANT, "Déposer mon projet", "incomplete budget-unbalanced commitment-missing call-closed")
    def submit(self) -> None:
        """The holder hands the dossier in: it gets its number and date of receipt."""

    @step([S.DRAFT], S.WITHDRAWN, K.CLOCK, "Retirer un brouillon sans activité", "still-active")
    def expire(self) -> None:
        """A draft without activity for twelve months, announced a month before."""

    @step([S.SUBMITTED], S.COMPLEMENTS_REQUESTED, K.OFFICER, "Demander des compléments", "no-question")
    def ask_complements(self) -> None:
        self.asked_from = self.state

    @step([S.COMPLEMENTS_REQUESTED], RETURN_VALUE(*ASKERS), K.APPLICANT, "Envoyer mes réponses", "unanswered")
    def answer_complements(self) -> str:
        """Back to the body that asked."""
        return self.asked_from

    @step([S.COMPLEMENTS_REQUESTED], S.DROPPED, K.OFFICER, "Classer sans suite", "delay-running reason-missing")
    def drop(self) -> None:
        """The delay has passed without an answer: a reasoned act, never automatic."""

    @step([S.SUBMITTED], S.TERRITORIAL_REVIEW, K.OFFICER, "Déclarer recevable", "open-questions competence-undecided no-territory")
    def admit(self) -> None:
        """The file is complete: the territorial committee may examine it."""

    @step([S.SUBMITTED], S.REJECTED, K.OFFICER, "Déclarer non recevable", "reason-missing")
    def reject_inadmissible(self) -> None: ...

    @step([S.TERRITORIAL_REVIEW], S.COMPLEMENTS_REQUESTED, K.SECRETARY, "Renvoyer avec des questions", "no-question reason-missing")
    def send_back(self) -> None:
        self.asked_from = self.state

    @step([S.TERRITORIAL_REVIEW], S.ENGAGEMENT_REVIEW, K.SECRETARY, "Enregistrer un avis favorable", "sheets-missing no-opinion reason-missing")
    def favour(self) -> None:
        """The secretary records the committee's favourable opinion."""

    @step([S.TERRITORIAL_REVIEW], S.REJECTED, K.SECRETARY, "Enregistrer un avis défavorable", "sheets-missing no-opinion reason-missing")
    def decline_territorial(self) -> None:
        """The secretary records the committee's unfavourable opinion."""

    @step([S.ENGAGEMENT_REVIEW], S.ENGAGEMENT_REVIEW, K.CHAIR, "Ajourner", "reason-missing too-many-postponements")
    def postpone(self) -> None:
        """To the next meeting."""

    @step([S.ENGAGEMENT_REVIEW], S.COMPLEMENTS_REQUESTED, K.CHAIR, "Demander à retravailler", "no-question reason-missing")
    def rework(self) -> None:
        self.asked_from = self.state

    @step([S.ENGAGEMENT_REVIEW], S.CAMPAIGN_PREPARATION, K.CHAIR, "Proclamer un avis favorable", "not-adopted")
    def endorse(self) -> None: ...

    @step([S.ENGAGEMENT_REVIEW], S.REJECTED, K.CHAIR, "Proclamer un avis défavorable", "adopted reason-missing")
    def decline(self) -> None: ...

    @step([S.CAMPAIGN_PREPARATION], S.CAMPAIGN, K.OFFICER, "Ouvrir la campagne", "checklist pledges-missing condition-open over-envelope")
    def open_campaign(self) -> None:
        """Caps are reserved, all or nothing; the holder has agreed."""

    @step([S.CAMPAIGN], S.MATCHING, K.CLOCK, "Clore\u00a0: seuil atteint", "not-ended threshold-missed")
    def succeed(self) -> None: ...

    @step([S.CAMPAIGN], S.CAMPAIGN_FAILED, K.CLOCK, "Clore\u00a0: seuil non atteint", "not-ended threshold-met")
    def fail(self) -> None: ...

    @step([S.MATCHING], S.PAYOUT, K.TREASURER, "Arrêter l’abondement", "settlement-unapproved condition-open siret-missing agreement-missing")
    def settle(self) -> None:
        """The director has approved the settlement that the treasurer prepared."""

    @step([S.PAYOUT], S.FOLLOW_UP, K.TREASURER, "Constater le paiement", "orders-due-unpaid")
    def pay_all(self) -> None: ...

    @step([S.FOLLOW_UP, S.CAMPAIGN_FAILED, S.RENOUNCED, S.CANCELLED], S.CLOSED, K.OFFICER, "Solder le dossier", "report-missing balance-unpaid refunds-pending repayment-due accounts-not-zero")
    def close(self) -> None: ...

    @step(BEFORE_DECISION, S.WITHDRAWN, K.APPLICANT, "Retirer mon dossier", "poll-open")
    def withdraw(self) -> None: ...

    @step(AFTER_DECISION, S.RENOUNCED, K.OFFICER, "Confirmer la renonciation", "paid not-asked")
    def renounce(self) -> None:
        """The holder asked, the officer confirms: two acts."""

    @step([*AFTER_DECISION, S.PAYOUT], S.CANCELLED, K.TREASURER, "Confirmer l’annulation", "reason-missing no-decision not-asked")
    def cancel(self) -> None:
        """The director asked, the treasurer confirms, citing a recorded decision of the engagement committee."""
    # fmt: on


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table."""

    name: str
    sources: tuple[State, ...]
    targets: tuple[State, ...]
    keeper: Keeper
    label: str
    refuses: tuple[str, ...]
    meaning: str

    @property
    def kind(self) -> str:
        return f"dossier.{self.name}"


def _table() -> dict[str, Step]:
    """The steps as declared above, in the order of the source text."""
    found = {}
    for name, method in vars(Life).items():
        fsm = getattr(method, "_django_fsm", None)
        if fsm is None:
            continue
        by_source: dict[str, Any] = fsm.transitions  # source -> transition
        one = next(iter(by_source.values()))
        targets = one.target.allowed_states if isinstance(one.target, RETURN_VALUE) else (one.target,)
        found[name] = Step(
            name=name,
            sources=tuple(map(State, by_source)),
            targets=tuple(State(str(target)) for target in targets),
            keeper=one.custom["keeper"],
            label=one.custom["label"],
            refuses=one.custom["refuses"],
            meaning=(method.__doc__ or "").strip(),
        )
    return found


STEPS: dict[str, Step] = _table()


def steps_from(state: State) -> list[Step]:
    """The steps that leave a state, in the order of the table."""
    return [row for row in STEPS.values() if state in row.sources]
