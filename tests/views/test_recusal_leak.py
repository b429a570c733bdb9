"""Whoever stands aside from a dossier, beside a twin with the same seat: what one finds everywhere is nowhere."""

from html import unescape

import pytest
from django.core import mail as outbox

from committees import actions as committees
from committees.models import Committee, RecusalGround, Role
from dossiers import actions
from dossiers.lifecycle import State
from notifications import dispatch, mail
from notifications.access import notifications_for, unread_count
from tests.views.committee_moments import opened
from tests.views.crawl import everything
from tests.views.moments import Passing, conditioned
from tests.views.scene import letter_sent

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

TITLE, HOLDER = "Conserverie solidaire", "Bocaux"
LEAST = 20
"""Places in which the twin finds the dossier."""
QUERIES = {
    "dossiers:list": ("?q=Conserv", "?q=bocau", "?tri=intitule"),
    "dossiers:export": ("?q=Conserv", "?format=csv"),
    "dossiers:dossier": (
        "?onglet=comites",
        "?onglet=echanges",
        "?onglet=histoire",
        "?onglet=projet",
        "?onglet=argent",
    ),
    "inbox": ("?onglet=toutes",),
    "committees:screening": ("?vue=avis",),
}


def screened(house):
    """Before its territory's committee, which had noticed it."""
    dossier = house.dossier(State.TERRITORIAL_REVIEW)
    room = Committee.objects.get(code="territorial-nord-alsace")
    lead = committees.note_lead(room, name=TITLE, caller=house.tania, by=house.tom)
    committees.link_lead(lead, dossier=dossier, by=house.serge)
    return dossier


def finished(house):
    return house.ready("close")


def decided(house):
    """On conditions, its letter sent."""
    dossier = conditioned(house)
    letter_sent(house, dossier)
    return dossier


MOMENTS = {
    "screening": (screened, "tania", "tom"),
    "voting": (opened, "marc", "nadia"),
    "finished": (finished, "marc", "nadia"),
    "favourable on conditions": (decided, "marc", "nadia"),
    "for the steering committee": (finished, "steve", "stella"),
}
"""Name -> how the dossier comes there, who stands aside, the twin."""


@pytest.fixture
def scene(alsace, request):
    come, aside, twin = MOMENTS[request.param]
    alsace.stella = alsace.person("Stella")
    committees.install(
        committees_of(alsace.steve),
        user=alsace.stella,
        role=Role.MEMBER,
        by=None,
        starts_on=alsace.programme.starts_on,
    )
    dossier = come(alsace)
    return alsace, dossier, getattr(alsace, aside), getattr(alsace, twin)


def committees_of(person):
    return person.mandates.get().seat.committee


def names(dossier):
    return (dossier.number, TITLE, HOLDER, "Alice")


def found_by(person, alsace, dossier):
    """The addresses on which this person reads the number, the title or the holder."""
    return {name for name, page in everything(Passing(alsace, dossier), person, QUERIES) if tells(page, dossier)}


def tells(page, dossier):
    return any(name in unescape(part) for name in names(dossier) for part in page[1:])


@pytest.mark.parametrize("scene", MOMENTS, indirect=True)
def test_what_the_twin_finds_everywhere_is_nowhere_for_whoever_stands_aside(scene):
    alsace, dossier, aside, twin = scene
    committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=aside)
    dispatch.catch_up()

    anybody = found_by(alsace.zoe, alsace, dossier)  # the public campaign, and examples that are called like it
    seen = found_by(twin, alsace, dossier) - anybody
    assert len(seen) >= LEAST, sorted(seen)
    assert found_by(aside, alsace, dossier) - anybody == set()


@pytest.mark.parametrize("scene", MOMENTS, indirect=True)
def test_no_mail_nor_notification_names_it_to_whoever_stands_aside(scene):
    alsace, dossier, aside, _ = scene
    committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=aside)
    dispatch.catch_up()
    mail.send_waiting()
    outbox.outbox.clear()

    actions.write_message(dossier, text="Nous avons une question.", key="après", by=alsace.alice)
    dispatch.catch_up()
    mail.send_waiting()

    sent = [letter for letter in outbox.outbox if aside.email in letter.recipients()]
    assert not [letter for letter in sent if TITLE in str(letter.message()) or dossier.number in letter.subject]
    rows = list(notifications_for(aside))
    assert not [row for row in rows if any(name in row.subject + row.text for name in names(dossier))]
    assert unread_count(aside) <= len(rows)
