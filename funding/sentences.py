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
        # a cap that changes while the campaign runs
        "cap-below-called": (
            "Les dons ont déjà appelé {called} de {partner}\u00a0: le plafond ne descend pas plus bas."
        ),
        "cap-unchanged": "Le plafond de {partner} est déjà de {cap}.",
        "decision-unnamed": "Indiquez la référence de la décision qui change les plafonds.",
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
        "commitment-unsigned": (
            "Le contrat d’engagement républicain n’est pas signé\u00a0: le porteur le signe avant tout versement."
        ),
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
        # the end of a year, the lock of a month
        "year-running": "L’exercice {year} n’est pas fini : attendez le 31/12/{year}.",
        "nothing-available": (
            "Rien n’est disponible sur l’enveloppe {envelope} : {reserved} restent réservés ou appelés, et n’en "
            "sortent que par la fin de leur campagne."
        ),
        "next-missing": (
            "{partner} n’a pas d’enveloppe {year} dans cette section : inscrivez-la et enregistrez sa "
            "délibération, ou annulez les crédits."
        ),
        "amended-already": "La convention {reference} a déjà un avenant : modifiez celui-ci ({amendment}).",
        "file-there": "Ce fichier est déjà déposé pour cette convention : choisissez-en un autre.",
        "period-locked": (
            "Le mois {month} est clos : datez l’écriture d’un mois ouvert, ou faites rouvrir celui-ci par la "
            "direction."
        ),
        "period-running": "Le mois {month} n’est pas fini : il se clôt à partir du 1er du mois suivant.",
        "period-wrong": "« {month} » n’est pas un mois du fonds : écrivez par exemple 2022-05.",
        "period-open": "Le mois {month} n’est pas clos : rien n’est à rouvrir.",
        "books-unbalanced": "Les livres ne sont pas justes : faites contrôler avant de clore. {fault}",
        # running costs
        "label-missing": "Indiquez l’intitulé de la contribution, par exemple le nom du partenaire.",
        "contribution-there": "La contribution « {label} » de {year} est déjà inscrite.",
        "over-forecast": "{contribution} : il ne reste que {left} à appeler sur ce qui est prévu.",
        "over-called": "{contribution} : {due} seulement sont appelés et attendus. Appelez d’abord le reste.",
        "move-reversed": "Ce mouvement est déjà annulé, ou en annule un autre.",
        "call-paid": "{received} sont déjà reçus sur cet appel : annulez d’abord l’encaissement.",
        # open data
        "siret-needed": "Indiquez le SIRET de {partner}, quatorze chiffres.",
        "siren-other": "Le SIRET {siret} n’est pas celui du SIREN {siren}, déjà enregistré : vérifiez les deux.",
        "open-data-empty": "Aucune ligne de {year} ne peut être publiée : complétez d’abord celles qui sont refusées.",
        "open-data-invalid": "Le fichier ne suit pas le schéma : {fault}",
        # a reversal by hand
        "not-reversible": (
            "Une écriture « {kind} » ne se contre-passe pas à la main : elle se défait par l’acte qui "
            "lui répond (remboursement, annulation, abandon)."
        ),
        "reversed-already": "Cette écriture est déjà contre-passée, ou en contre-passe une autre.",
        "reversal-short": (
            "Le compte « {account} » ne porte plus que {left} : ce qui a été dépensé depuis se défait d’abord."
        ),
        # preparation
        "campaign-unprepared": "La campagne n’est pas encore préparée\u00a0: indiquez son objectif et sa durée.",
        "envelope-missing": "{partner} est une collectivité\u00a0: choisissez l’enveloppe sur laquelle elle s’engage.",
        "envelope-other": "Cette enveloppe n’est pas celle de {partner}.",
        "envelope-needless": "{partner} n’est pas une collectivité\u00a0: son engagement ne porte sur aucune enveloppe.",
        "not-a-matcher": "{partner} n’abonde pas les dons\u00a0: choisissez une entreprise ou une collectivité.",
        "already-pledged": "{partner} s’est déjà engagé sur cette campagne\u00a0: retirez d’abord cet engagement.",
        # the public page: story, pictures, supporters
        "said-too-long": "Ce texte dépasse {limit}\u00a0caractères\u00a0: raccourcissez-le.",
        "said-nothing": "Écrivez quelques mots avant d’enregistrer.",
        "story-meanwhile": "Le récit a été modifié entre-temps (version {version}). Votre texte est gardé ci-dessous\u00a0: vérifiez-le, puis enregistrez à nouveau.",
        "video-insecure": "Le lien de la vidéo commence par https://\u00a0: copiez-le depuis la page de la vidéo.",
        "picture-unfit": "«\u00a0{name}\u00a0» n’est pas une image JPEG, PNG ou WebP entière\u00a0: enregistrez-la dans l’un de ces formats.",
        "picture-heavy": "«\u00a0{name}\u00a0» pèse {size}\u00a0Mo\u00a0: une image pèse {limit}\u00a0Mo au plus.",
        "picture-there": "Cette image est déjà sur la page\u00a0: choisissez-en une autre.",
        "picture-gone": "Cette image est déjà retirée.",
        "pictures-enough": "La page compte déjà {count}\u00a0images, le maximum\u00a0: retirez-en une d’abord.",
        "alt-missing": "Dites en quelques mots ce que l’image montre, pour qui ne la voit pas.",
        "supporter-unnamed": "Indiquez le nom de la personne ou de la structure qui a promis de donner.",
        "supporter-there": "Ce nom est déjà dans la liste.",
        "supporters-enough": "La liste compte déjà {count}\u00a0noms, le maximum.",
        # the public page: news, questions, how it ended
        "page-unopened": "La campagne n’est pas encore ouverte\u00a0: sa page n’est pas publique.",
        "page-closed": "Le dossier est clos\u00a0: la page de la campagne ne change plus.",
        "news-withdrawn": "Cette nouvelle est déjà retirée.",
        "questions-enough": "Beaucoup de questions attendent déjà une réponse\u00a0: réessayez dans quelques jours, ou écrivez-nous.",
        "question-shown": "Cette question est déjà publiée.",
        "question-refused": "Cette question n’est pas publiée\u00a0: c’est déjà décidé.",
        "question-erased": "Cette question est effacée\u00a0: il n’en reste rien.",
        "not-stopped": "La campagne n’est pas arrêtée\u00a0: il n’y a rien à expliquer.",
        # gifts and refunds
        "campaign-closed": "La campagne ne reçoit pas de dons\u00a0: elle est «\u00a0{state}\u00a0».",
        "key-missing": "Indiquez la référence de cet acte\u00a0: elle garantit qu’il ne compte qu’une fois.",
        "key-too-long": "Cette référence est trop longue\u00a0: 80 caractères au plus.",
        "key-reused": "La référence «\u00a0{key}\u00a0» a déjà servi pour un autre montant ou un autre objet.",
        "refund-too-big": "Il reste {rest} à rembourser au plus sur ce don.",
        "gift-settled": "L’abondement est arrêté\u00a0: ce don ne se rembourse plus ici.",
        "no-refund-pending": "Aucun remboursement n’attend d’être envoyé.",
        "refund-sent": "Le remboursement du don {gift} est déjà parti.",
        "refund-in-batch": (
            "Le remboursement du don {gift} est dans le lot {batch}\u00a0: il suit ce lot, ou en sort quand le lot "
            "est annulé."
        ),
        "refund-asked": "Le remboursement du don {gift} est demandé au prestataire\u00a0: attendez sa réponse.",
        "refund-by-card": "Le don {gift} a été payé par carte\u00a0: le prestataire le rend, sans IBAN ni virement.",
        "refund-account-missing": "Le compte du donateur manque pour le don {gift}\u00a0: saisissez son IBAN.",
        "refund-account-changed": (
            "Le compte du donateur a changé depuis ce lot pour le don {gift}\u00a0: annulez le lot et composez-en "
            "un autre."
        ),
        "refund-batch-empty": "Choisissez au moins un remboursement dont l’IBAN est connu.",
        "refund-elsewhere": "Un de ces remboursements est celui d’une autre campagne\u00a0: composez un lot par campagne.",
        "refund-not-transferred": (
            "Le remboursement du don {gift} n’est pas parti par un lot\u00a0: seul un virement parti peut revenir."
        ),
        "refund-none-owed": "Aucun remboursement n’est dû pour ce don\u00a0: il n’y a pas d’IBAN à donner.",
        "no-refund-to-ask": "Aucun remboursement n’est à demander au prestataire.",
        "refund-by-hand-only": (
            "Ce prestataire ne se commande pas d’ici\u00a0: faites le remboursement sur son site, puis confirmez-le."
        ),
        "refund-refused-there": "Le prestataire ne rend pas ce paiement (réponse {status})\u00a0: voyez avec lui.",
        "refunds-pending": "{total} restent à rembourser aux donateurs\u00a0: la trésorerie confirme l’envoi.",
        # payments through a provider
        "provider-none": "Le paiement en ligne n’est pas ouvert\u00a0: donnez par virement ou par chèque.",
        "provider-silent": "Le prestataire de paiement ne répond pas\u00a0: réessayez dans quelques minutes.",
        "event-unsigned": "Ce message n’est pas signé comme convenu\u00a0: il n’a aucun effet.",
        "event-old": "Ce message a plus de {seconds} secondes\u00a0: il n’a aucun effet.",
        "event-unreadable": "Ce message ne se lit pas ({place})\u00a0: demandez au prestataire de le renvoyer.",
        "event-too-big": "Ce message dépasse {limit} octets\u00a0: il n’est pas lu.",
        "event-closed": "Ce message est déjà traité ou classé.",
        "state-unclear": "L’état «\u00a0{state}\u00a0» ne dit pas si l’argent est là\u00a0: voyez avec le prestataire.",
        "payment-unheard": "Le prestataire ne connaît pas ce paiement\u00a0: ce message ne vient sans doute pas de lui.",
        "currency-wrong": "Ce paiement est en «\u00a0{currency}\u00a0»\u00a0: seuls les euros sont pris. Voyez avec le prestataire.",
        "payment-changed": "Le paiement {payment} est déjà connu pour un autre montant\u00a0: voyez avec le prestataire.",
        "payment-awaited": "Le paiement {payment} n’est pas encore confirmé\u00a0: ce retour attend sa confirmation.",
        "reversal-changed": "Le retour {reversal} est déjà connu pour un autre montant\u00a0: voyez avec le prestataire.",
        "checkout-unknown": "Aucun don annoncé ne correspond\u00a0: attribuez la somme à une campagne, ou rendez-la.",
        "checkout-used": "Ce don annoncé est déjà payé\u00a0: attribuez la somme à une campagne, ou rendez-la.",
        "amount-differs": "{paid} payés pour {asked} annoncés\u00a0: attribuez la somme à une campagne, ou rendez-la.",
        "receipt-decided": "Cette somme est déjà attribuée ou rendue.",
        "provider-given-back": "Le prestataire a lui-même rendu {cents} sur ce paiement.",
        "claims-open": "{cents} sont impayés après l’arrêt de l’abondement\u00a0: décidez d’abord de cette créance.",
        "reversal-underway": "Un remboursement ou une contestation de {cents} est en cours\u00a0: attendez son issue.",
        "claim-decided": "Cette créance est déjà recouvrée ou passée en perte.",
        "loss-undecided": "Aucune décision du comité d’engagement n’abandonne cette créance\u00a0: faites-la enregistrer.",
        # tax receipts
        "mandate-missing": (
            "{structure} n’a aucun mandat en vigueur pour ses reçus fiscaux\u00a0: enregistrez d’abord son mandat signé."
        ),
        "mandate-there": "Le mandat du {given_on:%d/%m/%Y} est en vigueur\u00a0: révoquez-le avant d’en enregistrer un autre.",
        "mandate-day-wrong": "Un mandat est déjà donné quand on l’enregistre\u00a0: indiquez aujourd’hui ou un jour passé.",
        "mandate-incomplete": "Le mandat ne dit pas {missing}\u00a0: complétez-le, ces mentions figurent sur chaque reçu.",
        "mandate-ended": "Ce mandat est déjà révoqué.",
        "revocation-day-wrong": (
            "Datez la révocation du {first:%d/%m/%Y} au {last:%d/%m/%Y}\u00a0: "
            "ni dans l’avenir, ni avant le dernier reçu émis sous ce mandat."
        ),
        "issuer-siren-missing": "{structure} n’a pas de SIREN valable\u00a0: ajoutez son SIRET, chaque reçu le porte.",
        "issuer-not-eligible": (
            "Une structure de cette forme ({form}) n’émet de reçus fiscaux que sur rescrit\u00a0: citez-en la référence."
        ),
        "receipts-not-offered": (
            "La structure n’émet pas de reçu fiscal par Okoté pour l’instant\u00a0: demandez-lui si elle peut en émettre un."
        ),
        "receipts-never": "La campagne n’a pas abouti\u00a0: les dons sont rendus, aucun reçu ne s’émet.",
        "receipts-too-early": "La campagne est «\u00a0{state}\u00a0»\u00a0: les reçus s’émettent une fois l’abondement arrêté.",
        "receipts-none": "Aucun autre reçu ne peut s’émettre pour l’instant\u00a0: chaque don ci-dessous dit ce qui lui manque.",
        "gift-unconfirmed": "Ce don n’est pas encore confirmé\u00a0: revenez à cette page quand il le sera.",
        "recipient-missing": "Ce don n’a pas de destinataire\u00a0: saisissez le nom et l’adresse du donateur, s’il le souhaite.",
        "recipient-incomplete": "Il manque {missing}\u00a0: complétez, un reçu sans ces mentions ne vaut rien.",
        "recipient-siren-wrong": "Ce SIREN n’est pas valable\u00a0: vérifiez ses neuf chiffres.",
        "recipient-fixed": "Le reçu {reference} est émis\u00a0: il s’annule avant que l’on corrige le nom ou l’adresse.",
        "recipient-none": "Aucun reçu n’est demandé pour ce don.",
        "consent-missing": "Cochez l’accord\u00a0: sans lui, le nom et l’adresse ne sont pas gardés.",
        "receipt-empty": "Ce don est rendu en entier\u00a0: il n’ouvre droit à aucun reçu.",
        "receipt-there": "Le reçu {reference} vaut pour ce don\u00a0: annulez-le d’abord s’il faut le remplacer.",
        "receipt-outdated": "Le reçu {reference} dit {said}, il reste {rest} de ce don\u00a0: annulez d’abord ce reçu.",
        "receipt-cancelled": "Ce reçu est déjà annulé.",
        # settlement and partners' cash
        "settlement-unapproved": "Le décompte n’est pas encore approuvé par la direction.",
        "settlement-stale": "Les montants ont changé depuis le décompte\u00a0: préparez-le à nouveau.",
        "settlement-decided": "Ce décompte est déjà approuvé ou remplacé.",
        "over-receivable": "{partner} ne doit plus que {due} pour ce projet.",
        "advance-unknown": "Le versement se fait en une fois, ou à 70\u00a0% puis le solde à l’acceptation du bilan\u00a0: {share}\u00a0% n’est pas prévu.",
        "repayment-due": "La structure doit encore reverser {cents}, avant le {due_on:%d/%m/%Y}\u00a0: la trésorerie constate leur arrivée, ou une décision les abandonne.",
        "repayment-ended": "Ce reversement est «\u00a0{state}\u00a0»\u00a0: il n’y a plus rien à constater.",
        "repayment-unpaid": "Le versement est revenu de la banque\u00a0: il se paie à nouveau avant que la structure en reverse une part.",
        "repayment-undecided": "Aucune décision du comité d’engagement n’abandonne ce reversement depuis qu’il est demandé\u00a0: faites-la enregistrer.",
        "share-not-received": "La structure n’a pas encore reversé cet argent\u00a0: la part se rend une fois qu’il est reçu.",
        "share-returned": "Cette part est déjà rendue au partenaire, sous la référence {key}.",
        "received-future": "Le {day:%d/%m/%Y} n’est pas encore venu\u00a0: indiquez le jour où la banque a crédité le compte.",
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
        # batches of transfers
        "order-in-batch": "L’ordre {order} est dans le lot {batch}\u00a0: il suit ce lot, ou en sort quand le lot est annulé.",
        "batch-empty": "Choisissez au moins un ordre approuvé\u00a0: un lot sans virement n’a pas de fichier.",
        "batch-twice": "L’ordre {order} est deux fois dans ce lot\u00a0: chaque ordre ne part qu’une fois.",
        "batch-late": "Le {on:%d/%m/%Y} est passé\u00a0: choisissez aujourd’hui ou un jour à venir.",
        "batch-wrong-state": "Le lot {batch} est «\u00a0{state}\u00a0»\u00a0: cette action n’est plus, ou pas encore, possible.",
        "batch-changed": "Le lot {batch} n’est plus celui que son empreinte désigne\u00a0: annulez-le et composez-en un autre.",
        "batch-recused": "Ce lot paie un dossier dont vous êtes écarté(e)\u00a0: une autre personne l’approuve.",
        "batch-office-signed": "Cette fonction a déjà approuvé ce lot\u00a0: la seconde approbation revient à une autre fonction.",
        "payer-missing": "Le compte bancaire qui paie n’est pas réglé\u00a0: l’administration renseigne BANK_IBAN.",
        "name-unwritable": "Le titulaire «\u00a0{name}\u00a0» ne s’écrit pas dans un virement\u00a0: corrigez-le avec la structure.",
        "not-paid-yet": "L’ordre {order} n’est pas payé\u00a0: seul un virement parti peut revenir.",
        # calls for funds
        "already-called": "{partner} est déjà appelé pour ce projet\u00a0: l’appel {reference} vaut toujours.",
        "nothing-to-call": "{partner} ne doit rien pour ce projet\u00a0: arrêtez d’abord l’abondement, ou n’appelez pas.",
        # statements of the bank
        "statement-too-big": "Ce fichier dépasse 8\u00a0Mo\u00a0: un relevé est bien plus petit, vérifiez le fichier choisi.",
        "statement-unreadable": "Ce fichier n’est pas un relevé lisible\u00a0: téléchargez-le à nouveau depuis la banque.",
        "statement-unknown": "Ce fichier n’est pas un relevé camt.053 (version 02 ou 08)\u00a0: demandez ce format à la banque.",
        "statement-unfit": "Ce relevé ne respecte pas le format camt.053\u00a0: téléchargez-le à nouveau depuis la banque.",
        "statement-amounts": "Un montant de ce relevé n’est pas en euros et centimes\u00a0: rien n’est importé.",
        "statement-balances": "Le relevé {reference} ne donne pas ses soldes d’ouverture et de clôture\u00a0: rien n’est importé.",
        "statement-sums": "Les lignes du relevé {reference} ne font pas la différence de ses soldes\u00a0: rien n’est importé.",
        "statement-other-account": "Le relevé {reference} est celui d’un autre compte\u00a0: rien n’est importé.",
        "statement-gap": (
            "Le relevé {reference} commence à {opening}, le précédent finit à {closing}\u00a0: "
            "importez d’abord celui qui manque entre les deux."
        ),
        "statement-there": "Le relevé {reference} est déjà importé, avec un autre contenu\u00a0: demandez à la banque lequel vaut.",
        "line-known": "Le mouvement {line} est déjà dans un autre relevé\u00a0: rien n’est importé.",
        "line-reconciled": "Cette ligne est déjà rapprochée\u00a0: défaites d’abord ce rapprochement.",
        "line-unmatched": "Aucun virement transmis ne porte la référence et le montant de cette ligne.",
        "line-not-cash": "Cette ligne est une sortie d’argent\u00a0: ce n’est pas le versement d’un partenaire.",
        "reconciliation-undone": "Ce rapprochement est déjà défait.",
        "cash-used": "Ce versement est déjà engagé dans un paiement au projet\u00a0: il ne se défait plus.",
        # the end
        "balance-unpaid": "{balance} restent dus au projet\u00a0: versez-les, ou faites-en décider l’abandon.",
        "accounts-not-zero": "Des comptes de la campagne ne sont pas à zéro\u00a0: {accounts}.",
        "paid": "Un versement est déjà exécuté\u00a0: le projet ne peut plus renoncer.",
    }
)
