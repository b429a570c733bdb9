"""How the committees join the dossier."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = "Comités"

    def ready(self) -> None:
        from committees import actions, foresight, guards, keys, powers, sight
        from committees.models import HandsPurpose
        from dossiers import joints
        from dossiers.lifecycle import Keeper

        joints.grant(keys.granted, sight.granted, side=sight.COMMITTEE, ahead=powers.read_all, openings=keys.openings)
        joints.deny(keys.denied, sight.denied)
        joints.keep(Keeper.MEMBER, keys.screening_of, keys.screeners)
        joints.keep(Keeper.SECRETARY, keys.opinions_of, keys.territorial_secretaries)
        joints.keep(Keeper.ENGAGEMENT_SECRETARY, keys.record_of, keys.engagement_secretaries)
        joints.keep(Keeper.ENGAGEMENT_MEMBER, keys.votes_of, keys.engagement_members)
        joints.keep(Keeper.CHAIR, keys.chair_of, keys.chairs)
        joints.guard("endorse", guards.guard_endorse)
        joints.guard("decline", guards.guard_decline)
        joints.guard("postpone", guards.guard_hands(HandsPurpose.POSTPONE))
        joints.guard("rework", guards.guard_hands(HandsPurpose.REWORK))
        joints.guard("withdraw", guards.guard_withdraw)
        for step in ("withdraw", "send_back"):
            joints.effect(step, actions.withdraw_items)
        for step in ("favour", "decline_territorial"):
            joints.guard(step, guards.guard_opinion)
            joints.effect(step, actions.settle_items)
        joints.effect("submit", actions.settle_leads)
        _look_for_ties()
        _ask_experts()
        joints.foresee(foresight.meetings)
        joints.sort("meeting", hold=actions.hold_meeting, people=keys.conveners)
        _show_panels()


def _show_panels() -> None:
    from committees import (
        answers_panel,
        beside,
        calls_panel,
        expert_panel,
        helps_panel,
        inbox_panel,
        letters_panel,
        panel,
    )
    from dossiers import joints
    from okote_flow import panels

    joints.tells(beside.facts)
    panels.register("dossier", "committees/_panel.html", panel.context, place=40, tab="comites")
    panels.register("dossier", "committees/_helps_panel.html", helps_panel.context, place=50, tab="comites")
    panels.register("inbox", "committees/_calls_panel.html", calls_panel.context, place=7)
    panels.register("inbox", "committees/_answers_panel.html", answers_panel.context, place=5)
    panels.register("inbox", "committees/_expert_panel.html", expert_panel.context, place=5)
    panels.register("inbox", "committees/_inbox_panel.html", inbox_panel.context, place=10)
    panels.register("inbox", "committees/_lettres_panel.html", letters_panel.context, place=15)
    _leave_as_files()


def _leave_as_files() -> None:
    from committees import access, tables
    from okote_flow.tables import registry, rights

    for table in tables.TABLES:
        registry.register(table)
    registry.keep_views(tables.LIST)
    rights.narrows(access.mandate_ran_out)


def _ask_experts() -> None:
    """Their clocks, and the end of what is asked of them: the dossier leaves the committee that asked."""
    from committees import actions, expertise
    from dossiers import joints
    from dossiers.lifecycle import STEPS

    joints.sort("expertise", hold=actions.hold_expertise, people=expertise.people_due)
    for step in STEPS.values():
        if set(step.sources) & set(expertise.STAGES) and not set(step.targets) <= set(step.sources):
            joints.effect(step.name, actions.lapse_expertises)


def _look_for_ties() -> None:
    from committees.actions import look_for_ties
    from dossiers import stages
    from dossiers.lifecycle import State

    for state in (State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW):
        stages.on_enter(state, look_for_ties)
