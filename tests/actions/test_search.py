"""What is found, by whom, and that the index follows what happens."""

from datetime import timedelta

import pytest

from committees import actions as committees
from committees.models import Committee, DecisionLetter, RecusalGround
from dossiers import actions
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.operations.audit import search as audit
from okote_flow.search import finding, following
from okote_flow.search import results as search
from okote_flow.search.models import Kind, Nature, SearchDocument, SearchPosting, SearchTrigram, SearchWord
from tests.views.scene import letter_sent
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return World()


def found(user, text, kind=None):
    """(kind, title) of what a reader finds."""
    groups = search.overview(user, text).groups
    return [
        (group.slug, "".join(bit.text for bit in one.title))
        for group in groups
        if kind in (None, group.kind)
        for one in group.results
    ]


def of_the_house(user, text):
    """How much is counted, but for the help, which is everybody's."""
    return sum(group.count for group in search.overview(user, text).groups if group.kind is not Kind.HELP)


def titles(user, text):
    return [title for slug, title in found(user, text) if slug == "dossiers"]


def named(world, *names, by=None):
    return [actions.draft(title=name, by=by or world.alice) for name in names]


# Words


def test_a_misspelt_name_is_found_first(world):
    named(world, "Atelier vélo du Sundhouse", "La Fabrique à vélos du Sundgau", "Le jardin de Thann")
    following.rebuild()

    assert titles(world.alice, "velo sundgo")[0] == "La Fabrique à vélos du Sundgau"


@pytest.mark.parametrize(
    "asked",
    [
        "oeuvres",
        "ŒUVRES",
        "cœur",
        "coeur",
        "l’atelier",
        "atelier co-working",
        "coworking",
        "ateleir",
        "attelier",
        "atel",
    ],
)
def test_accents_case_ligatures_hyphens_and_errors_are_forgiven(world, asked):
    named(world, "L’Atelier co-working, œuvres du Cœur", "Le jardin de Thann")
    following.rebuild()

    assert titles(world.alice, asked)[:1] == ["L’Atelier co-working, œuvres du Cœur"]


def test_the_word_itself_comes_before_words_like_it_and_hides_mere_likenesses(world):
    named(world, "Le marché de Sélestat", "La marche blanche", "Marchons ensemble")
    following.rebuild()

    assert titles(world.alice, "marche") == ["La marche blanche", "Le marché de Sélestat"]


def test_what_has_every_word_comes_alone_and_failing_that_what_has_some(world):
    named(world, "Jardin partagé de Colmar", "Jardin de Thann")
    following.rebuild()

    assert titles(world.alice, "jardin thann") == ["Jardin de Thann"]
    some = search.overview(world.alice, "jardin volcanique")
    assert not some.is_whole
    assert some.count == 2


def test_a_word_that_only_others_may_read_does_not_hide_what_one_may(world):
    named(world, "Jardin partagé de Colmar")
    named(world, "Volcanique", by=world.zoe)
    following.rebuild()

    assert titles(world.alice, "jardin volcanique") == ["Jardin partagé de Colmar"]


def test_a_title_weighs_more_than_an_answer(world):
    (other,) = named(world, "Conserverie")
    draft = world.draft()
    actions.edit_project(draft, by=world.alice, title="Bocaux", summary="Une conserverie de quartier.")
    following.rebuild()

    assert titles(world.alice, "conserverie") == [other.title, "Bocaux"]


@pytest.mark.parametrize("asked", ["24670048800017", "246 700 488 00017", "246700488", "246 700 488"])
def test_a_structure_is_found_by_its_number_however_it_is_typed(world, asked):
    world.draft()
    following.rebuild()

    assert ("structures", "Bocaux & Compagnie") in found(world.alice, asked)


HOSTILE = ("", " ", "%", "_", "%%%%", "'; DROP TABLE", "\x00", "a\x00b", "<script>alert(1)</script>", "*", '"', "\\",
           "\u202erecherche", "🙂", "ÿ" * 5000, "a " * 4000, "é\u0301" * 300, "..", "-", "NULL", "١٢٣")  # fmt: skip


@pytest.mark.parametrize("asked", HOSTILE)
def test_whatever_is_typed_finds_something_or_nothing(world, asked):
    named(world, "Jardin")
    following.rebuild()

    search.overview(world.alice, asked)
    assert not Dossier.objects.filter(finding.of_words(asked)).filter(title="").exists()


def test_a_list_finds_dossiers_by_the_same_words(world):
    first, second = named(world, "La Fabrique à vélos du Sundgau", "Le jardin de Thann")
    following.rebuild()

    assert list(Dossier.objects.filter(finding.of_words("velo sundgo"))) == [first]
    assert list(Dossier.objects.filter(finding.of_words("")).order_by("pk")) == [first, second]
    assert not Dossier.objects.filter(finding.of_words("zzzz")).exists()


# Rights


def test_a_draft_is_its_holders_alone(world):
    named(world, "La Fabrique à vélos du Sundgau")
    following.rebuild()

    assert titles(world.alice, "fabrique")
    for stranger in (world.zoe, world.odile, world.didier):
        assert found(stranger, "fabrique") == []
        assert found(stranger, "fabrik") == []


def test_whoever_stands_aside_finds_nothing_of_a_dossier_nor_is_it_counted(alsace):
    dossier = alsace.ready("endorse")
    following.rebuild()
    assert titles(alsace.marc, "conserverie") == [dossier.title]
    before = {slug for slug, _ in found(alsace.marc, "conserverie")}
    assert {"dossiers", "seances", "decisions"} <= before

    committees.recuse(dossier, user=alsace.marc, ground=RecusalGround.PRUDENCE, by=alsace.claire)
    marc = alsace.again(alsace.marc)

    assert found(marc, "conserverie") == []
    for asked in ("conserverie solidaire haguenau", "bocaux", "24670048800017"):
        assert of_the_house(marc, asked) == 0, asked
    assert {slug for slug, _ in found(marc, dossier.number)} <= {"seances", "aide"}  # of that year
    assert not [title for _, title in found(marc, dossier.number) if dossier.title in title]


def test_each_reader_finds_the_dossiers_of_their_list_and_no_other(alsace):
    alsace.ready("close")
    alsace.draft()
    following.rebuild()
    from_lists = 0
    for name in ("alice", "bruno", "zoe", "odile", "tania", "sonia", "marc", "steve", "paula", "audrey", "adam"):
        reader = alsace.again(getattr(alsace, name))
        shown = set(search.access.dossiers_for(reader).values_list("title", flat=True))
        from_lists += len(shown)
        assert set(titles(reader, "conserverie")) == shown, name
    assert from_lists


def test_a_letter_is_found_once_it_is_sent(alsace):
    dossier = alsace.ready("open_campaign")
    letter_sent(alsace, dossier)
    letter = DecisionLetter.objects.get()
    following.rebuild()

    assert f"Lettre {letter.number}" in [title for _, title in found(alsace.alice, letter.number)]
    assert of_the_house(alsace.zoe, letter.number) == 0


def test_persons_are_found_by_those_who_may_know_of_them(alsace):
    following.rebuild()

    assert ("personnes", "Zoe Muster") in found(alsace.adam, "zoe")
    assert found(alsace.alice, "zoe") == []
    assert ("personnes", "Claire Muster") in found(alsace.marc, "claire")
    assert not [slug for slug, _ in found(alsace.zoe, "claire") if slug == "personnes"]
    for reader in (alsace.adam, alsace.marc, alsace.zoe):
        assert not [
            slug for slug, _ in found(reader, "zoe@okote.test") if slug == "personnes" and reader != alsace.adam
        ]


def test_meetings_in_preparation_are_found_by_who_prepares_them(alsace):
    room = Committee.objects.get(kind="engagement")
    committees.plan_meeting(
        room, scheduled_at=clock.now() + timedelta(days=30), place="Salle des Cépages", by=alsace.claire
    )
    following.rebuild()

    assert [slug for slug, _ in found(alsace.claire, "cépages")] == ["seances"]
    assert found(alsace.marc, "cepages") == []


# The index follows


def test_the_index_follows_an_act(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        (dossier,) = named(world, "Jardin")
    assert titles(world.alice, "jardin") == ["Jardin"]

    with django_capture_on_commit_callbacks(execute=True):
        actions.edit_project(dossier, by=world.alice, title="Rucher")
    assert titles(world.alice, "jardin") == []
    assert titles(world.alice, "rucher") == ["Rucher"]
    assert not SearchWord.objects.filter(text="jardin").exists()


def test_what_was_missed_is_caught_up_once(world):
    named(world, "Jardin")
    assert titles(world.alice, "jardin") == []

    assert following.catch_up() > 0
    assert titles(world.alice, "jardin") == ["Jardin"]
    assert not following.is_behind()
    assert following.catch_up() == 0


def test_reindexing_again_changes_nothing(alsace):
    alsace.ready("close")
    first = following.rebuild()
    rows = [
        list(model.objects.order_by("pk").values_list()) for model in (SearchDocument, SearchPosting, SearchTrigram)
    ]

    assert sum(first.values()) > 0
    assert sum(following.rebuild().values()) == 0
    assert rows == [
        list(model.objects.order_by("pk").values_list()) for model in (SearchDocument, SearchPosting, SearchTrigram)
    ]
    assert list(audit.index()) == []


def test_the_audit_sees_what_the_index_has_wrong(world):
    first, second = named(world, "Jardin", "Rucher")
    following.rebuild()
    SearchPosting.objects.filter(word__text="rucher").delete()
    SearchDocument.objects.filter(nature=Nature.DOSSIER, object_pk=first.pk).update(digest="x")
    SearchDocument.objects.create(nature=Nature.MEETING, kind=Kind.MEETING, object_pk=999, digest="x")

    assert {(fault.code, fault.subject) for fault in audit.index()} == {
        ("search-stale", f"search_searchdocument:10/{first.pk}"),
        ("search-stale", f"search_searchdocument:10/{second.pk}"),
        ("search-gone", "search_searchdocument:30/999"),
    }
    following.rebuild()
    assert list(audit.index()) == []


def test_notes_and_messages_are_not_in_the_index(alsace):
    dossier = alsace.dossier("submitted")
    actions.write_message(dossier, text="Un mot sur la girafe.", key="m", files=[], by=alsace.alice)
    actions.write_note(
        dossier, text="Le rhinocéros est au courant.", key="n", files=[], colleagues=[], by=alsace.odile
    )
    following.rebuild()

    assert found(alsace.odile, "girafe") == []
    assert found(alsace.odile, "rhinocéros") == []
