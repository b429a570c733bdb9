"""The archives of a scene: a hold, a slip, a request; and the arguments of the addresses about them."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from dossiers.models import Attachment, Dossier
from okote_flow import clock
from okote_flow.records.models import Hold, PersonRequest, Slip, SlipItem

Arguments = dict[str, Any]
Scene = Any


def archives_of(house: Any, dossier: Dossier) -> None:
    """For a scene: everything that the archives can hold, whatever the day."""
    today = clock.today()
    Hold.objects.create(dossier=dossier, reason="Litige.", placed_by=house.archie)
    slip = Slip.objects.create(
        number="BE-2022-001", state="cleared", service="Okoté", proposed_by=house.archie, visa_number="17",
        visa_on=today, visa_signatory="La directrice", visa_by=house.archie, visa_sha256="0" * 64,
        visa_name="visa.pdf", visa_type="application/pdf",
    )  # fmt: skip
    slip.visa_file.save("visa.pdf", ContentFile(b"%PDF-1.4 visa"))
    SlipItem.objects.create(
        slip=slip, dossier=dossier, number=dossier.number or "", title=dossier.title, rule="Dossier soutenu",
        fate="sample", first_on=today, last_on=today, due_on=today, pieces=1, size=1,
    )  # fmt: skip
    PersonRequest.objects.create(
        wish="access", person=house.zoe, email=house.zoe.email, received_on=today, due_on=today, entered_by=house.zoe
    )
    if not dossier.attachments.exists():
        Attachment.objects.create(
            dossier=dossier, kind="accounts", name="comptes.pdf", file=ContentFile(b"%PDF-1.4 x", "comptes.pdf"),
            size=10, sha256="a" * 64, version=1, uploaded_by=house.alice, media_type="application/pdf",
        )  # fmt: skip


def first(model: Any) -> Callable[[Scene], Arguments]:
    def find(scene: Scene) -> Arguments:
        row = model.objects.order_by("pk").first()
        if row is None:
            raise AttributeError("there is none")
        return {"pk": row.pk}

    return find


def piece(scene: Scene) -> Arguments:
    found = scene.dossier.attachments.first()
    if found is None:
        raise AttributeError("no piece")
    return {"pk": found.pk}


RECORDS: dict[str, Callable[[Scene], Arguments]] = {
    **dict.fromkeys(
        (
            f"records:{name}"
            for name in (
                "slip", "slip_pdf", "visa", "send_slip", "withdraw_slip", "record_visa", "refuse_visa",
                "execute_slip",
            )
        ),
        first(Slip),
    ),
    **dict.fromkeys(
        (f"records:{name}" for name in ("request", "request_data", "answer_request", "rectify", "erase_person")),
        first(PersonRequest),
    ),
    "records:lift_hold": first(Hold),
    "records:check_piece": piece,
}  # fmt: skip
