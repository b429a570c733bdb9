"""What notifications refuse, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "mail-not-failed": "Ce courriel est «\u00a0{status}\u00a0»\u00a0: seul ce qui n’est pas parti, ou qui est revenu, se renvoie.",
        "mail-elsewhere": "Cette adresse de réponse est celle d’une autre personne\u00a0: répondez depuis l’adresse de votre compte, ou écrivez sur la page du dossier.",
        "mail-no-access": "Vous n’avez pas, ou plus, accès à ce dossier\u00a0: écrivez à {contact}.",
        "mail-empty": "Votre réponse ne contient ni texte ni pièce\u00a0: écrivez au-dessus du message cité.",
        "mail-too-big": "Votre courriel dépasse {limit}\u00a0Mo\u00a0: déposez vos pièces sur la page du dossier.",
        "mail-too-many-files": "Votre courriel porte plus de {limit}\u00a0pièces\u00a0: déposez-les sur la page du dossier.",
        "mail-unknown-address": "Cette adresse de réponse n’est pas, ou plus, valable\u00a0: répondez à un courriel d’Okoté, ou écrivez sur la page du dossier.",
        "family-mandatory": "Les courriels «\u00a0{family}\u00a0» partent toujours\u00a0: {reason}",
        "hour-wrong": "Choisissez une heure entre 0 et 23 pour le résumé.",
        "day-wrong": "Choisissez un jour de la semaine, de 0 (lundi) à 6 (dimanche), pour le résumé.",
    }
)
