"""What a dossier refuses, in French: each sentence says the way out."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "not-yours": "Cette action revient à {keeper}{people}.",
        "recused": "Vous vous êtes déporté de ce dossier\u00a0: vous n’y intervenez plus.",
        "wrong-state": "Le dossier est «\u00a0{state}\u00a0»\u00a0: cette action n’est plus, ou pas encore, possible. Rechargez la page pour voir où il en est.",  # noqa: E501
        "moved-meanwhile": "{who} vient d’agir\u00a0: «\u00a0{what}\u00a0». Le dossier est maintenant «\u00a0{state}\u00a0».",
        "edited-meanwhile": "Le dossier a été modifié entre-temps (version {version}). Vos saisies sont conservées ci-dessous\u00a0: vérifiez-les puis enregistrez à nouveau.",  # noqa: E501
        "not-editable": "Le dossier est déposé\u00a0: il ne se modifie plus, sauf en réponse à une demande de compléments.",
        "incomplete": "Il manque\u00a0: {missing}.",
        "budget-unbalanced": "Les charges ({expenses}) et les produits ({resources}) diffèrent de {gap}\u00a0: ils doivent être égaux au centime près.",  # noqa: E501
        "commitment-missing": "Le contrat d’engagement républicain n’est pas signé\u00a0: cochez-le dans le dossier.",
        "call-closed": "L’appel «\u00a0{call}\u00a0» est clos depuis le {closed_on:%d/%m/%Y}.",
        "call-not-open": "L’appel «\u00a0{call}\u00a0» ouvre le {opens_on:%d/%m/%Y}.",
        "still-active": "Le brouillon a été modifié le {touched_on:%d/%m/%Y}, ou son retrait n’a pas été annoncé un mois avant.",  # noqa: E501
        "no-question": "Aucune question n’est prête\u00a0: écrivez-en au moins une.",
        "open-questions": "{count} question(s) attendent encore d’être envoyées ou retirées.",
        "unanswered": "{count} question(s) sont encore sans réponse.",
        "delay-running": "Le porteur peut répondre jusqu’au {due_on:%d/%m/%Y}\u00a0: le classement est possible ensuite.",
        "reason-missing": "Indiquez le motif\u00a0: il figurera dans la notification.",
        "competence-undecided": "Dites d’abord si le projet relève des compétences de la CeA.",
        "no-territory": "Le dossier n’a pas de territoire\u00a0: choisissez-en un pour le confier à son comité.",
        "too-many-postponements": "Le dossier a déjà été ajourné {count}\u00a0fois, le maximum\u00a0: il faut se prononcer.",
        "not-asked": "{asker} ne l’a pas encore demandé\u00a0: il faut deux personnes, deux actes.",
        "already-asked": "La demande est déjà enregistrée\u00a0: elle attend sa confirmation.",
        "same-person": "La personne qui a demandé ne peut pas confirmer elle-même.",
        "no-decision": "Aucune décision du comité d’engagement n’est enregistrée pour cela.",
        "condition-open": "Une réserve reste à lever\u00a0: {text}",
        "condition-lifted": "Cette réserve est déjà levée.",
        "proof-missing": "Indiquez ce qui prouve que la réserve est levée.",
        "report-missing": "Le bilan n’est pas encore reçu et accepté, ni dispensé par une décision.",
        "report-there": "Le bilan est déjà reçu.",
        "siret-missing": "La structure n’a pas encore de SIRET\u00a0: il est indispensable pour être payée.",
        "file-too-big": "«\u00a0{name}\u00a0» pèse {size}\u00a0Mo\u00a0: la limite est de {limit}\u00a0Mo.",
        "file-empty": "«\u00a0{name}\u00a0» est vide.",
        "file-type": "«\u00a0{name}\u00a0» n’est pas accepté\u00a0: déposez un PDF, une image (JPEG, PNG), un document ou un tableur (DOCX, XLSX, ODT, ODS).",  # noqa: E501
        "file-disguised": "Le contenu de «\u00a0{name}\u00a0» ne correspond pas à son extension\u00a0: enregistrez-le au bon format.",  # noqa: E501
        "file-gone": "Cette pièce est déjà retirée.",
        "amount-missing": "Indiquez un montant supérieur à zéro.",
        "too-many-lines": "Le budget compte déjà {count}\u00a0lignes, le maximum\u00a0: regroupez-en.",
        "no-competence": "Le projet ne relève pas des compétences de la CeA\u00a0: aucun plafond ne peut être fixé pour elle.",
        "over-free-envelope": "{partner}\u00a0: {asked} demandés, {free} libres dans son enveloppe.",
        "task-taken": "{who} s’en est déjà chargé.",
        "task-done": "Cette tâche est terminée.",
        "task-not-yours": "Cette tâche revient à {keeper}.",
        "not-an-officer": "{who} n’exerce pas de fonction de chargée ou chargé de mission.",
        "competence-fixed": "La compétence se constate avant la recevabilité\u00a0: elle ne change plus ensuite.",
        "question-sent": "Cette question est déjà envoyée.",
    }
)
