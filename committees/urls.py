"""Addresses of the committees: one for each page or button."""

from django.urls import path

from committees.views import bodies, meetings, screening, votes

DOSSIER = "comites/dossiers/<int:pk>/"
MEETING = "seances/<int:pk>/"
ITEM = "seances/points/<int:pk>/"
POLL = "seances/scrutins/<int:pk>/"

app_name = "committees"
urlpatterns = [
    path("comites/", bodies.committees, name="committees"),
    path(f"{DOSSIER}examen/", screening.screening, name="screening"),
    path(f"{DOSSIER}examen/reprendre/", screening.take_back, name="take_back_sheet"),
    path(f"{DOSSIER}avis/", screening.opinion, name="opinion"),
    path(f"{DOSSIER}deport/", screening.recusal, name="recuse"),
    path(f"{DOSSIER}engagement/", screening.engagement, name="engagement"),
    path(f"{DOSSIER}vote/", votes.of_dossier, name="vote"),
    path("comites/<slug:code>/", bodies.committee, name="committee"),
    path("comites/<slug:code>/sieges/nouveau/", bodies.install, name="install"),
    path("comites/<slug:code>/mandats/<int:pk>/fin/", bodies.end_mandate, name="end_mandate"),
    path("comites/<slug:code>/seances/nouvelle/", meetings.plan, name="plan_meeting"),
    path("seances/", meetings.meetings, name="meetings"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}convoquer/", meetings.convene, name="convene"),
    path(f"{MEETING}seconde-seance/", meetings.call_again, name="call_again"),
    path(f"{MEETING}annuler/", meetings.cancel, name="cancel_meeting"),
    path(f"{MEETING}ouvrir/", meetings.open_meeting, name="open_meeting"),
    path(f"{MEETING}lever/", meetings.close, name="close_meeting"),
    path(f"{MEETING}points/", meetings.add_item, name="add_item"),
    path(f"{MEETING}presences/", meetings.record_presence, name="record_presence"),
    path(ITEM, votes.item, name="item"),
    path(f"{ITEM}retirer/", meetings.remove_item, name="remove_item"),
    path(f"{ITEM}appeler/", meetings.call_item, name="call_item"),
    path(f"{ITEM}laisser/", meetings.leave_item, name="leave_item"),
    path(f"{ITEM}mettre-au-vote/", votes.open_poll, name="open_poll"),
    path(f"{ITEM}ajourner/", votes.hands, {"purpose": "postpone"}, name="postpone_item"),
    path(f"{ITEM}retravailler/", votes.hands, {"purpose": "rework"}, name="rework_item"),
    path(f"{POLL}voter/", votes.cast, name="cast_ballot"),
    path(f"{POLL}clore/", votes.close_poll, name="close_poll"),
    path(f"{POLL}annuler/", votes.void_poll, name="void_poll"),
    path(f"{POLL}proclamer/", votes.proclaim, name="proclaim"),
]
