"""An opinion asked of somebody from outside: who asks whom, what they see, who reads it when, how it ends."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.http import Http404

from committees import actions, expertise, minutes
from committees.models import Expertise, ExpertiseState, InterestNature, Recusal, RecusalGround
from dossiers import access as dossier_access
from dossiers import actions as dossiers
from dossiers.models import Attachment, Criterion, Deadline, DossierProcess
from dossiers.models.content import AttachmentKind
from notifications import dispatch
from notifications.access import notifications_for
from okote_flow import clock
from okote_flow.accounts import actions as accounts
from okote_flow.agenda import feed
from okote_flow.directory.models import Invitation, Membership
from okote_flow.operations import sweep
from tests.actions.committee_cast import answers, codes, later, seated, stage

pytestmark = pytest.mark.django_db
WORDS = "Le procédé est sûr à 85 degrés."


def ask(bench, dossier, **changes):
    given = {
        "email": "zoe@okote.test",
        "question": "Ce procédé est-il sûr ?",
        "due_on": clock.today() + timedelta(days=5),
        "by": bench.serge,
    }
    return actions.ask_expert(dossier, **given | changes)


def piece(bench, dossier, name):
    return Attachment.objects.create(
        dossier=dossier,
        kind=AttachmentKind.OTHER,
        name=name,
        file=ContentFile(b"%PDF-1.4", name=name),
        media_type="application/pdf",
        size=8,
        sha256="0" * 64,
        version=1,
        uploaded_by=bench.world.alice,
    )


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=2, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def zoe(bench):
    return bench.world.zoe


@pytest.fixture
def asked(bench, zoe):
    return ask(bench, bench.admitted())


@pytest.fixture
def free(asked, zoe):
    return actions.declare_independence(asked, by=zoe)


# Asking


def test_only_who_prepares_the_committee_that_has_the_dossier_asks(bench, zoe):
    dossier = bench.admitted()

    for person in (bench.marc, bench.esther, bench.world.odile, bench.world.alice):
        assert codes(ask, bench, dossier, by=person) == ["not-yours"]
    assert ask(bench, dossier).committee == bench.ct
    assert ask(bench, bench.at_engagement(), by=bench.claire).committee == bench.ce


def test_a_recused_secretary_does_not_ask(bench, zoe):
    dossier = bench.admitted()
    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=bench.serge)

    assert codes(ask, bench, dossier) == ["recused"]


def test_a_dossier_that_no_committee_has_is_asked_about_by_nobody(bench, zoe):
    draft = bench.world.draft()

    assert codes(ask, bench, draft) == ["wrong-state"]


def test_a_question_needs_words_a_day_to_come_and_pieces_of_this_dossier(bench, zoe):
    dossier, other = bench.admitted(), bench.world.draft()
    file = ContentFile(b"%PDF-1.4 fictif", name="statuts.pdf")
    foreign = dossiers.attach(other, kind=AttachmentKind.STATUTES, file=file, by=bench.world.alice)
    yesterday = clock.today() - timedelta(days=1)

    assert codes(ask, bench, dossier, question=" ", due_on=yesterday, pieces=[foreign]) == [
        "expert-question-missing",
        "expert-due-past",
        "expert-piece-elsewhere",
    ]


def test_whoever_stands_aside_is_not_asked_whatever_seat_they_had(bench, zoe):
    """Deny first: also after their seat is gone, which alone would have made them a stranger to the dossier."""
    dossier = bench.admitted()
    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=bench.marc)
    actions.end_mandate(bench.marc.mandates.get(), ends_on=clock.today() - timedelta(days=1), by=None)

    assert codes(ask, bench, dossier, email=bench.marc.email) == ["expert-recused"]


def test_its_holder_and_those_of_its_structure_are_not_asked(bench, zoe):
    dossier = bench.admitted()
    if dossier.organization is not None:
        Membership.objects.create(organization=dossier.organization, user=zoe)
        assert codes(ask, bench, dossier) == ["expert-carries"]
    assert codes(ask, bench, dossier, email=bench.world.alice.email) == ["expert-carries"]


def test_a_declared_tie_with_the_structure_keeps_from_being_asked_and_from_answering(bench, zoe, asked):
    actions.declare_interest(organization=asked.dossier.organization.name, nature=InterestNature.WORK, by=zoe)

    assert codes(actions.declare_independence, asked, by=zoe) == ["expert-tied"]
    actions.decline_expertise(asked, by=zoe)
    assert codes(ask, bench, asked.dossier) == ["expert-tied"]


def test_who_sees_the_dossier_already_is_not_asked_nor_anybody_twice(bench, zoe, asked):
    assert codes(ask, bench, asked.dossier, email=bench.marc.email) == ["expert-inside"]
    assert codes(ask, bench, asked.dossier, email="ZOE@okote.test") == ["expert-asked"]


# An account by invitation


def test_somebody_without_an_account_is_invited_by_a_mail_that_does_not_name_the_dossier(
    bench, django_capture_on_commit_callbacks
):
    dossier = bench.admitted()
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(bench, dossier, email="Yann@okote.test")
    [letter] = [one for one in mail.outbox if "yann@okote.test" in one.to]

    assert dossier.title not in letter.subject + letter.body
    assert asked.who == "yann@okote.test"
    token = letter.body.split("/invitation/")[1].split("/")[0]
    yann = bench.world.person("Yann")
    assert not expertise.of_expert(yann).exists()
    accounts.accept_invitation(token=token, by=yann)
    assert expertise.get_own(yann, asked.pk).person == yann
    assert codes(ask, bench, dossier, email="yann@okote.test") == ["expert-asked"]


def test_a_revoked_request_takes_its_invitation_along(bench):
    asked = ask(bench, bench.admitted(), email="yann@okote.test")

    actions.revoke_expertise(asked, reason="Question résolue.", by=bench.serge)

    assert Invitation.objects.get().expires_at <= clock.real_now()


# Seeing and answering


def test_nothing_of_the_dossier_opens_by_it_but_the_pieces_that_were_chosen_once_no_link_is_declared(bench, zoe):
    dossier = bench.admitted()
    shown, hidden = (piece(bench, dossier, name) for name in ("plan.pdf", "rib.pdf"))
    asked = ask(bench, dossier, pieces=[shown])

    assert not dossier_access.dossiers_for(zoe).exists()
    with pytest.raises(Http404):
        expertise.get_piece(zoe, asked.pk, shown.pk)
    actions.declare_independence(asked, by=zoe)
    assert expertise.get_piece(zoe, asked.pk, shown.pk) == shown
    with pytest.raises(Http404):
        expertise.get_piece(zoe, asked.pk, hidden.pk)
    assert not dossier_access.dossiers_for(zoe).exists()


def test_nobody_writes_before_having_said_that_nothing_ties_them(asked, zoe):
    assert codes(actions.give_expertise, asked, text=WORDS, by=zoe) == ["expert-link-unsaid"]
    assert codes(actions.write_expertise, asked, text=WORDS, by=zoe) == ["expert-link-unsaid"]


def test_the_opinion_of_one_is_not_given_by_another(bench, free):
    for act in (actions.give_expertise, actions.write_expertise):
        assert codes(act, free, text=WORDS, by=bench.marc) == ["expert-elsewhere"]
    for act in (actions.declare_independence, actions.take_back_expertise, actions.decline_expertise):
        assert codes(act, free, by=bench.marc) == ["expert-elsewhere"]


def test_an_opinion_is_kept_given_with_its_remarks_and_file_and_taken_back(free, zoe):
    first = Criterion.objects.first()
    file = ContentFile(b"%PDF-1.4 mesures", name="mesures.pdf")

    assert codes(actions.give_expertise, free, text=" ", by=zoe) == ["expert-words-missing"]
    kept = actions.write_expertise(free, text="Brouillon", remarks={first: "Solide."}, file=file, by=zoe)
    assert (kept.state, kept.remarks, kept.file_name) == ("asked", {first.code: "Solide."}, "mesures.pdf")
    given = actions.give_expertise(free, text=WORDS, remarks={first: "Solide."}, by=zoe)
    assert (given.text, given.file_name, given.dossier_version) == (WORDS, "mesures.pdf", free.dossier.version)
    assert not Deadline.objects.filter(subject=free.subject, closed_at=None).exists()
    for act in (actions.give_expertise, actions.write_expertise):
        assert codes(act, free, text="Autre.", by=zoe) == ["expert-given"]
    assert codes(actions.decline_expertise, free, by=zoe) == ["expert-given"]
    back = actions.take_back_expertise(free, by=zoe)
    assert (back.state, back.text) == ("asked", WORDS)
    assert Deadline.objects.filter(subject=free.subject, closed_at=None).exists()
    assert codes(actions.take_back_expertise, free, by=zoe) == ["expert-not-given"]


def test_what_is_attached_must_be_what_it_says(free, zoe):
    disguised = ContentFile(b"MZ", name="avis.pdf")

    assert codes(actions.write_expertise, free, text=WORDS, file=disguised, by=zoe) == ["file-disguised"]


def test_an_expert_has_neither_sheet_nor_vote_nor_task(bench, free, zoe):
    assert codes(actions.give_sheet, free.dossier, by=zoe, **answers()) == ["not-yours"]
    assert not DossierProcess.objects.filter(person=zoe).exists()
    assert zoe not in [mandate.user for mandate in bench.ct.seats.get(code="siege-marc").mandates.all()]


# Reading


def test_members_read_it_like_each_other_s_sheets_after_their_own(bench, free, zoe):
    actions.give_expertise(free, text=WORDS, by=zoe)
    dossier = free.dossier

    assert [expertise.opinions(one, dossier) for one in (bench.marc, bench.serge, bench.world.odile)] == [[], [], []]
    actions.give_sheet(dossier, by=bench.marc, **answers())
    [row] = expertise.opinions(bench.marc, dossier)
    assert (row.asked.text, row.is_read) == (WORDS, True)
    assert expertise.opinions(bench.nadia, dossier) == []
    actions.take_back_sheet(dossier, by=bench.marc)
    assert expertise.opinions(bench.marc, dossier) == []


def test_nor_the_holder_nor_whoever_stands_aside_reads_it(bench, free, zoe):
    actions.give_expertise(free, text=WORDS, by=zoe)
    actions.give_sheet(free.dossier, by=bench.marc, **answers())
    actions.recuse(free.dossier, ground=RecusalGround.PRUDENCE, by=bench.marc)

    for person in (bench.marc, bench.world.alice):
        assert expertise.opinions(person, free.dossier) == []
        assert not expertise.known_to(person).exists()


def test_minutes_say_that_it_was_given_not_what_it_says(bench, zoe):
    dossier = bench.at_engagement()
    asked = actions.declare_independence(ask(bench, dossier, by=bench.claire), by=zoe)
    actions.give_expertise(asked, text=WORDS, by=zoe)
    _, items = bench.planned(dossier)

    said = str(minutes.parts_of(items[0].meeting, {}))

    assert f"Avis extérieur de {zoe}, sans voix" in said and WORDS not in said


# The end


def test_it_ends_with_the_committee_s_word_and_so_does_its_access(bench, free, zoe):
    dossier = free.dossier
    for person in (bench.marc, bench.nadia):
        actions.give_sheet(dossier, by=person, **answers())
    actions.record_opinion(dossier, favourable=True, reason="Un projet utile.", by=bench.serge)

    free.refresh_from_db()
    assert free.state == ExpertiseState.LAPSED
    assert not expertise.of_expert(zoe).exists()
    assert codes(actions.write_expertise, free, text=WORDS, by=zoe) == ["expert-over"]
    assert codes(actions.decline_expertise, free, by=zoe) == ["expert-over"]
    assert codes(actions.revoke_expertise, free, reason="Trop tard.", by=bench.serge) == ["expert-over"]
    assert not Deadline.objects.filter(subject=free.subject, closed_at=None).exists()


def test_what_was_given_stays_readable_but_no_longer_by_its_author(bench, free, zoe):
    actions.give_expertise(free, text=WORDS, by=zoe)
    for person in (bench.marc, bench.nadia):
        actions.give_sheet(free.dossier, by=person, **answers())
    actions.record_opinion(free.dossier, favourable=True, reason="Un projet utile.", by=bench.serge)
    dossier = Expertise.objects.get().dossier

    assert not expertise.of_expert(zoe).exists()
    assert codes(actions.take_back_expertise, free, by=zoe) == ["expert-over"]
    assert [row.asked.text for row in expertise.opinions(bench.ines, dossier)] == [WORDS]


def test_a_request_is_withdrawn_with_its_reason(bench, free, zoe):
    assert codes(actions.revoke_expertise, free, reason=" ", by=bench.serge) == ["revocation-unsaid"]
    assert codes(actions.revoke_expertise, free, reason="Non.", by=bench.marc) == ["not-yours"]
    actions.revoke_expertise(free, reason="La question est résolue.", by=bench.serge)

    assert not expertise.of_expert(zoe).exists()
    assert ask(bench, free.dossier).state == ExpertiseState.ASKED


def test_whoever_comes_to_stand_aside_loses_it_at_once(free, zoe):
    Recusal.objects.create(dossier=free.dossier, user=zoe, ground=RecusalGround.PRUDENCE, declared_by=zoe)

    assert not expertise.of_expert(zoe).exists()
    assert codes(actions.give_expertise, free, text=WORDS, by=zoe) == ["expert-recused"]


def test_the_database_refuses_an_opinion_without_words_and_a_second_life(bench, free):
    actions.revoke_expertise(free, reason="Non.", by=bench.serge)
    for changes in ({"state": "asked", "ended_at": None}, {"question": "Une autre ?"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Expertise.objects.filter(pk=free.pk).update(**changes)


# Being told


def told(person):
    dispatch.catch_up()
    return [row.text for row in notifications_for(person)]


def test_each_is_told_what_concerns_them_and_no_notice_names_the_dossier(bench, free, zoe):
    assert told(zoe) == ["Comité Nord Alsace\u00a0: un avis vous est demandé."]
    actions.give_expertise(free, text=WORDS, by=zoe)
    assert "Comité Nord Alsace\u00a0: un avis extérieur est rendu." in told(bench.serge)
    assert free.dossier.title not in "".join(told(zoe))
    assert not [row for row in told(bench.world.alice) if "extérieur" in row]


def test_a_notice_goes_with_the_right_to_see(bench, free, zoe):
    told(zoe)
    actions.revoke_expertise(free, reason="Non.", by=bench.serge)

    assert told(zoe) == ["Comité Nord Alsace\u00a0: votre avis n’est plus demandé."]


def test_the_day_is_recalled_to_the_expert_and_a_delay_said_to_who_asked(bench, free, zoe):
    with later(days=4):
        sweep.run()
        assert any("votre avis est attendu" in text for text in told(zoe))
    with later(days=8):
        sweep.run()
        assert any("votre avis était attendu" in text for text in told(zoe))
        assert any("attendu pour le" in text and "n’est pas rendu" in text for text in told(bench.serge))


def test_the_day_stands_in_the_expert_s_calendar_until_it_is_given_without_a_name(free, zoe):
    written = feed.made_for(zoe).decode()
    assert "avis à donner" in written and free.dossier.title not in written

    actions.give_expertise(free, text=WORDS, by=zoe)

    assert "avis à donner" not in feed.made_for(zoe).decode()
