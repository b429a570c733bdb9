"""Help that members of a territory's committee give to its campaigns."""

from datetime import timedelta

import pytest

from committees import actions, help_access
from committees.models import Help, HelpKind, RecusalGround
from dossiers.lifecycle import State
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests.actions.committee_cast import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(alsace):
    return alsace.dossier(State.CAMPAIGN)


def offer(dossier, by, words="Au marché de Wissembourg.", **more):
    return actions.offer_help(dossier, kind=HelpKind.STAND, words=words, by=by, **more)


def test_only_the_committee_of_the_territory_offers_help(alsace, dossier):
    for who in (alsace.sonia, alsace.odile, alsace.alice, alsace.claire, alsace.zoe):
        assert codes(offer, dossier, who) == ["not-helping"]

    assert offer(dossier, alsace.tania).offered_by == alsace.tania


def test_help_is_for_a_running_campaign(alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)

    assert codes(offer, dossier, alsace.tania) == ["campaign-not-running"]


def test_what_is_offered_is_said_and_not_for_yesterday(alsace, dossier):
    assert codes(offer, dossier, alsace.tania, " ") == ["help-unsaid"]
    assert codes(offer, dossier, alsace.tania, due_on=clock.today() - timedelta(1)) == ["help-day-past"]


def test_a_second_click_offers_nothing_more(alsace, dossier):
    assert offer(dossier, alsace.tania) == offer(dossier, alsace.tania)
    assert Event.objects.filter(kind=Kind.HELP_OFFERED).count() == 1


def test_holder_and_officer_are_told_and_the_helper_of_the_answer(alsace, dossier):
    help_ = offer(dossier, alsace.tania)
    actions.answer_help(help_, accepted=True, by=alsace.alice)
    actions.answer_help(help_, accepted=True, by=alsace.alice)
    dispatch.catch_up()

    told = Notification.objects.filter(event__kind=Kind.HELP_OFFERED)
    assert {row.recipient.username for row in told} >= {"alice", "odile"}
    assert Notification.objects.get(event__kind=Kind.HELP_ACCEPTED).recipient == alsace.tania


def test_the_holder_alone_accepts_or_declines_and_may_change_their_mind(alsace, dossier):
    help_ = offer(dossier, alsace.tania)
    assert codes(actions.answer_help, help_, accepted=True, by=alsace.odile) == ["not-the-holder"]
    assert codes(actions.answer_help, help_, accepted=True, by=alsace.tania) == ["not-the-holder"]

    actions.answer_help(help_, accepted=True, by=alsace.alice)
    actions.answer_help(help_, accepted=False, by=alsace.bruno)

    assert Help.objects.get().accepted is False


def test_done_and_not_done_is_its_author_s_to_say(alsace, dossier):
    help_ = offer(dossier, alsace.tania)
    assert codes(actions.do_help, help_, done=True, by=alsace.tom) == ["help-not-yours"]

    actions.do_help(help_, done=True, by=alsace.tania)
    assert codes(actions.withdraw_help, help_, by=alsace.tania) == ["help-over"]
    actions.do_help(help_, done=False, by=alsace.tania)
    assert Help.objects.get().done_on is None


def test_what_is_withdrawn_is_read_nowhere_and_answered_no_more(alsace, dossier):
    help_ = offer(dossier, alsace.tania)
    assert codes(actions.withdraw_help, help_, by=alsace.tom) == ["help-not-yours"]

    actions.withdraw_help(help_, by=alsace.tania)
    actions.withdraw_help(help_, by=alsace.tania)

    assert not help_access.helps_of(alsace.alice, dossier)
    assert codes(actions.answer_help, help_, accepted=True, by=alsace.alice) == ["help-withdrawn"]
    assert codes(actions.do_help, help_, done=True, by=alsace.tania) == ["help-withdrawn"]
    assert codes(actions.thank_for_help, help_, words="Merci", by=alsace.alice) == ["help-withdrawn"]


def test_thanks_come_from_the_holder_or_the_officer(alsace, dossier):
    help_ = offer(dossier, alsace.tania)
    assert codes(actions.thank_for_help, help_, words="Merci", by=alsace.tom) == ["not-thanking"]
    assert codes(actions.thank_for_help, help_, words=" ", by=alsace.alice) == ["thanks-unsaid"]

    actions.thank_for_help(help_, words="Merci pour le stand.", by=alsace.alice)
    actions.thank_for_help(help_, words="Merci pour le stand.", by=alsace.alice)

    assert Event.objects.filter(kind=Kind.HELP_THANKED).count() == 1


def test_who_stands_aside_helps_no_more_and_reads_of_no_help(alsace, dossier):
    help_ = offer(dossier, alsace.tania)
    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.tania)

    assert codes(offer, dossier, alsace.tania, "Encore") == ["not-helping"]
    assert codes(actions.do_help, help_, done=True, by=alsace.tania) == ["help-not-yours"]
    assert not help_access.helps_for(alsace.tania)
    assert help_access.helps_for(alsace.tom)
