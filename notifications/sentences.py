"""What notifications refuse, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "family-mandatory": "Les courriels «\u00a0{family}\u00a0» partent toujours\u00a0: {reason}",
        "hour-wrong": "Choisissez une heure entre 0 et 23 pour le résumé.",
        "day-wrong": "Choisissez un jour de la semaine, de 0 (lundi) à 6 (dimanche), pour le résumé.",
    }
)
