"""A meeting that is over, and its minutes on their way, as several tests begin."""

from committees import actions as committees
from committees.models import AgendaItem, Choice, RecusalGround, Visibility
from dossiers.lifecycle import State
from tests import strides

VOTES = {"claire": Choice.FOR, "victor": Choice.FOR, "nadia": Choice.AGAINST}


def meet(alsace, visibility=Visibility.PUBLIC, *, aside=True):
    """A meeting that has decided on one dossier (from which Marc stands aside) and is over."""
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    item = strides.call(alsace, dossier)
    if aside:
        committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.marc)
    poll = committees.open_poll(item, ceilings={alsace.cea: 4_000_00}, by=alsace.claire, visibility=visibility)
    for name, choice in VOTES.items():
        committees.cast_ballot(poll, choice=choice, by=getattr(alsace, name))
    committees.proclaim(committees.close_poll(poll, by=alsace.claire), by=alsace.claire)
    committees.close_meeting(item.meeting, by=alsace.esther)
    return AgendaItem.objects.select_related("meeting__committee", "dossier").get(pk=item.pk)


def next_meeting(alsace):
    other = strides.call(alsace, alsace.dossier(State.ENGAGEMENT_REVIEW))
    return other.meeting


def approved(alsace, drafted):
    committees.review_minutes(drafted, by=alsace.esther)
    return committees.approve_minutes(drafted, at=next_meeting(alsace), remarks="Sans observation.", by=alsace.claire)


def signed(alsace, drafted):
    return committees.sign_minutes(approved(alsace, drafted), by=alsace.claire)
