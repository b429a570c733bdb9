"""The acts of the archives that have a page of their own: what each asks, what it says, why it is closed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.urls import reverse

from okote_flow.directory.models import User
from okote_flow.records import access, actions, forms
from okote_flow.records.models import Hold, PersonRequest, Slip
from okote_flow.refusals import Refusal

Reasons = Callable[[User, Any], Iterable[Refusal]]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its address, its words, the verb behind, the page it goes back to."""

    name: str
    slug: str
    label: str
    meaning: str
    done: str
    verb: Callable[..., Any]
    find: Callable[[User, int], Any]
    home: Callable[[Any], str]
    reasons: Reasons
    form: Callable[..., django_forms.Form] = forms.ConfirmForm
    initial: Callable[[Any], dict[str, Any]] = lambda target: {}
    is_grave: bool = False


def _keeper(user: User, target: Any) -> Iterable[Refusal]:
    return access.keeper_refusals(user)


def _holder(user: User, target: Any) -> Iterable[Refusal]:
    return access.hold_refusals(user)


def _slip(slip: Slip) -> str:
    return reverse("records:slip", args=[slip.pk])


def _dossier(dossier: Any) -> str:
    return reverse("records:dossier", args=[dossier.pk])


def _holds(hold: Hold) -> str:
    return reverse("records:holds")


def _request(asked: PersonRequest) -> str:
    return reverse("records:request", args=[asked.pk])


def _place(dossier: Any, *, reason: str, by: User) -> Hold:
    return actions.place_hold(dossier=dossier, reason=reason, by=by)


def _rectify(asked: PersonRequest, *, by: User, **said: Any) -> User:
    return actions.rectify_person(_person(asked), by=by, **said)


def _erase(asked: PersonRequest, *, by: User) -> User:
    return actions.erase_person(_person(asked), by=by)


def _person(asked: PersonRequest) -> User:
    assert asked.person is not None, "the page is not there without an account"
    return asked.person


def _known(asked: PersonRequest) -> dict[str, Any]:
    person = _person(asked)
    return {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}


def _erasing(user: User, asked: PersonRequest) -> Iterable[Refusal]:
    yield from access.keeper_refusals(user)
    yield from actions.erasing_refusals(_person(asked))


TABLE: tuple[Act, ...] = (
    Act(
        "place_hold", "dossiers/<int:pk>/geler", "Geler le dossier",
        "Rien n’est éliminé ni effacé de ce dossier avant la levée du gel\u00a0: litige, contrôle, enquête.",
        "Le dossier est gelé.", _place, access.get_kept, _dossier, _holder, forms.ReasonForm,
    ),
    Act(
        "lift_hold", "gels/<int:pk>/lever", "Lever le gel",
        "La durée de conservation reprend son cours\u00a0; ce qui est échu peut être proposé à l’élimination.",
        "Le gel est levé.", actions.lift_hold, access.get_hold, _holds, _holder, forms.ReasonForm,
    ),
    Act(
        "send_slip", "bordereaux/<int:pk>/transmettre", "Transmettre aux archives",
        "Le bordereau part aux Archives départementales, imprimé et signé. Rien n’est encore détruit.",
        "Le bordereau est noté comme transmis.", actions.send_slip, access.get_slip, _slip, _keeper,
    ),
    Act(
        "withdraw_slip", "bordereaux/<int:pk>/retirer", "Retirer le bordereau",
        "Ses dossiers peuvent être proposés de nouveau, sur un autre.",
        "Le bordereau est retiré.", actions.withdraw_slip, access.get_slip, _slip, _keeper, forms.ReasonForm,
    ),
    Act(
        "record_visa", "bordereaux/<int:pk>/visa", "Enregistrer le visa",
        "Le directeur des Archives départementales autorise l’élimination. Le bordereau visé est joint et conservé.",
        "Le visa est enregistré.", actions.record_visa, access.get_slip, _slip, _keeper, forms.VisaForm,
    ),
    Act(
        "refuse_visa", "bordereaux/<int:pk>/visa-refuse", "Enregistrer le refus du visa",
        "Les archives gardent ce qui était proposé\u00a0: rien n’est détruit.",
        "Le refus est enregistré.", actions.refuse_visa, access.get_slip, _slip, _keeper, forms.ReasonForm,
    ),
    Act(
        "execute_slip", "bordereaux/<int:pk>/executer", "Exécuter l’élimination",
        "Textes, fichiers, coordonnées bancaires et noms des dossiers inscrits sont détruits, sans retour. Les "
        "livres, le journal, les décisions et ce bordereau restent. Un dossier gelé en est sorti, avec le motif.",
        "L’élimination est exécutée.", actions.execute, access.get_slip, _slip, _keeper, is_grave=True,
    ),
    Act(
        "answer_request", "demandes/<int:pk>/repondre", "Répondre à la demande",
        "La personne lit la réponse sur la page de ses données, et en est prévenue.",
        "La réponse est enregistrée.", actions.answer_request, access.get_request, _request, _keeper, forms.AnswerForm,
    ),
    Act(
        "rectify", "demandes/<int:pk>/rectifier", "Rectifier les données",
        "Le journal n’est pas réécrit\u00a0: les noms se tiennent à côté, et c’est là qu’ils sont corrigés. "
        "Une adresse changée est à confirmer par la personne.",
        "Les données sont rectifiées.", _rectify, access.get_request_of_account, _request, _keeper, forms.RectifyForm,
        _known,
    ),
    Act(
        "erase_person", "demandes/<int:pk>/effacer", "Effacer le compte",
        "Le nom, l’adresse et les accès disparaissent, ici et à côté du journal. Ce qui a été fait reste fait.",
        "Le compte est effacé.", _erase, access.get_request_of_account, _request, _erasing, is_grave=True,
    ),
)  # fmt: skip
ACTS = {act.name: act for act in TABLE}


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    is_grave: bool


def buttons(target: Any, *names: str) -> list[Button]:
    """Those of these acts that the page offers: it has asked who reads it."""
    return [Button(ACTS[n].label, reverse(f"records:{n}", args=[target.pk]), ACTS[n].is_grave) for n in names]
