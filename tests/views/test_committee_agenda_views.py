"""The pages of an agenda: points of its own, their order, another time; constant queries whatever its length."""

from datetime import timedelta

import pytest

from committees import actions, papers
from committees.models import Answer, FreeItem, FreeItemKind, RecusalGround, Role
from okote_flow import clock
from tests.actions.committee_cast import seated, stage
from tests.views.committee_pages import as_, form_codes, get, post, refusals, text, url
from tests.views.crowd import queries_of
from tests.views.reading import read

pytestmark = pytest.mark.django_db
POINT = {"kind": "minutes", "title": "Procès-verbal du 2 mars", "text": "Joint à la convocation."}


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=12)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def plan(bench, count=2, days=7):
    at = clock.now() + timedelta(days=days)
    meeting = actions.plan_meeting(bench.ce, scheduled_at=at, place="Colmar", by=bench.esther)
    return meeting, [actions.add_item(meeting, dossier=bench.at_engagement(), by=bench.esther) for _ in range(count)]


def test_a_free_item_is_written_changed_and_removed(bench):
    meeting, _ = plan(bench)
    actions.convene(meeting, by=bench.esther)

    assert "Intitulé" in text(get(bench.esther, "add_free_item", meeting.pk))
    assert "disabled" in text(get(bench.ines, "add_free_item", meeting.pk))
    assert form_codes(post(bench.ines, "add_free_item", meeting.pk, **POINT)) == ["not-yours"]
    assert post(bench.esther, "add_free_item", meeting.pk, **POINT | {"title": ""}).status_code == 422
    assert post(bench.esther, "add_free_item", meeting.pk, **POINT).status_code == 302
    item = FreeItem.objects.get()
    assert "Joint à la convocation." in text(get(bench.ines, "meeting", meeting.pk))
    assert post(bench.esther, "edit_free_item", item.pk, **POINT | {"title": "Budget"}).status_code == 302
    assert form_codes(post(bench.ines, "edit_free_item", item.pk, **POINT)) == ["not-yours"]
    assert "Budget" in text(get(bench.ines, "meeting", meeting.pk))
    assert get(bench.marc, "edit_free_item", item.pk).status_code == 404
    assert refusals(post(bench.ines, "remove_free_item", item.pk)) == ["not-yours"]
    assert post(bench.esther, "remove_free_item", item.pk).status_code == 302
    assert FreeItem.objects.get().state == "withdrawn"


def test_a_free_item_is_dealt_with_and_everybody_reads_what_was_said(bench):
    meeting, _ = plan(bench)
    item = actions.add_free_item(meeting, kind=FreeItemKind.MINUTES, title="Procès-verbal", by=bench.esther)
    actions.convene(meeting, by=bench.esther)
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)

        assert url("deal_with_free_item", item.pk) in text(get(bench.esther, "meeting", meeting.pk))
        assert url("deal_with_free_item", item.pk) not in text(get(bench.ines, "meeting", meeting.pk))
        assert form_codes(post(bench.ines, "deal_with_free_item", item.pk, note="x")) == ["not-yours"]
        assert post(bench.esther, "deal_with_free_item", item.pk, note="Approuvé à l’unanimité.").status_code == 302
        assert "Approuvé à l’unanimité." in text(get(bench.ines, "meeting", meeting.pk))


def test_points_are_moved_one_place_at_a_time(bench):
    meeting, [first, second] = plan(bench)

    assert post(bench.esther, "move_point", meeting.pk, point=second.key, way="up").status_code == 302
    assert list(meeting.items.order_by("position")) == [second, first]
    assert refusals(post(bench.esther, "move_point", meeting.pk, point=second.key, way="up")) == ["order-unchanged"]
    assert refusals(post(bench.esther, "move_point", meeting.pk, point="p0", way="up")) == ["agenda-changed"]
    assert post(bench.esther, "move_point", meeting.pk, point=first.key, way="sideways").status_code == 302
    actions.convene(meeting, by=bench.esther)
    assert refusals(post(bench.ines, "move_point", meeting.pk, point=first.key, way="up")) == ["not-yours"]
    assert list(meeting.items.order_by("position")) == [second, first]


def test_the_order_proposed_is_shown_and_applied_at_once(bench):
    meeting, items = plan(bench, 4)
    for place, person in enumerate([bench.ines, bench.jules, bench.ines, bench.jules]):
        actions.recuse(items[place].dossier, ground=RecusalGround.PRUDENCE, by=person)
    page = read(text(get(bench.esther, "order_agenda", meeting.pk)))
    wanted = ",".join(items[place].key for place in (0, 2, 1, 3))

    assert "2 sorties au lieu de 4" in page
    assert post(bench.esther, "order_agenda", meeting.pk, order=wanted).status_code == 302
    assert "déjà le meilleur" in read(text(get(bench.esther, "order_agenda", meeting.pk)))
    assert form_codes(post(bench.esther, "order_agenda", meeting.pk, order=wanted)) == ["order-unchanged"]
    assert form_codes(post(bench.esther, "order_agenda", meeting.pk, order="p1")) == ["agenda-changed"]
    actions.convene(meeting, by=bench.esther)
    closed = text(get(bench.ines, "order_agenda", meeting.pk))
    assert "sortie" not in closed and "Monter" not in closed


def test_the_page_of_whoever_stands_aside_says_nothing_of_that_point(bench):
    meeting, items = plan(bench, 3)
    actions.recuse(items[1].dossier, ground=RecusalGround.PRUDENCE, by=bench.claire)
    before = text(get(bench.claire, "order_agenda", meeting.pk))
    for person in (bench.victor, bench.ines, bench.jules):
        actions.recuse(items[1].dossier, ground=RecusalGround.PRUDENCE, by=person)
    after = text(get(bench.claire, "order_agenda", meeting.pk))

    for page in (before, after):
        assert "Point réservé" in page and items[1].dossier.number not in page
        assert url("item", items[1].pk) not in page
    assert read(after) == read(before)
    assert "Quorum perdu seulement par les déports" in text(get(bench.esther, "order_agenda", meeting.pk))


def test_a_meeting_is_edited_on_its_page(bench):
    meeting, _ = plan(bench)
    form = {"day": "2022-03-15", "hour": "10:30", "place": "Mulhouse", "remote_link": "https://visio.test/comite"}

    assert "Motif du changement" not in text(get(bench.esther, "edit_meeting", meeting.pk))
    assert post(bench.esther, "edit_meeting", meeting.pk, **form).status_code == 302
    actions.convene(meeting, by=bench.esther)
    assert "Motif du changement" in text(get(bench.esther, "edit_meeting", meeting.pk))
    assert "https://visio.test/comite" in text(get(bench.ines, "meeting", meeting.pk))
    assert form_codes(post(bench.ines, "edit_meeting", meeting.pk, **form | {"place": "x"})) == ["not-yours"]
    moved = form | {"place": "Colmar"}
    assert form_codes(post(bench.esther, "edit_meeting", meeting.pk, **moved)) == ["reason-missing"]
    assert post(bench.esther, "edit_meeting", meeting.pk, reason="Salle", **moved).status_code == 302


@pytest.mark.parametrize("name", ["meeting", "order_agenda", "agenda_paper", "attendance", "calendar"])
def test_thirty_members_and_twelve_points_take_the_queries_of_few(bench, name):
    meeting, _ = plan(bench, 2)
    actions.add_free_item(meeting, kind=FreeItemKind.MINUTES, title="Procès-verbal", by=bench.esther)
    client, address = as_(bench.esther), url(name, *([] if name == "calendar" else [meeting.pk]))
    queries_of(client, address)
    few = queries_of(client, address)

    for number in range(24):
        bench.seat(bench.ce, f"Membre{number}", Role.MEMBER)
    for _ in range(10):
        item = actions.add_item(meeting, dossier=bench.at_engagement(), by=bench.esther)
        actions.recuse(item.dossier, ground=RecusalGround.PRUDENCE, by=bench.ines)
        actions.add_free_item(meeting, kind=FreeItemKind.MINUTES, title="Procès-verbal", by=bench.esther)

    assert queries_of(client, address) == few


# The month and the papers


def test_a_month_shows_ones_meetings_and_the_last_day_to_convene_them(bench):
    meeting, _ = plan(bench, days=12)
    mine, theirs = text(get(bench.esther, "calendar")), text(get(bench.ines, "calendar"))

    assert url("meeting", meeting.pk) in mine and url("convene", meeting.pk) in mine
    assert url("meeting", meeting.pk) not in theirs and "Dernier jour pour convoquer" not in theirs
    assert "?mois=2022-02" in mine and "?mois=2022-04" in mine
    actions.convene(meeting, by=bench.esther)
    assert url("meeting", meeting.pk) in text(get(bench.ines, "calendar"))
    assert url("meeting", meeting.pk) not in text(get(bench.marc, "calendar"))
    later = as_(bench.ines).get(url("calendar"), {"mois": "2022-06"})
    assert url("meeting", meeting.pk) not in text(later) and "Juin 2022" in text(later)
    for odd in ("2022-13", "x", "1999-12", "2022-6"):
        assert "Mars 2022" in text(as_(bench.ines).get(url("calendar"), {"mois": odd}))


def test_the_agenda_on_paper_has_no_word_of_a_point_that_its_reader_does_not_judge(bench):
    meeting, items = plan(bench)
    actions.add_free_item(meeting, kind=FreeItemKind.MINUTES, title="Procès-verbal", by=bench.esther)
    actions.recuse(items[0].dossier, ground=RecusalGround.PRUDENCE, by=bench.ines)
    actions.convene(meeting, by=bench.esther)

    page = text(get(bench.ines, "agenda_paper", meeting.pk))
    assert items[0].dossier.number not in page and items[1].dossier.number in page and "Procès-verbal" in page
    assert items[0].dossier.number in text(get(bench.jules, "agenda_paper", meeting.pk))
    said = papers.agenda_data(bench.ines, meeting)["points"]
    assert [one["title"] for one in said] == ["Point réservé", items[1].dossier.title, "Procès-verbal"]
    made = get(bench.ines, "agenda_pdf", meeting.pk)
    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    assert get(bench.marc, "agenda_pdf", meeting.pk).status_code == 404


def test_the_sheet_to_sign_says_who_comes_how_and_who_speaks_for_whom(bench):
    meeting, _ = bench.planned(bench.at_engagement())
    actions.answer_convocation(meeting, answer=Answer.REMOTE, by=bench.jules)
    actions.give_proxy(meeting, giver=bench.seat_of(bench.ines), holder=bench.seat_of(bench.claire), by=bench.ines)

    rows = {one.name.split()[0]: (one.mode, one.proxy) for one in papers.lines(meeting)}
    assert (rows["Jules"], rows["Ines"]) == (("À distance", ""), ("Ne vient pas", str(bench.claire)))
    assert "Voix consultative" in text(get(bench.esther, "attendance", meeting.pk))
    assert get(bench.esther, "attendance_pdf", meeting.pk).content[:5] == b"%PDF-"
    assert get(bench.marc, "attendance", meeting.pk).status_code == 404
