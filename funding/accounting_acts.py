"""The acts on agreements, years, months and entries, beside the acts on campaigns (`acts`)."""

from typing import Any

from django.urls import reverse

from funding import access, accounting_access, actions
from funding import accounting_forms as forms
from funding.acts import ACTS, Act, Reasons
from funding.forms import ConfirmForm
from funding.models import Agreement, Entry, Envelope, Period
from okote_flow.directory.models import Office, User

__all__ = ["ACTS"]
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


_TABLE = (
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
        "reverse_entry", "contre-passer", "Contre-passer cette écriture",
        "Une écriture inverse s’ajoute, datée d’aujourd’hui\u00a0; l’une et l’autre restent dans les livres.",
        "L’écriture est contre-passée.", actions.reverse_entry, accounting_access.get_entry, _entry,
        lambda user, entry: actions.reversal_refusals(entry, user), forms.ReversalForm, is_grave=True,
    ),
)  # fmt: skip
ACTS.update({act.name: act for act in _TABLE})
