"""Who is told of what the archives do with a person's data: that person."""

from notifications import audience
from notifications.families import Family
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

NOTICES: dict[Kind, tuple[Notice, ...]] = {
    Kind.DATA_ANSWERED: (
        Notice(
            audience.named_holder,
            "La réponse à ce que vous demandiez sur vos données est écrite.",
            "Elle se lit sur la page de vos données.",
            page="records:mine",
            keyed=False,
            family=Family.LEGAL,
        ),
    ),
    Kind.PERSON_RECTIFIED: (
        Notice(
            audience.named_holder,
            "Vos données sont rectifiées.",
            "Vérifiez-les sur la page de vos données.",
            page="records:mine",
            keyed=False,
            family=Family.ACCOUNT,
        ),
    ),
}
