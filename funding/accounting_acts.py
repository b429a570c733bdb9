"""The acts on agreements, years, months and entries, beside the acts on campaigns (`acts`)."""

from typing import Any

from django.urls import reverse

from funding import access, accounting_access, actions
from funding import accounting_forms as forms
from funding.acts import Act, Reasons
from funding.forms import CashForm, ConfirmForm
from funding.models import Agreement, Contribution, Entry, Envelope, Period
from funding.open_data import OpenYear
from okote_flow.directory.models import Office, Partner, User

KEEPERS = (Office.DIRECTOR, Office.TREASURER)


def _office(*offices: Office) -> Reasons:
    return lambda user, target: list(access.office_refusals(user, *offices))


def _agreement(agreement: Agreement) -> str:
    return reverse("funding:agreement", args=[agreement.pk])


def _envelope(envelope: Envelope) -> str:
    return reverse("funding:envelope", args=[envelope.pk])


def _periods(target: Period | None) -> str:
    return reverse("funding:periods")


def _entry(entry: Entry) -> str:
    return reverse("funding:entry", args=[entry.pk])


def _consumption(partner: Partner) -> str:
    return reverse("funding:consumption", args=[partner.pk])


def _open_data(year: OpenYear) -> str:
    return reverse("funding:open_data_preview", args=[year.pk])


def _publish(year: OpenYear, *, by: User) -> Any:
    return actions.publish_open_data(year=year.pk, by=by)


def _operating(target: None) -> str:
    return reverse("funding:operating")


def _contribution(contribution: Contribution) -> str:
    return reverse("funding:contribution", args=[contribution.pk])


def _plan(target: None, *, partner: Partner, by: User, **given: Any) -> Any:
    return actions.plan_contribution(partner, by=by, **given)


def _alone(user: User, pk: int) -> None:
    return None


def _lock(target: None, *, by: User, month: str) -> Any:
    return actions.lock_period(month=month, by=by)


def _reopen(period: Period, *, by: User, reason: str) -> Any:
    return actions.reopen_period(month=period.month, reason=reason, by=by)


def _terms(agreement: Agreement) -> dict[str, Any]:
    """An amendment begins with what the agreement says of passing on and of the budget."""
    names = ("allows_pass_on", "chapter", "nature", "function", "operation", "deliberated_by", "ends_on")
    return {name: getattr(agreement, name) for name in names}


TABLE = (
    Act(
        "amend_agreement", "enregistrer-un-avenant", "Enregistrer un avenant",
        "Une nouvelle convention prend la place de celle-ci sur ses enveloppes\u00a0; l’ancienne reste lisible.",
        "L’avenant est enregistré.", actions.amend_agreement, accounting_access.get_agreement, _agreement,
        _office(Office.DIRECTOR), forms.AmendmentForm, initial=_terms,
    ),
    Act(
        "file_agreement", "deposer-la-convention", "Déposer la convention signée",
        "Le fichier est gardé avec son empreinte\u00a0; un meilleur exemplaire s’ajoute sans l’effacer.",
        "La convention signée est déposée.", actions.file_agreement, accounting_access.get_agreement, _agreement,
        _office(*KEEPERS), forms.AgreementFileForm,
    ),
    Act(
        "lapse_envelope", "annuler-le-disponible", "Annuler ce qui reste disponible",
        "À la fin de l’exercice. Ce qui est réservé ou appelé reste aux campagnes.",
        "Ce qui restait disponible est annulé.", actions.lapse_envelope, access.get_envelope, _envelope,
        lambda user, envelope: actions.yearend_refusals(envelope, user), ConfirmForm, is_grave=True,
    ),
    Act(
        "carry_over_envelope", "reporter-le-disponible", "Reporter ce qui reste disponible",
        "Vers l’enveloppe votée de l’année suivante, sur délibération. Ce qui est réservé reste aux campagnes.",
        "Ce qui restait disponible est reporté.", actions.carry_over_envelope, access.get_envelope, _envelope,
        lambda user, envelope: actions.yearend_refusals(envelope, user), forms.CarryOverForm,
    ),
    Act(
        "lock_period", "clore-un-mois", "Clore un mois",
        "Plus aucune écriture ne se date de ce mois. La direction peut le rouvrir, avec un motif.",
        "Le mois est clos.", _lock, _alone, _periods, _office(*KEEPERS), forms.MonthForm,
    ),
    Act(
        "reopen_period", "rouvrir-un-mois", "Rouvrir ce mois",
        "Des écritures pourront de nouveau s’y dater\u00a0; le motif reste à l’historique.",
        "Le mois est rouvert.", _reopen, accounting_access.get_period, _periods, _office(Office.DIRECTOR),
        forms.ReversalForm, is_grave=True,
    ),
    Act(
        "identify_partner", "identifier-le-partenaire", "Enregistrer le SIRET",
        "Les données ouvertes nomment par lui qui attribue les subventions.",
        "Le SIRET est enregistré.", actions.identify_partner, accounting_access.get_authority, _consumption,
        _office(Office.DIRECTOR), forms.SiretForm, initial=lambda partner: {"siret": partner.siret},
    ),
    Act(
        "publish_open_data", "publier-les-donnees", "Publier les données ouvertes",
        "Le fichier de l’aperçu devient public, octet pour octet. Les lignes refusées n’y sont pas.",
        "Les données sont publiées.", _publish, accounting_access.get_open_year, _open_data,
        lambda user, year: actions.publication_refusals(year.pk, user), ConfirmForm,
    ),
    Act(
        "plan_contribution", "prevoir-une-contribution", "Inscrire une contribution",
        "Ce qu’un partenaire prévoit de payer pour le fonctionnement d’une année. Rien n’est dû avant l’appel.",
        "La contribution est inscrite.", _plan, _alone, _operating, _office(Office.DIRECTOR), forms.ContributionForm,
        lambda target: (accounting_access.partners(),),
    ),
    Act(
        "call_contribution", "appeler-la-contribution", "Enregistrer un appel",
        "Le partenaire est prévenu ; on n’appelle pas plus que ce qui est prévu.",
        "L’appel est enregistré.", actions.call_contribution, accounting_access.get_contribution, _contribution,
        _office(Office.TREASURER), forms.CallForm,
    ),
    Act(
        "receive_contribution", "encaisser-la-contribution", "Enregistrer un encaissement",
        "Ce qui était appelé est arrivé. Cet argent paie le fonctionnement, jamais les projets.",
        "L’encaissement est enregistré.", actions.receive_contribution, accounting_access.get_contribution,
        _contribution, _office(Office.TREASURER), CashForm,
    ),
    Act(
        "reverse_contribution", "annuler-le-mouvement", "Annuler ce mouvement",
        "Une ligne inverse s’ajoute, avec son motif ; l’une et l’autre restent lisibles.",
        "Le mouvement est annulé.", actions.reverse_contribution, accounting_access.get_contribution_move,
        lambda move: _contribution(move.contribution),
        lambda user, move: actions.contribution_reversal_refusals(move, user), forms.ReversalForm, is_grave=True,
    ),
    Act(
        "reverse_entry", "contre-passer", "Contre-passer cette écriture",
        "Une écriture inverse s’ajoute, datée d’aujourd’hui\u00a0; l’une et l’autre restent dans les livres.",
        "L’écriture est contre-passée.", actions.reverse_entry, accounting_access.get_entry, _entry,
        lambda user, entry: actions.reversal_refusals(entry, user), forms.ReversalForm, is_grave=True,
    ),
)  # fmt: skip
