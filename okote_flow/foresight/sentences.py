"""What foresight refuses, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "forecast-not-yours": "Une prévision est gardée par la chargée de mission, la direction ou la trésorerie d’Alsace Active.",
        "forecast-unnamed": "Donnez un nom à cette prévision\u00a0: on la retrouve par lui.",
        "forecast-archived": "Cette prévision est déjà archivée.",
        "forecast-not-archived": "Cette prévision n’est pas archivée.",
        "forecast-empty": "Il n’y a aucune enveloppe à prévoir.",
        "assumption-out-of-range": "{label}\u00a0: entre {least} et {most}.",
        "goals-reversed": "L’objectif courant se trouve entre le plus petit et le plus grand.",
    }
)
