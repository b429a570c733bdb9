"""The verbs of a slip of elimination before anything is destroyed: propose, send, withdraw, visa or its refusal."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.core.files.base import File

from dossiers import files
from dossiers.models import Attachment, Counter, Dossier, Enclosure
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.records import access, retention
from okote_flow.records.models import ItemState, Slip, SlipItem, SlipState
from okote_flow.records.rules import Phase
from okote_flow.records.sentences import refuse
from okote_flow.refusals import Refusal, Refused, require

OFFICE = "archivist"
LONGEST = 500


@action(
    "records.propose_slip",
    refuses=("not-archivist", "slip-empty", "slip-too-long", "kept-still", "held", "on-a-slip"),
)
def propose_slip(*, dossiers: list[Dossier], service: str, by: User) -> Slip:
    """Put dossiers whose time is over on a new slip. Nothing is destroyed by that."""
    require(access.keeper_refusals(by))
    keys = sorted({one.pk for one in dossiers})
    if not keys:
        raise Refused([refuse("slip-empty")])
    if len(keys) > LONGEST:
        raise Refused([refuse("slip-too-long", limit=LONGEST)])
    list(Dossier.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    found = list(access.kept_for(by).filter(pk__in=keys).order_by("pk"))
    if len(found) != len(keys):
        raise Refused([refuse("slip-empty")])
    require(listing_refusals(found))
    number = f"BE-{clock.today().year}-{Counter.take(f'slip-{clock.today().year}'):03d}"
    slip = Slip.objects.create(number=number, service=service.strip()[:160], proposed_by=by)
    for dossier in found:
        SlipItem.objects.create(slip=slip, dossier=dossier, **_described(dossier))
    record(Kind.SLIP_PROPOSED, subject=slip.subject, by=by, office=OFFICE, number=number, dossiers=keys)
    return slip


def listing_refusals(dossiers: Iterable[Dossier]) -> Iterator[Refusal]:
    """Why some of these cannot be listed now: the same reasons on the page."""
    found = list(dossiers)
    held = access.holds_on(found)
    listed = SlipItem.objects.filter(dossier__in=found, state__in=[ItemState.LISTED, ItemState.DESTROYED])
    on = {item.dossier_id: item.slip.number for item in listed.select_related("slip")}
    for dossier in found:
        if dossier.pk in held:
            yield refuse("held", number=dossier.label, reason=held[dossier.pk].reason)
        if dossier.pk in on:
            yield refuse("on-a-slip", number=dossier.label, slip=on[dossier.pk])
        elif retention.keeping_of(dossier).phase is not Phase.DUE:
            yield refuse("kept-still", number=dossier.label)


def _described(dossier: Dossier) -> dict[str, object]:
    """What the archives are told of a dossier: no natural person is named."""
    kept = retention.keeping_of(dossier)
    sizes = [
        *Attachment.objects.filter(dossier=dossier).values_list("size", flat=True),
        *Enclosure.objects.filter(message__dossier=dossier).values_list("size", flat=True),
        *Enclosure.objects.filter(note__dossier=dossier).values_list("size", flat=True),
    ]
    return {
        "number": dossier.number,
        "title": dossier.title,
        "structure": dossier.organization.name if dossier.organization else "",
        "rule": kept.rule.label[:40],
        "fate": kept.rule.fate,
        "first_on": clock.day_of(dossier.created_at),
        "last_on": clock.day_of(dossier.state_since),
        "due_on": kept.due_on,
        "pieces": len(sizes),
        "size": sum(sizes),
    }


def _hold(slip: Slip, by: User, *states: SlipState) -> Slip:
    require(access.keeper_refusals(by))
    slip = Slip.objects.select_for_update().get(pk=slip.pk)
    if slip.state not in states:
        raise Refused([refuse("slip-elsewhere", state=slip.get_state_display())])
    return slip


@action("records.send_slip", refuses=("not-archivist", "slip-elsewhere"))
def send_slip(slip: Slip, *, by: User) -> Slip:
    """Say that the slip left for the departmental archives, whose director alone may clear it."""
    slip = _hold(slip, by, SlipState.PROPOSED)
    slip.state, slip.sent_at = SlipState.SENT, clock.now()
    slip.save(update_fields=["state", "sent_at"])
    record(Kind.SLIP_SENT, subject=slip.subject, by=by, office=OFFICE, number=slip.number)
    return slip


@action(
    "records.record_visa",
    refuses=(
        "not-archivist", "slip-elsewhere", "visa-incomplete", "visa-early", "file-empty", "file-too-big", "file-type",
        "file-disguised",
    ),
)  # fmt: skip
def record_visa(slip: Slip, *, number: str, on: date, signatory: str, file: File[bytes], by: User) -> Slip:
    """Write down the visa as it was given, with its scan: from now on the slip may be executed."""
    slip = _hold(slip, by, SlipState.SENT)
    if not number.strip() or not signatory.strip():
        raise Refused([refuse("visa-incomplete")])
    proposed = clock.day_of(slip.proposed_at)
    if not proposed <= on <= clock.today():
        raise Refused([refuse("visa-early", proposed=proposed)])
    checked = files.check(file)
    slip.state, slip.visa_number, slip.visa_on, slip.visa_by = SlipState.CLEARED, number.strip(), on, by
    slip.visa_signatory, slip.visa_name, slip.visa_type = signatory.strip(), checked.name, checked.media_type
    slip.visa_sha256 = checked.sha256
    slip.visa_file.save(checked.name, file, save=False)
    slip.save()
    record(
        Kind.SLIP_CLEARED,
        subject=slip.subject,
        by=by,
        office=OFFICE,
        number=slip.number,
        visa=slip.visa_number,
        on=on,
        sha256=slip.visa_sha256,
    )
    return slip


@action("records.refuse_visa", refuses=("not-archivist", "slip-elsewhere", "slip-reason"))
def refuse_visa(slip: Slip, *, reason: str, by: User) -> Slip:
    """The archives keep what was listed: nothing of it is destroyed."""
    return _end(slip, SlipState.REFUSED, reason, by, SlipState.SENT)


@action("records.withdraw_slip", refuses=("not-archivist", "slip-elsewhere", "slip-reason"))
def withdraw_slip(slip: Slip, *, reason: str, by: User) -> Slip:
    """Give a slip up before its visa: its dossiers may be listed anew."""
    return _end(slip, SlipState.WITHDRAWN, reason, by, SlipState.PROPOSED, SlipState.SENT)


def _end(slip: Slip, state: SlipState, reason: str, by: User, *states: SlipState) -> Slip:
    slip = _hold(slip, by, *states)
    if not reason.strip():
        raise Refused([refuse("slip-reason")])
    slip.state, slip.ended_at, slip.reason = state, clock.now(), reason.strip()
    slip.save(update_fields=["state", "ended_at", "reason"])
    slip.items.filter(state=ItemState.LISTED).update(state=ItemState.DROPPED)
    record(Kind.SLIP_ENDED, subject=slip.subject, by=by, office=OFFICE, number=slip.number, outcome=state.value)
    return slip
