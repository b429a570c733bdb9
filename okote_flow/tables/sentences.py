"""What the room of tables refuses, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "export-not-open": "Cette préparation est déjà terminée ou arrêtée\u00a0: la page dit où elle en est.",
        "export-not-over": "Cette préparation est encore en cours\u00a0: attendez sa fin ou arrêtez-la.",
        "export-rights-changed": "Ce que vous pouvez voir a changé depuis que ce tableau a été demandé\u00a0: préparez-le de nouveau, il aura les lignes d’aujourd’hui.",
        "question-too-long": "Cette recherche est trop longue pour être gardée\u00a0: choisissez moins de lignes, ou des mots plus courts.",
        "too-many-exports": "{limit}\u00a0tableaux se préparent déjà pour vous\u00a0: attendez que l’un soit prêt ou arrêtez-en un.",
        "view-unnamed": "Donnez un nom à cette vue.",
        "view-name-taken": "Vous avez déjà une vue de ce nom dans cette liste\u00a0: choisissez-en un autre.",
        "view-not-yours": "Seule la personne qui a enregistré cette vue peut la changer.",
        "view-not-shareable": "Seules les personnes qui exercent une fonction ou siègent dans un comité partagent une vue.",
        "too-many-views": "Vous avez {limit}\u00a0vues dans cette liste\u00a0: supprimez-en une d’abord.",
    }
)
