"""How the committees join the dossier."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = "Comités"

    def ready(self) -> None:
        from committees import actions, foresight, guards, inbox_panel, keys, panel, sight
        from committees.models import HandsPurpose
        from dossiers import joints
        from dossiers.lifecycle import Keeper
        from okote_flow import panels

        joints.grant(keys.granted, sight.granted, side=sight.COMMITTEE)
        joints.deny(keys.denied, sight.denied)
        joints.keep(Keeper.MEMBER, keys.screening_of, keys.screeners)
        joints.keep(Keeper.SECRETARY, keys.opinions_of, keys.territorial_secretaries)
        joints.keep(Keeper.ENGAGEMENT_SECRETARY, keys.record_of, keys.engagement_secretaries)
        joints.keep(Keeper.ENGAGEMENT_MEMBER, keys.votes_of, keys.engagement_members)
        joints.keep(Keeper.CHAIR, keys.chair_of, keys.chairs)
        joints.guard("favour", guards.guard_opinion)
        joints.guard("decline_territorial", guards.guard_opinion)
        joints.guard("endorse", guards.guard_endorse)
        joints.guard("decline", guards.guard_decline)
        joints.guard("postpone", guards.guard_hands(HandsPurpose.POSTPONE))
        joints.guard("rework", guards.guard_hands(HandsPurpose.REWORK))
        joints.guard("withdraw", guards.guard_withdraw)
        for step in ("withdraw", "send_back"):
            joints.effect(step, actions.withdraw_items)
        for step in ("favour", "decline_territorial"):
            joints.effect(step, actions.settle_items)
        joints.foresee(foresight.meetings)
        joints.sort("meeting", hold=actions.hold_meeting, people=keys.conveners)
        panels.register("dossier", "committees/_panel.html", panel.context, place=40, tab="comites")
        panels.register("inbox", "committees/_inbox_panel.html", inbox_panel.context, place=10)
