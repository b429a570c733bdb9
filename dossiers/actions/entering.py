"""A draft that an officer writes for a holder who asked for it: both are named, and only the holder hands it in."""

from dossiers import access
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from dossiers.sentences import refuse
from okote_flow.acts import action
from okote_flow.directory.actions import open_account
from okote_flow.directory.models import Membership, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused


@action("dossiers.draft_for", refuses=("not-an-officer", "holder-yourself", "holder-unnamed", "holder-closed"))
def draft_for(*, email: str, title: str, by: User, first_name: str = "", last_name: str = "") -> Dossier:
    """Open a draft in the name of somebody else, found by their address, or whose account is opened to be confirmed.

    The officer writes in it until it is handed in; commitment and submission are the holder's own acts.
    """
    if not access.enters_for_others(by):
        raise Refused([refuse("not-an-officer", who=by)])
    holder = _holder(email.strip().lower(), first_name.strip(), last_name.strip(), by)
    membership = Membership.objects.filter(user=holder).select_related("organization").first()
    dossier = Dossier.objects.create(
        title=title.strip() or "Sans titre",
        applicant=holder,
        organization=membership.organization if membership else None,
        officer=by,
        entered_by=by,
        is_fictional=holder.is_fictional,
    )
    record(
        Kind.DOSSIER_DRAFTED_FOR,
        subject=dossier.subject,
        by=by,
        office=Keeper.OFFICER,
        people={"holder": holder},
        title=dossier.title,
    )
    return dossier


def _holder(email: str, first_name: str, last_name: str, by: User) -> User:
    """The account of that address. A new one has no password: its owner confirms it by a code sent to the address."""
    if email == by.email.lower():
        raise Refused([refuse("holder-yourself")])
    known = User.objects.filter(email__iexact=email).first()
    if known is None and not (first_name and last_name):
        raise Refused([refuse("holder-unnamed", email=email)])
    if known is not None and not known.is_active:
        raise Refused([refuse("holder-closed", email=email)])
    names = {"first_name": first_name, "last_name": last_name}
    return known or open_account(email, is_fictional=by.is_fictional, **names)
