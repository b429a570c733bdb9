"""The moments at which a committee has something to do: what came before is done by the same acts as in real life."""

from datetime import timedelta
from typing import Any

from committees import actions as committees
from committees.models import (
    AgendaItem,
    Capacity,
    Committee,
    Expertise,
    FreeItem,
    FreeItemKind,
    HelpKind,
    InterestNature,
    Lead,
    Minutes,
    Seat,
)
from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow import clock
from tests import strides
from tests.views.scene import noticed


def planned(house: Any) -> Dossier:
    """A meeting to come, with the dossier on its agenda, another that waits for one."""
    dossier: Dossier = house.dossier(State.ENGAGEMENT_REVIEW)
    committee = Committee.objects.get(code="engagement")
    meeting = committees.plan_meeting(
        committee, scheduled_at=clock.now() + timedelta(days=7), place="Salle Doller", by=house.esther
    )
    committees.add_item(meeting, dossier=dossier, by=house.esther)
    committees.add_free_item(meeting, kind=FreeItemKind.MINUTES, title="Procès-verbal", by=house.esther)
    house.dossier(State.ENGAGEMENT_REVIEW)
    return dossier


def convened(house: Any) -> Dossier:
    """The same meeting, its members called."""
    dossier = planned(house)
    committees.convene(AgendaItem.objects.get(dossier=dossier).meeting, by=house.esther)
    return dossier


def minuted(house: Any) -> Dossier:
    """Decided in a meeting that is over and whose minutes are being written."""
    dossier: Dossier = house.dossier(State.CAMPAIGN_PREPARATION)
    meeting = AgendaItem.objects.get(dossier=dossier).meeting
    if meeting.is_open:
        committees.close_meeting(meeting, by=house.esther)
    committees.draft_minutes(AgendaItem.objects.get(dossier=dossier).meeting, by=house.esther)
    return dossier


def read_over(house: Any) -> Dossier:
    """The same, read by the committee, which meets again."""
    dossier = minuted(house)
    committees.review_minutes(Minutes.objects.get(meeting__items__dossier=dossier), by=house.esther)
    strides.call(house, house.dossier(State.ENGAGEMENT_REVIEW))
    return dossier


def opened(house: Any) -> Dossier:
    """Called, and its poll open."""
    dossier: Dossier = house.dossier(State.ENGAGEMENT_REVIEW)
    item = strides.call(house, dossier)
    FreeItem.objects.create(meeting=item.meeting, position=2, title="Questions diverses")
    committees.open_poll(item, ceilings={house.cea: 4_000_00}, by=house.claire)
    return dossier


def stood_in(house: Any) -> Dossier:
    """Called; Marc sits, his substitute has come too."""
    seat = Seat.objects.get(mandates__user=house.marc)
    committees.edit_seat(seat, substitutable=True, by=house.esther)
    committees.give_mandate(seat, user=house.zoe, capacity=Capacity.SUBSTITUTE, by=house.esther)
    dossier: Dossier = house.dossier(State.ENGAGEMENT_REVIEW)
    strides.call(house, dossier)
    return dossier


def tied(house: Any) -> Dossier:
    """Before the territorial committee, one of whose members has declared to belong to the structure."""
    committees.declare_interest(organization="Bocaux & Compagnie", nature=InterestNature.MEMBER, by=house.tania)
    dossier: Dossier = house.dossier(State.TERRITORIAL_REVIEW)
    return dossier


def consulted(house: Any) -> Dossier:
    """Before the territorial committee, which asks Zoe for her opinion; she has said that nothing ties her to it."""
    dossier: Dossier = house.dossier(State.TERRITORIAL_REVIEW)
    asked = ask(house, dossier)
    committees.declare_independence(asked, by=house.zoe)
    return dossier


def ask(house: Any, dossier: Dossier) -> Expertise:
    """Serge asks Zoe, who has nothing to do with any of it, and shows her every piece."""
    return committees.ask_expert(
        dossier,
        email=house.zoe.email,
        question="Ce procédé est-il sûr\u00a0?",
        due_on=clock.today() + timedelta(days=5),
        pieces=list(dossier.attachments.all()),
        by=house.serge,
    )


def opined(house: Any) -> Dossier:
    """The same, and her opinion is given."""
    dossier = consulted(house)
    committees.give_expertise(Expertise.objects.get(), text="Oui, à 85 degrés.", by=house.zoe)
    return dossier


def consulted_unread(house: Any) -> Dossier:
    """She has not yet said whether anything ties her to it."""
    dossier: Dossier = house.dossier(State.TERRITORIAL_REVIEW)
    ask(house, dossier)
    return dossier


def called(house: Any) -> Dossier:
    """A project was noticed twice, and called."""
    committees.note_lead(Committee.objects.get(code="territorial-nord-alsace"), name="Le fournil", by=house.serge)
    noticed(house)
    return unsigned(house)


def merged(house: Any) -> Dossier:
    dossier = called(house)
    latest, first = Lead.objects.all()[:2]
    committees.merge_lead(latest, into=first, by=house.serge)
    return dossier


def become(house: Any) -> Dossier:
    """A noticed project has become a dossier before the committee."""
    dossier: Dossier = house.dossier(State.TERRITORIAL_REVIEW)
    committees.link_lead(noticed(house)[0], dossier=dossier, by=house.serge)
    return dossier


def helped(house: Any) -> Dossier:
    """In campaign, and a member offers to help."""
    dossier: Dossier = house.dossier(State.CAMPAIGN)
    committees.offer_help(dossier, kind=HelpKind.STAND, words="Au marché de Wissembourg.", by=house.tania)
    return dossier


def unsigned(house: Any) -> Dossier:
    """A draft that was only just opened."""
    return dossiers.draft(title="Sans engagement", by=house.alice)
