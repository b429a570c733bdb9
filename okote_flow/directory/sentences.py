"""What the directory refuses, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "identifier-wrong": "Le numéro {label} «\u00a0{value}\u00a0» n’est pas valide\u00a0: vérifiez les chiffres saisis.",
        "not-administrator": "Seule l’administration des comptes peut le faire.",
        "already-appointed": "{name} exerce déjà cette fonction.",
        "term-reversed": "La fin du mandat précède son début.",
        "invitation-used": "Cette invitation a déjà servi ou a expiré\u00a0: demandez-en une nouvelle.",
        "not-member": "Seul un membre de la structure peut inviter.",
        "invitation-elsewhere": "Cette invitation est adressée à {email}\u00a0: connectez-vous avec cette adresse.",
    }
)
