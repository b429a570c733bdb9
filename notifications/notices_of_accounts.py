"""Who is told of what happens to accounts: offices and the accounts of a structure."""

from notifications import audience
from notifications.families import Family
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

NOTICES: dict[Kind, tuple[Notice, ...]] = {
    Kind.MEMBER_REMOVED: (
        Notice(
            audience.named_holder,
            "Vous n’avez plus de compte dans la structure «\u00a0{organization}\u00a0».",
            "Par {actor}. Les dossiers que vous avez portés jusqu’à leur fin restent à relire.",
            page="accounts:me",
            keyed=False,
            family=Family.ACCOUNT,
        ),
    ),
    Kind.MEMBER_LEFT: (
        Notice(
            audience.colleagues,
            "{actor} n’a plus de compte dans la structure «\u00a0{organization}\u00a0».",
            page="accounts:organization",
            family=Family.ACCOUNT,
        ),
    ),
    Kind.ADDRESS_DOUBTFUL: (
        Notice(
            audience.callers,
            "Nos courriels à {holder} reviennent.",
            "Appelez cette personne : ce qui est obligatoire lui part encore, sans doute en vain, et rien d’autre.",
            page="mails:list",
            keyed=False,
            family=Family.TASK,
            verb="Voir les courriels",
        ),
    ),
    Kind.OFFICE_GIVEN: (
        Notice(
            audience.named_holder,
            "Une fonction vous est confiée\u00a0: {given}.",
            "Elle prend effet le {starts_on}.",
            page="inbox",
            keyed=False,
            family=Family.ACCOUNT,
        ),
    ),
    Kind.OFFICE_ENDED: (
        Notice(
            audience.named_holder,
            "Votre fonction prend fin\u00a0: {given}.",
            "Dernier jour\u00a0: {ends_on}.",
            page="inbox",
            keyed=False,
            family=Family.ACCOUNT,
        ),
    ),
    Kind.ABSENCE_ANNOUNCED: (
        Notice(
            audience.named_stand_in,
            "{holder} s’absente du {starts_on} au {ends_on}\u00a0: vous prenez le relais.",
            "Ses tâches vous parviennent aussi. Vous y signez «\u00a0{stand_in}, pour {holder}\u00a0».",
            page="absences:mine",
            keyed=False,
            family=Family.ACCOUNT,
        ),
        Notice(
            audience.named_absent,
            "Votre absence est enregistrée du {starts_on} au {ends_on}\u00a0: {stand_in} prend le relais.",
            page="absences:mine",
            keyed=False,
            family=Family.ACCOUNT,
            is_receipt=True,
        ),
    ),
    Kind.ABSENCE_ENDED: (
        Notice(
            audience.named_stand_in,
            "{holder} est de retour\u00a0: votre relais prend fin.",
            page="absences:mine",
            keyed=False,
            family=Family.ACCOUNT,
        ),
        Notice(
            audience.named_absent,
            "Votre absence est levée\u00a0: {stand_in} ne prend plus le relais.",
            page="absences:mine",
            keyed=False,
            family=Family.ACCOUNT,
            is_receipt=True,
        ),
    ),
}
