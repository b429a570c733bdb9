"""What the directory refuses, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "identifier-wrong": "Le numéro {label} «\u00a0{value}\u00a0» n’est pas valide\u00a0: vérifiez les chiffres saisis.",
        "not-administrator": "Seule l’administration des comptes peut le faire.",
        "already-appointed": "{name} exerce déjà cette fonction.",
        "term-reversed": "La fin du mandat précède son début.",
        "invitation-used": "Cette invitation a déjà servi ou a expiré\u00a0: demandez-en une nouvelle.",
        "partner-unclear": "Un référent financier a un partenaire, et lui seul\u00a0: complétez ou videz ce champ.",
        "invitation-unclear": "Invitez soit à une fonction, soit aux comptes d’une structure.",
        "not-member": "Seul un membre de la structure peut inviter.",
        "invitation-elsewhere": "Cette invitation est adressée à {email}\u00a0: connectez-vous avec cette adresse.",
    }
)
