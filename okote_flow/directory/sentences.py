"""What the directory refuses, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        "identifier-wrong": "Le numéro {label} «\u00a0{value}\u00a0» n’est pas valide\u00a0: vérifiez les chiffres saisis.",
        "not-administrator": "Seule l’administration des comptes peut le faire.",
        "already-appointed": "{name} exerce déjà cette fonction.",
        "term-reversed": "La fin du mandat précède son début.",
        "invitation-used": "Cette invitation a déjà servi, a expiré ou a été retirée\u00a0: demandez-en une nouvelle.",
        "partner-unclear": "Un référent financier a un partenaire, et lui seul\u00a0: complétez ou videz ce champ.",
        "invitation-unclear": "Invitez soit à une fonction, soit aux comptes d’une structure.",
        "not-member": "Seules les personnes qui ont un compte dans la structure peuvent le faire.",
        "already-member": "{email} a déjà un compte dans cette structure.",
        "member-gone": "{who} n’a plus de compte dans cette structure.",
        "last-member": "C’est le dernier compte de la structure\u00a0: invitez d’abord une autre personne.",
        "address-not-yours": "Seules la personne elle-même, l’équipe d’Alsace Active et l’administration des comptes peuvent dire que son adresse est bonne.",
        "invitation-elsewhere": "Cette invitation est adressée à {email}\u00a0: connectez-vous avec cette adresse.",
    }
)
