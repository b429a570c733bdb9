"""Which rules hold for a committee: its own, or until it has adopted any, those of the programme."""

from datetime import date

from committees.models import AgendaItem, Committee, Meeting, RuleSet
from committees.regulations import Regulations
from committees.rules import TieRule, VotingRule
from dossiers.models import RulesVersion
from okote_flow import clock
from okote_flow.parameters import Parameters


def preset(parameters: Parameters) -> Regulations:
    """The rules of the programme, for a committee without its own."""
    return Regulations(
        notice_days=parameters.notice_days,
        urgent_notice_days=parameters.urgent_notice_days,
        second_call_days=parameters.second_call_days,
        quorum_num=parameters.quorum_num,
        quorum_den=parameters.quorum_den,
        tie_rule=TieRule.CASTING_VOTE if parameters.casting_vote else TieRule.REJECT,
    )


def of_programme(day: date) -> Regulations:
    """What the programme's rules of that day make of a committee without its own."""
    return preset(RulesVersion.in_force(day).parameters)


def in_force(committee: Committee, day: date | None = None) -> RuleSet | None:
    """The version that a committee has adopted for that day (today). None: it has none of its own."""
    return RuleSet.objects.filter(committee=committee).valid_on(day or clock.today()).first()


def holding(committee: Committee, day: date | None = None) -> Regulations:
    """The rules that hold for a committee on that day (today)."""
    own = in_force(committee, day)
    return own.regulations if own else of_programme(day or clock.today())


def of_meeting(meeting: Meeting) -> Regulations:
    """The rules under which a meeting is held: those in force when it was convened, for its day before that."""
    if meeting.ruleset is not None:
        return meeting.ruleset.regulations
    if meeting.convened_at is None:
        return holding(meeting.committee, meeting.day)
    return of_programme(meeting.convened_at.astimezone(clock.PARIS).date())


def voting_rule_of(meeting: Meeting) -> VotingRule:
    """The rule that binds the votes of a meeting; a second meeting on the same agenda needs no quorum."""
    rule = of_meeting(meeting).voting_rule
    return rule if meeting.second_call_of_id is None else rule.on_second_call()


def rule_of(item: AgendaItem) -> VotingRule:
    """The rule that binds a vote on this item."""
    return voting_rule_of(item.meeting)
