"""What the committees know of the facts of a dossier: reasons of decisions, letters, extracts of minutes."""

from collections.abc import Iterator

from django.urls import reverse

from committees import letters_access
from committees.models import MinutesState, Proclamation
from dossiers import access as dossier_access
from dossiers.joints import Beside, Paper
from dossiers.models import Dossier
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind


def facts(user: User, dossier: Dossier) -> Iterator[Beside]:
    """Of decisions that were proclaimed and of letters that this person reads; the holder's are the same."""
    rows = Proclamation.objects.filter(item__dossier=dossier).select_related("item__meeting__minutes")
    for one in rows:
        yield Beside(Kind.VERDICT_PROCLAIMED, "meeting", one.item.meeting_id, _said(one), tuple(_extract(one)))
    for letter in letters_access.of_dossier(user, dossier, dossier_access.keys_of(user, dossier)):
        paper = Paper(f"Lettre {letter.number}".strip(), reverse("committees:letter", args=[letter.pk]))
        for kind in (Kind.LETTER_DRAFTED, Kind.LETTER_SIGNED, Kind.LETTER_SENT):
            yield Beside(kind, "letter", letter.pk, papers=(paper,))


def _said(one: Proclamation) -> str:
    """The decision and its reason."""
    to = f", vers {one.redirected_to}" if one.redirected_to else ""
    return f"{one.get_verdict_display()}{to}. {one.reason}".strip()


def _extract(one: Proclamation) -> Iterator[Paper]:
    minutes = getattr(one.item.meeting, "minutes", None)
    if minutes is not None and minutes.status == MinutesState.SIGNED:
        yield Paper("Extrait du procès-verbal", reverse("committees:extract", args=[one.item_id]))
