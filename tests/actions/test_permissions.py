"""Who may take which step in which state, and what meets the others: every role, every step, every state."""

from datetime import date

import pytest
from django.db import transaction

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import access, actions
from dossiers.lifecycle import STEPS, State
from dossiers.models import Decision
from okote_flow.refusals import Refused
from tests.alsace import CAST

pytestmark = pytest.mark.django_db

# What meets the holder of the key on a dossier that has just come to that state; elsewhere: wrong-state.
# Whoever has not the key is told so, and who has it: not-yours.
TABLE = """
step                 key                  state                   what meets the holder of the key
submit               applicant            draft                   ok
withdraw             applicant            draft                   ok
expire               clock                draft                   still-active

ask_complements      officer              submitted               no-question
admit                officer              submitted               competence-undecided
reject_inadmissible  officer              submitted               ok
withdraw             applicant            submitted               ok

answer_complements   applicant            complements_requested   unanswered
withdraw             applicant            complements_requested   ok
drop                 officer              complements_requested   delay-running

send_back            secretary            territorial_review      no-question
favour               secretary            territorial_review      sheets-missing
decline_territorial  secretary            territorial_review      sheets-missing
withdraw             applicant            territorial_review      ok

postpone             chair                engagement_review       hands-missing
rework               chair                engagement_review       no-question
endorse              chair                engagement_review       not-adopted
decline              chair                engagement_review       adopted
withdraw             applicant            engagement_review       ok

open_campaign        officer              campaign_preparation    checklist
renounce             officer              campaign_preparation    not-asked
cancel               treasurer            campaign_preparation    not-asked

succeed              clock                campaign                not-ended
fail                 clock                campaign                not-ended
renounce             officer              campaign                not-asked
cancel               treasurer            campaign                not-asked

settle               treasurer            matching                settlement-unapproved
renounce             officer              matching                not-asked
cancel               treasurer            matching                not-asked

pay_all              treasurer            payout                  orders-due-unpaid
cancel               treasurer            payout                  not-asked

close                officer              follow_up               report-missing
close                officer              campaign_failed         ok
close                officer              renounced               ok
close                officer              cancelled               ok
"""
CELLS = {
    (step, state): (key, code) for step, key, state, code in (line.split() for line in TABLE.splitlines()[2:] if line)
}

# Who holds which key, and from when on. Nobody else holds one.
KEYS = """
alice    applicant   always
bruno    applicant   always
odile    officer     handed in
omar     officer     handed in, nobody in charge
tess     treasurer   handed in
serge    secretary   admitted
claire   chair       before the engagement committee
nobody   clock       always
"""
HELD = [(line[:9].strip(), line[9:21].strip(), line[21:].strip()) for line in KEYS.strip().splitlines()]

# Who sees the dossier, and from when on. Nobody else ever does.
SIGHT = """
always                           alice bruno
handed in                        odile omar didier tess archie audrey
admitted                         serge tom tania steve
before the engagement committee  claire victor vera esther marc nadia quentin
with a ceiling of the CeA        paula
never                            sonia adam zoe
"""

S = State
AT_ENGAGEMENT = {
    S.ENGAGEMENT_REVIEW, S.CAMPAIGN_PREPARATION, S.CAMPAIGN, S.MATCHING, S.PAYOUT, S.FOLLOW_UP, S.CAMPAIGN_FAILED,
    S.RENOUNCED, S.CANCELLED, S.CLOSED,
}  # fmt: skip
REACHED = {
    "always": set(State),
    "handed in": set(State) - {S.DRAFT},
    "handed in, nobody in charge": {S.SUBMITTED, S.WITHDRAWN},  # whoever acts first takes the dossier in charge
    "admitted": AT_ENGAGEMENT | {S.TERRITORIAL_REVIEW},
    "before the engagement committee": AT_ENGAGEMENT,
    "with a ceiling of the CeA": AT_ENGAGEMENT - {S.ENGAGEMENT_REVIEW},
    "never": set(),
}
PEOPLE = (*(name.lower() for name in CAST), "nobody")


def person(alsace, name):
    """Nobody is the clock."""
    return None if name == "nobody" else getattr(alsace, name)


def keys_of(name, state):
    return {key for holder, key, since in HELD if holder == name and state in REACHED[since]}


def expected(name, step, state, cells=CELLS):
    """The table's word for this cell."""
    key_of_step = {key for (row, _), (key, _) in cells.items() if row == step}
    if not key_of_step & keys_of(name, state):
        return "not-yours"
    return cells.get((step, state), ("", "wrong-state"))[1]


def meets(user, dossier, step):
    """What this person meets: the first refusal, or ok."""
    refusals = access.step_refusals(user, dossier, step)
    return refusals[0].code if refusals else "ok"


@pytest.fixture
def names_aside(monkeypatch):
    """Who else could act is said in the sentence; here only the code counts, some ten thousand times."""
    monkeypatch.setattr(access, "people_with_key", lambda dossier, keeper: [])


def test_the_table_is_the_closed_table_row_by_row():
    keepers = {step: key for (step, _), (key, _) in CELLS.items()}

    assert set(CELLS) == {(step.name, state) for step in STEPS.values() for state in step.sources}
    assert keepers == {step.name: step.keeper.value.split("_")[-1] for step in STEPS.values()}


def test_everybody_of_the_cast_stands_in_the_table_of_sight():
    assert sorted(" ".join(line[33:] for line in SIGHT.strip().splitlines()).split()) == sorted(PEOPLE[:-1])


@pytest.mark.parametrize("state", list(State))
def test_every_role_sees_and_meets_what_the_tables_say(alsace, names_aside, state):
    dossier = alsace.dossier(state)

    seeing = {name for name in PEOPLE[:-1] if access.dossiers_for(person(alsace, name)).filter(pk=dossier.pk).exists()}
    met = {(name, step): meets(person(alsace, name), dossier, step) for name in PEOPLE for step in STEPS}

    lines = [line for line in SIGHT.strip().splitlines() if state in REACHED[line[:33].strip()]]
    assert seeing == {name for line in lines for name in line[33:].split()}
    assert met == {(name, step): expected(name, step, state) for name in PEOPLE for step in STEPS}


NOTHING_BUT_THE_ACT = ("ok", "hands-missing")  # the hands are counted in the act itself


@pytest.mark.parametrize("step", list(STEPS))
def test_on_the_eve_of_a_step_only_the_holders_of_its_key_may_take_it(alsace, names_aside, step):
    dossier = alsace.ready(step)

    may = {name for name in PEOPLE if meets(person(alsace, name), dossier, step) in NOTHING_BUT_THE_ACT}

    ready = {cell: (key, "ok") for cell, (key, _) in CELLS.items()}
    assert may == {name for name in PEOPLE if expected(name, step, dossier.status, ready) == "ok"}
    assert may


def test_who_has_not_the_key_reads_who_has_it(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)

    (refusal,) = access.step_refusals(alsace.odile, dossier, "favour")

    assert "Serge Muster" in refusal.message


# Who stands aside


@pytest.mark.parametrize(
    ("name", "step"), [("odile", "admit"), ("serge", "favour"), ("claire", "endorse"), ("tess", "settle")]
)
def test_who_stands_aside_loses_sight_and_key_whatever_grants_them(alsace, name, step):
    dossier, recused = alsace.ready(step), person(alsace, name)
    before = meets(recused, dossier, step)

    recuse(dossier, ground=RecusalGround.PRUDENCE, by=recused)

    assert (before, meets(recused, dossier, step)) == ("ok", "not-yours")
    assert not access.dossiers_for(recused).filter(pk=dossier.pk).exists()


def test_the_chair_s_key_passes_to_the_next_in_precedence(alsace):
    dossier = alsace.ready("postpone")
    before = {name: meets(person(alsace, name), dossier, "postpone") for name in ("claire", "victor", "vera")}

    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.claire)

    after = {name: meets(person(alsace, name), dossier, "postpone") for name in ("claire", "victor", "vera")}
    assert before == {"claire": "hands-missing", "victor": "not-yours", "vera": "not-yours"}
    assert after == {"claire": "not-yours", "victor": "hands-missing", "vera": "not-yours"}


# The first of two acts


ASKED = {
    "ask_renounce": ("alice bruno", "campaign_preparation campaign matching"),
    "ask_cancel": ("didier", "campaign_preparation campaign matching payout"),
}
DECISION = {"reference": "CE-2022-9", "decided_on": date(2022, 3, 1), "text": "Le comité annule."}


@pytest.mark.parametrize("state", [S.CAMPAIGN_PREPARATION, S.PAYOUT, S.FOLLOW_UP])
@pytest.mark.parametrize("ask", list(ASKED))
def test_only_the_table_s_people_ask_and_only_in_its_states(alsace, ask, state):
    dossier = alsace.dossier(state)
    actions.record_decision(dossier, purpose=Decision.Purpose.CANCEL, by=alsace.esther, **DECISION)
    people, states = ASKED[ask]

    met = {name: asks(getattr(actions, ask), dossier, person(alsace, name)) for name in PEOPLE[:-1]}

    allowed = "ok" if state in states.split() else "wrong-state"
    assert met == {name: allowed if name in people.split() else "not-yours" for name in PEOPLE[:-1]}


def asks(act, dossier, by):
    """What meets somebody who asks; nothing of it is kept."""
    try:
        with transaction.atomic():
            act(dossier, reason="Le projet a changé.", by=by)
            transaction.set_rollback(True)
    except Refused as refused:
        return refused.refusals[0].code
    return "ok"
