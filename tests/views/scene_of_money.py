"""The money of a scene: what the bank said of its dossier, and the arguments of the addresses about money."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from dossiers.models import Dossier
from funding import actions as money
from funding.models import (
    Account,
    BankDetails,
    BatchLine,
    CallForFunds,
    Checkout,
    Entry,
    FirstSupporter,
    Gift,
    News,
    PayoutBatch,
    PayoutOrder,
    Picture,
    Pledge,
    PublicQuestion,
    Reconciliation,
    Refund,
    Settlement,
    StatementLine,
    TaxMandate,
    TaxReceipt,
)
from okote_flow import clock
from tests import camt

Arguments = dict[str, Any]
Scene = Any


def bank_of(house: Any, dossier: Dossier) -> None:
    """Three movements: one is nothing yet, one is the payment of the dossier, one says that it came back."""
    order = PayoutOrder.objects.get(dossier=dossier)
    gone, back = camt.Movement(-order.cents, "X-1", "C"), camt.Movement(order.cents, "X-1", "B")
    first = camt.statement(camt.Movement(1_00, reference="A"), back)
    money.import_statement(file=ContentFile(first, name="releve.xml"), by=house.tess)
    batch = PayoutBatch.objects.create(
        key="OKOTE-VIR-2022-0098", due_on=clock.today(), count=1, control_cents=order.cents, composed_by=house.tess,
        state="executed", ended_at=clock.now(), bank_reference="R",
    )  # fmt: skip
    BatchLine.objects.create(
        batch=batch, order=order, end_to_end="X-1", name="Bocaux", cents=order.cents, state="paid"
    )
    asked = Pledge.objects.get(campaign__dossier=dossier, partner__kind="authority")
    CallForFunds.objects.create(
        pledge=asked, year=2022, number=1, cents=1, due_on=clock.today(), issued_by=house.tess, file=b"%PDF-1.4 fictif"
    )
    second = camt.statement(gone, opening=1_00 + order.cents, reference="R-2")
    money.import_statement(file=ContentFile(second, name="releve.xml"), by=house.tess)


def of_line(cents: int = 0) -> Callable[[Scene], Arguments]:
    """Of a scene that has a statement: the movement that came back, or the one of so many cents."""

    def find(scene: Scene) -> Arguments:
        line = StatementLine.objects.filter(**({"cents": cents} if cents else {"key": "B-0"})).first()
        if line is None:
            raise AttributeError("no such movement")
        return {"pk": line.pk}

    return find


def of_reconciliation(scene: Scene) -> Arguments:
    found = Reconciliation.objects.first()
    if found is None:
        raise AttributeError("nothing is reconciled")
    return {"pk": found.pk}


def one(model: Any, path: str = "dossier") -> Callable[[Scene], Arguments]:
    """The row of that model which belongs to the dossier."""
    return lambda scene: {"pk": model.objects.filter(**{path: scene.dossier}).first().pk}


def envelope(scene: Scene) -> Arguments:
    return {"pk": scene.cea.pk}


bank_details, order, settlement = one(BankDetails), one(PayoutOrder), one(Settlement, "campaign__dossier")
pledge, gift = one(Pledge, "campaign__dossier"), one(Gift, "campaign__dossier")
receipt = one(TaxReceipt, "gift__campaign__dossier")


def given(scene: Scene) -> Arguments:
    """The token of a gift that was confirmed; of one that was announced where there is none."""
    confirmed = Checkout.objects.filter(campaign=scene.campaign, gift__isnull=False).first()
    return {"token": (confirmed or scene.checkout).token}


MONEY: dict[str, Callable[[Scene], Arguments]] = {
    **dict.fromkeys(
        (f"funding:{name}" for name in (
            "campaign", "campaign_de", "embedded", "card", "news", "news_feed", "ask",
        )),
        lambda scene: {"pk": scene.campaign.pk},
    ),
    **dict.fromkeys((f"funding:{name}" for name in ("picture", "describe_picture", "remove_picture")), one(
        Picture, "dossier"
    )),
    "funding:remove_supporter": one(FirstSupporter),
    **dict.fromkeys((f"funding:{name}" for name in ("correct_news", "withdraw_news")), one(
        News, "campaign__dossier"
    )),
    **dict.fromkeys((f"funding:{name}" for name in (
        "answer_publicly", "publish_question", "refuse_question", "erase_question",
    )), one(PublicQuestion, "campaign__dossier")),
    "funding:give": lambda scene: {"pk": scene.campaign.pk},
    **dict.fromkeys((f"funding:{name}" for name in ("given", "own_account", "simulated_checkout")), lambda scene: {
        "token": scene.checkout.token
    }),
    "funding:take_event": lambda scene: {"provider": "webhook"},
    "funding:confirm_transfer": lambda scene: {"pk": scene.checkout.pk},
    **dict.fromkeys((f"funding:{name}" for name in ("event", "replay_event", "dismiss_event")), lambda scene: {
        "pk": scene.provider_event.pk
    }),
    **dict.fromkeys((f"funding:{name}" for name in ("assign_receipt", "return_receipt")), lambda scene: {
        "pk": scene.receipt.pk
    }),
    **dict.fromkeys((f"funding:{name}" for name in ("recover_claim", "lose_claim")), lambda scene: {
        "pk": scene.claim.pk
    }),
    "funding:envelope": envelope,
    **dict.fromkeys((f"funding:{name}" for name in ("vote_envelope", "cover_envelope", "record_advance")), envelope),
    **dict.fromkeys((f"funding:{name}" for name in ("lapse_envelope", "carry_over_envelope")), envelope),
    **dict.fromkeys((f"funding:{name}" for name in (
        "agreement", "amend_agreement", "file_agreement",
    )), lambda scene: {"pk": scene.cea.agreement_id}),
    "funding:agreement_file": lambda scene: {"pk": scene.signed.pk},
    **dict.fromkeys((f"funding:{name}" for name in (
        "consumption", "consumption_csv",
    )), lambda scene: {"pk": scene.house.cea.pk}),
    "funding:use": lambda scene: {"pk": scene.house.cea.pk},
    **dict.fromkeys((f"funding:{name}" for name in ("use_csv", "use_pdf")), lambda scene: {
        "pk": scene.house.cea.pk, "year": 2022
    }),
    **dict.fromkeys((f"funding:{name}" for name in ("record_repayment", "waive_repayment")), lambda scene: {
        "pk": scene.repayment.pk
    }),
    "funding:return_share": lambda scene: {"pk": scene.repayment.shares.first().pk},
    **dict.fromkeys((f"funding:{name}" for name in ("fec", "fec_file")), lambda scene: {"year": 2022}),
    **dict.fromkeys((f"funding:{name}" for name in (
        "entry", "reverse_entry",
    )), lambda scene: {"pk": Entry.objects.filter(kind="cash").first().pk}),  # type: ignore[union-attr]
    **dict.fromkeys((f"funding:{name}" for name in (
        "open_data_preview", "publish_open_data",
    )), lambda scene: {"pk": 2022}),
    "funding:open_data_file": lambda scene: {"year": 2022},
    "funding:identify_partner": lambda scene: {"pk": scene.house.cea.pk},
    **dict.fromkeys((f"funding:{name}" for name in (
        "contribution", "call_contribution", "receive_contribution",
    )), lambda scene: {"pk": scene.called.contribution_id}),
    "funding:reverse_contribution": lambda scene: {"pk": scene.called.pk},
    "funding:account": lambda scene: {"pk": Account.objects.filter(code="bank").first().pk},  # type: ignore[union-attr]
    "funding:reopen_period": lambda scene: {"pk": scene.period.pk},
    "funding:follow_gift": gift,
    **dict.fromkeys((f"funding:{name}" for name in (
        "remove_pledge", "change_cap", "record_cash", "call_for_funds",
    )), pledge),
    **dict.fromkeys((f"funding:{name}" for name in (
        "enter_tax_recipient", "issue_tax_receipt",
    )), gift),
    **dict.fromkeys((f"funding:{name}" for name in (
        "tax_receipt_pdf", "cancel_tax_receipt",
    )), receipt),
    **dict.fromkeys((f"funding:{name}" for name in (
        "revoke_tax_mandate", "tax_mandate_file",
    )), one(TaxMandate)),
    **dict.fromkeys((f"funding:{name}" for name in (
        "tax_year", "tax_year_csv",
    )), lambda scene: {"pk": scene.dossier.organization_id, "year": 2022}),
    **dict.fromkeys((f"funding:{name}" for name in (
        "given_receipt", "withdraw_receipt",
    )), given),
    "funding:given_receipt_pdf": lambda scene: given(scene) | receipt(scene),
    "funding:call_pdf": one(CallForFunds, "pledge__campaign__dossier"),
    "funding:refund_gift": gift,
    **dict.fromkeys((f"funding:{name}" for name in (
        "give_refund_account", "confirm_refund", "return_refund",
    )), one(Refund, "gift__campaign__dossier")),
    **dict.fromkeys(("funding:approve_settlement", "funding:settlement_pdf"), settlement),
    **dict.fromkeys((f"funding:{name}" for name in ("verify_bank_details", "refuse_bank_details")), bank_details),
    **dict.fromkeys((f"funding:{name}" for name in (
        "approve_payout", "void_payout", "confirm_payout", "return_payout", "notice_pdf",
    )), order),
    **dict.fromkeys((f"funding:{name}" for name in (
        "batch", "batch_file", "approve_batch", "send_batch", "confirm_batch", "reject_batch", "void_batch",
    )), lambda scene: {"pk": scene.batch.pk}),
    "funding:statement": lambda scene: {"pk": StatementLine.objects.first().statement_id},  # type: ignore[union-attr]
    "funding:cash_line": of_line(1_00),
    "funding:reconcile_line": of_line(),
    "funding:undo_reconciliation": of_reconciliation,
}  # fmt: skip
