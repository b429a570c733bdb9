"""What an import refuses, in French: each sentence names what is wrong and says the way out."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "import-not-yours": "Cet import revient à une autre fonction\u00a0: adressez-vous à l’équipe d’Alsace Active.",
        "import-type": "«\u00a0{name}\u00a0» n’est pas un tableau\u00a0: déposez un fichier CSV ou XLSX.",
        "import-too-big": "«\u00a0{name}\u00a0» pèse trop lourd ou se déplie trop\u00a0: {limit}\u00a0Mo au plus.",
        "import-unreadable": "«\u00a0{name}\u00a0» ne se lit pas comme un tableau\u00a0: enregistrez-le de nouveau en CSV (UTF-8) ou en XLSX.",
        "import-hostile": "«\u00a0{name}\u00a0» contient une structure interdite dans un tableau\u00a0: enregistrez-le de nouveau en CSV.",
        "import-empty": "«\u00a0{name}\u00a0» n’a aucune ligne sous ses titres\u00a0: ajoutez-en au moins une.",
        "import-too-many": "«\u00a0{name}\u00a0» a plus de {limit}\u00a0{what}\u00a0: coupez-le en plusieurs fichiers.",
        "import-known": "Ce même fichier est déjà importé ou en cours (import {pk})\u00a0: ouvrez-le, ou annulez-le d’abord.",
        "import-column-missing": "Aucune colonne n’est choisie pour «\u00a0{label}\u00a0», qui est obligatoire.",
        "import-column-twice": "La colonne «\u00a0{heading}\u00a0» est choisie deux fois\u00a0: gardez-la une seule fois.",
        "import-state": "L’import est «\u00a0{state}\u00a0»\u00a0: cette action n’est plus, ou pas encore, possible.",
        "import-changed": "L’import a changé depuis que vous avez ouvert la page\u00a0: relisez-le, puis recommencez.",
        "import-nothing": "Aucune ligne n’est à importer\u00a0: corrigez le fichier ou choisissez quoi faire des doublons.",
        "import-touched": "L’import ne s’annule plus\u00a0: {count} ligne(s) ont servi ou changé depuis ({lines}).",
        "import-key-taken": "Une autre ligne a déjà créé la même chose.",
        "import-twin-gone": "La structure à compléter n’existe plus\u00a0: déposez cette ligne dans un nouveau fichier.",
        "organization-nameless": "Le nom de la structure manque.",
        "organization-siret-taken": "Une autre structure porte déjà le SIRET {siret}.",
        "organization-in-use": "«\u00a0{name}\u00a0» sert déjà\u00a0: elle ne se retire plus.",
    }
)
