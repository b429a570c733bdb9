"""The catalogue along whole lives: every event can be told, to people who may see it, in French that lacks no word."""

import re

import pytest

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers.access import dossiers_for
from dossiers.lifecycle import ENDS, STEPS
from notifications import dispatch
from notifications.catalogue import CATALOGUE
from notifications.families import MANDATORY
from notifications.models import Dispatched, Notification
from notifications.notice import blanks
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests import strides

pytestmark = pytest.mark.django_db

NOTICES = [(kind, notice) for kind, notices in CATALOGUE.items() for notice in notices]
EVERY_DOSSIER = {"dossier", "draft_notice_days", "draft_idle_months"}
KNOWN = {
    Kind.ADDRESS_DOUBTFUL: {"holder"},
    Kind.ABSENCE_ANNOUNCED: {"holder", "stand_in", "starts_on", "ends_on"},
    Kind.ABSENCE_ENDED: {"holder", "stand_in"},
    Kind.DEADLINE_NEAR: {"what", "due_on", "committee"},
    Kind.DEADLINE_MISSED: {"what", "due_on", "committee"},
    Kind.OFFICE_GIVEN: {"given"},
    Kind.OFFICE_ENDED: {"given"},
    Kind.COMMITTEE_RULES_ADOPTED: {"committee"},
    **{one: {"committee"} for one in Kind if one.value.startswith("committee.expertise_")},
    Kind.RULES_PROPOSED: {"effective_on"},
    Kind.RULES_ADOPTED: {"effective_on"},
    Kind.RULES_VERSION_WITHDRAWN: {"effective_on"},
    Kind.MANDATE_GIVEN: {"committee"},
    Kind.MANDATE_ENDED: {"committee"},
    Kind.MEMBER_REMOVED: {"organization"},
    Kind.MEMBER_LEFT: {"actor", "organization"},
    Kind.DOSSIER_TRANSFERRED: {"holder", "former"},
    Kind.OFFICER_ASSIGNED: {"officer"},
    Kind.MESSAGE_SENT: {"actor"},
    Kind.NOTE_WRITTEN: {"actor"},
    Kind.MEETING_CONVENED: {"committee", "scheduled_at"},
    Kind.YEARLY_PRESENTED: {"title", "edition"},
    Kind.YEARLY_WITHDRAWN: {"title", "edition", "reason"},
    Kind.PACK_FROZEN: {"committee"},
    Kind.CONVOCATION_ANSWERED: {"committee", "scheduled_at"},
    Kind.MINUTES_IN_REVIEW: {"committee", "scheduled_at"},
    Kind.MINUTES_SIGNED: {"committee", "scheduled_at", "number"},
    Kind.LETTER_SENT: {"outcome"},
    Kind.MEETING_SUSPENDED: {"committee"},
    Kind.ITEM_MOVED: {"committee", "scheduled_at"},
    Kind.MEETING_EDITED: {"committee", "scheduled_at"},
    Kind.MEETING_CANCELLED: {"committee"},
    Kind.PROXY_GIVEN: {"giver", "committee"},
    Kind.PROXY_REVOKED: {"committee"},
    Kind.AGREEMENT_SIGNED: {"partner"},
    Kind.ENVELOPE_VOTED: {"partner", "year"},
    Kind.ENVELOPE_LAPSED: {"year"},
    Kind.ENVELOPE_CARRIED_OVER: {"year"},
    Kind.AGREEMENT_FILED: {"reference"},
    Kind.CONTRIBUTION_CALLED: {"year"},
    Kind.CONTRIBUTION_RECEIVED: {"year"},
    Kind.CONTRIBUTION_REVERSED: {"year"},
    Kind.PERIOD_LOCKED: {"month"},
    Kind.PERIOD_REOPENED: {"month"},
    Kind.PLEDGE_MADE: {"partner"},
    Kind.LEAD_ENTRUSTED: {"lead"},
    Kind.LEAD_CALL_DUE: {"lead"},
    Kind.LEAD_SUBMITTED: {"lead"},
    Kind.GIFT_RECEIVED: {"cents"},
    Kind.CLAIM_OPENED: {"cents"},
    Kind.REPAYMENT_ASKED: {"cents"},
    Kind.TAX_MANDATE_RECORDED: {"given_on"},
    Kind.TAX_MANDATE_REVOKED: {"revoked_on"},
    Kind.TAX_RECEIPT_CANCELLED: {"reference"},
    Kind.TAX_RECEIPT_OUTDATED: {"reference"},
    Kind.TABLE_READY: {"title"},
    Kind.TABLE_FAILED: {"title"},
    Kind.BATCH_COMPOSED: {"batch"},
    Kind.BATCH_APPROVED: {"batch"},
    Kind.BATCH_SENT: {"batch"},
    Kind.BATCH_EXECUTED: {"batch"},
    Kind.BATCH_REJECTED: {"batch"},
    Kind.BATCH_VOIDED: {"batch"},
}


@pytest.mark.parametrize(("kind", "notice"), NOTICES, ids=lambda value: getattr(value, "name", ""))
def test_a_text_names_only_what_every_event_of_its_kind_knows(kind, notice):
    assert blanks(notice.text) <= EVERY_DOSSIER | KNOWN.get(kind, set())


@pytest.mark.parametrize(("kind", "notice"), NOTICES, ids=lambda value: getattr(value, "name", ""))
def test_notices_are_written_as_the_house_writes(kind, notice):
    said = f"{notice.text} {notice.detail}"

    assert not re.search(r" [:;?!%€»]|« |!|veuillez|votre demande", said, re.IGNORECASE)
    assert notice.text.endswith(".")
    assert notice.audience.because[0].islower() and not notice.audience.because.endswith(".")


WHOLE_LIVES = [name for name, step in STEPS.items() if set(step.targets) & ENDS or name not in strides.INTO.values()]


@pytest.mark.parametrize("step", WHOLE_LIVES)
def test_a_whole_life_is_told_within_everybody_s_rights(alsace, step):
    alsace.take(step)

    dispatch.catch_up()

    assert Event.objects.filter(dispatched=None).count() == 0
    assert Dispatched.objects.count() == Event.objects.count()
    for row in Notification.objects.filter(dossier__isnull=False).select_related("recipient"):
        assert dossiers_for(row.recipient).filter(pk=row.dossier_id).exists(), (row.recipient, row.text)
        assert row.dossier.title in row.text
    assert [row.text for row in Notification.objects.all() if "{" in row.text + row.detail] == []


@pytest.mark.parametrize("step", ["close", "cancel", "fail", "rework"])
def test_every_notification_leads_its_reader_to_a_page_that_opens(alsace, client, step):
    alsace.take(step)
    dispatch.catch_up()

    closed = []
    for reader, url in set(Notification.objects.values_list("recipient", "url")):
        client.force_login(User.objects.get(pk=reader))
        if client.get(url).status_code != 200:
            closed.append((reader, url))

    assert closed == []


def test_the_holder_hears_of_every_decision_by_a_mail_that_is_mandatory():
    decisions = [
        Kind.DOSSIER_SUBMIT, Kind.DOSSIER_ASK_COMPLEMENTS, Kind.DOSSIER_DROP, Kind.DOSSIER_ADMIT,
        Kind.DOSSIER_REJECT_INADMISSIBLE, Kind.DOSSIER_SEND_BACK, Kind.DOSSIER_FAVOUR,
        Kind.DOSSIER_DECLINE_TERRITORIAL, Kind.DOSSIER_REWORK, Kind.LETTER_SENT, Kind.DOSSIER_OPEN_CAMPAIGN,
        Kind.DOSSIER_SUCCEED, Kind.DOSSIER_FAIL, Kind.CONDITION_SENT_BACK, Kind.CONDITION_WAIVED,
        Kind.DOSSIER_SETTLE, Kind.DOSSIER_PAY_ALL, Kind.DOSSIER_CLOSE, Kind.DOSSIER_RENOUNCE, Kind.DOSSIER_CANCEL,
    ]  # fmt: skip

    mailed = {kind for kind, notice in NOTICES if notice.family in MANDATORY and "porteuse" in notice.audience.label}

    assert set(decisions) - mailed == set()


def test_a_recused_member_hears_nothing_more(alsace):
    dossier = alsace.dossier("territorial_review")
    recuse(dossier, ground=RecusalGround.choices[0][0], by=alsace.tania)
    Notification.objects.all().delete()
    dispatch.catch_up()
    before = Notification.objects.filter(recipient=alsace.tania, dossier=dossier).count()

    strides.STRIDES["send_back"].prepare(alsace, dossier)
    strides.STRIDES["send_back"].take(alsace, dossier)
    dispatch.catch_up()

    assert before == Notification.objects.filter(recipient=alsace.tania, dossier=dossier).count() == 0
    assert (
        Notification.objects.filter(event__kind=Kind.RECUSED).values_list("recipient__username", flat=True)[0]
        == "serge"
    )
