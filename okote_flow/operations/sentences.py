"""What operations refuses, in French: time that would go back, scenarios that cannot be read."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "time-backwards": "Le temps ne recule pas\u00a0: nous sommes déjà le {now:%d/%m/%Y à %H:%M}.",
        "time-too-far": "Le temps avance de cinq ans au plus à la fois\u00a0: choisissez une date plus proche.",
        "time-unreadable": "Cette date n’est pas lisible\u00a0: choisissez une durée, ou une date du calendrier.",
        "scenario-unreadable": "{where}\u00a0: le fichier n’est pas lisible ({reason}).",
        "scenario-too-big": "{where}\u00a0: le fichier dépasse la limite ({limit}).",
        "scenario-key-unknown": "{where}\u00a0: la clé «\u00a0{name}\u00a0» n’est pas connue{instead}.",
        "scenario-key-missing": "{where}\u00a0: il manque la clé «\u00a0{name}\u00a0».",
        "scenario-kind-wrong": "{where}\u00a0: «\u00a0{name}\u00a0» doit être {kind}.",
        "scenario-action-unknown": "{where}\u00a0: l’action «\u00a0{name}\u00a0» n’existe pas{instead}.",
        "scenario-template-unknown": "{where}\u00a0: le modèle «\u00a0{name}\u00a0» n’existe pas{instead}.",
        "scenario-template-circular": "{where}\u00a0: le modèle «\u00a0{name}\u00a0» s’appelle lui-même.",
        "scenario-blank-unknown": "{where}\u00a0: «\u00a0${name}\u00a0» n’a pas de valeur{instead}.",
        "scenario-blank-unused": "{where}\u00a0: le modèle n’utilise pas «\u00a0{name}\u00a0»{instead}.",
        "scenario-argument-unknown": "{where}\u00a0: «\u00a0{action}\u00a0» n’a pas d’argument «\u00a0{name}\u00a0»{instead}.",
        "scenario-argument-missing": "{where}\u00a0: «\u00a0{action}\u00a0» demande l’argument «\u00a0{name}\u00a0».",
        "scenario-target-missing": "{where}\u00a0: dites avec «\u00a0on\u00a0» sur quoi porte «\u00a0{action}\u00a0».",
        "scenario-target-needless": "{where}\u00a0: «\u00a0{action}\u00a0» ne porte sur rien\u00a0: retirez «\u00a0on\u00a0».",
        "scenario-alias-unknown": "{where}\u00a0: «\u00a0{name}\u00a0» ne désigne rien ni personne{instead}.",
        "scenario-alias-twice": "{where}\u00a0: «\u00a0{name}\u00a0» désigne déjà autre chose.",
        "scenario-actor-wrong": "{where}\u00a0: «\u00a0{action}\u00a0» {who}.",
        "scenario-value-wrong": "{where}\u00a0: «\u00a0{name}\u00a0» ne peut pas être «\u00a0{value}\u00a0»{instead}.",
        "scenario-row-missing": "{where}\u00a0: {model} «\u00a0{value}\u00a0» n’existe pas{instead}.",
        "scenario-time-wrong": "{where}\u00a0: «\u00a0{value}\u00a0» n’est pas une date (2022-05-12 10:00) ni une durée (+3 days).",
        "scenario-time-backwards": "{where}\u00a0: le temps ne recule pas ({at:%d/%m/%Y %H:%M} précède {before:%d/%m/%Y %H:%M}).",
        "scenario-code-unknown": "{where}\u00a0: aucun refus ne porte le code «\u00a0{name}\u00a0»{instead}.",
        "scenario-step-unknown": "Le scénario n’a pas d’étape {name}\u00a0: il en compte {count}.",
    }
)
