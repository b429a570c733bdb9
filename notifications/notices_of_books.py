"""Who is told of agreements, envelopes, running costs and the months of the books."""

from notifications import audience
from notifications.families import Family
from notifications.notice import Notice
from notifications.notices_of_dossiers import REASON, Notices
from okote_flow.journal.kinds import Kind

AMOUNT = "Montant\u00a0: {cents}."

NOTICES: dict[Kind, Notices] = {
    Kind.AGREEMENT_SIGNED: (
        Notice(
            audience.partner,
            "Convention enregistrée\u00a0: {partner}.",
            "Référence\u00a0: {reference}",
            page="funding:envelopes",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
    Kind.ENVELOPE_VOTED: (
        Notice(
            audience.partner,
            "Enveloppe {year} délibérée\u00a0: {partner}.",
            "Montant\u00a0: {cents}. Délibération\u00a0: {deliberation}",
            page="funding:envelope",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.all_officers,
            "Enveloppe {year} disponible\u00a0: {partner}.",
            AMOUNT,
            page="funding:envelope",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.treasurers,
            "Enveloppe {year} disponible\u00a0: {partner}.",
            AMOUNT,
            page="funding:envelope",
            family=Family.PROGRESS,
        ),
    ),
    Kind.ENVELOPE_LAPSED: (
        Notice(
            audience.partner,
            "Enveloppe {year} : ce qui restait disponible est annulé.",
            AMOUNT,
            page="funding:envelope",
            family=Family.PROGRESS,
        ),
    ),
    Kind.ENVELOPE_CARRIED_OVER: (
        Notice(
            audience.partner,
            "Enveloppe {year} : ce qui restait disponible est reporté.",
            "Montant : {cents}. Délibération : {deliberation}",
            page="funding:envelope",
            family=Family.PROGRESS,
        ),
    ),
    Kind.AGREEMENT_FILED: (
        Notice(
            audience.partner,
            "La convention {reference} signée est déposée.",
            page="funding:envelopes",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
    Kind.CONTRIBUTION_CALLED: (
        Notice(
            audience.partner,
            "Votre contribution au fonctionnement {year} est appelée.",
            AMOUNT,
            page="funding:contribution",
            family=Family.PROGRESS,
        ),
    ),
    Kind.CONTRIBUTION_RECEIVED: (
        Notice(
            audience.partner,
            "Votre contribution au fonctionnement {year} est arrivée.",
            AMOUNT,
            page="funding:contribution",
            family=Family.PROGRESS,
        ),
    ),
    Kind.CONTRIBUTION_REVERSED: (
        Notice(
            audience.partner,
            "Un mouvement de votre contribution au fonctionnement {year} est annulé.",
            REASON,
            page="funding:contribution",
            family=Family.PROGRESS,
        ),
    ),
    Kind.PERIOD_LOCKED: (
        Notice(
            audience.directors,
            "Le mois {month} est clos dans les livres.",
            page="funding:periods",
            keyed=False,
            family=Family.PROGRESS,
        ),
        Notice(
            audience.treasurers,
            "Le mois {month} est clos dans les livres.",
            page="funding:periods",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
    Kind.PERIOD_REOPENED: (
        Notice(
            audience.treasurers,
            "Le mois {month} est rouvert dans les livres.",
            REASON,
            page="funding:periods",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
    Kind.ENTRY_REVERSED: (
        Notice(
            audience.directors,
            "Une écriture du grand livre est contre-passée.",
            REASON,
            page="funding:ledger",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
}
