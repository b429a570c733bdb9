"""The end of a year, agreements and their amendments: what is reserved stays, what is available goes once."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from dossiers.models.content import Section
from funding import actions, checks, consumption
from funding.models import Entry, Envelope, YearEnd
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account

NEW_YEARS_EVE = datetime(2022, 12, 31, 9, tzinfo=clock.PARIS)


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def refusal_of(act, *args, **given) -> list[str]:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return codes(refused)


def test_what_is_available_lapses_once_and_what_is_reserved_stays(money):
    money.running(cea=4_000_00)

    with clock.frozen(NEW_YEARS_EVE):
        done = actions.lapse_envelope(money.cea_2022, by=money.didier)
        again = actions.lapse_envelope(money.cea_2022, by=money.didier)

    assert (done, done.cents) == (again, 46_000_00)
    assert account("available", money.cea_2022) == 0
    assert account("lapsed", money.cea_2022) == 46_000_00
    assert Event.objects.filter(kind=Kind.ENVELOPE_LAPSED).count() == 1
    assert list(checks.envelopes()) == []


def test_the_year_is_not_ended_before_its_last_day(money):
    with clock.frozen(datetime(2022, 12, 30, 23, 59, tzinfo=clock.PARIS)):
        assert refusal_of(actions.lapse_envelope, money.ems_2022, by=money.didier) == ["year-running"]


def test_an_envelope_that_is_wholly_reserved_has_nothing_to_lapse(money):
    money.running(cea=4_000_00)
    with clock.frozen(NEW_YEARS_EVE):
        actions.lapse_envelope(money.cea_2022, by=money.didier)
        carried = refusal_of(actions.carry_over_envelope, money.cea_2022, deliberation_ref="R", by=money.didier)

    assert carried == ["nothing-available"]


@pytest.mark.parametrize("who", ["odile", "tess", "zoe"])
def test_only_the_director_ends_a_year(money, who):
    with clock.frozen(NEW_YEARS_EVE):
        assert refusal_of(actions.lapse_envelope, money.ems_2022, by=getattr(money, who)) == ["not-yours"]
        carried = refusal_of(actions.carry_over_envelope, money.ems_2022, deliberation_ref="R", by=getattr(money, who))
    assert carried == ["not-yours"]
    assert account("available", money.ems_2022) == 35_000_00


def test_what_is_available_is_carried_into_the_next_years_voted_envelope(money):
    following = money.envelope(money.ems, 35_000_00, year=2023)

    with clock.frozen(NEW_YEARS_EVE):
        done = actions.carry_over_envelope(money.ems_2022, deliberation_ref="DÉMO CP-9", by=money.didier)
        again = actions.carry_over_envelope(money.ems_2022, deliberation_ref="DÉMO CP-9", by=money.didier)

    assert (done, done.into) == (again, following)
    assert account("available", money.ems_2022) == 0
    assert account("carried", money.ems_2022) == 35_000_00
    assert account("available", following) == account("voted", following) == 70_000_00
    assert list(checks.envelopes()) == []
    [use] = consumption.uses(Envelope.objects.filter(pk=following.pk))
    assert (use.brought_cents, use.usable_cents) == (35_000_00, 70_000_00)


@pytest.mark.parametrize(
    ("next_year", "reference", "code"),
    [("none", "R", "next-missing"), ("forecast", "R", "next-missing"), ("voted", " ", "deliberation-missing")],
)
def test_a_carry_over_needs_a_decision_and_a_voted_envelope(money, next_year, reference, code):
    if next_year != "none":
        money.envelope(money.ems, 1_00, year=2023, voted=next_year == "voted")

    with clock.frozen(NEW_YEARS_EVE):
        found = refusal_of(actions.carry_over_envelope, money.ems_2022, deliberation_ref=reference, by=money.didier)

    assert found == [code]
    assert account("available", money.ems_2022) == 35_000_00


def test_what_a_failed_campaign_gives_back_after_the_year_can_lapse_too(money):
    campaign = money.running(cea=4_000_00)
    with clock.frozen(NEW_YEARS_EVE):
        first = actions.lapse_envelope(money.cea_2022, by=money.didier)
        actions.close_campaign(campaign)
        second = actions.lapse_envelope(money.cea_2022, by=money.didier)

    assert (first.cents, second.cents) == (46_000_00, 4_000_00)
    assert account("lapsed", money.cea_2022) == 50_000_00
    assert list(checks.check()) == []


def test_a_year_end_is_reversed_and_done_again(money):
    following = money.envelope(money.ems, 1_00, year=2023)
    with clock.frozen(NEW_YEARS_EVE):
        done = actions.carry_over_envelope(money.ems_2022, deliberation_ref="R", by=money.didier)
        actions.reverse_entry(done.entry, reason="Décision rapportée.", by=money.tess)
        assert account("available", following) == 1_00
        actions.lapse_envelope(money.ems_2022, by=money.didier)

    assert account("lapsed", money.ems_2022) == 35_000_00
    assert list(checks.check()) == []


def test_the_database_keeps_year_ends_and_wants_a_decision_for_what_is_carried(money):
    following = money.envelope(money.ems, 1_00, year=2023)
    entry = Entry.objects.first()

    for faulty in ({"into": following}, {"deliberation_ref": "R"}, {"into": money.ems_2022, "deliberation_ref": "R"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            YearEnd.objects.create(envelope=money.ems_2022, outcome="carried", cents=1, entry=entry, **faulty)


# ---------------------------------------------------------------------------------------------------------- agreements


def amend(money, agreement, **changed):
    given = {
        "reference": "DÉMO avenant 1",
        "deliberation_ref": "DÉMO CP-77",
        "deliberated_on": date(2022, 2, 1),
        "deliberated_by": "Commission permanente",
        "starts_on": date(2022, 2, 15),
        "allows_pass_on": True,
        "by": money.didier,
    }
    return actions.amend_agreement(agreement, **(given | changed))


def test_an_amendment_takes_the_place_of_the_agreement_on_every_envelope(money):
    old = money.ems_2022.agreement

    amendment = amend(money, old)

    money.ems_2022.refresh_from_db()
    old.refresh_from_db()
    assert (money.ems_2022.agreement, amendment.amends) == (amendment, old)
    assert old.reference != amendment.reference
    assert Section(amendment.section) == Section(old.section)
    assert list(checks.check()) == []


def test_an_agreement_has_one_amendment_which_may_have_its_own(money):
    first = amend(money, money.ems_2022.agreement)

    assert refusal_of(amend, money, money.ems_2022.agreement, reference="DÉMO bis") == ["amended-already"]
    assert amend(money, first, reference="DÉMO avenant 2").amends == first


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"deliberation_ref": ""}, "deliberation-missing"),
        ({"reference": "DÉMO-1"}, "reference-taken"),
        ({"ends_on": date(2022, 1, 1)}, "agreement-reversed"),
    ],
)
def test_an_amendment_is_an_agreement_like_another(money, changed, code):
    assert refusal_of(amend, money, money.ems_2022.agreement, **changed) == [code]


def test_only_the_director_amends(money):
    assert refusal_of(amend, money, money.ems_2022.agreement, by=money.tess) == ["not-yours"]


def pdf(content: bytes = b"%PDF-1.7 fictif", name: str = "convention.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_signed_paper_is_kept_by_its_digest_and_once(money):
    agreement = money.ems_2022.agreement

    filed = actions.file_agreement(agreement, file=pdf(), by=money.tess)

    assert filed.sha256 in filed.file.name
    assert refusal_of(actions.file_agreement, agreement, file=pdf(), by=money.tess) == ["file-there"]
    assert list(checks.told_rows()) == []


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (pdf(b"MZ\x90"), "file-disguised"),
        (pdf(b"#!/bin/sh", "convention.sh"), "file-type"),
        (pdf(b""), "file-empty"),
    ],
)
def test_a_file_that_is_no_paper_is_refused(money, file, code):
    assert refusal_of(actions.file_agreement, money.ems_2022.agreement, file=file, by=money.didier) == [code]


def test_an_officer_files_nothing(money):
    found = refusal_of(actions.file_agreement, money.ems_2022.agreement, file=pdf(), by=money.odile)
    assert found == ["not-yours"]
