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
        "nothing-to-lend": "Vous n’exercez pas de fonction à Alsace Active\u00a0: un siège de comité ou un projet ne se confient pas ainsi.",
        "stand-in-unfit": "{who} n’exerce pas de fonction à Alsace Active aujourd’hui\u00a0: choisissez quelqu’un d’autre.",
        "stand-in-yourself": "Choisissez quelqu’un d’autre que vous.",
        "stand-in-away": "{who} s’absente aussi entre le {starts_on:%d/%m/%Y} et le {ends_on:%d/%m/%Y}\u00a0: choisissez quelqu’un d’autre ou d’autres jours.",
        "absence-reversed": "Le dernier jour précède le premier\u00a0: corrigez l’un des deux.",
        "absence-past": "Une absence s’annonce à partir d’aujourd’hui\u00a0: choisissez un autre premier jour.",
        "absence-too-long": "Une absence dure {days}\u00a0jours au plus\u00a0: au-delà, la fonction se confie à quelqu’un d’autre.",
        "absence-overlaps": "Une absence est déjà enregistrée du {starts_on:%d/%m/%Y} au {ends_on:%d/%m/%Y}\u00a0: levez-la d’abord.",
        "absence-not-yours": "Seule la personne absente peut lever ou raccourcir son absence.",
        "absence-over": "Cette absence est déjà terminée ou levée.",
        "absence-end-later": "Choisissez un dernier jour entre aujourd’hui et le {ends_on:%d/%m/%Y}.",
        "no-calendar": "Vous n’avez pas d’adresse d’agenda\u00a0: créez-en une d’abord.",
        "not-member": "Seules les personnes qui ont un compte dans la structure peuvent le faire.",
        "already-member": "{email} a déjà un compte dans cette structure.",
        "member-gone": "{who} n’a plus de compte dans cette structure.",
        "last-member": "C’est le dernier compte de la structure\u00a0: invitez d’abord une autre personne.",
        "address-not-yours": "Seules la personne elle-même, l’équipe d’Alsace Active et l’administration des comptes peuvent dire que son adresse est bonne.",
        "invitation-elsewhere": "Cette invitation est adressée à {email}\u00a0: connectez-vous avec cette adresse.",
    }
)
