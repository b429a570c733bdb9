"""The acts on gifts on their way, and on what providers say of them, beside the acts on campaigns (`acts`)."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import access, actions, forms, payment_access, refund_access, refund_forms, tasks, use_access
from funding.acts import Act, alone, nothing
from funding.models import CampaignState, Checkout, ProviderEvent, Refund
from funding.sentences import refuse
from okote_flow.directory.models import Office, User
from okote_flow.refusals import Refusal


def _event(event: ProviderEvent) -> str:
    return reverse("funding:event", args=[event.pk])


def _transfer(user: User, checkout: Checkout) -> list[Refusal]:
    own = list(key_refusals(user, checkout.campaign.dossier, Keeper.OFFICER))
    return own or actions.receiving_refusals(checkout.campaign)


def _record_unidentified(target: None, *, by: User, **given: Any) -> Any:
    return actions.record_unidentified(by=by, **given)


def _campaigns_to_give_to(receipt: Any) -> tuple[Any, ...]:
    return (access.campaigns().filter(state=CampaignState.OPEN).order_by("dossier"),)


def _of_its_campaign(page: str) -> Callable[[Any], str]:
    return lambda row: reverse(f"funding:{page}", args=[row.campaign.dossier_id])


def _refunds(dossier: Dossier) -> str:
    return reverse("funding:refunds", args=[dossier.pk])


def _of_refund(refund: Refund) -> str:
    return _refunds(refund.gift.campaign.dossier)


def _ask_provider(dossier: Dossier, *, by: User) -> Any:
    made = actions.ask_provider_refunds(dossier, by=by)
    tasks.send_refund_requests.enqueue()
    return made


def _composing(user: User, dossier: Dossier) -> list[Refusal]:
    own = actions.composing_refusals(dossier, user)
    return own or ([] if refund_access.refunds_to_gather(dossier).exists() else [refuse("refund-batch-empty")])


TABLE: tuple[Act, ...] = (
    Act(
        "ask_provider_refunds", "demander-les-remboursements", "Demander au prestataire",
        "Le prestataire rend chaque paiement par carte. Ce qu’il ne peut pas faire revient ici avec le motif.",
        "Les remboursements sont demandés au prestataire.", _ask_provider, access.get_kept, _refunds,
        lambda user, dossier: actions.asking_provider_refusals(dossier, user),
    ),
    Act(
        "compose_refund_batch", "lot-de-remboursements", "Composer un lot de remboursements",
        "Un seul fichier pour la banque. Deux autres personnes l’approuvent avant qu’il parte.",
        "Le lot est composé. Deux autres personnes l’approuvent.", actions.compose_refund_batch, access.get_kept,
        _refunds, _composing,
        refund_forms.RefundBatchForm, lambda dossier: (refund_access.refunds_to_gather(dossier),),
        lambda dossier: {"refunds": list(refund_access.refunds_to_gather(dossier).values_list("pk", flat=True))},
    ),
    Act(
        "give_refund_account", "iban-du-donateur", "Enregistrer l’IBAN du donateur",
        "Le remboursement part vers ce compte. Un compte repris d’un relevé est à vérifier avant d’enregistrer.",
        "L’IBAN du donateur est enregistré.", actions.give_refund_account, refund_access.get_refund, _of_refund,
        lambda user, refund: actions.account_giving_refusals(refund, user),
        refund_forms.RefundAccountForm, initial=refund_access.first_account,
    ),
    Act(
        "confirm_refund", "rembourse-a-la-main", "Constater un remboursement à la main",
        "Ce remboursement est parti par chèque, par la banque ou sur le site du prestataire.",
        "Le remboursement est enregistré.", actions.confirm_refund, refund_access.get_refund, _of_refund,
        lambda user, refund: actions.hand_refusals(refund, user), refund_forms.HandForm,
    ),
    Act(
        "return_refund", "remboursement-revenu", "Constater le retour du remboursement",
        "La banque a rendu l’argent\u00a0: il est dû à nouveau au donateur, qui donne un autre IBAN.",
        "Le retour du remboursement est enregistré.", actions.return_refund, refund_access.get_refund, _of_refund,
        lambda user, refund: actions.refund_return_refusals(refund, user), forms.ReasonForm, is_grave=True,
    ),
    Act(
        "confirm_transfer", "virement-arrive", "Enregistrer ce virement",
        "Le virement annoncé est sur le compte\u00a0: le don est compté pour le montant vraiment reçu.",
        "Le don est enregistré.", actions.confirm_transfer, payment_access.get_announced, _of_its_campaign("gifts"),
        _transfer,
        forms.TransferForm, initial=lambda checkout: {"cents": checkout.cents},
    ),
    Act(
        "record_unidentified", "somme-a-attribuer", "Enregistrer une somme à attribuer",
        "Un virement est arrivé sans que l’on sache pour quelle campagne\u00a0: il est compté à part.",
        "La somme est enregistrée.", _record_unidentified, nothing, alone("payments"),
        lambda user, target: list(access.office_refusals(user, Office.OFFICER, Office.TREASURER)),
        forms.UnidentifiedForm,
    ),
    Act(
        "assign_receipt", "attribuer-la-somme", "Attribuer à une campagne",
        "La somme devient un don de cette campagne, si elle reçoit encore des dons.",
        "La somme est attribuée.", actions.assign_receipt, payment_access.get_receipt, alone("payments"),
        lambda user, receipt: actions.receipt_refusals(receipt, user), forms.AssignForm, _campaigns_to_give_to,
    ),
    Act(
        "return_receipt", "rendre-la-somme", "Constater le retour",
        "La somme est repartie vers son émetteur, par la banque ou le prestataire.",
        "Le retour est enregistré.", actions.return_receipt, payment_access.get_receipt, alone("payments"),
        lambda user, receipt: actions.receipt_return_refusals(receipt, user), forms.ReferenceForm, is_grave=True,
    ),
    Act(
        "replay_event", "reprendre-le-message", "Traiter à nouveau",
        "Le message est relu tel qu’il a été reçu. Un effet déjà produit ne se répète pas.",
        "Le message est relu.", actions.replay_event, payment_access.get_event, _event,
        lambda user, event: actions.event_refusals(event, user),
    ),
    Act(
        "dismiss_event", "classer-le-message", "Classer",
        "Vous avez vérifié\u00a0: ce message n’appelle plus rien.",
        "Le message est classé.", actions.dismiss_event, payment_access.get_event, _event,
        lambda user, event: actions.event_refusals(event, user), forms.ReasonForm, is_grave=True,
    ),
    Act(
        "record_repayment", "reversement-recu", "Constater le reversement",
        "L’argent que la structure n’a pas dépensé est sur le compte\u00a0: chaque partenaire en retrouve sa part.",
        "Le reversement est enregistré.", actions.record_repayment, use_access.get_repayment,
        _of_its_campaign("payout"), lambda user, repayment: actions.repayment_refusals(repayment, user),
        forms.RepaymentForm,
    ),
    Act(
        "waive_repayment", "reversement-abandonne", "Abandonner le reversement",
        "Sur décision enregistrée du comité d’engagement\u00a0: la structure garde l’argent pour le même objet.",
        "Le reversement est abandonné.", actions.waive_repayment, use_access.get_repayment, _of_its_campaign("payout"),
        lambda user, repayment: actions.waiving_refusals(repayment, user), is_grave=True,
    ),
    Act(
        "return_share", "part-rendue", "Constater que la part est rendue",
        "Le partenaire a retrouvé, par virement, sa part de ce que le projet n’a pas dépensé.",
        "La part est rendue.", actions.return_share, use_access.get_share,
        lambda share: reverse("funding:payout", args=[share.repayment.campaign.dossier_id]),
        lambda user, share: actions.share_refusals(share, user), forms.RepaymentForm,
    ),
    Act(
        "recover_claim", "creance-recouvree", "Constater le recouvrement",
        "Le porteur ou le donateur a payé ce qui manquait.",
        "La créance est recouvrée.", actions.recover_claim, payment_access.get_claim, alone("payments"),
        lambda user, claim: actions.claim_refusals(claim, user), forms.BankReferenceForm,
    ),
    Act(
        "lose_claim", "creance-en-perte", "Passer en perte",
        "Sur décision enregistrée du comité d’engagement. L’argent public déjà versé n’est pas repris.",
        "La créance est passée en perte.", actions.lose_claim, payment_access.get_claim, alone("payments"),
        lambda user, claim: actions.loss_refusals(claim, user), is_grave=True,
    ),
)  # fmt: skip
