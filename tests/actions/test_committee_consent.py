"""The consent list: what those who screened agree on is voted without debate, unless one member asks for it."""

import pytest

from committees import accord, consent, rules
from committees import actions as committees
from committees.models import AgendaItem, MarkValue, Overall, ScreeningSheet
from dossiers.lifecycle import State
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests import strides
from tests.views.committee_moments import planned

pytestmark = pytest.mark.django_db

YES, NO = rules.Mark.YES, rules.Mark.NO
FAVOURABLE = Overall.FAVOURABLE


@pytest.mark.parametrize(
    ("sheets", "opinions", "agree"),
    [
        ([{"a": YES}, {"a": YES}], [FAVOURABLE, FAVOURABLE], True),
        ([{"a": NO}, {"a": NO}], [FAVOURABLE, FAVOURABLE], True),
        ([{"a": YES}, {"a": NO}], [FAVOURABLE, FAVOURABLE], False),
        ([{"a": YES}, {"a": YES}], [FAVOURABLE, Overall.UNFAVOURABLE], False),
        ([{"a": YES}], [FAVOURABLE], False),  # one alone agrees with nobody
        ([], [], False),
    ],
)
def test_all_agree_in_everything_or_it_is_debated(sheets, opinions, agree):
    assert accord.is_consensual(sheets, opinions) is agree


@pytest.fixture
def item(alsace):
    dossier = planned(alsace)
    return AgendaItem.objects.select_related("meeting__committee", "dossier").get(dossier=dossier)


def convened(alsace, item):
    committees.convene(item.meeting, by=alsace.esther)
    return AgendaItem.objects.select_related("meeting__committee", "dossier").get(pk=item.pk)


def test_unanimous_sheets_put_a_point_on_the_list_and_one_answer_takes_it_off(alsace, item):
    assert ScreeningSheet.objects.filter(dossier=item.dossier).count() > 1
    assert consent.agreed([item]) == {item.pk}

    mark = ScreeningSheet.objects.filter(dossier=item.dossier).first().marks.first()
    mark.value = MarkValue.PARTLY if mark.value != MarkValue.PARTLY else MarkValue.NO
    mark.save()

    assert consent.agreed([item]) == set()


def test_one_member_with_a_voice_asks_for_a_debate(alsace, item):
    with pytest.raises(Refused, match="meeting-state"):
        committees.ask_debate(item, by=alsace.marc)
    item = convened(alsace, item)
    for person in (alsace.esther, alsace.tom, alsace.zoe):
        with pytest.raises(Refused, match="not-on-roll"):
            committees.ask_debate(item, by=person)

    committees.ask_debate(item, by=alsace.marc)
    committees.ask_debate(item, by=alsace.nadia)

    assert AgendaItem.objects.get(pk=item.pk).debate_asked_by == alsace.marc
    assert Event.objects.filter(kind=Kind.DEBATE_ASKED).count() == 1


def test_what_divides_is_debated_anyway_and_what_is_called_too(alsace, item):
    item = convened(alsace, item)
    ScreeningSheet.objects.filter(dossier=item.dossier).first().marks.all().delete()
    ScreeningSheet.objects.filter(pk=ScreeningSheet.objects.filter(dossier=item.dossier).first().pk).update(
        overall=Overall.UNFAVOURABLE
    )
    with pytest.raises(Refused, match="debated-anyway"):
        committees.ask_debate(item, by=alsace.marc)

    called = strides.call(alsace, alsace.dossier(State.ENGAGEMENT_REVIEW))
    with pytest.raises(Refused, match="item-state"):
        committees.ask_debate(called, by=alsace.marc)
