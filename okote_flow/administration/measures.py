"""What a change of rules would have done to all that is past or pending: every rule has a measure, or says why not."""

from collections.abc import Callable, Mapping

from dossiers.programme import say
from okote_flow.administration import measures_of_campaigns as campaigns
from okote_flow.administration import measures_of_committees as committees
from okote_flow.administration import measures_of_deadlines as deadlines
from okote_flow.administration import measures_of_dossiers as dossiers
from okote_flow.administration.rules.impact import Finding, Group, lead
from okote_flow.administration.rules.values import Value, with_changes
from okote_flow.administration.tried import Tried, titles
from okote_flow.parameters import Parameters, catalogue

GROUP_OF: dict[str, Group] = {
    **dict.fromkeys(
        (
            "threshold_bps", "matching_mode", "ratio_num", "ratio_den", "gift_min_cents", "campaign_days",
            "campaign_max_days", "extension_days", "grace_days",
        ),
        Group.CAMPAIGNS,
    ),
    "fee_bps": Group.FEES,
    "advance_bps": Group.ADVANCE,
    **dict.fromkeys(("quorum_num", "quorum_den", "casting_vote"), Group.VOTES),
    **dict.fromkeys(("notice_days", "urgent_notice_days"), Group.NOTICE),
    **dict.fromkeys(("sheets_num", "sheets_den"), Group.SHEETS),
    **dict.fromkeys(deadlines.RULES, Group.DEADLINES),
    **dict.fromkeys(("goal_low_cents", "goal_high_cents"), Group.GOALS),
    "postponements": Group.POSTPONEMENTS,
    **dict.fromkeys(("report_tolerance_bps", "report_tolerance_cents"), Group.REPORTS),
}  # fmt: skip

OF_DRAFTS = "un brouillon n’appartient qu’à son porteur\u00a0: personne d’autre n’en lit l’âge ni le nombre."
OF_REMINDERS = "un rappel change le jour d’un courriel\u00a0: personne ne sait ce qu’un autre jour aurait changé."
UNREADABLE: dict[str, str] = {
    "goal_cents": "l’objectif proposé n’oblige personne\u00a0: chaque porteur a choisi le sien.",
    "draft_idle_months": OF_DRAFTS,
    "draft_notice_days": OF_DRAFTS,
    "campaign_min_days": "ce qu’une campagne plus longue aurait reçu ne se lit pas sur le passé.",
    "second_call_days": "le jour d’une seconde séance se choisit\u00a0: personne ne sait ce qu’un autre aurait donné.",
    "unspent_kept": "ce que chaque projet aurait demandé à garder ne se lit pas sur le passé.",
    "remind_days": OF_REMINDERS,
    "report_remind_days": OF_REMINDERS,
    "report_late_days": OF_REMINDERS,
    "report_later_days": OF_REMINDERS,
    "silence_alert_days": OF_REMINDERS,
    "report_again_days": "un bilan renvoyé a son délai écrit\u00a0: on ne sait rien d’un autre.",
    "engagement_days": "cette durée ne fait que juger les délais du tableau de bord, sans effet sur un dossier.",
    "public_least": "les chiffres publics se calculent le jour où on les lit.",
    "resume_days": "il ne joue qu’à la reprise d’une échéance suspendue\u00a0: on ne sait rien d’un autre.",
}  # fmt: skip
"""Rules of which the past says nothing, and why."""
assert GROUP_OF.keys().isdisjoint(UNREADABLE) and GROUP_OF.keys() | UNREADABLE.keys() == catalogue().keys()

MEASURES: dict[Group, Callable[[Tried], Finding]] = {
    Group.CAMPAIGNS: campaigns.outcomes,
    Group.FEES: campaigns.fees,
    Group.ADVANCE: campaigns.advances,
    Group.VOTES: committees.votes,
    Group.NOTICE: committees.notices,
    Group.SHEETS: committees.sheets,
    Group.DEADLINES: deadlines.kept,
    Group.GOALS: dossiers.goals,
    Group.POSTPONEMENTS: dossiers.postponements,
    Group.REPORTS: dossiers.reports,
}
assert MEASURES.keys() == set(Group)


def measure(now: Parameters, changes: Mapping[str, Value]) -> list[Finding]:
    """One finding for each group of rules that change; over everything, so that each reader's part can be taken."""
    groups = dict.fromkeys(GROUP_OF[name] for name in changes if name in GROUP_OF)
    named = titles()
    found = []
    for group in groups:
        own = {name: value for name, value in changes.items() if GROUP_OF.get(name) is group}
        said = lead(say(value, catalogue()[name]["unit"]) for name, value in own.items())
        found.append(MEASURES[group](Tried(said, now, with_changes(now, own), frozenset(own), named)))
    return found


def unreadable(changes: Mapping[str, Value]) -> list[tuple[str, str]]:
    """(rule, why): those of the changed rules of which the past says nothing."""
    return [(catalogue()[name]["label"], UNREADABLE[name]) for name in changes if name in UNREADABLE]
