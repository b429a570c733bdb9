"""The acts on money that have a page of their own: what each asks, what it says, whose it is, why it is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.urls import reverse

from dossiers.access import key_refusals, step_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import access, actions, forms
from funding.models import (
    Envelope,
    Gift,
    PayoutOrder,
    Pledge,
)
from funding.position import position
from okote_flow.directory.models import Office, User
from okote_flow.refusals import Refusal

Target = Any
"""What an act bears on: a dossier, a gift, an order… or None when it opens something."""
Reasons = Callable[[User, Any], list[Refusal]]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its address, its words, the verb behind, the page it comes from and goes back to."""

    name: str
    slug: str
    label: str
    meaning: str
    done: str
    verb: Callable[..., Any]
    find: Callable[[User, int], Target]
    home: Callable[[Target], str]
    reasons: Reasons
    form: Callable[..., django_forms.Form] = forms.ConfirmForm
    choices: Callable[[Target], tuple[Any, ...]] = lambda target: ()
    initial: Callable[[Target], dict[str, Any]] = lambda target: {}
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """An act as a page offers it: open, or closed with its reasons."""

    label: str
    meaning: str
    url: str
    refusals: list[Refusal]
    anchor: str
    is_grave: bool


def button(name: str, user: User, target: Target = None) -> Button:
    act = ACTS[name]
    url = reverse(f"funding:{name}", args=[target.pk] if target else [])
    anchor = f"non-{name}-{target.pk if target else 0}"
    return Button(act.label, act.meaning, url, act.reasons(user, target), anchor, act.is_grave)


# Where an act goes back to


def _of_dossier(page: str) -> Callable[[Dossier], str]:
    return lambda dossier: reverse(f"funding:{page}", args=[dossier.pk])


def of_its_dossier(page: str) -> Callable[[Any], str]:
    """For a row that knows its dossier, or its campaign's."""
    return lambda row: reverse(
        f"funding:{page}", args=[row.dossier_id if hasattr(row, "dossier_id") else row.campaign.dossier_id]
    )


def _envelope(envelope: Envelope) -> str:
    return reverse("funding:envelope", args=[envelope.pk])


def alone(page: str) -> Callable[[None], str]:
    return lambda target: reverse(f"funding:{page}")


# Why an act is closed


def _step(step: str) -> Reasons:
    return lambda user, dossier: step_refusals(user, dossier, step, {})


def _office(office: Office) -> Reasons:
    return lambda user, target: list(access.office_refusals(user, office))


def _agreement(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.preparation_refusals(dossier, user, Keeper.APPLICANT)


def _removal(user: User, pledge: Pledge) -> list[Refusal]:
    return actions.preparation_refusals(pledge.campaign.dossier, user)


def _extension(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.extension_refusals(access.campaign_of(dossier), user)


def _cap(user: User, pledge: Pledge) -> list[Refusal]:
    return actions.change_refusals(pledge.campaign, user)


def _extra_partner(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.change_refusals(access.campaign_of(dossier), user)


def _refund(user: User, gift: Gift) -> list[Refusal]:
    return list(access.either_refusals(user, gift.campaign.dossier, Keeper.OFFICER, Keeper.TREASURER))


def _payout(user: User, dossier: Dossier) -> list[Refusal]:
    """Without what the form lets one choose: to pay only what has been received."""
    own = list(key_refusals(user, dossier, Keeper.OFFICER))
    reasons = own or actions.payout_refusals(dossier, position(access.campaign_of(dossier)))
    return [refusal for refusal in reasons if refusal.code != "cash-missing"]


def _execution(user: User, order: PayoutOrder) -> list[Refusal]:
    return list(key_refusals(user, order.dossier, Keeper.TREASURER)) or actions.execution_refusals(order)


def _cash(user: User, pledge: Pledge) -> list[Refusal]:
    return list(key_refusals(user, pledge.campaign.dossier, Keeper.TREASURER))


# Verbs whose object is named in their form, or found from the dossier


def _extend(dossier: Dossier, *, by: User, **given: Any) -> Any:
    return actions.extend_campaign(access.campaign_of(dossier), by=by, **given)


def _add_partner(dossier: Dossier, *, by: User, **given: Any) -> Any:
    return actions.add_partner(access.campaign_of(dossier), by=by, **given)


def _open_envelope(target: None, *, partner: Any, by: User, **given: Any) -> Any:
    return actions.open_envelope(partner, by=by, **given)


def _sign_agreement(target: None, *, partner: Any, by: User, **given: Any) -> Any:
    return actions.sign_agreement(partner, by=by, **given)


def _provider(target: None, *, by: User, **given: Any) -> Any:
    return actions.record_provider_payment(by=by, **given)


def _register_company(dossier: Dossier, *, by: User, **given: Any) -> Any:
    return actions.register_company(by=by, **given)


def nothing(user: User, pk: int) -> None:
    return None


def _agreements(envelope: Envelope) -> tuple[Any, ...]:
    return (access.agreements_for(envelope),)


def _authorities(target: None) -> tuple[Any, ...]:
    return (access.authorities(),)


def _proofs(dossier: Dossier) -> tuple[Any, ...]:
    return (access.proofs_of(dossier),)


_TABLE = (
    Act(
        "agree_campaign", "accepter-la-campagne", "Accepter la campagne",
        "Vous acceptez l’objectif et la durée, et vous confirmez les mentions légales\u00a0: qui répond de la page, "
        "le remboursement en cas d’échec, les frais en cas de réussite, les données personnelles.",
        "La campagne est acceptée.", actions.agree_campaign, access.get_dossier, _of_dossier("preparation"),
        _agreement,
    ),
    Act(
        "open_campaign", "ouvrir-la-campagne", "Ouvrir la campagne",
        "Chaque plafond est réservé sur son enveloppe, ou aucun ne l’est. Les dons commencent aussitôt.",
        "La campagne est ouverte.", actions.open_campaign, access.get_dossier, _of_dossier("gifts"),
        _step("open_campaign"),
    ),
    Act(
        "extend_campaign", "prolonger-la-campagne", "Prolonger la campagne",
        "Une seule fois, et avant la fin. La page publique dit de combien de jours, et pourquoi.",
        "La campagne est prolongée.", _extend, access.get_dossier, _of_dossier("gifts"), _extension,
        forms.ExtensionForm,
    ),
    Act(
        "change_cap", "changer-le-plafond", "Changer le plafond",
        "Le nouveau plafond vaut pour les dons à venir\u00a0: ce qui est déjà appelé ne change pas.",
        "Le plafond est changé.", actions.change_cap, access.get_pledge, of_its_dossier("caps"), _cap,
        forms.CapForm, initial=lambda pledge: {"cap_cents": pledge.cap_cents},
    ),
    Act(
        "add_partner", "ajouter-un-partenaire", "Ajouter un partenaire",
        "Il rejoint la campagne en cours et répond aux dons à venir\u00a0; son plafond est réservé aussitôt.",
        "Le partenaire a rejoint la campagne.", _add_partner, access.get_dossier, _of_dossier("caps"), _extra_partner,
        forms.JoinForm, lambda dossier: (access.matchers(), access.envelopes_to_pledge()),
    ),
    Act(
        "remove_pledge", "retirer-l-engagement", "Retirer cet engagement",
        "Rien n’est encore réservé\u00a0: l’engagement disparaît de la campagne, l’historique le garde.",
        "L’engagement est retiré.", actions.remove_pledge, access.get_pledge, of_its_dossier("preparation"), _removal,
        is_grave=True,
    ),
    Act(
        "register_company", "enregistrer-une-entreprise", "Enregistrer une entreprise",
        "L’entreprise rejoint les partenaires\u00a0: elle peut alors s’engager sur une campagne.",
        "L’entreprise est enregistrée.", _register_company, access.get_dossier, _of_dossier("preparation"),
        _office(Office.OFFICER), forms.CompanyForm,
    ),
    Act(
        "refund_gift", "rembourser-le-don", "Rembourser ce don",
        "Le montant est dû au donateur, et ce que le don avait appelé des partenaires leur revient.",
        "Le remboursement est enregistré.", actions.refund_gift, access.get_gift, of_its_dossier("gifts"), _refund,
        forms.RefundForm, is_grave=True,
    ),
    Act(
        "confirm_refunds", "confirmer-les-remboursements", "Confirmer les remboursements",
        "Tout ce qui est dû aux donateurs de cette campagne leur a été envoyé.",
        "Les remboursements sont confirmés.", actions.confirm_refunds, access.get_dossier, _of_dossier("refunds"),
        lambda user, dossier: actions.confirming_refusals(dossier, user), forms.ReferenceForm,
    ),
    Act(
        "prepare_settlement", "preparer-le-decompte", "Préparer le décompte",
        "Les montants sont arrêtés tels qu’ils sont maintenant\u00a0; la direction les approuve ensuite.",
        "Le décompte est préparé.", actions.prepare_settlement, access.get_dossier, _of_dossier("settlement"),
        lambda user, dossier: actions.statement_refusals(dossier, user),
    ),
    Act(
        "approve_settlement", "approuver-le-decompte", "Approuver le décompte",
        "Votre approbation porte sur chaque montant\u00a0: un changement l’annule.",
        "Le décompte est approuvé.", actions.approve_settlement, access.get_settlement, of_its_dossier("settlement"),
        lambda user, settlement: actions.statement_approval_refusals(settlement, user),
    ),
    Act(
        "settle", "arreter-l-abondement", "Arrêter l’abondement",
        "Les partenaires doivent désormais leur part\u00a0; les frais sont prélevés sur les seuls dons des citoyens.",
        "L’abondement est arrêté.", actions.settle, access.get_dossier, _of_dossier("settlement"), _step("settle"),
    ),
    Act(
        "record_cash", "encaisser", "Enregistrer un versement",
        "Ce que le partenaire a versé pour ce projet lui est reversé en entier.",
        "Le versement est enregistré.", actions.record_cash, access.get_pledge, of_its_dossier("payout"), _cash,
        forms.CashForm,
    ),
    Act(
        "call_for_funds", "appeler-les-fonds", "Appeler les fonds",
        "Le partenaire reçoit un appel numéroté pour sa part de ce projet. Le document ne change plus.",
        "L’appel de fonds est émis.", actions.call_for_funds, access.get_pledge, of_its_dossier("payout"),
        lambda user, pledge: actions.call_refusals(pledge, user),
    ),
    Act(
        "waive_balance", "abandonner-le-solde", "Abandonner ce qui n’est pas reçu",
        "Sur décision enregistrée du comité d’engagement\u00a0: les partenaires ne doivent plus rien.",
        "Le solde est abandonné.", actions.waive_balance, access.get_money, _of_dossier("payout"),
        lambda user, dossier: actions.waiver_refusals(dossier, user), is_grave=True,
    ),
    Act(
        "give_bank_details", "donner-l-iban", "Donner l’IBAN",
        "Une autre personne le vérifie avant tout versement. Un nouvel IBAN remplace le précédent.",
        "L’IBAN est enregistré.", actions.give_bank_details, access.get_money, _of_dossier("bank_details"),
        lambda user, dossier: actions.giving_refusals(dossier, user), forms.BankDetailsForm, _proofs,
    ),
    Act(
        "verify_bank_details", "verifier-l-iban", "Vérifier l’IBAN",
        "Le titulaire est bien la structure, et vous dites comment vous l’avez contrôlé.",
        "L’IBAN est vérifié.", actions.verify_bank_details, access.get_bank_details, of_its_dossier("bank_details"),
        lambda user, details: actions.decision_refusals(details, user), forms.ProofForm,
    ),
    Act(
        "refuse_bank_details", "refuser-l-iban", "Refuser l’IBAN",
        "Le porteur est invité à en donner un autre.",
        "L’IBAN est refusé.", actions.refuse_bank_details, access.get_bank_details, of_its_dossier("bank_details"),
        lambda user, details: actions.decision_refusals(details, user), forms.ReasonForm, is_grave=True,
    ),
    Act(
        "prepare_payout", "preparer-le-versement", "Préparer l’ordre de paiement",
        "L’ordre reprend ce que chaque source doit au projet. Deux autres personnes l’approuvent.",
        "L’ordre est préparé.", actions.prepare_payout, access.get_money, _of_dossier("payout"), _payout,
        forms.PayoutForm,
    ),
    Act(
        "approve_payout", "approuver-le-versement", "Approuver le versement",
        "Votre signature porte sur ce contenu exact\u00a0: l’IBAN, le montant, les sources.",
        "Le versement est approuvé.", actions.approve_payout, access.get_order, of_its_dossier("payout"),
        lambda user, order: actions.signature_refusals(order, user),
    ),
    Act(
        "void_payout", "annuler-l-ordre", "Annuler l’ordre",
        "L’ordre et ses signatures ne valent plus rien\u00a0; un autre peut être préparé.",
        "L’ordre est annulé.", actions.void_payout, access.get_order, of_its_dossier("payout"),
        lambda user, order: actions.voiding_refusals(order, user), forms.ReasonForm, is_grave=True,
    ),
    Act(
        "confirm_payout", "executer-le-versement", "Constater l’exécution",
        "La banque a exécuté l’ordre\u00a0: l’argent est parti.",
        "Le versement est exécuté.", actions.confirm_payout, access.get_order, of_its_dossier("payout"), _execution,
        forms.BankReferenceForm,
    ),
    Act(
        "pay_all", "tout-est-paye", "Constater que tout est payé",
        "Rien ne reste dû au projet pour l’instant\u00a0; son bilan est attendu.",
        "Le dossier est payé.", actions.pay_all, access.get_dossier, _of_dossier("payout"), _step("pay_all"),
    ),
    Act(
        "open_envelope", "ouvrir-une-enveloppe", "Inscrire une enveloppe",
        "Une prévision\u00a0: rien ne s’y réserve avant la délibération.",
        "L’enveloppe est inscrite.", _open_envelope, nothing, alone("envelopes"), _office(Office.DIRECTOR),
        forms.EnvelopeForm, _authorities,
    ),
    Act(
        "sign_agreement", "enregistrer-une-convention", "Enregistrer une convention",
        "Elle dit si la subvention peut être reversée aux projets.",
        "La convention est enregistrée.", _sign_agreement, nothing, alone("envelopes"), _office(Office.DIRECTOR),
        forms.AgreementForm, _authorities,
    ),
    Act(
        "vote_envelope", "voter-l-enveloppe", "Enregistrer la délibération",
        "Le montant voté devient disponible pour les projets, sous convention.",
        "L’enveloppe est votée.", actions.vote_envelope, access.get_envelope, _envelope, _office(Office.DIRECTOR),
        forms.VoteForm, _agreements, lambda envelope: {"cents": envelope.forecast_cents},
    ),
    Act(
        "cover_envelope", "rattacher-la-convention", "Rattacher une convention",
        "La convention en vigueur permet de reverser cette enveloppe.",
        "La convention est rattachée.", actions.cover_envelope, access.get_envelope, _envelope,
        _office(Office.DIRECTOR), forms.CoverForm, _agreements,
    ),
    Act(
        "record_advance", "encaisser-une-avance", "Enregistrer une avance",
        "Le partenaire verse avant d’être appelé\u00a0: les projets seront payés aussitôt arrêtés.",
        "L’avance est enregistrée.", actions.record_advance, access.get_envelope, _envelope,
        _office(Office.TREASURER), forms.CashForm,
    ),
    Act(
        "record_provider_payment", "virement-du-prestataire", "Enregistrer un virement",
        "Les dons par carte arrivent sur le compte bancaire.",
        "Le virement est enregistré.", _provider, nothing, alone("cash"), _office(Office.TREASURER),
        forms.ProviderForm,
    ),
)  # fmt: skip
ACTS: dict[str, Act] = {act.name: act for act in _TABLE}
