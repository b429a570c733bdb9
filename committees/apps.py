"""How the committees join the dossier."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = "Comités"

    def ready(self) -> None:
        from committees import access, actions, guards
        from dossiers import joints
        from dossiers.lifecycle import Keeper

        joints.grant(access.granted)
        joints.deny(access.denied)
        joints.keep(Keeper.MEMBER, access.screening_of, access.screeners)
        joints.keep(Keeper.SECRETARY, access.opinions_of, access.territorial_secretaries)
        joints.keep(Keeper.ENGAGEMENT_SECRETARY, access.record_of, access.engagement_secretaries)
        joints.keep(Keeper.ENGAGEMENT_MEMBER, access.votes_of, access.engagement_members)
        joints.keep(Keeper.CHAIR, access.chair_of, access.chairs)
        joints.guard("favour", guards.guard_opinion)
        joints.guard("decline_territorial", guards.guard_opinion)
        joints.guard("endorse", guards.guard_endorse)
        joints.guard("decline", guards.guard_decline)
        joints.guard("withdraw", guards.guard_withdraw)
        joints.effect("withdraw", actions.withdraw_items)
        joints.effect("send_back", actions.withdraw_items)
        joints.effect("favour", actions.settle_items)
        joints.effect("decline_territorial", actions.settle_items)
