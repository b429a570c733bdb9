"""The verbs of a hold: place it, lift it, each with a reason."""

from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Organization, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.records import access
from okote_flow.records.models import Hold
from okote_flow.records.sentences import refuse
from okote_flow.refusals import Refused, require

OFFICE = "archivist"


@action("records.place_hold", refuses=("hold-not-yours", "hold-unclear", "hold-reason", "held-already"))
def place_hold(
    *,
    reason: str,
    by: User,
    dossier: Dossier | None = None,
    organization: Organization | None = None,
    person: User | None = None,
) -> Hold:
    """From now on nothing of it is eliminated nor erased. The same hold again, for the same reason, is the same."""
    require(access.hold_refusals(by))
    target = dossier or organization or person
    if target is None or [dossier, organization, person].count(None) != 2:
        raise Refused([refuse("hold-unclear")])
    if not reason.strip():
        raise Refused([refuse("hold-reason")])
    type(target).objects.select_for_update().get(pk=target.pk)
    known = Hold.objects.in_force().filter(dossier=dossier, organization=organization, person=person).first()
    if known is not None:
        if known.reason == reason.strip():
            return known
        raise Refused([refuse("held-already")])
    hold = Hold.objects.create(
        dossier=dossier, organization=organization, person=person, reason=reason.strip(), placed_by=by
    )
    record(Kind.HOLD_PLACED, subject=target.subject, by=by, office=OFFICE, hold=hold.pk)
    return hold


@action("records.lift_hold", refuses=("hold-not-yours", "hold-lifted", "hold-reason"))
def lift_hold(hold: Hold, *, reason: str, by: User) -> Hold:
    """Let what was frozen follow its course again."""
    require(access.hold_refusals(by))
    type(hold.target).objects.select_for_update().get(pk=hold.target.pk)
    hold = Hold.objects.select_for_update().get(pk=hold.pk)
    if hold.lifted_at is not None:
        raise Refused([refuse("hold-lifted")])
    if not reason.strip():
        raise Refused([refuse("hold-reason")])
    hold.lifted_at, hold.lifted_by, hold.lift_reason = clock.now(), by, reason.strip()
    hold.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    record(Kind.HOLD_LIFTED, subject=hold.target.subject, by=by, office=OFFICE, hold=hold.pk)
    return hold
