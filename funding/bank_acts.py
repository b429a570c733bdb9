"""The acts on batches of transfers and on the bank's statements, beside the acts on campaigns (`acts`)."""

from django.urls import reverse

from funding import access, actions, bank_access, forms
from funding.acts import Act, of_its_dossier
from funding.models import PayoutBatch, StatementLine


def _batch(batch: PayoutBatch) -> str:
    return reverse("funding:batch", args=[batch.pk])


def _statement(line: StatementLine) -> str:
    return reverse("funding:statement", args=[line.statement_id])


TABLE: tuple[Act, ...] = (
    Act(
        "return_payout", "virement-revenu", "Constater le retour du virement",
        "La banque a rendu l’argent\u00a0: il est dû à nouveau au projet, et la structure redonne son IBAN.",
        "Le retour du virement est enregistré.", actions.return_payout, access.get_order, of_its_dossier("payout"),
        lambda user, order: actions.return_refusals(order, user), forms.ReasonForm, is_grave=True,
    ),
    Act(
        "approve_batch", "approuver-le-lot", "Approuver le lot",
        "Votre approbation porte sur ce fichier exact\u00a0: chaque compte, chaque nom, chaque montant.",
        "Le lot est approuvé.", actions.approve_batch, bank_access.get_batch, _batch,
        lambda user, batch: actions.batch_approval_refusals(batch, user),
    ),
    Act(
        "send_batch", "transmettre-le-lot", "Constater la transmission",
        "Le fichier est déposé à la banque. Le lot ne s’annule plus ici.",
        "Le lot est transmis.", actions.send_batch, bank_access.get_batch, _batch,
        lambda user, batch: actions.sending_refusals(batch, user),
    ),
    Act(
        "confirm_batch", "executer-le-lot", "Constater l’exécution du lot",
        "La banque a exécuté le fichier\u00a0: chaque ordre du lot est payé.",
        "Le lot est exécuté.", actions.confirm_batch, bank_access.get_batch, _batch,
        lambda user, batch: actions.confirmation_refusals(batch, user), forms.BankReferenceForm,
    ),
    Act(
        "reject_batch", "lot-refuse", "Constater le refus du fichier",
        "La banque n’a rien exécuté\u00a0: les ordres sont libres et peuvent entrer dans un autre lot.",
        "Le refus du lot est enregistré.", actions.reject_batch, bank_access.get_batch, _batch,
        lambda user, batch: actions.confirmation_refusals(batch, user), forms.ReasonForm, is_grave=True,
    ),
    Act(
        "void_batch", "annuler-le-lot", "Annuler le lot",
        "Le fichier et ses approbations ne valent plus rien\u00a0; ses ordres sont libres.",
        "Le lot est annulé.", actions.void_batch, bank_access.get_batch, _batch,
        lambda user, batch: actions.batch_voiding_refusals(batch, user), forms.ReasonForm, is_grave=True,
    ),
    Act(
        "reconcile_line", "rapprocher-la-ligne", "Rapprocher par la référence",
        "La ligne porte la référence d’un virement transmis\u00a0: il est exécuté, ou il est revenu.",
        "La ligne est rapprochée.", actions.reconcile_line, bank_access.get_line, _statement,
        lambda user, line: actions.exact_refusals(line, user),
    ),
    Act(
        "undo_reconciliation", "defaire-le-rapprochement", "Défaire le rapprochement",
        "Le versement d’un partenaire redevient dû\u00a0; un virement exécuté le reste.",
        "Le rapprochement est défait.", actions.undo_reconciliation, bank_access.get_reconciliation,
        lambda made: _statement(made.line), lambda user, made: actions.undoing_refusals(made, user),
        forms.ReasonForm, is_grave=True,
    ),
)  # fmt: skip
