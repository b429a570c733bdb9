"""One dossier of which everything exists, so that every address has something to be about."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from committees import actions as committees
from committees.models import (
    AgendaItem,
    CallOutcome,
    Committee,
    Conflict,
    Convocation,
    DecisionLetter,
    Expertise,
    FreeItem,
    Help,
    HelpKind,
    InterestNature,
    Lead,
    LeadCall,
    Mandate,
    Poll,
    Seat,
)
from dossiers import actions
from dossiers.models import Ask, Attachment, Condition, Dossier, DossierProcess
from dossiers.models.content import AttachmentKind
from dossiers.models.exchange import Gate
from funding import actions as money
from funding.models import (
    Campaign,
    Checkout,
    Claim,
    Contribution,
    Envelope,
    PayoutBatch,
    ProviderEvent,
    Refund,
    RefundSent,
    Repayment,
)
from notifications import optout
from notifications.families import Family, Standing
from notifications.models import Delivery, Notification
from okote_flow import clock
from okote_flow.accounts.actions import invite
from okote_flow.agenda.access import token_of
from okote_flow.agenda.actions import renew
from okote_flow.directory.models import Absence, Office
from okote_flow.journal.models import Event
from tests.views.page_moments import furnish
from tests.views.receipt_moments import receipts_of
from tests.views.scene_of_administration import ADMINISTRATION, tried, worded
from tests.views.scene_of_foresight import FORESIGHT
from tests.views.scene_of_money import MONEY, Arguments, bank_of, one
from tests.views.scene_of_records import RECORDS, archives_of
from tests.views.scene_of_references import REFERENCES, keep
from tests.views.scene_of_reports import REPORTS, reports_of
from tests.views.scene_of_steering import STEERING
from tests.views.scene_of_tables import TABLES

NORD = "territorial-nord-alsace"


class Scene:
    """Alice's dossier in Nord Alsace, paid, its report accepted; beside it a draft of hers with everything in it."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.dossier = house.ready("close")
        self.draft = house.draft()
        pdf = SimpleUploadedFile("statuts.pdf", b"%PDF-1.4 fictif")
        self.piece: Attachment = actions.attach(self.draft, kind=AttachmentKind.STATUTES, file=pdf, by=house.alice)
        self.condition = Condition.objects.create(dossier=self.dossier, text="Fournir le bail.", blocks=Gate.PAYOUT)
        bank_of(house, self.dossier)
        archives_of(house, self.dossier)
        self.batch: PayoutBatch | None = PayoutBatch.objects.create(
            key="OKOTE-VIR-2022-0099", due_on=clock.today(), count=1, control_cents=1, composed_by=house.tess
        )
        self.ask = Ask.objects.create(dossier=self.dossier, step="renounce", asked_by=house.alice, reason="Non.")
        enclosed = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 fictif")
        self.message = actions.write_message(
            self.dossier, text="Voici le plan.", key="plan", files=[enclosed], by=house.alice
        )
        self.item = AgendaItem.objects.get(dossier=self.dossier)
        self.letter = letter_sent(house, self.dossier)
        self.tie = self._tie(house)
        self.expertise = Expertise.objects.create(
            dossier=self.dossier, committee=self.item.meeting.committee, round=1, stage="engagement_review",
            user=house.zoe, question="Est-ce solide\u00a0?", due_on=clock.today(), asked_by=house.esther,
            state="lapsed", ended_at=clock.now(),
        )  # fmt: skip
        self.free_item = FreeItem.objects.create(meeting=self.item.meeting, position=2, title="Questions diverses")
        self.lead, self.call = noticed(house)
        self.help = Help.objects.create(
            dossier=self.dossier, offered_by=house.tania, kind=HelpKind.RELAY, words="Dans le bulletin communal."
        )
        self.shown = self.piece
        self.campaign = Campaign.objects.get(dossier=self.dossier)
        receipts_of(house, self.dossier)
        self._payments()
        keep(house, self.dossier)
        furnish(house, self.campaign)
        reports_of(house)
        self.cea = Envelope.objects.get(partner=house.cea, year=2022)
        paper = SimpleUploadedFile("convention.pdf", b"%PDF-1.4 fictif")
        assert self.cea.agreement is not None
        self.signed = money.file_agreement(self.cea.agreement, file=paper, by=house.didier)
        money.identify_partner(house.cea, siret="00000001800010", by=house.didier)
        money.publish_open_data(year=2022, by=house.didier)
        planned = Contribution.objects.get(partner=house.cea, year=2022)
        self.called = money.call_contribution(planned, cents=96_000_00, key="DÉMO-appel", by=house.tess)
        self.period = money.lock_period(month="2021-12", by=house.didier)
        worded(house)
        tried(house)
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

    def _payments(self) -> None:
        """A gift that was announced, a message put aside, money apart, and a claim on a gift."""
        given = self.campaign.gifts.first()
        assert given is not None
        self.checkout = Checkout.objects.create(
            token="announced", provider="simulated", campaign=self.campaign, cents=50_00
        )
        self.provider_event = ProviderEvent.objects.create(
            provider="simulated", sha256="0" * 64, raw=b"{}", trust="local", state="held", error="Illisible.",
            processed_at=clock.now(),
        )  # fmt: skip
        self.receipt = money.record_unidentified(cents=5_00, key="apart", reason="Inconnu.", by=self.house.tess)
        refund = Refund.objects.create(gift=given, cents=1, key="contested")
        RefundSent.objects.create(refund=refund, sent_on=clock.today(), reference="contested")
        self.claim = Claim.objects.create(
            refund=refund,
            campaign=self.campaign,
            cents=1,
            state="recovered",
            reference="VIR",
            decided_by=self.house.tess,
        )
        self.repayment = Repayment.objects.create(
            campaign=self.campaign, cents=1, due_on=clock.today(), state="waived", decision="DÉMO"
        )
        self.repayment.shares.create(pledge=self.campaign.pledges.earliest("rank"), cents=1)

    def _tie(self, house: Any) -> Conflict:
        """Nadia has declared that she belonged to the structure."""
        declared = committees.declare_interest(
            organization="Bocaux & Compagnie", nature=InterestNature.MEMBER, by=house.nadia
        )
        committees.end_interest(declared, ends_on=date(2015, 1, 1), by=house.nadia)  # it touches no other dossier
        return Conflict.objects.get(interest=declared)

    def arguments(self, name: str, needs: frozenset[str]) -> Arguments:
        """What an address needs, from the scene."""
        if not needs:
            return {}
        special = SPECIAL.get(name)
        return special(self) if special else {"pk": self.dossier.pk}


def letter_sent(house: Any, dossier: Dossier) -> DecisionLetter:
    """The letter of its decision, signed and sent."""
    letter = DecisionLetter.objects.get(proclamation__item__dossier=dossier)
    committees.sign_letter(letter, by=house.claire)
    return committees.send_letter(letter, by=house.esther)


def noticed(house: Any) -> tuple[Lead, LeadCall]:
    """A project that the committee of Nord Alsace has noticed, and called once."""
    room = Committee.objects.get(code=NORD)
    lead = committees.note_lead(
        room, name="Le Fournil partagé", city="Wissembourg", contact_name="Ludivine Ofen",
        contact_email="fournil@okote.test", keep_reason="Elle veut être rappelée.",
        keep_until=clock.today() + timedelta(90), caller=house.tania, by=house.serge,
    )  # fmt: skip
    call = committees.note_call(lead, outcome=CallOutcome.NO_ANSWER, called_on=clock.today(), by=house.tania)
    return lead, call


def of_draft(scene: Scene) -> Arguments:
    return {"pk": scene.draft.pk}


def committee(scene: Scene) -> Arguments:
    return {"code": "engagement"}


def seat(scene: Scene) -> Arguments:
    return committee(scene) | {"pk": Seat.objects.get(mandates__user=scene.house.marc).pk}


def meeting(scene: Scene) -> Arguments:
    return {"pk": scene.item.meeting_id}


def item(scene: Scene) -> Arguments:
    return {"pk": scene.item.pk}


def convocation(scene: Scene) -> Arguments:
    found = Convocation.objects.filter(meeting=scene.item.meeting_id, user=scene.house.marc)
    return {"pk": found.first().pk}  # type: ignore[union-attr]


def free_item(scene: Scene) -> Arguments:
    return {"pk": scene.free_item.pk}


def account(scene: Scene) -> Arguments:
    return {"pk": scene.house.zoe.pk}


def told(scene: Scene) -> Arguments:
    return {"pk": scene.told.pk}


def mailed(scene: Scene) -> Arguments:
    return {"pk": scene.mailed.pk}


def way_out(scene: Scene) -> Arguments:
    return {"token": optout.address(scene.house.alice, ["progress"]).split("/")[-2]}


def tie(scene: Scene) -> Arguments:
    return {"pk": scene.tie.pk}


def expertise(scene: Scene) -> Arguments:
    return {"pk": scene.expertise.pk}


poll = one(Poll, "item__dossier")
task = one(DossierProcess)
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
    **dict.fromkeys((f"dossiers:{name}_condition" for name in (
        "submit", "lift", "send_back", "waive", "fail", "reopen",
    )), lambda scene: {"pk": scene.dossier.pk, "condition_pk": scene.condition.pk}),
    "dossiers:take_back_ask": lambda scene: {"pk": scene.dossier.pk, "ask_pk": scene.ask.pk},
    "dossiers:retract_message": lambda scene: {"pk": scene.dossier.pk, "message_pk": scene.message.pk},
    "dossiers:enclosure": lambda scene: {"uuid": scene.message.enclosures.first().code},  # type: ignore[union-attr]
    "dossiers:download": lambda scene: {"pk": scene.piece.pk},
    **dict.fromkeys((f"committees:{name}" for name in (
        "committee", "install", "plan_meeting", "recusals", "export_recusals", "rules", "adopt_rules", "simulator",
        "letter_templates",
        "add_seat",
    )), committee),
    **dict.fromkeys((f"committees:{name}" for name in (
        "seat", "edit_seat", "name_holder", "name_substitute", "close_seat", "reopen_seat",
    )), seat),
    "committees:end_mandate": lambda scene: committee(scene) | {"pk": Mandate.objects.first().pk},  # type: ignore[union-attr]
    **dict.fromkeys((f"committees:{name}" for name in (
        "meeting", "convene", "call_again", "cancel_meeting", "open_meeting", "close_meeting", "add_item",
        "record_presence", "hand_over", "answer_convocation", "convocations", "minutes", "draft_minutes",
        "write_minutes",
        "review_minutes", "reopen_minutes", "approve_minutes", "sign_minutes", "sealed_minutes", "room", "projection",
        "suspend_meeting", "resume_meeting", "carry_over", "add_free_item", "order_agenda", "move_point",
        "edit_meeting", "divergences", "agenda_paper", "agenda_pdf", "attendance", "attendance_pdf",
        "edit_meeting", "agenda_paper", "agenda_pdf", "attendance", "attendance_pdf", "room_kit_pdf",
    )), meeting),
    **dict.fromkeys((f"committees:{name}" for name in (
        "letter", "letter_pdf", "sign_letter", "send_letter", "unsign_letter", "correct_letter",
    )), lambda scene: {"pk": scene.letter.pk}),
    "committees:draft_letter": lambda scene: {"pk": scene.letter.proclamation_id},
    "committees:letter_template": lambda scene: committee(scene) | {"verdict": "favourable"},
    "committees:rule_tie": tie,
    **dict.fromkeys((f"committees:{name}" for name in (
        "expertise", "take_back_expertise", "decline_expertise", "revoke_expertise", "expertise_file",
    )), expertise),
    "committees:expertise_piece": lambda scene: expertise(scene) | {"piece_pk": scene.shown.pk},
    "committees:end_interest": lambda scene: {"pk": scene.tie.interest_id},
    **dict.fromkeys((f"committees:{name}" for name in (
        "edit_free_item", "remove_free_item", "deal_with_free_item",
    )), free_item),
    **dict.fromkeys((f"committees:{name}" for name in (
        "lead", "edit_lead", "entrust_lead", "note_call", "merge_lead", "split_lead", "link_lead", "unlink_lead",
        "erase_lead",
    )), lambda scene: {"pk": scene.lead.pk}),
    "committees:note_lead": lambda scene: {"code": NORD},
    "committees:take_back_call": lambda scene: {"pk": scene.call.pk},
    "committees:lead_invitation": lambda scene: {"uuid": scene.lead.code},
    **dict.fromkeys((f"committees:{name}" for name in (
        "answer_help", "do_help", "withdraw_help", "thank_for_help",
    )), lambda scene: {"pk": scene.help.pk}),
    "steering:campaigns": lambda scene: {"code": NORD},
    "committees:convocation": convocation,
    "committees:revoke_proxy": lambda scene: {"pk": 1},
    **dict.fromkeys((f"committees:{name}" for name in (
        "item", "remove_item", "call_item", "leave_item", "open_poll", "postpone_item", "rework_item",
        "count_hands", "ask_vote", "extract", "ask_debate", "enter_paper_tally", "tally_sheet_pdf",
    )), item),
    **dict.fromkeys((f"committees:{name}" for name in (
        "cast_ballot", "close_poll", "extend_poll", "void_poll", "proclaim", "amend_poll", "reassign_voice",
        "acknowledge_withdrawal",
    )), poll),
    **MONEY,
    **ADMINISTRATION,
    **REFERENCES,
    **STEERING,
    **REPORTS,
    **TABLES,
    **RECORDS,
    **FORESIGHT,
    "presence": lambda scene: {"kind": "dossier", "pk": scene.dossier.pk},
    "notifications:follow": told,
    "notifications:read": told,
    **dict.fromkeys((f"mails:{name}" for name in ("letter", "resend", "trust")), mailed),
    "mails:optout": way_out,
    **dict.fromkeys(("mails:outbox-mail", "mails:outbox-html"), lambda scene: {"name": "inconnu"}),
}  # fmt: skip
"""The addresses that are not about the dossier itself."""
