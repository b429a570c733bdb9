"""Every act that somebody does on a dossier's own pages, in one table: its address, what it asks, what it will do.

The steps of the life that a vote or money decides are done on the pages of the upper apps; `ELSEWHERE` says which.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import NoReverseMatch, reverse

from dossiers import access, actions, guards
from dossiers import report as reports
from dossiers.actions.exchange import ASKER
from dossiers.forms import acts as asked
from dossiers.forms.report import AcceptForm
from dossiers.lifecycle import ENDS, STEPS, Keeper, State, Step
from dossiers.models import Decision, Dossier, FinalReport
from dossiers.rules import Unspent
from dossiers.sentences import refuse
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal

S, K = State, Keeper
Reasons = Callable[[User, Dossier], list[Refusal]]


def nothing_more(user: User, dossier: Dossier) -> list[Refusal]:
    return []


def always(dossier: Dossier) -> bool:
    return True


def empty_form(dossier: Dossier) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. The form's fields are the parameters of `verb`; `name` is the URL's and, for a step, the step's."""

    name: str
    slug: str
    label: str
    meaning: str
    form: type[forms.Form]
    verb: Callable[..., Any]
    done: str
    keepers: tuple[Keeper, ...]  # any of them; the first is named to those who may not
    states: tuple[State, ...]  # where a page offers it
    reasons: Reasons = nothing_more
    is_relevant: Callable[[Dossier], bool] = always
    initial: Callable[[Dossier], dict[str, Any]] = empty_form
    is_grave: bool = False

    @property
    def is_step(self) -> bool:
        return self.name in STEPS

    @property
    def anchor(self) -> str:
        """Where its reasons stand on the page of the dossier."""
        return f"non-{self.name}"

    def refusals(self, user: User, dossier: Dossier) -> list[Refusal]:
        """Why this person cannot do it now: what the server would answer."""
        if self.is_step:
            return access.step_refusals(user, dossier, self.name)
        return self.refusals_with(access.keys_of(user, dossier), user, dossier)

    def refusals_with(self, keys: frozenset[Keeper], user: User, dossier: Dossier) -> list[Refusal]:
        """The same for an act that is no step, when the person's keys are known already."""
        if not keys & frozenset(self.keepers):
            return [access.not_yours(dossier, self.keepers[-1])]
        return self.reasons(user, dossier)

    def url(self, dossier: Dossier) -> str:
        return reverse(f"dossiers:{self.name}", args=[dossier.pk])


@dataclass(frozen=True, slots=True)
class Button:
    """An act as a page offers it: open, or closed with its reasons."""

    label: str
    url: str
    meaning: str
    refusals: list[Refusal]
    is_mine: bool
    anchor: str
    is_grave: bool = False

    @property
    def is_open(self) -> bool:
        return not self.refusals and bool(self.url)


DECIDED = (
    S.CAMPAIGN_PREPARATION,
    S.CAMPAIGN,
    S.MATCHING,
    S.PAYOUT,
    S.FOLLOW_UP,
    S.CAMPAIGN_FAILED,
    S.RENOUNCED,
    S.CANCELLED,
)


def wrong_state(dossier: Dossier) -> Refusal:
    return refuse("wrong-state", state=dossier.get_state_display())


def competence_reasons(user: User, dossier: Dossier) -> list[Refusal]:
    return [] if dossier.status in (S.SUBMITTED, S.COMPLEMENTS_REQUESTED) else [refuse("competence-fixed")]


def asked_reasons(step: str) -> Reasons:
    """For the first of two acts: the state allows the second, nobody has asked yet, a cancellation was decided."""

    def reasons(user: User, dossier: Dossier) -> list[Refusal]:
        if dossier.status not in STEPS[step].sources:
            return [wrong_state(dossier)]
        if guards.open_ask(dossier, step) is not None:
            return [refuse("already-asked")]
        decided = dossier.decisions.filter(purpose=Decision.Purpose.CANCEL).exists()
        return [] if step != "cancel" or decided else [refuse("no-decision")]

    return reasons


def own_report_reasons(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.writing_refusals(dossier, user)


def report_reasons(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.reading_refusals(dossier, user)


def report_of(dossier: Dossier) -> FinalReport | None:
    return getattr(dossier, "final_report", None)


def what_is_left(dossier: Dossier) -> dict[str, Any]:
    """What the officer has to decide upon when they accept the report."""
    report = report_of(dossier)
    left = reports.unspent(report) if report else Unspent()
    return {"left_cents": left.cents, "repay_cents": left.repayable_cents}


def has_heirs(dossier: Dossier) -> bool:
    return bool(actions.heirs(dossier))


def heirs_of(dossier: Dossier) -> dict[str, Any]:
    return {"among": actions.heirs(dossier)}


def has_no_siret(dossier: Dossier) -> bool:
    return dossier.organization is not None and not dossier.organization.siret


def awaits_acceptance(dossier: Dossier) -> bool:
    report = report_of(dossier)
    return report is None or report.accepted_at is None


def step(name: str, slug: str, form: type[forms.Form], *, meaning: str, done: str, is_grave: bool = False) -> Act:
    """An act that is a step of the life: label, keeper and states are the table's."""
    row = STEPS[name]
    return Act(
        name=name,
        slug=slug,
        label=row.label,
        meaning=meaning,
        form=form,
        verb=getattr(actions, name),
        done=done,
        keepers=(row.keeper,),
        states=row.sources,
        is_grave=is_grave,
    )


_TABLE = (
    step(
        "submit", "deposer", asked.ConfirmForm,
        meaning="Votre dossier reçoit un numéro et une date de réception. Il ne se modifie plus, sauf si l’on vous "
        "pose des questions.",
        done="Votre dossier est déposé.",
    ),
    step(
        "answer_complements", "envoyer-mes-reponses", asked.ConfirmForm,
        meaning="Vos réponses partent à qui vous a interrogé. Vous ne pourrez plus les modifier.",
        done="Vos réponses sont parties.",
    ),
    Act(
        name="report", slug="bilan", label="Rendre le bilan",
        meaning="La personne qui suit le dossier le lit et l’accepte. Vous pouvez le corriger jusque-là.",
        form=asked.ConfirmForm, verb=actions.give_report, done="Le bilan est reçu.",
        keepers=(K.APPLICANT,), states=(S.FOLLOW_UP,), reasons=own_report_reasons,
        is_relevant=awaits_acceptance,
    ),
    Act(
        name="add_siret", slug="siret", label="Ajouter le SIRET",
        meaning="Il est indispensable pour que la structure soit payée.",
        form=asked.SiretForm, verb=actions.add_siret, done="Le SIRET est enregistré.",
        keepers=(K.APPLICANT,), states=tuple(set(State) - ENDS - {S.DRAFT}), is_relevant=has_no_siret,
        reasons=lambda user, dossier: list(actions.siret_refusals(dossier)),
    ),
    Act(
        name="transfer", slug="transmettre", label="Transmettre le dossier",
        meaning="Une autre personne de votre structure devient le porteur du projet. Vous gardez l’accès au dossier "
        "tant que vous avez un compte dans la structure.",
        form=asked.TransferForm, verb=actions.transfer, done="Le dossier est transmis.",
        keepers=(K.APPLICANT,), states=tuple(set(State) - ENDS), initial=heirs_of, is_relevant=has_heirs,
        reasons=lambda user, dossier: list(actions.transfer_refusals(dossier)),
    ),
    Act(
        name="draft_again", slug="deposer-a-nouveau", label="Déposer à nouveau",
        meaning="Un nouveau brouillon s’ouvre, lié à ce dossier, avec vos réponses et votre budget. Les pièces et "
        "l’engagement républicain sont à donner à nouveau.",
        form=asked.ConfirmForm, verb=actions.draft_again, done="Votre nouveau brouillon est prêt.",
        keepers=(K.APPLICANT,), states=tuple(ENDS),
        reasons=lambda user, dossier: list(actions.again_refusals(dossier)),
    ),
    step(
        "withdraw", "retirer", asked.OptionalReasonForm, is_grave=True,
        meaning="Le dossier s’arrête là, définitivement. Vous pourrez en déposer un autre.",
        done="Le dossier est retiré.",
    ),
    Act(
        name="ask_renounce", slug="renoncer", label="Renoncer à mon projet",
        meaning="La personne qui suit le dossier devra confirmer. Les dons seront remboursés et les engagements des "
        "partenaires libérés.",
        form=asked.ReasonForm, verb=actions.ask_renounce,
        done="Votre demande est enregistrée\u00a0: elle attend sa confirmation.",
        keepers=(K.APPLICANT,), states=STEPS["renounce"].sources, reasons=asked_reasons("renounce"), is_grave=True,
    ),
    Act(
        name="assign_officer", slug="confier", label="Confier le dossier",
        meaning="Cette personne devient l’interlocutrice du porteur et reçoit les tâches du dossier.",
        form=asked.OfficerForm, verb=actions.assign_officer, done="Le dossier est confié.",
        keepers=(K.DIRECTOR, K.OFFICER), states=tuple(set(State) - ENDS - {S.DRAFT}),
    ),
    Act(
        name="find_competence", slug="competence", label="Constater la compétence de la CeA",
        meaning="Hors de ses compétences, la Collectivité européenne d’Alsace ne peut rien apporter au projet "
        "(rapport, §\u00a02).",
        form=asked.CompetenceForm, verb=actions.find_competence, done="La compétence est constatée.",
        keepers=(K.OFFICER,), states=(S.SUBMITTED, S.COMPLEMENTS_REQUESTED), reasons=competence_reasons,
    ),
    step(
        "ask_complements", "demander-des-complements", asked.WordForm,
        meaning="Les questions préparées partent au porteur, qui a un délai pour répondre. L’examen attend ses "
        "réponses.",
        done="Les questions sont parties.",
    ),
    step(
        "admit", "declarer-recevable", asked.ConfirmForm,
        meaning="Le comité territorial reçoit le dossier et l’examine. Le constat de compétence ne change plus.",
        done="Le dossier est recevable.",
    ),
    step(
        "reject_inadmissible", "declarer-non-recevable", asked.ReasonForm, is_grave=True,
        meaning="Le dossier s’arrête là. Le porteur reçoit le motif.",
        done="Le dossier est déclaré non recevable.",
    ),
    step(
        "drop", "classer-sans-suite", asked.ReasonForm, is_grave=True,
        meaning="Le délai est passé sans réponse. Le dossier s’arrête là et le porteur reçoit le motif.",
        done="Le dossier est classé sans suite.",
    ),
    step(
        "send_back", "renvoyer", asked.ReasonForm,
        meaning="Les questions préparées partent au porteur. Ses réponses ouvriront un nouvel examen du comité "
        "territorial.",
        done="Les questions du comité sont parties.",
    ),
    Act(
        name="record_decision", slug="enregistrer-une-decision", label="Enregistrer une décision du comité",
        meaning="D’autres actes pourront la citer\u00a0: annulation, section budgétaire, dispense de bilan, abandon "
        "d’une créance. Une confirmation suffit par elle-même, par exemple après un lien découvert trop tard.",
        form=asked.DecisionForm, verb=actions.record_decision, done="La décision est enregistrée.",
        keepers=(K.ENGAGEMENT_SECRETARY,), states=DECIDED,
    ),
    step(
        "renounce", "confirmer-la-renonciation", asked.ConfirmForm, is_grave=True,
        meaning="Le porteur l’a demandé. Les dons seront remboursés et les engagements des partenaires libérés.",
        done="La renonciation est confirmée.",
    ),
    Act(
        name="ask_cancel", slug="demander-l-annulation", label="Demander l’annulation",
        meaning="La trésorerie devra confirmer. Une décision du comité d’engagement doit être enregistrée avant.",
        form=asked.ReasonForm, verb=actions.ask_cancel,
        done="La demande est enregistrée\u00a0: elle attend la trésorerie.",
        keepers=(K.DIRECTOR,), states=STEPS["cancel"].sources, reasons=asked_reasons("cancel"), is_grave=True,
    ),
    step(
        "cancel", "confirmer-l-annulation", asked.ReasonForm, is_grave=True,
        meaning="La direction l’a demandé. Ce qui n’est pas encore payé est remboursé ou libéré.",
        done="Le dossier est annulé.",
    ),
    Act(
        name="send_back_report", slug="renvoyer-le-bilan", label="Renvoyer le bilan",
        meaning="La structure reçoit vos mots, corrige son bilan et le rend à nouveau ; un nouveau délai court.",
        form=asked.ReasonForm, verb=actions.send_back_report, done="Le bilan est renvoyé.",
        keepers=(K.OFFICER,), states=(S.FOLLOW_UP,), reasons=report_reasons, is_relevant=awaits_acceptance,
    ),
    Act(
        name="accept_report", slug="accepter-le-bilan", label="Accepter le bilan",
        meaning="Le solde éventuel devient dû et le dossier pourra être soldé. S’il reste de l’argent non dépensé, "
        "vous dites ce que la structure en reverse.",
        form=AcceptForm, initial=what_is_left, verb=actions.accept_report, done="Le bilan est accepté.",
        keepers=(K.OFFICER,), states=(S.FOLLOW_UP,), reasons=report_reasons, is_relevant=awaits_acceptance,
    ),
    step(
        "close", "solder", asked.ConfirmForm,
        meaning="Tous les comptes du dossier sont à zéro. Il n’y aura plus d’acte.",
        done="Le dossier est soldé.",
    ),
)  # fmt: skip
ACTS: dict[str, Act] = {act.name: act for act in _TABLE}

ELSEWHERE = dict.fromkeys(("postpone", "rework", "endorse", "decline"), "committees:engagement") | {
    "favour": "committees:opinion",
    "decline_territorial": "committees:opinion",
    "open_campaign": "funding:preparation",
    "settle": "funding:settlement",
    "pay_all": "funding:payout",
}
"""Steps done on another app's page of the same dossier."""


def buttons(user: User, dossier: Dossier) -> list[Button]:
    """Every act on the dossier as it is now, with the reasons against it."""
    keys = access.keys_of(user, dossier)
    found = [_of_step(row, reasons, dossier, keys) for row, reasons in access.steps_for(user, dossier)]
    others = (act for act in ACTS.values() if not act.is_step and dossier.status in act.states)
    found += [
        _of_act(act, act.refusals_with(keys, user, dossier), dossier, keys)
        for act in others
        if act.is_relevant(dossier)
    ]
    if dossier.status in ASKER:
        found.append(_of_questions(user, dossier, keys))
    return found


def _of_step(row: Step, reasons: list[Refusal], dossier: Dossier, keys: frozenset[Keeper]) -> Button:
    if row.name in ACTS:
        return _of_act(ACTS[row.name], reasons, dossier, keys)
    return Button(
        row.label, _elsewhere(row.name, dossier), row.meaning, reasons, row.keeper in keys, f"non-{row.name}"
    )


def _of_act(act: Act, reasons: list[Refusal], dossier: Dossier, keys: frozenset[Keeper]) -> Button:
    is_mine = bool(keys & frozenset(act.keepers))
    return Button(act.label, act.url(dossier), act.meaning, reasons, is_mine, act.anchor, act.is_grave)


def _of_questions(user: User, dossier: Dossier, keys: frozenset[Keeper]) -> Button:
    url = reverse("dossiers:questions", args=[dossier.pk])
    reasons = actions.question_refusals(dossier, user)
    meaning = "Elles partent ensemble, avec la demande de compléments."
    return Button("Préparer des questions", url, meaning, reasons, ASKER[dossier.status] in keys, "non-questions")


def _elsewhere(name: str, dossier: Dossier) -> str:
    try:
        return reverse(ELSEWHERE[name], args=[dossier.pk]) if name in ELSEWHERE else ""
    except NoReverseMatch:
        return ""


def as_seen(dossier: Dossier, state: str) -> Dossier:
    """The dossier as the actor's page showed it, so that the door can tell them who was first. Never saved."""
    seen = copy(dossier)
    if state in State.values:
        seen.__dict__["state"] = state
    return seen
