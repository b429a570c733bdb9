"""Executes a slip item by item: each is one transaction, done once, and a run that broke off is taken up again."""

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from dossiers import joints
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.records import access, destruction, retention
from okote_flow.records.models import ItemState, Slip, SlipItem, SlipState
from okote_flow.records.rules import Phase
from okote_flow.records.sentences import refuse
from okote_flow.refusals import Refused, require

OFFICE = "archivist"


def execute(slip: Slip, *, by: User) -> Slip:
    """Destroy what the visa allows, one dossier after the other. Safe to repeat, from wherever it broke off."""
    require(access.keeper_refusals(by))
    for item in slip.items.filter(state=ItemState.LISTED).order_by("pk"):
        destroy_item(item, by=by)
    for item in slip.items.filter(state=ItemState.DESTROYED).exclude(files=[]):
        _free(item.pk)
    return finish_slip(slip, by=by)


@action("records.destroy_item", refuses=("not-archivist", "visa-missing"))
def destroy_item(item: SlipItem, *, by: User) -> SlipItem:
    """Destroy the content of one dossier, or take it out with the reason. What is done already stays as it is."""
    require(access.keeper_refusals(by))
    dossier = Dossier.objects.select_for_update().get(pk=item.dossier_id)
    item = SlipItem.objects.select_for_update().select_related("slip").get(pk=item.pk)
    if item.slip.state not in (SlipState.CLEARED, SlipState.EXECUTED) or not item.slip.visa_number:
        raise Refused([refuse("visa-missing")])
    if item.state != ItemState.LISTED:
        return item
    why = _objection(dossier)
    facts: dict[str, Any] = {"slip": item.slip.number, "visa": item.slip.visa_number}
    if why:
        item.state, item.why = ItemState.WITHHELD, why
        item.save(update_fields=["state", "why"])
        record(Kind.ITEM_WITHHELD, subject=dossier.subject, by=by, office=OFFICE, **facts)
        return item
    files = destruction.empty(dossier, by)
    for act in joints.erasures:
        act(dossier)
    record(Kind.DOSSIER_ELIMINATED, subject=dossier.subject, by=by, office=OFFICE, files=len(files), **facts)
    destruction.forget_names(dossier)
    item.state, item.destroyed_at, item.files = ItemState.DESTROYED, clock.now(), files
    item.save(update_fields=["state", "destroyed_at", "files"])
    transaction.on_commit(partial(_free, item.pk))
    return item


def _objection(dossier: Dossier) -> str:
    """Why it is taken out now, though the visa allows it."""
    hold = access.holds_on([dossier]).get(dossier.pk)
    if hold is not None:
        return f"Gelé le {hold.placed_at:%d/%m/%Y}\u00a0: {hold.reason}"[:1000]
    dated = retention.dated(Dossier.objects.filter(pk=dossier.pk)).get()
    if retention.keeping_of(dated).phase is not Phase.DUE:
        return "Sa durée de conservation court de nouveau."
    return ""


def _free(pk: int) -> None:
    """Delete the files themselves, once it is certain that nothing names them any more. Safe to repeat."""
    item = SlipItem.objects.get(pk=pk)
    for name in item.files:
        default_storage.delete(name)
    SlipItem.objects.filter(pk=pk).update(files=[])


@action("records.finish_slip", refuses=("not-archivist", "slip-elsewhere", "items-left"))
def finish_slip(slip: Slip, *, by: User) -> Slip:
    """Close a slip of which every item is destroyed or taken out; finished already, it stays as it is."""
    require(access.keeper_refusals(by))
    slip = Slip.objects.select_for_update().get(pk=slip.pk)
    if slip.state == SlipState.EXECUTED:
        return slip
    if slip.state != SlipState.CLEARED:
        raise Refused([refuse("slip-elsewhere", state=slip.get_state_display())])
    left = slip.items.filter(state=ItemState.LISTED).count()
    if left:
        raise Refused([refuse("items-left", count=left)])
    slip.state, slip.ended_at = SlipState.EXECUTED, clock.now()
    slip.save(update_fields=["state", "ended_at"])
    destroyed = list(slip.items.filter(state=ItemState.DESTROYED).order_by("pk").values_list("dossier", flat=True))
    facts: dict[str, Any] = {"number": slip.number, "visa": slip.visa_number, "destroyed": destroyed}
    record(Kind.SLIP_EXECUTED, subject=slip.subject, by=by, office=OFFICE, **facts)
    return slip


@action("records.erase_draft", refuses=("not-archivist", "held", "no-draft-due"))
def erase_draft(draft: Dossier, *, by: User) -> Dossier:
    """Erase a withdrawn draft that was never handed in: no public archive, so that no visa is needed."""
    require(access.keeper_refusals(by))
    draft = Dossier.objects.select_for_update().get(pk=draft.pk)
    if not access.old_drafts().filter(pk=draft.pk).exists():
        raise Refused([refuse("no-draft-due")])
    hold = access.holds_on([draft]).get(draft.pk)
    if hold is not None:
        raise Refused([refuse("held", number=draft.label, reason=hold.reason)])
    files = destruction.empty(draft, by)
    for act in joints.erasures:
        act(draft)
    record(Kind.DRAFT_ERASED, subject=draft.subject, by=by, office=OFFICE, files=len(files))
    destruction.forget_names(draft)
    transaction.on_commit(partial(_delete, files))
    return draft


def _delete(files: list[str]) -> None:
    for name in files:
        default_storage.delete(name)
