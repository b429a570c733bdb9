"""Votes held on paper: the code of a sheet, two persons who read it, what agrees and is counted, what is refused."""

import pytest
from django.db import DatabaseError, transaction

from committees import actions, minutes, paper_codes, paper_votes, tally
from committees.models import (
    AgendaItem,
    Ballot,
    Choice,
    PaperTally,
    Poll,
    PollResult,
    PollState,
    RecusalGround,
    Seat,
    TallyState,
    Visibility,
    Wish,
)
from committees.paper_codes import SheetCode
from dossiers import page
from dossiers.models.exchange import Gate
from notifications import changes
from notifications.nudges import INSIDE
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests.actions.committee_cast import codes, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=3)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def here(bench):
    with bench.sitting(bench.at_engagement(), bench.at_engagement()) as found:
        yield found


def hands(*counts):
    """For, for with conditions, against, abstaining."""
    return dict(zip(Choice, counts, strict=True))


def entered(here, by, *counts, **more):
    given = {"code": str(paper_votes.code_of(AgendaItem.objects.get(pk=here.item.pk))), "ceilings": {}} | more
    return actions.enter_paper_tally(
        here.item, by=by, **given, **({} if "names" in more else {"hands": hands(*counts)})
    )


# The code


def test_a_code_is_read_as_it_was_typed():
    code = SheetCode(12, 40, 3, 1)
    assert paper_codes.read(str(code)) == paper_codes.read(f"  {str(code).lower()} ") == code
    for wrong in ("", "12-40-3-1", "12-40-3-1-?", "12-40-3-0-A", "012-40-3-1-A", "١٢-40-3-1-A"):
        assert paper_codes.read(wrong) is None


def test_one_wrong_sign_or_two_swapped_digits_never_pass():
    code = str(SheetCode(12, 408, 37, 1))
    wrong = {code[:at] + digit + code[at + 1 :] for at in range(len(code)) for digit in "0123456789"} - {code}
    wrong |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)} - {code}
    assert {one for one in wrong if paper_codes.read(one)} == set()


# Two persons


def test_what_two_persons_read_alike_is_counted_like_any_poll(bench, here):
    given = {"ceilings": {bench.ems: 3_000_00}, "conditions": {"Un devis": Gate.PAYOUT}}
    first = entered(here, bench.esther, 2, 1, 1, 0, **given)
    assert (first.state, Poll.objects.count()) == (TallyState.WAITING, 0)

    second = entered(here, bench.victor, 2, 1, 1, 0, **given | {"conditions": {"un  DEVIS ": Gate.PAYOUT}})

    poll = second.poll
    result = PollResult.objects.get(poll=poll)
    assert (poll.visibility, poll.state) == (Visibility.HANDS, PollState.CLOSED)
    assert (result.n_for, result.n_for_with_conditions, result.n_against, result.adopted) == (2, 1, 1, True)
    assert tally.faults(poll) == []
    closed = Event.objects.get(kind=Kind.POLL_CLOSED)
    assert closed.facts["sheet"] == first.code
    told = Event.objects.filter(kind=Kind.TALLY_ENTERED).order_by("pk")
    assert [event.facts["reading"] for event in told] == ["first", "agrees"]
    assert len({event.actor for event in told}) == 2
    assert Kind.TALLY_ENTERED not in page.told_to(here.dossier.applicant, here.dossier)
    nudges = [nudge for event in told for nudge in changes.nudges_of(event)]
    assert {nudge.circle for nudge in nudges if nudge.subject == here.dossier.subject} == {INSIDE}
    assert set(PaperTally.objects.values_list("state", "poll")) == {("agreed", poll.pk)}
    lines = minutes.item_lines(AgendaItem.objects.get(pk=here.item.pk))
    assert f"Vote tenu sur papier, feuille lue par {bench.esther} et {bench.victor}." in lines
    assert "DEVIS (retient le versement" in "\n".join(lines)
    assert "qui doit agir\u00a0: La structure porteuse" in "\n".join(lines)
    shared = minutes.item_lines(AgendaItem.objects.get(pk=here.item.pk), with_names=False)
    assert "Vote tenu sur papier, feuille lue par deux personnes." in shared
    actions.proclaim(poll, by=bench.claire)


def test_blank_papers_are_abstentions(bench, here):
    entered(here, bench.esther, 2, 0, 1, 0, blank=1)
    assert entered(here, bench.claire, 2, 0, 1, 0, blank=1).poll.result.n_abstain == 1


def test_one_person_alone_never_closes_a_vote_but_corrects_their_reading(bench, here):
    first = entered(here, bench.esther, 3, 0, 1, 0)
    assert entered(here, bench.esther, 3, 0, 1, 0) == first
    corrected = entered(here, bench.esther, 2, 0, 2, 0)
    assert corrected != first and not Poll.objects.exists()
    assert entered(here, bench.victor, 2, 0, 2, 0).poll.result.n_for == 2
    first.refresh_from_db()
    assert (first.state, first.beside, first.poll) == (TallyState.SET_ASIDE, None, None)


def test_readings_that_differ_count_neither_and_are_shown_line_by_line(bench, here):
    entered(here, bench.esther, 3, 0, 1, 0, ceilings={bench.ems: 3_000_00})
    second = entered(here, bench.victor, 2, 0, 2, 0, ceilings={bench.ems: 3_500_00})

    assert not Poll.objects.exists() and paper_votes.waiting(here.item) is None
    assert paper_votes.apart(here.item) == second
    assert paper_votes.differences(second.beside.figures, second.figures) == [
        ("Favorable", 3, 2),
        ("Défavorable", 1, 2),
        ("Plafond\u00a0: Eurométropole de Strasbourg", "3\u00a0000\u00a0€", "3\u00a0500\u00a0€"),
    ]
    entered(here, bench.victor, 3, 0, 1, 0)
    assert entered(here, bench.esther, 3, 0, 1, 0).poll is not None


def test_a_roll_call_on_paper_keeps_each_name_and_the_casting_vote(bench, here):
    said = dict(zip(bench.voters, ["for", "for", "against", "against"], strict=True))
    names = {bench.seat_of(person): Choice(choice) for person, choice in said.items()}
    entered(here, bench.esther, names=names)
    poll = entered(here, bench.victor, names=names).poll

    assert poll.visibility == Visibility.ROLL_CALL and poll.closed_by == bench.claire
    assert (poll.result.adopted, poll.result.decided_by) == (True, "casting_vote")
    assert Ballot.objects.filter(entitlement__poll=poll).count() == 4
    assert tally.faults(poll) == []


def test_two_members_of_one_name_are_two_lines_of_a_sheet(bench, here):
    User.objects.filter(pk__in=[bench.ines.pk, bench.jules.pk]).update(first_name="Dominique", last_name="Muster")
    Seat.objects.filter(mandates__user__in=[bench.ines, bench.jules]).update(label="Membre")
    said = {bench.claire: "for", bench.victor: "for", bench.ines: "for", bench.jules: "against"}
    names = {bench.seat_of(person): Choice(choice) for person, choice in said.items()}
    entered(here, bench.esther, names=names)
    other = names | {bench.seat_of(bench.ines): Choice.AGAINST}

    assert entered(here, bench.victor, names=other).state == TallyState.SET_ASIDE


def test_sums_and_names_are_not_the_same_reading(bench, here):
    entered(here, bench.esther, 4, 0, 0, 0)
    names = {bench.seat_of(person): Choice.FOR for person in bench.voters}
    assert entered(here, bench.victor, names=names).state == TallyState.SET_ASIDE


def test_a_round_that_the_network_cut_off_is_void_and_the_paper_stands_in_its_place(bench, here):
    code = str(paper_votes.code_of(here.item))
    running = bench.open_poll(here.item)
    bench.vote(running, ines="against")
    entered(here, bench.esther, 4, 0, 0, 0, code=code)
    held = entered(here, bench.claire, 4, 0, 0, 0, code=code).poll

    running.refresh_from_db()
    assert (running.state, held.round, held.supersedes) == (PollState.VOID, 2, running)
    assert code in running.void_reason and held.result.n_for == 4
    assert codes(entered, here, bench.esther, 4, 0, 0, 0, code=code) == ["verdict-pending"]


# What is refused


def test_a_sheet_of_another_vote_is_refused_by_its_code(bench, here):
    item = here.item
    wanted = paper_votes.code_of(item)

    def refused(**change):
        parts = {"meeting": wanted.meeting, "item": wanted.item, "version": wanted.version, "round": wanted.round}
        return codes(entered, here, bench.esther, 4, 0, 0, 0, code=str(SheetCode(**parts | change)))

    assert codes(entered, here, bench.esther, 4, 0, 0, 0, code=f"{wanted}X") == ["sheet-misread"]
    assert refused(meeting=wanted.meeting + 1) == ["sheet-elsewhere"]
    assert refused(item=here.items[1].pk) == ["sheet-elsewhere"]
    assert refused(version=wanted.version + 1) == ["sheet-outdated"]
    assert refused(round=2) == ["sheet-replayed"]


def test_a_sheet_is_read_once(bench, here):
    code = str(paper_votes.code_of(here.item))
    entered(here, bench.esther, 1, 0, 3, 0, code=code)
    entered(here, bench.claire, 1, 0, 3, 0, code=code)
    assert codes(entered, here, bench.esther, 1, 0, 3, 0, code=code) == ["sheet-replayed"]


def test_a_first_reading_of_an_older_dossier_waits_no_more(bench, here):
    entered(here, bench.esther, 4, 0, 0, 0)
    here.dossier.version += 1
    here.dossier.save(update_fields=["version"])
    assert paper_votes.waiting(AgendaItem.objects.get(pk=here.item.pk)) is None
    assert entered(here, bench.victor, 4, 0, 0, 0).state == TallyState.WAITING


def test_sums_are_those_who_are_there(bench, here):
    assert codes(entered, here, bench.esther, 4, 0, 1, 0) == ["sheet-sum"]
    assert codes(entered, here, bench.esther, 3, 0, 0, 0) == ["sheet-sum"]
    assert codes(entered, here, bench.esther, 5, 0, -1, 0) == ["sheet-sum"]
    bench.leave(here.meeting, bench.jules)
    names = {bench.seat_of(bench.jules): Choice.FOR}
    assert codes(entered, here, bench.esther, names=names) == ["sheet-absent"]


def test_who_reads_a_sheet(bench, here):
    assert codes(entered, here, bench.ines, 4, 0, 0, 0) == ["not-yours"]
    assert codes(entered, here, bench.serge, 4, 0, 0, 0) == ["not-yours"]
    entered(here, bench.esther, 4, 0, 0, 0)
    assert codes(entered, here, bench.serge, 4, 0, 0, 0) == ["not-yours"]
    assert entered(here, bench.ines, 4, 0, 0, 0).poll is not None


def test_whoever_stands_aside_reads_no_sheet(bench, here):
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.ines)
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.esther)
    assert codes(entered, here, bench.esther, 3, 0, 0, 0) == ["recused"]
    entered(here, bench.claire, 3, 0, 0, 0)
    assert codes(entered, here, bench.ines, 3, 0, 0, 0) == ["not-yours"]
    assert entered(here, bench.victor, 3, 0, 0, 0).poll.result.n_recused == 1


def test_the_way_that_members_asked_for_holds_on_paper_too(bench, here):
    actions.ask_vote(here.item, wish=Wish.ROLL_CALL, by=bench.ines)
    assert codes(entered, here, bench.esther, 4, 0, 0, 0) == ["way-imposed"]


def test_no_sheet_is_read_for_a_point_that_is_not_called_or_without_quorum(bench, here):
    for person in (bench.victor, bench.ines, bench.jules):
        bench.leave(here.meeting, person)
    assert codes(entered, here, bench.esther, 1, 0, 0, 0) == ["quorum-missing"]
    actions.leave_item(here.item, by=bench.esther)
    assert "item-state" in codes(entered, here, bench.esther, 1, 0, 0, 0)


def test_the_database_keeps_readings_as_they_were(bench, here):
    made = entered(here, bench.esther, 4, 0, 0, 0)
    for change in ({"figures": {}}, {"code": "1-1-1-1-A"}, {"entered_by": bench.victor}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PaperTally.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperTally.objects.filter(pk=made.pk).update(state=TallyState.AGREED)
