"""Helping a campaign of one's territory: offered by a member, wanted or not by its holder, done, thanked for."""

from datetime import date

from committees import access, help_access
from committees.models import Help, HelpKind
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers.actions import lock as lock_dossier
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require


@action("committees.offer_help", refuses=("not-helping", "campaign-not-running", "help-unsaid", "help-day-past"))
def offer_help(dossier: Dossier, *, kind: HelpKind, words: str, by: User, due_on: date | None = None) -> Help:
    """Promise something for a running campaign; the same again changes nothing."""
    dossier = lock_dossier(dossier)
    said = {"dossier": dossier, "offered_by": by, "kind": kind, "words": words.strip(), "due_on": due_on}
    same = Help.objects.standing().filter(**said, done_on=None).first()
    if same is not None and dossier_access.may_work_on(by, dossier):
        return same
    require(help_access.offering_refusals(by, dossier))
    if not words.strip():
        raise Refused([refuse("help-unsaid")])
    if due_on is not None and due_on < clock.today():
        raise Refused([refuse("help-day-past")])
    promise = Help.objects.create(**said, offered_at=clock.now())
    _tell(Kind.HELP_OFFERED, promise, by, what=HelpKind(kind).label)
    return promise


@action("committees.withdraw_help", refuses=("help-not-yours", "help-over"))
def withdraw_help(offered: Help, *, by: User) -> Help:
    """Take a promise back while it is not done."""
    help_ = _held(offered)
    _require_author(help_, by)
    if help_.withdrawn_at is not None:
        return help_
    if help_.done_on is not None:
        raise Refused([refuse("help-over")])
    help_.withdrawn_at = clock.now()
    help_.save(update_fields=["withdrawn_at"])
    _tell(Kind.HELP_WITHDRAWN, help_, by)
    return help_


@action("committees.do_help", refuses=("help-not-yours", "help-withdrawn"))
def do_help(offered: Help, *, done: bool, by: User) -> Help:
    """Say that it is done, or (False) that it is not after all."""
    help_ = _standing(offered)
    _require_author(help_, by)
    if done is (help_.done_on is not None):
        return help_
    help_.done_on = clock.today() if done else None
    help_.save(update_fields=["done_on"])
    _tell(Kind.HELP_DONE if done else Kind.HELP_NOT_DONE, help_, by)
    return help_


@action("committees.answer_help", refuses=("not-the-holder", "help-withdrawn"))
def answer_help(offered: Help, *, accepted: bool, by: User) -> Help:
    """Its holder wants the help and to be contacted about it, or not; they may change their mind."""
    help_ = _standing(offered)
    if not dossier_access.holds(by, help_.dossier, Keeper.APPLICANT):
        raise Refused([refuse("not-the-holder")])
    if help_.accepted is accepted:
        return help_
    help_.accepted, help_.answered_by = accepted, by
    help_.save(update_fields=["accepted", "answered_by"])
    kind = Kind.HELP_ACCEPTED if accepted else Kind.HELP_DECLINED
    _tell(kind, help_, by, people={"helper": help_.offered_by})
    return help_


@action("committees.thank_for_help", refuses=("not-thanking", "help-withdrawn", "thanks-unsaid"))
def thank_for_help(offered: Help, *, words: str, by: User) -> Help:
    """A word of thanks from its holder or its officer; another word replaces it."""
    help_ = _standing(offered)
    if not help_access.may_thank(by, help_.dossier):
        raise Refused([refuse("not-thanking")])
    if not words.strip():
        raise Refused([refuse("thanks-unsaid")])
    if help_.thanks == words.strip():
        return help_
    help_.thanks, help_.thanked_by = words.strip(), by
    help_.save(update_fields=["thanks", "thanked_by"])
    _tell(Kind.HELP_THANKED, help_, by, people={"helper": help_.offered_by})
    return help_


def _held(help_: Help) -> Help:
    dossier = lock_dossier(help_.dossier)
    found = Help.objects.select_for_update(of=("self",)).select_related("offered_by").get(pk=help_.pk)
    found.dossier = dossier
    return found


def _standing(help_: Help) -> Help:
    found = _held(help_)
    if found.withdrawn_at is not None:
        raise Refused([refuse("help-withdrawn")])
    return found


def _require_author(help_: Help, by: User) -> None:
    """Who offered it, as long as the dossier is theirs to see at work."""
    if help_.offered_by_id != by.pk or not access.is_inside(by, help_.dossier):
        raise Refused([refuse("help-not-yours")])


def _tell(kind: Kind, help_: Help, by: User, people: dict[str, User] | None = None, **facts: object) -> None:
    office = access.role_in(by, access.territorial_of(help_.dossier))
    record(kind, subject=help_.dossier.subject, by=by, office=office, people=people, help=help_.pk, **facts)
