"""Moments of the archives: a dossier is due, its slip is proposed, at the archives, cleared."""

from typing import Any

from django.core.files.base import ContentFile

from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Attachment, Dossier
from okote_flow import clock
from okote_flow.records import actions
from okote_flow.records.models import Hold, Slip, Wish
from tests.alsace import again


def due(house: Any) -> Dossier:
    """Long closed; an old draft waits to be erased, a request to be answered."""
    draft = dossiers.draft(title="Jamais déposé", by=house.zoe)
    dossiers.withdraw(draft, by=house.zoe)
    dossier: Dossier = house.dossier(State.CLOSED)
    Attachment.objects.create(
        dossier=dossier, kind="accounts", name="comptes.pdf", file=ContentFile(b"%PDF-1.4 x", "comptes.pdf"),
        size=10, sha256="a" * 64, version=1, uploaded_by=house.alice, media_type="application/pdf",
    )  # fmt: skip
    house.forward(days=365 * 13)
    actions.ask(wish=Wish.ERASURE, text="Effacez tout.", by=house.bruno)
    actions.place_hold(organization=dossier.organization, reason="Litige.", by=house.again(house.didier))
    return again(dossier)


def proposed(house: Any) -> Dossier:
    dossier = due(house)
    archie = house.again(house.archie)
    actions.lift_hold(Hold.objects.get(), reason="Fini.", by=archie)
    actions.propose_slip(dossiers=[dossier], service="Okoté", by=archie)
    return dossier


def sent(house: Any) -> Dossier:
    dossier = proposed(house)
    actions.send_slip(Slip.objects.get(), by=house.again(house.archie))
    return dossier


def cleared(house: Any) -> Dossier:
    dossier = sent(house)
    scan = ContentFile(b"%PDF-1.4 visa", "visa.pdf")
    actions.record_visa(
        Slip.objects.get(), number="17", on=clock.today(), signatory="La directrice", file=scan,
        by=house.again(house.archie),
    )  # fmt: skip
    return dossier
