"""What is told and asked on a campaign's page: news, questions and answers, why it was longer, why it stopped."""

import pytest

from dossiers import actions as dossiers
from funding import actions, newsstand, page_access, showcase
from funding.models import Asker, Campaign, News, Picture, PublicQuestion, PublicQuestionState
from notifications import dispatch
from notifications.models import Notification
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
def campaign(money) -> Campaign:
    found: Campaign = money.running()
    return found


def refused(act, *args, **given) -> list[str]:
    with pytest.raises(Refused) as caught:
        act(*args, **given)
    return [refusal.code for refusal in caught.value.refusals]


def publish(campaign: Campaign, by, key: str = "n-1", **given) -> News:
    return actions.publish_news(campaign, **({"title": "Merci", "text": "Dix dons."} | given), key=key, by=by)


def ask(campaign: Campaign, key: str = "q-1", **given) -> PublicQuestion:
    return actions.ask_publicly(campaign, **({"text": "Où est l’atelier\u00a0?"} | given), key=key)


def close(money: MoneyWorld, campaign: Campaign) -> Campaign:
    """Nobody gave, the clock has decided, the dossier is closed."""
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
        dossiers.close(again(campaign).dossier, by=money.odile)
    return again(campaign)


# ---------------------------------------------------------------------------------------------------------------- news


def test_news_speak_for_the_structure_or_for_the_house(money, campaign, settings):
    mine, theirs = publish(campaign, money.alice), publish(campaign, money.odile, "n-2", title="Visite")

    assert (mine.author, theirs.author) == ("Bocaux & Compagnie", settings.PUBLISHER)
    assert [one.title for one in page_access.news_of(campaign)] == ["Visite", "Merci"]
    [first, _] = story(campaign.dossier.subject, kinds=frozenset({Kind.NEWS_PUBLISHED}))
    assert first.office == "applicant" and "Merci" not in str(first.facts)


def test_a_form_sent_twice_is_one_piece_of_news(money, campaign):
    assert publish(campaign, money.alice).pk == publish(campaign, money.alice).pk
    assert refused(publish, campaign, money.alice, title="Autre") == ["key-reused"]
    assert refused(publish, campaign, money.alice, key=" ") == ["key-missing"]
    assert refused(publish, campaign, money.alice, key="x" * 81) == ["key-too-long"]
    assert News.objects.count() == 1


def test_news_may_bring_a_picture_with_its_words(money, campaign):
    publish(campaign, money.alice, file=pictures.upload(), alt="La fête.")

    [line] = newsstand.news_lines(page_access.news_of(campaign))
    assert line.picture is not None and line.picture.alt == "La fête."
    assert not page_access.pictures_of(campaign.dossier).exists()  # the page's own pictures are others
    assert refused(publish, campaign, money.alice, "n-2", file=pictures.upload(), alt="") == ["alt-missing"]
    assert refused(publish, campaign, money.alice, "n-3", file=pictures.upload(b"%PDF"), alt="x") == ["picture-unfit"]
    assert (News.objects.count(), Picture.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"title": " "}, "said-nothing"), ({"text": ""}, "said-nothing"), ({"title": "x" * 121}, "said-too-long"),
        ({"text": "x" * 6_001}, "said-too-long"),
    ],
)  # fmt: skip
def test_news_have_words_that_fit(money, campaign, given, code):
    news = publish(campaign, money.alice)

    assert refused(publish, campaign, money.alice, "n-2", **given) == [code]
    kept = {"title": "Merci", "text": "Dix dons."} | given
    assert refused(actions.correct_news, news, **kept, by=money.alice) == [code]


def test_corrected_news_say_so(money, campaign):
    news = publish(campaign, money.alice)
    actions.correct_news(news, title="Merci", text="Dix dons.", by=money.alice)  # nothing changes
    assert News.objects.get().edited_at is None

    actions.correct_news(news, title="Merci à tous", text="Onze dons.", by=money.odile)

    [line] = newsstand.news_lines(page_access.news_of(campaign))
    assert line.news.title == "Merci à tous" and "modifié le 1 mars 2022" in line.said


def test_withdrawn_news_are_kept_unseen_with_their_reason(money, campaign):
    news = publish(campaign, money.alice, file=pictures.upload(), alt="La fête.")
    assert refused(actions.withdraw_news, news, reason=" ", by=money.alice) == ["reason-missing"]

    actions.withdraw_news(news, reason="Une erreur de date.", by=money.alice)

    assert not page_access.news_of(campaign).exists()
    assert not page_access.is_public(Picture.objects.get())
    assert News.objects.get().withdrawal_reason == "Une erreur de date."
    assert refused(actions.withdraw_news, news, reason="x", by=money.alice) == ["news-withdrawn"]
    assert refused(actions.correct_news, news, title="x", text="x", by=money.alice) == ["news-withdrawn"]


@pytest.mark.parametrize("who", ["tess", "didier", "zoe"])
def test_others_give_no_news_and_answer_nothing(money, campaign, who):
    person, news, question = getattr(money, who), publish(campaign, money.alice), ask(campaign)

    assert refused(publish, campaign, person, "n-2") == ["not-yours"]
    assert refused(actions.correct_news, news, title="x", text="x", by=person) == ["not-yours"]
    assert refused(actions.withdraw_news, news, reason="x", by=person) == ["not-yours"]
    assert refused(actions.answer_publicly, question, text="x", by=person) == ["not-yours"]
    assert refused(actions.publish_question, question, by=person) == ["not-yours"]
    assert refused(actions.refuse_question, question, reason="x", by=person) == ["not-yours"]
    assert refused(actions.erase_question, question, by=person) == ["not-yours"]


def test_the_page_speaks_from_the_opening_to_the_close(money):
    prepared = money.prepared()
    assert refused(publish, prepared, money.alice) == ["page-unopened"]
    assert refused(ask, prepared) == ["page-unopened"]
    actions.open_campaign(prepared.dossier, by=money.odile)
    campaign = again(prepared)
    news, question = publish(campaign, money.alice), ask(campaign)

    campaign = close(money, campaign)

    assert refused(publish, campaign, money.alice, "n-2") == ["page-closed"]
    assert refused(ask, campaign, "q-2") == ["page-closed"]
    assert refused(actions.correct_news, news, title="x", text="x", by=money.alice) == ["page-closed"]
    assert refused(actions.answer_publicly, question, text="x", by=money.alice) == ["page-closed"]
    actions.withdraw_news(news, reason="À la demande d’une personne.", by=money.alice)
    actions.erase_question(question, by=money.odile)


def test_after_a_success_the_page_still_speaks(money):
    campaign = money.settled()

    publish(campaign, money.alice)

    assert page_access.news_of(campaign).count() == 1


# ----------------------------------------------------------------------------------------------------------- questions


def test_a_question_waits_unseen_and_the_journal_knows_neither_words_nor_name(money, campaign):
    ask(campaign, name="Jeanne Muster")
    ask(campaign, name="Jeanne Muster")  # the same form sent twice

    assert PublicQuestion.objects.get().state == PublicQuestionState.WAITING
    assert not page_access.questions_of(campaign).exists()
    event = Event.objects.get(kind=Kind.PUBLIC_QUESTION_ASKED)
    assert (event.actor, event.office) == ("", "")
    assert "Jeanne" not in str(event.facts) and "atelier" not in str(event.facts)


def test_the_holder_and_the_officer_are_told_of_a_question(money, campaign):
    ask(campaign)

    dispatch.catch_up()

    told = Notification.objects.filter(event__kind=Kind.PUBLIC_QUESTION_ASKED)
    assert {one.recipient for one in told} == {money.alice, money.odile}
    assert all("atelier" not in f"{one.text} {one.detail}" for one in told)


def test_an_answer_publishes_the_question_and_may_be_corrected(money, campaign):
    question = ask(campaign)

    actions.answer_publicly(question, text="Rue des Tonneliers.", by=money.alice)
    actions.answer_publicly(question, text="Rue des Tonneliers.", by=money.alice)  # the same again
    actions.answer_publicly(question, text="Quai des Tonneliers.", by=money.odile)

    [line] = newsstand.question_lines(page_access.questions_of(campaign))
    assert line.question.answer == "Quai des Tonneliers."
    assert line.answered == "Réponse de Association Alsace Active, modifié le 1 mars 2022"
    told = story(campaign.dossier.subject, kinds=frozenset({Kind.PUBLIC_QUESTION_ANSWERED}))
    assert [event.facts["corrects"] for event in told] == [False, True]


def test_a_question_may_be_published_before_its_answer(money, campaign):
    question = ask(campaign)

    actions.publish_question(question, by=money.odile)

    [line] = newsstand.question_lines(page_access.questions_of(campaign))
    assert line.answered == ""
    assert refused(actions.publish_question, question, by=money.odile) == ["question-shown"]


def test_a_refused_question_is_kept_unseen_and_may_come_back(money, campaign):
    question = ask(campaign)
    actions.answer_publicly(question, text="Oui.", by=money.alice)
    assert refused(actions.refuse_question, question, reason="", by=money.alice) == ["reason-missing"]

    actions.refuse_question(question, reason="Nomme une personne.", by=money.alice)

    assert not page_access.questions_of(campaign).exists()
    again_ = PublicQuestion.objects.get()
    assert (again_.text, again_.refusal_reason) == ("Où est l’atelier\u00a0?", "Nomme une personne.")
    assert refused(actions.refuse_question, question, reason="x", by=money.alice) == ["question-refused"]
    actions.publish_question(question, by=money.odile)
    assert page_access.questions_of(campaign).get().state == PublicQuestionState.ANSWERED


def test_an_erased_question_leaves_nothing(money, campaign):
    question = ask(campaign, name="Jeanne Muster")
    actions.answer_publicly(question, text="Oui, Jeanne.", by=money.alice)
    assert refused(actions.erase_question, question, by=money.alice) == ["not-yours"]

    actions.erase_question(question, by=money.odile)

    left = PublicQuestion.objects.get()
    assert (left.text, left.answer, left.author, left.state) == ("", "", "", PublicQuestionState.ERASED)
    assert not Asker.objects.exists() and not page_access.questions_of(campaign).exists()
    for act, given in (
        (actions.answer_publicly, {"text": "x"}),
        (actions.refuse_question, {"reason": "x"}),
        (actions.publish_question, {}),
        (actions.erase_question, {}),
    ):
        assert refused(act, question, **given, by=money.odile) == ["question-erased"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": " "}, "said-nothing"), ({"text": "x" * 1_001}, "said-too-long"),
        ({"name": "x" * 161}, "said-too-long"), ({"key": ""}, "key-missing"), ({"key": "x" * 81}, "key-too-long"),
    ],
)  # fmt: skip
def test_a_question_has_words_that_fit(money, campaign, given, code):
    assert refused(ask, campaign, **({"key": "q-1"} | given)) == [code]


def test_an_open_door_does_not_fill_the_house(money, campaign):
    PublicQuestion.objects.bulk_create(
        PublicQuestion(campaign=campaign, key=f"q-{number}", text="Encore\u00a0?") for number in range(100)
    )

    assert refused(ask, campaign, "q-one-more") == ["questions-enough"]
    actions.answer_publicly(PublicQuestion.objects.latest("pk"), text="Oui.", by=money.alice)
    ask(campaign, "q-one-more")


def test_an_answer_has_words_that_fit(money, campaign):
    question = ask(campaign)

    assert refused(actions.answer_publicly, question, text=" ", by=money.alice) == ["said-nothing"]
    assert refused(actions.answer_publicly, question, text="x" * 4_001, by=money.alice) == ["said-too-long"]


# ------------------------------------------------------------------------------------------------------------- reasons


def said(campaign: Campaign) -> list[str]:
    return [one.text for one in showcase.milestones(again(campaign))]


def test_an_extension_says_publicly_for_how_long_and_why(money, campaign):
    assert refused(actions.extend_campaign, campaign, days=10, reason=" ", by=money.odile) == ["reason-missing"]
    long = {"days": 10, "reason": "x" * 401}
    assert refused(actions.extend_campaign, campaign, **long, by=money.odile) == ["said-too-long"]

    actions.extend_campaign(campaign, days=10, reason="La fête est reportée.", by=money.odile)

    assert said(campaign)[-1] == "Prolongée de 10 jours\u00a0: La fête est reportée."
    [event] = story(campaign.dossier.subject, kinds=frozenset({Kind.CAMPAIGN_EXTENDED}))
    assert event.facts["reason"] == "La fête est reportée."


def test_a_stopped_campaign_says_that_gifts_go_back_and_may_say_why(money, campaign):
    assert refused(actions.explain_stop, campaign, text="x", by=money.odile) == ["not-stopped"]
    dossiers.ask_renounce(campaign.dossier, reason="Un motif interne.", by=money.alice)
    dossiers.renounce(campaign.dossier, by=money.odile)
    stopped = again(campaign)

    assert said(stopped)[-1] == "La campagne est arrêtée\u00a0: les dons sont rendus."
    assert refused(actions.explain_stop, stopped, text="x", by=money.alice) == ["not-yours"]
    assert refused(actions.explain_stop, stopped, text="", by=money.odile) == ["said-nothing"]
    assert refused(actions.explain_stop, stopped, text="x" * 401, by=money.odile) == ["said-too-long"]

    for _ in range(2):
        actions.explain_stop(stopped, text="Le local n’est plus disponible.", by=money.odile)

    assert said(stopped)[-1].endswith("Le local n’est plus disponible.")
    assert Event.objects.filter(kind=Kind.STOP_EXPLAINED).count() == 1


def test_a_campaign_given_up_before_its_opening_has_nothing_to_explain(money):
    campaign = money.prepared()
    dossiers.ask_renounce(campaign.dossier, reason="Non.", by=money.alice)
    dossiers.renounce(campaign.dossier, by=money.odile)

    assert refused(actions.explain_stop, again(campaign), text="x", by=money.odile) == ["not-stopped"]


def test_a_key_of_another_campaigns_question_is_refused(money, campaign):
    ask(campaign)

    assert refused(ask, money.running()) == ["key-reused"]

    assert PublicQuestion.objects.count() == 1
