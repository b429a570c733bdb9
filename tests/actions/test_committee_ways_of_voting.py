"""Ways of voting: secret urn, roll call and requests, hands, written consultation, proxies, amendments, withdrawal."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from committees import actions, rolls, tally, urn
from committees.actions import chairing
from committees.models import (
    Ballot,
    Choice,
    Entitlement,
    PollResult,
    PollState,
    RecusalGround,
    Role,
    Urn,
    Via,
    Visibility,
    Wish,
)
from committees.rules import Standing
from dossiers.models import Dossier
from dossiers.models.exchange import Gate
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit import votes as audit
from tests.actions.committee_cast import codes, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=2)


@pytest.fixture
def bench(walked, monkeypatch):
    bench = seated(walked, monkeypatch)
    for name in ("Lea", "Theo"):
        bench.seat(bench.ce, name, Role.MEMBER)
    return bench


@pytest.fixture
def here(bench):
    people = [*bench.voters, bench.lea, bench.theo]
    with bench.sitting(bench.at_engagement(), present=people) as here:
        yield here


def opened(bench, item, way, **more):
    return actions.open_poll(item, ceilings={bench.ems: 3_000_00}, by=bench.claire, visibility=way, **more)


def secretly(bench, poll, **said):
    for name, choice in said.items():
        actions.cast_secret(poll, choice=Choice(choice), by=getattr(bench, name), confirmed=True)


def refused_by_database(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


SIX = {"claire": "for", "victor": "for", "ines": "for", "jules": "against", "lea": "abstain", "theo": "against"}


# Secret


def test_a_secret_poll_keeps_sums_and_who_voted_and_nothing_else(bench, here):
    poll = opened(bench, here.item, Visibility.SECRET)
    lengths, seen = set(), set()
    for name, choice in SIX.items():
        secretly(bench, poll, **{name: choice})
        held = Urn.objects.get(poll=poll)
        lengths.add(len(held.sealed))
        seen.add(bytes(held.sealed))
    assert lengths == {urn.LENGTH} and len(seen) == 6  # sealed anew each time, always as long
    poll = actions.close_poll(poll, by=bench.claire)

    result, held = PollResult.objects.get(poll=poll), Urn.objects.get(poll=poll)
    assert (result.n_for, result.n_against, result.n_abstain, result.adopted, result.secret) == (3, 2, 1, True, True)
    assert (bytes(held.sealed), held.ballots, Ballot.objects.count()) == (b"", 6, 0)
    assert tally.faults(poll) == [] and not [*audit.results(), *audit.polls()]
    cast = Event.objects.filter(kind=Kind.BALLOT_CAST)
    assert not any("against" in str(event.facts) or "abstain" in str(event.facts) for event in cast)


def test_a_secret_ballot_is_confirmed_first_and_final_then(bench, here):
    poll = opened(bench, here.item, Visibility.SECRET)

    assert codes(actions.cast_secret, poll, choice=Choice.FOR, by=bench.ines) == ["not-secret-confirmed"]
    secretly(bench, poll, ines="for")
    assert codes(secretly, bench, poll, ines="against") == ["vote-final"]
    assert codes(bench.vote, poll, jules="for") == ["secret-poll"]
    assert Urn.objects.get(poll=poll).ballots == 1


def test_a_secret_tie_has_no_casting_vote(bench, here):
    poll = opened(bench, here.item, Visibility.SECRET)
    secretly(bench, poll, **SIX | {"lea": "against"})

    result = PollResult.objects.get(poll=actions.close_poll(poll, by=bench.claire))
    assert (result.adopted, result.decided_by, result.casting_side) == (False, "tie_reject", "")


def test_too_few_voters_keep_no_secret(bench, here):
    bench.leave(here.meeting, bench.lea)
    bench.leave(here.meeting, bench.theo)
    assert codes(opened, bench, here.item, Visibility.SECRET) == ["too-few-for-secret"]
    bench.arrive(here.meeting, bench.lea)
    poll = opened(bench, here.item, Visibility.SECRET)
    secretly(bench, poll, claire="for", victor="for", ines="for", jules="for")

    poll = actions.close_poll(poll, by=bench.claire)
    assert poll.state == PollState.VOID and "en dessous de 5" in poll.void_reason
    assert bytes(Urn.objects.get(poll=poll).sealed) == b""
    assert not PollResult.objects.exists()


def test_without_a_key_no_secret_vote_opens(bench, here, settings):
    settings.URN_KEYS = []

    assert codes(opened, bench, here.item, Visibility.SECRET) == ["urn-key-missing"]


def test_a_recusal_after_a_secret_ballot_destroys_the_urn(bench, here):
    poll = opened(bench, here.item, Visibility.SECRET)
    secretly(bench, poll, **SIX)
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.ines)

    poll.refresh_from_db()
    held = Urn.objects.get(poll=poll)
    assert (poll.state, bytes(held.sealed), held.seal) == (PollState.VOID, b"", "")


def test_an_urn_opens_with_its_key_for_its_poll_only(settings):
    settings.URN_KEYS = [b"a" * 32]
    sealed = urn.add(7, urn.seal(7, {}), urn.Choice.AGAINST)
    changed = bytes([*sealed[:30], sealed[30] ^ 1, *sealed[31:]])

    assert urn.unseal(7, sealed)[urn.Choice.AGAINST] == 1
    for poll, content in ((8, sealed), (7, changed), (7, b"")):
        with pytest.raises(urn.UrnError):
            urn.unseal(poll, content)
    settings.URN_KEYS = [b"b" * 32, b"a" * 32]  # after a rotation the former key still opens
    assert urn.unseal(7, urn.add(7, sealed, urn.Choice.FOR))[urn.Choice.FOR] == 1
    settings.URN_KEYS = [b"b" * 32]
    with pytest.raises(urn.UrnError):
        urn.unseal(7, sealed)


def test_the_database_refuses_what_would_break_a_secret(bench, here):
    poll = opened(bench, here.item, Visibility.SECRET)
    line = Entitlement.objects.get(poll=poll, user=bench.ines)
    polls, urns = type(poll).objects, Urn.objects.filter(poll=poll)

    refused_by_database(lambda: Ballot.objects.create(entitlement=line, seq=1, choice="for", cast_by=bench.ines))
    refused_by_database(lambda: polls.update(visibility="public"))
    refused_by_database(lambda: polls.update(subject_hash="x"))
    refused_by_database(lambda: urns.update(ballots=2))
    refused_by_database(lambda: urns.get().delete())
    refused_by_database(lambda: polls.update(state="closed", closed_at=clock.now(), closed_by=bench.claire))
    secretly(bench, poll, **SIX)
    poll = actions.close_poll(poll, by=bench.claire)
    refused_by_database(lambda: urns.update(sealed=b"x"))
    refused_by_database(lambda: polls.update(state="open", closed_at=None, closed_by=None))


def test_the_database_refuses_an_urn_of_a_named_poll_and_a_ballot_by_another(bench, here):
    poll = bench.open_poll(here.item)
    line = Entitlement.objects.get(poll=poll, user=bench.ines)

    refused_by_database(lambda: Urn.objects.create(poll=poll, sealed=b"x"))
    refused_by_database(lambda: Ballot.objects.create(entitlement=line, seq=1, choice="for", cast_by=bench.jules))
    Ballot.objects.create(entitlement=line, seq=1, choice="for", cast_by=bench.ines)


# What members ask for


def test_a_sixth_imposes_a_roll_call_a_third_a_secret_which_prevails(bench, here):
    ask = actions.ask_vote
    assert codes(ask, here.item, wish=Wish.SECRET, by=bench.esther) == ["not-on-roll"]
    ask(here.item, wish=Wish.ROLL_CALL, by=bench.ines)
    assert codes(ask, here.item, wish=Wish.ROLL_CALL, by=bench.ines) == ["vote-asked"]
    assert codes(bench.open_poll, here.item) == ["way-imposed"]
    ask(here.item, wish=Wish.SECRET, by=bench.jules)
    assert codes(opened, bench, here.item, Visibility.SECRET) == ["way-imposed"]
    ask(here.item, wish=Wish.SECRET, by=bench.lea)
    assert codes(opened, bench, here.item, Visibility.ROLL_CALL) == ["way-imposed"]
    bench.leave(here.meeting, bench.lea)  # asked, but is not there any more: one of five is no third
    assert opened(bench, here.item, Visibility.ROLL_CALL).visibility == "roll_call"


# Hands


def test_hands_are_counted_once_and_add_up(bench, here):
    def count(**hands):
        said = {Choice(name): number for name, number in hands.items()}
        return actions.count_hands(here.item, ceilings={}, hands=said, by=bench.esther)

    assert codes(count, **{"for": 4, "against": 1}) == ["hands-mismatch"]
    assert codes(opened, bench, here.item, Visibility.HANDS) == ["hands-elsewhere"]
    poll = count(**{"for": 4, "against": 1, "abstain": 1})

    result = PollResult.objects.get(poll=poll)
    assert (result.adopted, result.n_voted, result.n_for, Ballot.objects.count()) == (True, 6, 4, 0)
    assert tally.faults(poll) == [] and not [*audit.results(), *audit.polls()]
    assert tally.decisive_seats(poll) is None
    assert actions.proclaim(poll, by=bench.claire).verdict == "favourable"


# Written consultation


def test_a_written_consultation_ends_by_itself_and_counts_who_took_part(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire]) as here:
        end = clock.now() + timedelta(days=3)
        assert codes(opened, bench, here.item, Visibility.WRITTEN) == ["end-missing"]
        poll = opened(bench, here.item, Visibility.WRITTEN, closes_at=end)
        bench.vote(poll, claire="for", victor="for", ines="for")
        assert codes(actions.close_due_poll, poll) == ["not-due"]
        assert codes(actions.extend_poll, poll, closes_at=end, by=bench.claire) == ["end-sooner"]
    with clock.frozen(end):
        assert codes(bench.vote, poll, jules="against") == ["poll-closed"]
        actions.note_late_ballot(poll, by=bench.jules)
        poll = actions.close_due_poll(poll)
        result = PollResult.objects.get(poll=poll)
        assert (result.quorum_value, result.n_voted, result.n_absent, result.adopted) == (3, 3, 3, True)
        assert tally.faults(poll) == []


def test_a_written_consultation_without_enough_answers_is_void(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire]) as here:
        poll = opened(bench, here.item, Visibility.WRITTEN, closes_at=clock.now() + timedelta(days=3))
        bench.vote(poll, claire="for")
    with clock.frozen(poll.closes_at):
        assert actions.close_due_poll(poll).void_reason.startswith("Quorum non atteint")


# The end of a countdown


def test_a_countdown_is_put_off_and_then_late_is_late(bench, here):
    poll = opened(bench, here.item, Visibility.PUBLIC, closes_at=clock.now() + timedelta(minutes=2))
    assert codes(actions.note_late_ballot, poll, by=bench.ines) == ["poll-running"]
    actions.extend_poll(poll, closes_at=clock.now() + timedelta(minutes=5), by=bench.claire)
    bench.vote(poll, claire="for", victor="for", ines="for")
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert codes(bench.vote, poll, jules="for") == ["poll-closed"]
        assert codes(bench.vote, poll, ines="against") == ["poll-closed"]
        assert PollResult.objects.get(poll=actions.close_poll(poll, by=bench.claire)).n_voted == 3


# What a vote is about


def test_an_amendment_voids_the_round_and_opens_the_next(bench, here):
    first = bench.open_poll(here.item)
    bench.vote(first, claire="for", victor="for")
    amend = actions.amend_poll
    same = {"ceilings": {bench.ems: 3_000_00}, "reason": "Moins.", "by": bench.claire}
    assert codes(amend, first, **same) == ["nothing-amended"]
    second = amend(first, **same | {"ceilings": {bench.ems: 2_000_00}, "conditions": {"Un bail": Gate.CAMPAIGN}})

    first.refresh_from_db()
    assert (first.state, first.void_reason) == (PollState.VOID, "Amendement\u00a0: Moins.")
    assert (second.round, second.supersedes, second.roll.filter(status="voted").count()) == (2, first, 0)


def test_a_new_version_of_the_dossier_voids_the_round(bench, here):
    poll = bench.open_poll(here.item)
    bench.vote(poll, claire="for", victor="for", ines="for")
    Dossier.objects.filter(pk=here.dossier.pk).update(version=99)

    assert codes(bench.vote, poll, jules="for") == ["subject-changed"]
    assert "a changé pendant le vote" in actions.close_poll(poll, by=bench.claire).void_reason


def heard_by_its_holder(dossier):
    dispatch.catch_up()
    found = Notification.objects.filter(recipient=dossier.applicant, event__kind=Kind.POLL_VOIDED)
    return [one.text.partition(" pour le dossier")[0] for one in found]


def test_a_withdrawal_is_asked_by_the_holder_and_acknowledged_by_who_presides(bench, here):
    poll = bench.open_poll(here.item)
    assert codes(actions.acknowledge_withdrawal, poll, by=bench.claire) == ["no-withdrawal-asked"]
    assert codes(actions.ask_withdrawal, here.dossier, reason="x", by=bench.ines) == ["not-yours"]
    actions.ask_withdrawal(here.dossier, reason="Le local est vendu.", by=bench.world.alice)
    assert codes(actions.acknowledge_withdrawal, poll, by=bench.victor) == ["not-yours"]

    poll = actions.acknowledge_withdrawal(poll, by=bench.claire)
    assert poll.state == PollState.VOID and not PollResult.objects.exists()
    assert heard_by_its_holder(here.dossier) == ["Le retrait que vous demandiez"]


def test_the_holder_hears_nothing_of_a_round_that_is_stopped_for_another_reason(bench, here):
    actions.void_poll(bench.open_poll(here.item), reason="Panne de courant.", by=bench.claire)
    assert heard_by_its_holder(here.dossier) == []


# Proxies


@pytest.fixture
def carried(bench, here, monkeypatch):
    """Theo is out and has given his proxy to Ines, Lea steps in if Ines cannot."""
    bench.leave(here.meeting, bench.theo)
    theo, ines, lea = (bench.seat_of(one).pk for one in (bench.theo, bench.ines, bench.lea))
    real = rolls.call_roll

    def call_roll(item):
        call = real(item)
        roll = call.roll
        if roll.standings[theo].value == "absent":
            standings = {**roll.standings, theo: Standing.REPRESENTED}
            roll = replace(roll, standings=standings, proxies={theo: ines}, fallbacks={theo: lea})
        return replace(call, roll=roll)

    monkeypatch.setattr(chairing, "call_roll", call_roll)
    return bench.seat_of(bench.theo)


def test_a_proxy_is_voted_by_its_holder_alone_beside_their_own_voice(bench, here, carried):
    poll = bench.open_poll(here.item)
    line = Entitlement.objects.get(poll=poll, seat=carried)
    assert (line.via, line.caster, line.status, line.standing) == (Via.PROXY, bench.ines, "eligible", "represented")

    assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.jules, seat=carried) == ["not-your-seat"]
    assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.theo) == ["not-your-seat"]
    bench.vote(poll, claire="for", victor="for", ines="against")
    actions.cast_ballot(poll, choice=Choice.FOR, by=bench.ines, seat=carried)
    bench.leave(here.meeting, bench.ines)  # both voices were heard: they stand
    poll = actions.close_poll(poll, by=bench.claire)
    result = PollResult.objects.get(poll=poll)

    assert (result.n_for, result.n_against, result.n_represented) == (3, 1, 1)
    assert tally.faults(poll) == []


def test_a_giver_who_arrives_votes_unless_the_proxy_has_voted(bench, here, carried):
    poll = bench.open_poll(here.item)
    give_back = {"seat": carried, "by": bench.claire}
    assert codes(actions.reassign_voice, poll, **give_back) == ["not-arrived"]
    bench.arrive(here.meeting, bench.theo)
    assert codes(actions.reassign_voice, poll, seat=carried, by=bench.victor) == ["not-yours"]
    actions.reassign_voice(poll, **give_back)
    bench.vote(poll, theo="for", claire="for", victor="for")

    assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.ines, seat=carried) == ["not-your-seat"]
    assert codes(actions.reassign_voice, poll, **give_back) == ["no-proxy-here"]
    assert PollResult.objects.get(poll=actions.close_poll(poll, by=bench.claire)).n_represented == 0


def test_a_used_proxy_stands_when_its_giver_arrives(bench, here, carried):
    poll = bench.open_poll(here.item)
    actions.cast_ballot(poll, choice=Choice.FOR, by=bench.ines, seat=carried)
    bench.arrive(here.meeting, bench.theo)

    assert codes(actions.reassign_voice, poll, seat=carried, by=bench.claire) == ["proxy-has-voted"]


def test_a_recused_holder_takes_no_proxy_along_and_a_used_one_voids_the_poll(bench, here, carried):
    first = bench.open_poll(here.item)
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.ines)
    assert Entitlement.objects.get(poll=first, seat=carried).status == "left"
    first.refresh_from_db()
    assert first.is_open

    actions.void_poll(first, reason="Liste à refaire.", by=bench.claire)
    second = bench.open_poll(here.item)  # the fallback steps in
    assert Entitlement.objects.get(poll=second, seat=carried).caster == bench.lea
    actions.cast_ballot(second, choice=Choice.FOR, by=bench.lea, seat=carried)
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.lea)
    second.refresh_from_db()
    assert second.state == PollState.VOID


# Influence


def test_the_ballots_that_alone_decided_are_named(bench, here):
    poll = bench.voted(here.item, claire="for", victor="for", ines="against", jules="against")
    assert tally.decisive_seats(poll) == {bench.seat_of(one).pk for one in (bench.claire, bench.victor)}
