"""One act on several dossiers: what it would do, then line by line what it did; twice is once."""

import pytest

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import actions, bulk
from dossiers.listing import MOST_CHOSEN
from dossiers.models import Dossier, Message, Note
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.views.crowd import queries_of, submitted

pytestmark = pytest.mark.django_db
TOGETHER = "/dossiers/ensemble/"


def look(client, dossiers, deed="noter"):
    return client.get(TOGETHER, {"acte": deed, "choix": [one.pk for one in dossiers]})


def do(client, dossiers, deed="noter", key="cle-1", **said):
    return client.post(TOGETHER, {"acte": deed, "choix": [one.pk for one in dossiers], "cle": key, **said})


def said(answer):
    return {line.dossier.pk: (line.is_ok, line.said) for line in answer.context["lines"]}


def officers(dossiers):
    found = Dossier.objects.filter(pk__in=[one.pk for one in dossiers]).order_by("pk")
    return list(found.values_list("officer__first_name", flat=True))


@pytest.fixture
def three(world):
    """Two that nobody follows, one that is another officer's."""
    dossiers = submitted(world, 3)
    omar = world.officer("Omar")
    Dossier.objects.filter(pk=dossiers[2].pk).update(officer=omar)
    return dossiers


@pytest.fixture
def omar(world, three):
    return Dossier.objects.get(pk=three[2].pk).officer


# What it would do


def test_the_page_says_line_by_line_what_is_possible_and_does_nothing(client, world, three):
    client.force_login(world.odile)
    before = Event.objects.count()

    answer = look(client, three, "confier")

    lines = said(answer)
    assert lines[three[0].pk] == lines[three[1].pk] == (True, "")
    assert lines[three[2].pk] == (False, bulk.DEEDS["confier"].why_not)
    assert (answer.context["good"], answer.context["others"]) == (2, 1)
    assert officers(three) == [None, None, "Omar"]
    assert Event.objects.count() == before


def test_the_director_hands_on_any_of_them(client, world, three):
    client.force_login(world.didier)

    assert look(client, three, "confier").context["good"] == 3


def test_a_dossier_that_one_may_not_see_is_no_line(client, alsace):
    dossier = alsace.take("admit")
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)
    client.force_login(alsace.odile)

    for deed in bulk.DEEDS:
        answer = look(client, [dossier], deed)
        assert answer.context["lines"] == []
        assert dossier.title not in answer.content.decode()
    assert do(client, [dossier], text="Vu.").context["lines"] == []
    assert not Note.objects.exists()


@pytest.mark.parametrize("name", ["alice", "serge", "audrey", "adam", "steve", "zoe"])
def test_who_writes_on_no_dossier_has_no_such_page(client, alsace, name):
    dossier = alsace.take("admit")
    client.force_login(getattr(alsace, name))

    assert look(client, [dossier]).status_code == 404
    assert do(client, [dossier], text="Vu.").status_code == 404
    assert client.get("/dossiers/").context["deeds"] == []


@pytest.mark.parametrize("question", ["acte=jamais-vu&choix=1", "acte=&choix=1"])
def test_an_act_that_does_not_exist_is_not_found(client, world, question):
    client.force_login(world.odile)

    assert client.get(f"{TOGETHER}?{question}").status_code == 404


@pytest.mark.parametrize("question", ["", "?choix=", "?choix=x&choix=²", "?choix=99999"])
def test_nothing_chosen_says_so(client, world, question):
    client.force_login(world.odile)

    assert "Aucun dossier choisi" in client.get(TOGETHER + question).content.decode()


def test_more_than_two_hundred_are_refused_as_a_whole(client, world):
    client.force_login(world.odile)
    assert MOST_CHOSEN == 200
    many = submitted(world, 201)

    for answer in (look(client, many), do(client, many, text="Vu.")):
        assert answer.status_code == 409
        assert [refusal.code for refusal in answer.context["refusals"]] == ["too-many-chosen"]
        assert "201\u00a0dossiers" in answer.content.decode()
    assert not Note.objects.exists()
    assert len(look(client, many[:200]).context["lines"]) == 200
    assert client.get(TOGETHER, {"choix": ",".join(str(one.pk) for one in many)}).status_code == 409


def test_the_page_takes_the_same_queries_whatever_is_chosen(client, world):
    client.force_login(world.odile)
    dossiers = submitted(world, 60)

    def address(count):
        return f"{TOGETHER}?choix={','.join(str(one.pk) for one in dossiers[:count])}"

    assert queries_of(client, address(3)) == queries_of(client, address(60))


# What it did


def test_dossiers_are_entrusted_and_those_of_others_stay(client, world, three, omar):
    client.force_login(world.odile)

    answer = do(client, three, "confier", officer=world.odile.pk)

    assert said(answer) == {
        three[0].pk: (True, f"Confié à {world.odile}."),
        three[1].pk: (True, f"Confié à {world.odile}."),
        three[2].pk: (False, bulk.DEEDS["confier"].why_not),
    }
    assert officers(three) == ["Odile", "Odile", "Omar"]
    assert "Fait pour 2 dossiers, refusé pour 1." in answer.content.decode()
    assert Event.objects.filter(kind=Kind.OFFICER_ASSIGNED).count() == 2
    followed = [line.dossier.officer for line in answer.context["lines"]]
    assert sorted(map(str, followed)) == sorted(map(str, [world.odile, world.odile, omar]))


def test_what_was_handed_on_twice_was_done_not_refused(client, world, three, omar):
    client.force_login(world.odile)
    do(client, three[:2], "confier", officer=omar.pk)
    before = Event.objects.count()

    answer = do(client, three, "confier", officer=omar.pk)

    assert set(said(answer).values()) == {(True, f"Déjà suivi par {omar}.")}
    assert Event.objects.count() == before


@pytest.mark.parametrize(("deed", "model"), [("noter", Note), ("ecrire", Message)])
def test_the_same_sending_twice_writes_once(client, world, three, deed, model):
    client.force_login(world.odile)
    first = do(client, three[:2], deed, text="Nous revenons vers vous.")
    events = Event.objects.count()

    again = do(client, three[:2], deed, text="Nous revenons vers vous.")

    assert first.context["good"] == again.context["good"] == 2
    assert model.objects.count() == 2
    assert Event.objects.count() == events


def test_another_sending_writes_again(client, world, three):
    client.force_login(world.odile)

    do(client, three[:1], text="Vu.")
    do(client, three[:1], text="Revu.", key="cle-2")

    assert set(Note.objects.values_list("text", flat=True)) == {"Vu.", "Revu."}


def test_each_page_has_a_key_of_its_own(client, world, three):
    client.force_login(world.odile)

    first, second = (look(client, three).context["form"].initial["cle"] for _ in range(2))

    assert first != second


def test_what_is_mistyped_stays_and_nothing_is_done(client, world, three):
    client.force_login(world.odile)

    empty = do(client, three, text="  ")
    nobody = do(client, three, "confier", officer=world.zoe.pk)
    keyless = client.post(TOGETHER, {"acte": "noter", "choix": three[0].pk, "text": "Gardé ici."})

    assert [answer.status_code for answer in (empty, nobody, keyless)] == [422, 422, 422]
    assert "Gardé ici." in keyless.content.decode()
    assert len(empty.context["lines"]) == 3
    assert not Note.objects.exists()
    assert officers(three) == [None, None, "Omar"]


def test_a_line_that_is_refused_says_why_and_holds_no_other_back(client, world, three):
    client.force_login(world.odile)
    do(client, three[1:2], text="Autre chose.", key="cle-1")

    answer = do(client, three, text="Vu.", key="cle-1")  # a key that stands for other words there

    lines = said(answer)
    assert [lines[one.pk][0] for one in three] == [True, False, True]
    assert lines[three[1].pk][1]
    assert sorted(Note.objects.values_list("dossier", "text")) == sorted(
        [(three[0].pk, "Vu."), (three[1].pk, "Autre chose."), (three[2].pk, "Vu.")]
    )


def test_lines_that_were_done_stay_when_a_later_one_breaks(client, world, three, monkeypatch):
    write = actions.write_note

    def broken_at_last(dossier, **given):
        if dossier.pk == three[2].pk:
            raise ZeroDivisionError
        return write(dossier, **given)

    monkeypatch.setattr(actions, "write_note", broken_at_last)
    client.force_login(world.odile)
    with pytest.raises(ZeroDivisionError):
        do(client, three, text="Vu.")
    assert Note.objects.count() == 2

    monkeypatch.setattr(actions, "write_note", write)
    assert do(client, three, text="Vu.").context["good"] == 3
    assert Note.objects.count() == 3


def test_a_right_that_was_lost_meanwhile_is_asked_again(client, world, three, omar):
    client.force_login(world.odile)
    assert look(client, three[:1], "confier").context["good"] == 1
    Dossier.objects.filter(pk=three[0].pk).update(officer=omar)

    answer = do(client, three[:1], "confier", officer=world.odile.pk)

    assert said(answer)[three[0].pk][0] is False
    assert officers(three[:1]) == ["Omar"]


def test_what_the_verb_refuses_is_said_in_its_words(client, alsace):
    """The rule of the page lets the director through; the officer who stood aside is refused by the verb."""
    dossier = alsace.take("admit")
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.omar)
    client.force_login(alsace.didier)

    [(is_ok, why)] = said(do(client, [dossier], "confier", officer=alsace.omar.pk)).values()

    with pytest.raises(Refused) as caught:
        actions.assign_officer(dossier, officer=alsace.omar, by=alsace.didier)
    assert (is_ok, [one.code for one in caught.value.refusals]) == (False, ["officer-aside"])
    assert why == caught.value.refusals[0].message
