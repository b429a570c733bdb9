"""What the money refuses, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        # a pledge
        "forecast-envelope": (
            "L’enveloppe de {partner} est prévisionnelle\u00a0: enregistrez la délibération avant de réserver."
        ),
        "agreement-missing": (
            "Aucune convention avec {partner} n’est en vigueur au {on:%d/%m/%Y}\u00a0: enregistrez-la, ou son avenant."
        ),
        "pass-on-missing": (
            "La convention avec {partner} n’autorise pas à reverser la subvention (CGCT, art. L. 1611-4)\u00a0: "
            "enregistrez un avenant qui le prévoit."
        ),
        "section-mismatch": (
            "Promesses sur des enveloppes d’investissement\u00a0: {promised}\u00a0; investissement au budget\u00a0: "
            "{investment}. Baissez les plafonds ou citez la décision qui l’autorise."
        ),
        "over-envelope": "Enveloppe de {partner}\u00a0: {free} libres pour {cap} demandés. Baissez le plafond.",
        "over-ceiling": (
            "Le comité d’engagement a fixé {ceiling} au plus pour {partner}\u00a0: baissez le plafond de {cap}."
        ),
        "cap-missing": "Le plafond de {partner} est vide\u00a0: indiquez un montant ou retirez cette promesse.",
        # the opening of a campaign
        "checklist": "Avant l’ouverture, il reste\u00a0: {missing}.",
        "pledges-missing": "Aucun partenaire ne s’est engagé\u00a0: enregistrez au moins une promesse d’abondement.",
        "campaign-length": "Une campagne dure de {min_days} à {max_days} jours\u00a0: changez la date de fin.",
        "extension-used": "Cette campagne a déjà été prolongée\u00a0: la date de fin ne change plus.",
        "extension-length": "Une prolongation dure de 1 à {max_days} jours\u00a0: changez la date de fin.",
        # a gift and the end
        "gift-too-small": "Le don minimal est de {minimum}\u00a0: choisissez un montant plus élevé.",
        "campaign-not-open": "La campagne ouvre le {opens:%d/%m/%Y}\u00a0: revenez à partir de cette date.",
        "campaign-ended": "La campagne s’est terminée le {ended:%d/%m/%Y}\u00a0: elle ne reçoit plus de dons.",
        "confirmation-late": (
            "Ce paiement est arrivé après le {limit:%d/%m/%Y à %H:%M}\u00a0: "
            "il n’entre pas dans la campagne, remboursez-le."
        ),
        "not-ended": "La campagne se décide le {decides:%d/%m/%Y à %H:%M}\u00a0: attendez cette date.",
        "threshold-missed": "Les citoyens ont donné {raised} sur {needed}\u00a0: la campagne n’est pas réussie.",
        "threshold-met": "Les citoyens ont donné {raised} sur {needed}\u00a0: la campagne est réussie.",
        # a payout
        "iban-unverified": "L’IBAN n’est pas vérifié\u00a0: une deuxième personne le contrôle, avec une preuve.",
        "own-act": "Vous avez préparé cet acte\u00a0: une autre personne doit le contrôler.",
        "already-approved": "Vous avez déjà approuvé cet acte\u00a0: une autre personne doit le faire.",
        "approvals-missing": "Approbations\u00a0: {given} sur {needed}. Demandez celles qui manquent.",
        "cash-missing": (
            "Reçu des partenaires et des citoyens\u00a0: {cash} pour {due} à verser. "
            "Attendez les fonds ou ne versez que la part reçue."
        ),
        "already-paid": "Ce versement est déjà payé\u00a0: ouvrez le dossier pour en voir le justificatif.",
    }
)
