"""What the wording of a text refuses, in French: each sentence names what is wrong and says the way out."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "text-empty": "Le texte est vide\u00a0: écrivez {what}, ou revenez au texte d’origine.",
        "text-unknown-word": "La variable {name} n’existe pas dans ce texte\u00a0: choisissez-la dans la liste.",
        "text-brace": "Une accolade est seule ou mal placée près de «\u00a0{near}\u00a0»\u00a0: une variable s’écrit {example}.",
        "text-word-missing": "Le texte doit garder {name} ({what})\u00a0: cette mention est obligatoire.",
        "text-longer": "{what} dépasse {limit}\u00a0signes\u00a0: raccourcissez.",
        "text-one-line": "{what} tient sur une seule ligne\u00a0: enlevez les retours à la ligne.",
        "text-edited-meanwhile": "Ce texte a été modifié entre-temps par {who}. Votre saisie est conservée\u00a0: comparez, puis enregistrez à nouveau.",
        "text-not-yours": "Les textes se rédigent dans une fonction d’administration ou de direction.",
        "text-same": "Cette version dit déjà la même chose\u00a0: rien n’a changé.",
        "text-unknown": "Ce texte ou cette version n’existe pas.",
        "text-past": "Une nouvelle version ne vaut pas pour le passé\u00a0: choisissez aujourd’hui ou un jour à venir.",
        "reason-missing": "Indiquez le motif\u00a0: il figurera dans la notification.",
    }
)
