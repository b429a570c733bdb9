"""The story, pictures and first supporters of a campaign's page, and the checklist before its opening."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from dossiers import actions as dossiers
from dossiers.models import Dossier
from funding import actions, checklist, mentions, page_access
from funding.models import Campaign, FirstSupporter, Picture, Story
from okote_flow import clock
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests import pictures
from tests.money import MoneyWorld, again


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def dossier(money) -> Dossier:
    found: Dossier = money.endorsed()
    return found


def refused(act, *args, **given) -> list[str]:
    with pytest.raises(Refused) as caught:
        act(*args, **given)
    return [refusal.code for refusal in caught.value.refusals]


def add(money: MoneyWorld, dossier: Dossier, shade: int = 120, alt: str = "Des bocaux.") -> Picture:
    return actions.add_picture(dossier, file=pictures.upload(pictures.png(shade=shade)), alt=alt, by=money.alice)


# --------------------------------------------------------------------------------------------------------------- story


def test_the_story_stands_beside_the_dossier_and_every_version_is_kept(money, dossier):
    actions.write_story(dossier, text="Premier récit.", by=money.alice)
    actions.write_story(dossier, text="Second récit.", video_url="https://video.exemple.test/v/1", by=money.odile)

    assert [(one.version, one.text) for one in Story.objects.all()] == [(1, "Premier récit."), (2, "Second récit.")]
    assert Dossier.objects.get(pk=dossier.pk).summary == dossier.summary
    told = story(dossier.subject, kinds=frozenset({Kind.STORY_WRITTEN}))
    assert [(event.office, event.facts["version"]) for event in told] == [("applicant", 1), ("officer", 2)]
    assert "récit" not in str(told[0].facts)


def test_the_same_story_again_is_no_new_version(money, dossier):
    for _ in range(2):
        actions.write_story(dossier, text="Un récit.", by=money.alice)
    actions.write_story(money.endorsed(), text=" ", by=money.alice)

    assert Story.objects.count() == 1


def test_an_empty_story_lets_the_summary_speak(money, dossier):
    actions.write_story(dossier, text="Un récit.", by=money.alice)
    actions.write_story(dossier, text="", by=money.alice)

    assert checklist.told(dossier, page_access.story_of(dossier)) == dossier.summary


@pytest.mark.parametrize(
    "url",
    [
        "http://video.exemple.test/1", "javascript:alert(1)", "https://", "https://localhost/1", "video.exemple.test",
        "https://a@video.exemple.test/", "https://video.exemple.test/ x", 'https://video.exemple.test/"', "//x.test/",
        "https://[::1", "data:text/html,x",
    ],
)  # fmt: skip
def test_a_video_is_a_link_over_https(money, dossier, url):
    assert refused(actions.write_story, dossier, text="Récit.", video_url=url, by=money.alice) == ["video-insecure"]
    assert not Story.objects.exists()


def test_a_story_has_an_end(money, dossier):
    assert refused(actions.write_story, dossier, text="x" * 12_001, by=money.alice) == ["said-too-long"]


def test_who_wrote_meanwhile_is_not_overwritten(money, dossier):
    actions.write_story(dossier, text="De l’officier.", by=money.odile)

    asked = {"text": "Du porteur.", "seen_version": 0, "by": money.alice}
    assert refused(actions.write_story, dossier, **asked) == ["story-meanwhile"]


@pytest.mark.parametrize("who", ["tess", "didier", "zoe", "claire"])
def test_the_holder_and_the_officer_alone_write_the_page(money, dossier, who):
    person = getattr(money, who)
    picture = add(money, dossier)
    supporter = actions.add_supporter(dossier, name="Jeanne", by=money.alice)

    assert refused(actions.write_story, dossier, text="x", by=person) == ["not-yours"]
    assert refused(actions.add_picture, dossier, file=pictures.upload(), alt="x", by=person) == ["not-yours"]
    asked = {"alt": "x", "place": 1, "is_cover": False, "by": person}
    assert refused(actions.describe_picture, picture, **asked) == ["not-yours"]
    assert refused(actions.remove_picture, picture, by=person) == ["not-yours"]
    assert refused(actions.add_supporter, dossier, name="x", by=person) == ["not-yours"]
    assert refused(actions.remove_supporter, supporter, by=person) == ["not-yours"]


def test_the_page_is_written_while_it_is_prepared_and_runs(money):
    draft = dossiers.submit(money.draft(), by=money.alice)
    running = money.running().dossier
    ended = money.closed(4_000_00).dossier

    actions.write_story(running, text="Corrigé.", by=money.alice)
    for dossier in (draft, ended):
        assert refused(actions.write_story, dossier, text="x", by=money.alice) == ["wrong-state"]
        assert refused(actions.add_picture, dossier, file=pictures.upload(), alt="x", by=money.alice) == [
            "wrong-state"
        ]
        assert refused(actions.add_supporter, dossier, name="x", by=money.alice) == ["wrong-state"]


# ------------------------------------------------------------------------------------------------------------ pictures


def test_the_first_picture_stands_at_the_head_and_the_next_follow(money, dossier):
    first, second = add(money, dossier, 1), add(money, dossier, 2)

    assert [(one.place, one.is_cover) for one in (first, second)] == [(1, True), (2, False)]
    assert (first.media_type, first.width, first.height) == ("image/png", 3, 2)


def test_a_picture_is_kept_without_what_its_file_hides(money, dossier):
    content = pictures.jpeg(also=pictures.segment(0xE1, pictures.EXIF_SIDEWAYS), behind=b"<script>")

    kept = actions.add_picture(
        dossier, file=pictures.upload(content, "IMG_2201.JPG"), alt="L’atelier.", by=money.alice
    )

    with default_storage.open(kept.file.name) as file:
        stored = file.read()
    assert b"GPS" not in stored and b"<script>" not in stored
    assert kept.media_type == "image/jpeg" and kept.size == len(stored)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.svg", "picture-unfit"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.png", "picture-unfit"),
        (b"\x89PNG\r\n\x1a\n<svg onload='alert(1)'/>", "logo.png", "picture-unfit"),
        (b"GIF89a/*<svg/onload=alert(1)>*/", "a.gif", "picture-unfit"),
        (pictures.png()[:-4], "cut.png", "picture-unfit"),
        (pictures.png() + b"0" * 5 * 2**20, "big.png", "picture-heavy"),
        (b"", "empty.png", "file-empty"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_whatever_it_is_called(money, dossier, content, name, code):
    file = pictures.upload(content or b" ", name)
    if not content:
        file.size = 0

    assert refused(actions.add_picture, dossier, file=file, alt="x", by=money.alice) == [code]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(("alt", "code"), [("", "alt-missing"), (" \n", "alt-missing"), ("x" * 201, "said-too-long")])
def test_a_picture_says_what_it_shows(money, dossier, alt, code):
    picture = add(money, dossier)

    assert refused(add, money, dossier, 2, alt) == [code]
    asked = {"alt": alt, "place": 1, "is_cover": True, "by": money.alice}
    assert refused(actions.describe_picture, picture, **asked) == [code]


def test_a_picture_is_there_once_and_eight_are_enough(money, dossier):
    add(money, dossier)
    assert refused(add, money, dossier) == ["picture-there"]

    for shade in range(7):
        add(money, dossier, shade)
    assert refused(add, money, dossier, 99) == ["pictures-enough"]


def test_a_picture_moves_to_its_place_and_to_the_head(money, dossier):
    one, two, three = (add(money, dossier, shade, f"Image {shade}") for shade in (1, 2, 3))

    actions.describe_picture(three, alt="La fête.", place=1, is_cover=True, by=money.alice)
    actions.describe_picture(one, alt=one.alt, place=8, is_cover=False, by=money.odile)

    row = list(page_access.pictures_of(dossier))
    assert [one.alt for one in row] == ["La fête.", "Image 2", "Image 1"]
    assert [one.is_cover for one in row] == [True, False, False]
    assert two in row


def test_describing_as_it_is_writes_nothing(money, dossier):
    picture = add(money, dossier)
    before = Event.objects.count()

    actions.describe_picture(picture, alt=picture.alt, place=1, is_cover=True, by=money.alice)

    assert Event.objects.count() == before


def test_a_removed_picture_leaves_no_file_and_the_next_takes_the_head(
    money, dossier, django_capture_on_commit_callbacks
):
    first, second = add(money, dossier, 1), add(money, dossier, 2)
    stored = first.file.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_picture(first, by=money.alice)

    assert not default_storage.exists(stored)
    assert [(one.pk, one.is_cover) for one in page_access.pictures_of(dossier)] == [(second.pk, True)]
    asked = {"alt": "x", "place": 1, "is_cover": False, "by": money.alice}
    assert refused(actions.describe_picture, first, **asked) == ["picture-gone"]
    assert refused(actions.remove_picture, first, by=money.alice) == ["picture-gone"]


def test_whoever_is_on_a_picture_may_ask_for_its_removal_at_any_time(money):
    campaign = money.running()
    picture = add(money, campaign.dossier)
    with clock.frozen(campaign.window.decides_at + timedelta(days=1)):
        actions.close_campaign(again(campaign))
        actions.remove_picture(picture, by=money.alice)

    assert not page_access.pictures_of(campaign.dossier).exists()


# ---------------------------------------------------------------------------------------------------- first supporters


def test_names_of_supporters_stand_in_no_journal_and_can_be_erased(money, dossier):
    kept = actions.add_supporter(dossier, name="Jeanne Muster", by=money.alice)
    actions.add_supporter(dossier, name="Le Fournil partagé", by=money.odile)

    actions.remove_supporter(kept, by=money.alice)
    actions.remove_supporter(kept, by=money.alice)  # twice is once

    assert [one.name for one in FirstSupporter.objects.all()] == ["Le Fournil partagé"]
    told = story(dossier.subject, kinds=frozenset({Kind.SUPPORTERS_COUNTED}))
    assert [event.facts for event in told] == [{"count": 1}, {"count": 2}, {"count": 1}]


def test_a_supporter_has_a_name_and_is_named_once(money, dossier):
    actions.add_supporter(dossier, name="Jeanne", by=money.alice)

    assert refused(actions.add_supporter, dossier, name=" ", by=money.alice) == ["supporter-unnamed"]
    assert refused(actions.add_supporter, dossier, name="jeanne ", by=money.alice) == ["supporter-there"]
    assert refused(actions.add_supporter, dossier, name="x" * 161, by=money.alice) == ["said-too-long"]


def test_a_list_of_supporters_is_no_register(money, dossier):
    FirstSupporter.objects.bulk_create(FirstSupporter(dossier=dossier, name=f"P{number}") for number in range(100))

    assert refused(actions.add_supporter, dossier, name="Une de plus", by=money.alice) == ["supporters-enough"]


# ----------------------------------------------------------------------------------------------------------- checklist


def state_of(dossier: Dossier) -> dict[str, tuple[bool, bool]]:
    """label -> (whether it is compulsory, whether it is done)."""
    campaign = Campaign.objects.filter(dossier=dossier).select_related("dossier__organization").first()
    return {one.label: (one.is_compulsory, one.is_done) for one in checklist.items(dossier, campaign)}


def test_the_checklist_says_what_is_missing(money):
    dossier = money.endorsed(cea=4_000_00)

    assert state_of(dossier) == {
        "Objectif et durée": (True, False),
        "Récit public": (True, True),  # the summary of the dossier speaks
        "Engagements des partenaires": (True, False),
        "Récit développé": (False, False),
        "Image": (False, False),
        "Vidéo": (False, False),
        "Premiers soutiens": (False, False),
    }


def test_the_checklist_says_what_is_done(money):
    campaign = money.prepared()
    dossier = campaign.dossier
    actions.write_story(dossier, text="x" * 400, video_url="https://video.exemple.test/1", by=money.alice)
    add(money, dossier)
    for name in ("Un", "Deux", "Trois"):
        actions.add_supporter(dossier, name=name, by=money.alice)

    assert set(state_of(dossier).values()) == {(True, True), (False, True)}


def test_a_campaign_without_story_does_not_open(money):
    campaign = money.prepared()
    Dossier.objects.filter(pk=campaign.dossier_id).update(summary="Trop court.")

    with pytest.raises(Refused) as caught:
        actions.open_campaign(campaign.dossier, by=money.odile)

    [refusal] = caught.value.refusals
    assert refusal.code == "checklist" and "récit public" in refusal.message
    actions.write_story(campaign.dossier, text="Une conserverie de quartier qui sauve les fruits.", by=money.alice)
    actions.open_campaign(campaign.dossier, by=money.odile)


def test_mentions_that_changed_are_confirmed_again_before_the_opening(money, settings):
    campaign = money.prepared()
    assert mentions.confirmed(again(campaign))
    settings.PUBLISHER = "Une autre association"

    with pytest.raises(Refused) as caught:
        actions.open_campaign(campaign.dossier, by=money.odile)

    assert "mentions légales" in str(caught.value.refusals[0].message)
    assert state_of(campaign.dossier)["Mentions légales"] == (True, False)
    actions.agree_campaign(campaign.dossier, by=money.alice)
    actions.open_campaign(campaign.dossier, by=money.odile)


def test_the_agreement_binds_the_mentions_that_were_read(money):
    campaign = money.prepared()

    [event] = story(campaign.dossier.subject, kinds=frozenset({Kind.CAMPAIGN_AGREED}))

    assert event.facts["mentions_sha256"] == mentions.digest(again(campaign)) == again(campaign).mentions_sha256


def test_mentions_name_who_answers_the_threshold_and_the_fee(money):
    said = dict(mentions.of(again(money.prepared())))

    assert said["Qui répond de cette page"].startswith("Bocaux & Compagnie")
    assert "75\u00a0%" in said["Si le seuil n’est pas atteint"] and "8\u00a0%" in said["Les frais"]
