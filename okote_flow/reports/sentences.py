"""What reports refuse, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "report-not-writer": "Un rapport s’écrit par les chargées et chargés de mission et la direction d’Alsace Active.",
        "report-not-director": "Un rapport est présenté ou retiré par la direction d’Alsace Active.",
        "report-period": "Un rapport couvre douze mois du programme, du premier jour d’un mois\u00a0: choisissez-les dans la liste.",
        "report-partner": "Un rapport annuel se fait pour une collectivité ou une entreprise\u00a0: choisissez le partenaire.",
        "report-not-draft": "Ce rapport est {state}\u00a0: il ne s’écrit plus. Commencez une nouvelle édition.",
        "report-section-unknown": "Ce rapport n’a pas cette partie\u00a0: rechargez la page.",
        "report-edited-meanwhile": "Quelqu’un a écrit dans ce rapport entre-temps\u00a0: lisez les deux textes, puis gardez celui qui convient.",
        "report-text-missing": "Il manque un texte\u00a0: {missing}. Écrivez-le avant de présenter le rapport.",
        "report-not-begun": "Cette période n’a pas commencé\u00a0: il n’y a encore rien à présenter.",
        "report-withdrawn": "Ce rapport est déjà retiré.",
        "report-reason-missing": "Dites pourquoi\u00a0: le motif reste avec le rapport.",
        "report-not-steering": "Un rapport se présente à une séance du comité de pilotage\u00a0: choisissez-la dans la liste, ou aucune.",
        "pack-not-steering": "Seule une séance du comité de pilotage a un dossier de séance.",
        "pack-not-bureau": "Le dossier de séance est figé par la présidence ou le secrétariat du comité, ou par Alsace Active.",
        "pack-too-late": "La séance est levée ou annulée\u00a0: son dossier ne change plus.",
    }
)
