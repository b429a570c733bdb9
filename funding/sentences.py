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
        "same-hands": "Pendant une absence, la personne absente et son relais comptent pour une seule\u00a0: l’une a déjà agi ici, une autre personne doit contrôler.",
        "own-act": "Vous avez préparé cet acte\u00a0: une autre personne doit le contrôler.",
        "already-approved": "Vous avez déjà approuvé cet acte\u00a0: une autre personne doit le faire.",
        "approvals-missing": "Approbations\u00a0: {given} sur {needed}. Demandez celles qui manquent.",
        "cash-missing": (
            "Reçu des partenaires et des citoyens\u00a0: {cash} pour {due} à verser. "
            "Attendez les fonds ou ne versez que la part reçue."
        ),
        "already-paid": "Ce versement est déjà payé\u00a0: ouvrez le dossier pour en voir le justificatif.",
        # partners and envelopes
        "company-there": "{name} est déjà enregistrée parmi les partenaires.",
        "name-missing": "Indiquez le nom de l’entreprise.",
        "siren-wrong": "Le SIREN «\u00a0{siren}\u00a0» est faux\u00a0: il compte neuf chiffres, tels qu’au répertoire.",
        "agreement-reversed": "La convention finit avant de commencer\u00a0: corrigez ses dates.",
        "year-wrong": "{year} n’est pas une année du fonds\u00a0: indiquez une année entre 2021 et 2100.",
        "amount-too-big": "{amount} dépasse tout ce que le fonds peut tenir\u00a0: vérifiez le montant.",
        "agreement-other": "Cette convention n’est pas celle de ce partenaire, ou de cette section budgétaire.",
        "already-voted": "L’enveloppe de {partner} pour {year} est déjà votée ({deliberation}).",
        "envelope-there": "{partner} a déjà une enveloppe pour {year} dans cette section.",
        "not-an-authority": "{partner} n’est pas une collectivité\u00a0: seules les collectivités ont une enveloppe.",
        "deliberation-missing": "Indiquez la référence de la délibération\u00a0: sans elle, rien ne se réserve.",
        "reference-taken": "La référence «\u00a0{reference}\u00a0» est déjà enregistrée.",
        # preparation
        "campaign-unprepared": "La campagne n’est pas encore préparée\u00a0: indiquez son objectif et sa durée.",
        "envelope-missing": "{partner} est une collectivité\u00a0: choisissez l’enveloppe sur laquelle elle s’engage.",
        "envelope-other": "Cette enveloppe n’est pas celle de {partner}.",
        "envelope-needless": "{partner} n’est pas une collectivité\u00a0: son engagement ne porte sur aucune enveloppe.",
        "not-a-matcher": "{partner} n’abonde pas les dons\u00a0: choisissez une entreprise ou une collectivité.",
        "already-pledged": "{partner} s’est déjà engagé sur cette campagne\u00a0: retirez d’abord cet engagement.",
        # gifts and refunds
        "campaign-closed": "La campagne ne reçoit pas de dons\u00a0: elle est «\u00a0{state}\u00a0».",
        "key-missing": "Indiquez la référence de cet acte\u00a0: elle garantit qu’il ne compte qu’une fois.",
        "key-too-long": "Cette référence est trop longue\u00a0: 80 caractères au plus.",
        "key-reused": "La référence «\u00a0{key}\u00a0» a déjà servi pour un autre montant ou un autre objet.",
        "refund-too-big": "Il reste {rest} à rembourser au plus sur ce don.",
        "gift-settled": "L’abondement est arrêté\u00a0: ce don ne se rembourse plus ici.",
        "no-refund-pending": "Aucun remboursement n’attend d’être envoyé.",
        "refunds-pending": "{total} restent à rembourser aux donateurs\u00a0: la trésorerie confirme l’envoi.",
        # settlement and partners' cash
        "settlement-unapproved": "Le décompte n’est pas encore approuvé par la direction.",
        "settlement-stale": "Les montants ont changé depuis le décompte\u00a0: préparez-le à nouveau.",
        "settlement-decided": "Ce décompte est déjà approuvé ou remplacé.",
        "over-receivable": "{partner} ne doit plus que {due} pour ce projet.",
        "nothing-to-waive": "Aucun partenaire ne doit plus rien pour ce projet.",
        "waiver-undecided": "Aucune décision du comité d’engagement n’abandonne ce solde\u00a0: faites-la enregistrer.",
        # bank details
        "iban-wrong": "Cet IBAN n’est pas valide\u00a0: vérifiez les caractères saisis, tels qu’ils figurent sur le RIB.",
        "iban-decided": "Cet IBAN est déjà vérifié, refusé ou remplacé.",
        "iban-proof-missing": "Indiquez comment vous avez contrôlé l’IBAN\u00a0: RIB lu, appel à la structure.",
        "iban-changed": "L’IBAN de la structure a changé depuis cet ordre\u00a0: annulez-le et préparez-en un autre.",
        "proof-elsewhere": "Ce justificatif n’est pas une pièce de ce dossier\u00a0: choisissez-en une autre.",
        "holder-missing": "Indiquez le titulaire du compte, tel qu’il figure sur le RIB.",
        # payout
        "nothing-due": "Rien n’est à verser pour l’instant.",
        "order-waiting": "L’ordre {order} attend déjà d’être exécuté ou annulé.",
        "order-wrong-state": "L’ordre {order} est «\u00a0{state}\u00a0»\u00a0: cette action n’est plus, ou pas encore, possible.",
        "order-changed": "Le contenu de l’ordre {order} n’est plus celui qui a été approuvé\u00a0: annulez-le.",
        "payee-changed": "Le SIRET de la structure a changé depuis cet ordre\u00a0: annulez-le et préparez-en un autre.",
        "office-signed": "Cette fonction a déjà signé\u00a0: la seconde signature revient à {other}.",
        "bank-short": "Le compte bancaire ne porte que {cash}\u00a0: enregistrez d’abord les fonds qui manquent.",
        "bank-reference-missing": "Indiquez la référence du virement, telle que la banque la donne.",
        "provider-short": "Le prestataire de paiement ne doit que {due}.",
        "orders-due-unpaid": "{due} restent à payer.",
        # the end
        "balance-unpaid": "{balance} restent dus au projet\u00a0: versez-les, ou faites-en décider l’abandon.",
        "accounts-not-zero": "Des comptes de la campagne ne sont pas à zéro\u00a0: {accounts}.",
        "paid": "Un versement est déjà exécuté\u00a0: le projet ne peut plus renoncer.",
    }
)
