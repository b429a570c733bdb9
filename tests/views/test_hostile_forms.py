"""Every form of the house, sent with hostile values: refused in words beside the field, nothing lost, nothing written.

One fixture of the module walks the life of a dossier, finds the forms and sends them; each test reads one column of
what came of it. A failure names the form, who sent it, and the value.
"""

from typing import Any

import pytest
from django.db import transaction

from okote_flow import clock
from tests.alsace import Alsace
from tests.conftest import OPENING
from tests.tape import PLAYER
from tests.views.moments import MOMENTS, Passing
from tests.views.scene import Scene
from tests.views.siege import FAULTS, Siege, Undone

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

READERS = ("nobody", "alice", "odile", "adam", "tess", "claire", "tania", "paula", "zoe")
ALLOWED = {
    "taken": {"account_email by alice": "email='"},
    "silent": {"mails:optout by nobody": ""},
    "answer": {
        f"committees:hand_over by esther on committees:{page}": "everything twice" for page in ("meeting", "room")
    },
}
"""Kind of fault -> form -> how its values begin: allauth does not answer to an address that is not mine, and whoever
opts out by one click has opted out, whatever their mail program sends along (RFC 8058);
the second seat is one of another committee, which is not found here."""

RARE = {
    "account_confirm_email", "operations:advance", "accounts:end", "dossiers:claim", "dossiers:release",
    "dossiers:ask_cancel", "committees:end_mandate", "committees:call_again", "committees:open_meeting",
    "committees:call_item", "funding:confirm_refunds", "funding:waive_balance", "funding:refund_gift",
    "funding:cover_envelope", "funding:vote_envelope", "accounts:revoke", "committees:take_back_sheet",
    "dossiers:draft_again", "dossiers:add_campaign_line", "dossiers:put_back_budget_line", "agenda:revoke",
    "mails:resend", "mails:trust", "mails:trust-mine", "mails:optout", "notifications:unread-again",
    "committees:revoke_proxy", "committees:resume_meeting", "committees:carry_over", "committees:order_agenda",
    "committees:draft_minutes", "committees:sign_minutes", "committees:draft_letter", "committees:send_letter",
    "committees:unsign_letter", "dossiers:reopen_condition",
    "committees:reassign_voice",
    "committees:acknowledge_withdrawal", "committees:take_back_expertise", "dossiers:send_back_condition",
    "committees:close_seat", "committees:reopen_seat", "funding:lose_claim", "funding:take_event",
    "funding:waive_repayment", "foresight:restore",
    "administration:rebase",
    "administration:check_import",
    "tables:retry", "tables:cancel", "tables:restore_view", "tables:prepare", "tables:new_view", "dossiers:together",
    "records:erase_person",
}  # fmt: skip
"""Forms that open at moments to which this walk may not come; most are one button with nothing to type."""


@pytest.fixture(scope="module")
def siege(django_db_setup: None, django_db_blocker: Any) -> Siege:
    """The whole house walked through its moments, each of them undone before the next."""
    with django_db_blocker.unblock(), clock.frozen(OPENING), transaction.atomic():
        house = PLAYER.found("house", Alsace)
        found = Siege(house, RARE)
        with Undone(house):
            found.at(house, Scene(house), READERS)
        for moment in MOMENTS:
            with Undone(house):
                found.at(house, Passing(house, moment.come(house)), moment.readers, moment.app)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("kind", FAULTS)
def test_no_value_in_any_form(siege, kind):
    allowed = ALLOWED.get(kind, {})
    found = {
        form: [value for value in values if not value.startswith(allowed.get(form, "\0"))]
        for form, values in siege.faults[kind].items()
    }
    faults = {form: values for form, values in found.items() if values}

    assert faults == {}, f"a value {FAULTS[kind]}"


def test_every_address_that_takes_a_form_has_a_form_that_somebody_found(siege):
    assert siege.walk.missing - RARE == set()
    assert siege.sent > 400
