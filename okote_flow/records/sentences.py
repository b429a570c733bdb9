"""What the archives refuse, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "not-archivist": "Seule la personne chargée des archives et de la protection des données peut le faire.",
        "hold-not-yours": "Un gel est posé ou levé par l’archiviste ou la direction.",
        "hold-reason": "Indiquez le motif\u00a0: il est lu par qui demande pourquoi rien n’est éliminé.",
        "hold-unclear": "Un gel porte sur un dossier, une structure ou une personne, et sur une seule chose.",
        "hold-lifted": "Ce gel est déjà levé.",
        "held-already": "Un gel est déjà en cours\u00a0: levez-le, ou laissez-le.",
        "slip-empty": "Le bordereau est vide\u00a0: choisissez au moins un dossier échu.",
        "slip-too-long": "Un bordereau porte {limit}\u00a0dossiers au plus\u00a0: proposez-en un deuxième.",
        "kept-still": "{number}\u00a0: la durée de conservation court encore.",
        "held": "{number}\u00a0: gelé ({reason}). Rien n’est éliminé avant la levée du gel.",
        "on-a-slip": "{number}\u00a0: déjà sur le bordereau {slip}.",
        "slip-elsewhere": "Le bordereau est «\u00a0{state}\u00a0»\u00a0: cet acte ne s’y fait plus, ou pas encore.",
        "visa-missing": "Le visa des archives n’est pas enregistré\u00a0: rien n’est détruit sans lui.",
        "visa-incomplete": "Numéro, date et signataire du visa sont nécessaires.",
        "visa-early": "Le visa ne peut précéder la proposition ({proposed:%d/%m/%Y}) ni être à venir.",
        "slip-reason": "Indiquez le motif\u00a0: il reste sur le bordereau.",
        "items-left": "Il reste {count}\u00a0dossiers à traiter sur ce bordereau.",
        "no-draft-due": "Aucun brouillon retiré n’est échu.",
        "wish-unclear": "Indiquez l’adresse de la personne qui demande.",
        "wish-open": "Une demande de ce genre est déjà en cours\u00a0: elle a sa réponse avant le {due:%d/%m/%Y}.",
        "wish-answered": "Cette demande a déjà sa réponse.",
        "answer-unwritten": "Écrivez la réponse\u00a0: la personne la lit sur la page de ses données.",
        "ground-missing": "Un refus a son fondement\u00a0: choisissez-le.",
        "opposition-after-vote": "{number} a été voté\u00a0: l’opposition se limite à ce qui précède le vote. Refusez en le disant.",
        "rectify-nothing": "Rien n’est changé\u00a0: corrigez au moins une valeur.",
        "rectify-name": "Le nom ne peut pas être vide.",
        "email-taken": "Cette adresse a déjà un compte.",
        "erasure-held": "Les données de cette personne sont gelées\u00a0: levez d’abord le gel.",
        "erasure-office": "Cette personne exerce une fonction ou un mandat\u00a0: terminez-les d’abord.",
        "erasure-dossier": "{number} est en cours ou conservé jusqu’au {until}\u00a0: obligation légale (RGPD, art. 17, 3 b). Refusez en le disant.",
        "release-empty": "Choisissez au moins un document.",
        "release-reason": "Indiquez qui demande, et pourquoi.",
    }
)
