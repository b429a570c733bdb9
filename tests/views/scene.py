"""One dossier of which everything exists, so that every address has something to be about."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from committees.models import AgendaItem, Mandate, Poll
from dossiers import actions
from dossiers.models import Ask, Attachment, Condition, DossierProcess
from dossiers.models.content import AttachmentKind
from dossiers.models.exchange import Gate
from funding.models import BankDetails, Campaign, Envelope, Gift, PayoutOrder, Pledge, Settlement
from notifications import optout
from notifications.families import Family, Standing
from notifications.models import Delivery, Notification
from okote_flow import clock
from okote_flow.accounts.actions import invite
from okote_flow.agenda.access import token_of
from okote_flow.agenda.actions import renew
from okote_flow.directory.models import Absence, Office
from okote_flow.journal.models import Event

Arguments = dict[str, Any]


class Scene:
    """Alice's dossier in Nord Alsace, paid, its report accepted; beside it a draft of hers with everything in it."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.dossier = house.ready("close")
        self.draft = house.draft()
        pdf = SimpleUploadedFile("statuts.pdf", b"%PDF-1.4 fictif")
        self.piece: Attachment = actions.attach(self.draft, kind=AttachmentKind.STATUTES, file=pdf, by=house.alice)
        self.condition = Condition.objects.create(dossier=self.dossier, text="Fournir le bail.", blocks=Gate.PAYOUT)
        self.ask = Ask.objects.create(dossier=self.dossier, step="renounce", asked_by=house.alice, reason="Non.")
        enclosed = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 fictif")
        self.message = actions.write_message(
            self.dossier, text="Voici le plan.", key="plan", files=[enclosed], by=house.alice
        )
        self.item = AgendaItem.objects.get(dossier=self.dossier)
        self.campaign = Campaign.objects.get(dossier=self.dossier)
        self.cea = Envelope.objects.get(partner=house.cea, year=2022)
        self.token = invite(email=house.zoe.email, office=Office.AUDITOR, by=house.adam)
        self.absence = Absence.objects.create(
            person=house.odile,
            stand_in=house.omar,
            starts_on=clock.today() + timedelta(90),
            ends_on=clock.today() + timedelta(95),
        )
        self.told = Notification.objects.create(
            event=Event.objects.earliest("pk"), recipient=house.alice, subject="x", text="x", because="x", url="/",
            family=Family.ACCOUNT, standing=Standing.PERSONAL,
            created_at=clock.now(),
        )  # fmt: skip
        self.mailed = Delivery.objects.create(notification=self.told, cadence="at_once", leaves_at=clock.real_now())

    def arguments(self, name: str, needs: frozenset[str]) -> Arguments:
        """What an address needs, from the scene."""
        if not needs:
            return {}
        special = SPECIAL.get(name)
        return special(self) if special else {"pk": self.dossier.pk}


def one(model: Any, path: str = "dossier") -> Callable[[Scene], Arguments]:
    """The row of that model which belongs to the dossier."""
    return lambda scene: {"pk": model.objects.filter(**{path: scene.dossier}).first().pk}


def of_draft(scene: Scene) -> Arguments:
    return {"pk": scene.draft.pk}


def committee(scene: Scene) -> Arguments:
    return {"code": "engagement"}


def meeting(scene: Scene) -> Arguments:
    return {"pk": scene.item.meeting_id}


def item(scene: Scene) -> Arguments:
    return {"pk": scene.item.pk}


def envelope(scene: Scene) -> Arguments:
    return {"pk": scene.cea.pk}


def account(scene: Scene) -> Arguments:
    return {"pk": scene.house.zoe.pk}


def told(scene: Scene) -> Arguments:
    return {"pk": scene.told.pk}


def mailed(scene: Scene) -> Arguments:
    return {"pk": scene.mailed.pk}


def way_out(scene: Scene) -> Arguments:
    return {"token": optout.address(scene.house.alice, ["progress"]).split("/")[-2]}


poll = one(Poll, "item__dossier")
task = one(DossierProcess)
bank_details, order, settlement = one(BankDetails), one(PayoutOrder), one(Settlement, "campaign__dossier")
pledge, gift = one(Pledge, "campaign__dossier"), one(Gift, "campaign__dossier")

SPECIAL: dict[str, Callable[[Scene], Arguments]] = {
    "account_confirm_email": lambda scene: {"key": "inconnue"},
    "account_reset_password_from_key": lambda scene: {"key": "x", "uidb36": "1"},
    "accounts:organization": lambda scene: {"pk": scene.dossier.organization_id},
    "accounts:remove_member": lambda scene: {"pk": scene.dossier.organization_id, "person_pk": scene.house.bruno.pk},
    "accounts:revoke": lambda scene: {"pk": scene.dossier.organization_id, "invitation_pk": 1},
    "accounts:account": account,
    "accounts:end": account,
    "accounts:invitation": lambda scene: {"token": scene.token},
    "absences:end": lambda scene: {"pk": scene.absence.pk},
    "agenda:feed": lambda scene: {"token": token_of(renew(by=scene.house.odile))},
    "help:guide": lambda scene: {"slug": "porter-un-projet"},
    "dossiers:claim": task,
    "dossiers:release": task,
    **dict.fromkeys((f"dossiers:{name}" for name in (
        "structure", "project", "criteria", "budget", "attachments", "commitment", "submit", "preview",
        "add_campaign_line", "put_back_budget_line",
    )), of_draft),
    "dossiers:criterion": lambda scene: of_draft(scene) | {"number": 1},
    "dossiers:edit_budget_line": lambda scene: of_draft(scene) | {"line_pk": 1},
    "dossiers:remove_budget_line": lambda scene: of_draft(scene) | {"line_pk": 1},
    "dossiers:remove_attachment": lambda scene: of_draft(scene) | {"piece_pk": scene.piece.pk},
    "dossiers:remove_question": lambda scene: {"pk": scene.dossier.pk, "question_pk": 1},
    "dossiers:lift_condition": lambda scene: {"pk": scene.dossier.pk, "condition_pk": scene.condition.pk},
    "dossiers:take_back_ask": lambda scene: {"pk": scene.dossier.pk, "ask_pk": scene.ask.pk},
    "dossiers:retract_message": lambda scene: {"pk": scene.dossier.pk, "message_pk": scene.message.pk},
    "dossiers:enclosure": lambda scene: {"uuid": scene.message.enclosures.first().code},  # type: ignore[union-attr]
    "dossiers:download": lambda scene: {"pk": scene.piece.pk},
    **dict.fromkeys((f"committees:{name}" for name in ("committee", "install", "plan_meeting")), committee),
    "committees:end_mandate": lambda scene: committee(scene) | {"pk": Mandate.objects.first().pk},  # type: ignore[union-attr]
    **dict.fromkeys((f"committees:{name}" for name in (
        "meeting", "convene", "call_again", "cancel_meeting", "open_meeting", "close_meeting", "add_item",
        "record_presence",
    )), meeting),
    **dict.fromkeys((f"committees:{name}" for name in (
        "item", "remove_item", "call_item", "leave_item", "open_poll", "postpone_item", "rework_item",
    )), item),
    **dict.fromkeys((f"committees:{name}" for name in ("cast_ballot", "close_poll", "void_poll", "proclaim")), poll),
    "funding:campaign": lambda scene: {"pk": scene.campaign.pk},
    "funding:envelope": envelope,
    **dict.fromkeys((f"funding:{name}" for name in ("vote_envelope", "cover_envelope", "record_advance")), envelope),
    **dict.fromkeys((f"funding:{name}" for name in ("remove_pledge", "record_cash")), pledge),
    "funding:refund_gift": gift,
    "funding:approve_settlement": settlement,
    **dict.fromkeys((f"funding:{name}" for name in ("verify_bank_details", "refuse_bank_details")), bank_details),
    **dict.fromkeys((f"funding:{name}" for name in ("approve_payout", "void_payout", "confirm_payout")), order),
    "presence": lambda scene: {"kind": "dossier", "pk": scene.dossier.pk},
    "notifications:follow": told,
    "notifications:read": told,
    **dict.fromkeys((f"mails:{name}" for name in ("letter", "resend", "trust")), mailed),
    "mails:optout": way_out,
    **dict.fromkeys(("mails:outbox-mail", "mails:outbox-html"), lambda scene: {"name": "inconnu"}),
    "steering:behind": lambda scene: {"which": "accompagnes", "year": 2022},
}  # fmt: skip
"""The addresses that are not about the dossier itself."""
