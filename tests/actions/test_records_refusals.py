"""What the archives refuse besides the law: a word that is missing, an act that comes twice or too early."""

import pytest

from dossiers.lifecycle import State
from okote_flow.records import actions
from okote_flow.records.actions import slips
from okote_flow.records.models import Communication, Hold, Slip, Wish
from okote_flow.refusals import Refused
from tests.views import records_moments

pytestmark = pytest.mark.django_db


def refused(code, act):
    with pytest.raises(Refused) as found:
        act()
    assert code in [one.code for one in found.value.refusals]


def keeper(alsace):
    return alsace.again(alsace.archie)


def test_a_hold_has_its_reason_its_one_thing_and_its_people(alsace):
    dossier, archie = alsace.dossier(State.SUBMITTED), alsace.archie
    place = actions.place_hold
    refused("hold-not-yours", lambda: place(dossier=dossier, reason="x", by=alsace.audrey))
    refused("hold-unclear", lambda: place(reason="x", by=archie))
    refused("hold-unclear", lambda: place(dossier=dossier, person=alsace.alice, reason="x", by=archie))
    refused("hold-reason", lambda: place(dossier=dossier, reason=" ", by=archie))

    hold = place(dossier=dossier, reason="Litige.", by=archie)

    assert place(dossier=dossier, reason="Litige.", by=alsace.didier) == hold  # the same again
    refused("held-already", lambda: place(dossier=dossier, reason="Autre.", by=archie))
    refused("hold-reason", lambda: actions.lift_hold(hold, reason="", by=archie))
    refused("hold-not-yours", lambda: actions.lift_hold(hold, reason="x", by=alsace.odile))
    actions.lift_hold(hold, reason="Fini.", by=archie)
    refused("hold-lifted", lambda: actions.lift_hold(hold, reason="Fini.", by=archie))
    assert Hold.objects.count() == 1


def test_a_slip_goes_forward_and_never_back(alsace, monkeypatch):
    dossier = records_moments.proposed(alsace)
    archie, slip = keeper(alsace), Slip.objects.get()
    refused("slip-empty", lambda: actions.propose_slip(dossiers=[], service="x", by=archie))
    monkeypatch.setattr(slips, "LONGEST", 0)
    refused("slip-too-long", lambda: actions.propose_slip(dossiers=[dossier], service="x", by=archie))
    refused("slip-reason", lambda: actions.withdraw_slip(slip, reason=" ", by=archie))
    refused("slip-elsewhere", lambda: actions.refuse_visa(slip, reason="x", by=archie))

    actions.withdraw_slip(slip, reason="Erreur.", by=archie)

    refused("slip-elsewhere", lambda: actions.send_slip(slip, by=archie))
    refused("slip-elsewhere", lambda: actions.finish_slip(slip, by=archie))


def test_a_slip_is_not_finished_while_something_is_left(alsace):
    records_moments.cleared(alsace)

    refused("items-left", lambda: actions.finish_slip(Slip.objects.get(), by=keeper(alsace)))


def test_a_draft_that_is_held_is_not_erased(alsace):
    draft = alsace.draft()
    hold = actions.place_hold(person=alsace.alice, reason="x", by=alsace.archie)

    refused("no-draft-due", lambda: actions.erase_draft(draft, by=alsace.archie))
    assert hold.lifted_at is None


def test_a_request_says_whose_data_it_is_about(alsace):
    refused("wish-unclear", lambda: actions.ask(wish=Wish.ACCESS, email="personne", by=alsace.archie))
    asked = actions.ask(wish=Wish.ACCESS, by=alsace.zoe)
    refused(
        "answer-unwritten",
        lambda: actions.answer_request(asked, outcome="granted", answer=" ", by=alsace.archie),
    )


def test_nothing_is_given_out_without_a_document_and_a_reason(alsace):
    dossier = alsace.dossier(State.SUBMITTED)

    def give(**said):
        known = {"requester": "Un habitant", "reason": "Demande.", "documents": ["demande"]}
        return lambda: actions.communicate(dossier, by=alsace.archie, **(known | said))

    refused("release-empty", give(documents=["inconnu"]))
    refused("release-reason", give(reason=" "))
    refused("release-reason", give(requester=""))
    assert not Communication.objects.exists()
