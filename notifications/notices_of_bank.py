"""Who is told of what goes to the bank and comes back: batches of transfers, payments returned."""

from notifications import audience
from notifications.audience import Audience
from notifications.families import Family
from notifications.notice import Notice
from notifications.notices_of_dossiers import REASON, Notices
from okote_flow.journal.kinds import Kind

TO_APPROVE = "Un lot de virements attend deux approbations\u00a0: {batch}."
AMOUNT = "Montant\u00a0: {cents}."


def _task(who: Audience) -> Notice:
    return Notice(who, TO_APPROVE, AMOUNT, page="funding:batch", family=Family.TASK, verb="Lire le lot")


def _news(who: Audience, text: str, detail: str = AMOUNT) -> Notice:
    return Notice(who, text, detail, page="funding:batch", family=Family.PROGRESS)


NOTICES: dict[Kind, Notices] = {
    Kind.FUNDS_CALLED: (
        Notice(
            audience.partner,
            "Un appel de fonds vous est adressé pour le projet {dossier}.",
            "Montant\u00a0: {cents}, avant le {due_on}. Référence à rappeler\u00a0: {reference}.",
            page="funding:calls",
            keyed=False,
            family=Family.TASK,
            verb="Lire l’appel",
        ),
        Notice(
            audience.officer,
            "Un appel de fonds est émis pour le projet {dossier}.",
            "Partenaire\u00a0: {partner}. " + AMOUNT,
            page="funding:payout",
            family=Family.PROGRESS,
        ),
    ),
    Kind.BATCH_COMPOSED: (_task(audience.directors), _task(audience.all_officers), _task(audience.treasurers)),
    Kind.BATCH_APPROVED: (_news(audience.treasurers, "Un lot de virements est approuvé\u00a0: {batch}."),),
    Kind.BATCH_SENT: (_news(audience.directors, "Un lot de virements est transmis à la banque\u00a0: {batch}."),),
    Kind.BATCH_EXECUTED: (_news(audience.directors, "Un lot de virements est exécuté\u00a0: {batch}."),),
    Kind.BATCH_REJECTED: (
        _news(audience.directors, "La banque a refusé un lot de virements\u00a0: {batch}.", REASON),
        _news(audience.treasurers, "La banque a refusé un lot de virements\u00a0: {batch}.", REASON),
    ),
    Kind.BATCH_VOIDED: (
        _news(audience.directors, "Un lot de virements est annulé\u00a0: {batch}.", REASON),
        _news(audience.treasurers, "Un lot de virements est annulé\u00a0: {batch}.", REASON),
    ),
    Kind.REFUND_RETURNED: (
        Notice(
            audience.officer,
            "Un remboursement est revenu\u00a0: {dossier}.",
            "Il faut un autre IBAN du donateur. " + REASON,
            page="funding:refunds",
            family=Family.TASK,
            verb="Voir les remboursements",
        ),
        Notice(
            audience.treasurer,
            "Un remboursement est revenu\u00a0: {dossier}.",
            REASON,
            page="funding:refunds",
            family=Family.PROGRESS,
        ),
    ),
    Kind.REFUND_REFUSED: (
        Notice(
            audience.treasurer,
            "Le prestataire refuse un remboursement\u00a0: {dossier}.",
            "Demandez-le à nouveau, ou faites-le à la main. " + REASON,
            page="funding:refunds",
            family=Family.TASK,
            verb="Voir les remboursements",
        ),
    ),
    Kind.PAYOUT_RETURNED: (
        Notice(
            audience.holders,
            "Le virement de votre projet {dossier} nous est revenu.",
            "Donnez à nouveau l’IBAN de la structure. " + REASON,
            page="funding:bank_details",
            family=Family.TASK,
            verb="Donner l’IBAN",
        ),
        Notice(
            audience.officer,
            "Un virement est revenu\u00a0: {dossier}.",
            REASON,
            page="funding:payout",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.director,
            "Un virement est revenu\u00a0: {dossier}.",
            REASON,
            page="funding:payout",
            family=Family.PROGRESS,
        ),
    ),
}
