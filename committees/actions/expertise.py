"""An opinion asked of a person from outside: asked, answered, taken back, declined, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.files.base import File
from django.db.models import Q

from committees import access, expertise
from committees.models import Expertise, ExpertiseState
from committees.sentences import refuse
from dossiers import deadlines, files
from dossiers.actions import lock as lock_dossier
from dossiers.actions.messages import plain
from dossiers.lifecycle import Keeper
from dossiers.models import Attachment, Criterion, DeadlineKind, Dossier
from okote_flow import clock
from okote_flow.accounts import advisers
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

EXPERT = "expert"


ASKING = (
    *("wrong-state", "not-yours", "recused", "expert-question-missing", "expert-due-past", "expert-piece-elsewhere"),
    *("expert-recused", "expert-carries", "expert-tied", "expert-inside", "expert-asked"),
)


@action("committees.ask_expert", refuses=ASKING)
def ask_expert(  # noqa: PLR0913 - the fields of one form
    dossier: Dossier,
    *,
    email: str,
    question: str,
    due_on: date,
    by: User,
    pieces: Sequence[Attachment] = (),
    with_budget: bool = False,
) -> Expertise:
    """Ask one person from outside for one opinion on one dossier, and choose what they may see of it.

    Somebody without an account is invited to open one, by a mail that does not name the dossier.
    """
    dossier = lock_dossier(dossier)
    require(expertise.asking_refusals(by, dossier))
    address = email.strip().lower()
    person = User.objects.filter(email__iexact=address, is_active=True).first()
    unfit = expertise.question_refusals(dossier, question, due_on, pieces)
    require([*unfit, *expertise.person_refusals(dossier, address, person)])
    committee = expertise.committee_at(dossier)
    assert committee is not None, "somebody of it asks"
    asked = Expertise.objects.create(
        dossier=dossier,
        committee=committee,
        round=dossier.round,
        stage=dossier.state,
        user=person,
        invitation=None if person else advisers.invite(address, by=by, office=_office(by, committee.pk)),
        question=plain(question),
        due_on=due_on,
        with_budget=with_budget,
        asked_by=by,
    )
    asked.pieces.set(pieces)
    _await(asked)
    _tell(Kind.EXPERTISE_ASKED, asked, by, due_on=due_on)
    return asked


@action(
    "committees.declare_independence",
    refuses=("expert-elsewhere", "expert-over", "expert-recused", "expert-carries", "expert-tied"),
)
def declare_independence(asked: Expertise, *, by: User) -> Expertise:
    """The expert says that nothing binds them to the project: only then do they see it. Else they decline."""
    asked = _held(asked)
    require(expertise.answering_refusals(by, asked))
    if asked.no_link_at is None:
        asked.no_link_at = clock.now()
        asked.save(update_fields=["no_link_at"])
        _tell(Kind.EXPERTISE_UNBOUND, asked, by)
    return asked


WRITING = (
    *("expert-elsewhere", "expert-over", "expert-recused", "expert-carries", "expert-tied"),
    *("expert-link-unsaid", "expert-given", "file-too-big", "file-empty", "file-type", "file-disguised"),
)


@action("committees.write_expertise", refuses=WRITING)
def write_expertise(
    asked: Expertise,
    *,
    text: str,
    by: User,
    remarks: dict[Criterion, str] | None = None,
    file: File[bytes] | None = None,
) -> Expertise:
    """Keep what the expert has written so far; nobody else reads it."""
    asked = _writing(asked, by)
    _write(asked, text, remarks or {}, file)
    return asked


@action("committees.give_expertise", refuses=(*WRITING, "expert-words-missing"))
def give_expertise(
    asked: Expertise,
    *,
    text: str,
    by: User,
    remarks: dict[Criterion, str] | None = None,
    file: File[bytes] | None = None,
) -> Expertise:
    """Hand the opinion in. Members read it once they have given their own sheet, as they read each other's."""
    asked = _writing(asked, by)
    if not text.strip():
        raise Refused([refuse("expert-words-missing")])
    _write(asked, text, remarks or {}, file)
    asked.state, asked.given_at, asked.dossier_version = ExpertiseState.GIVEN, clock.now(), asked.dossier.version
    asked.save(update_fields=["state", "given_at", "dossier_version"])
    deadlines.close(asked.subject, DeadlineKind.EXPERTISE, "avis rendu")
    _tell(Kind.EXPERTISE_GIVEN, asked, by)
    return asked


@action(
    "committees.take_back_expertise",
    refuses=("expert-elsewhere", "expert-over", "expert-recused", "expert-carries", "expert-tied", "expert-not-given"),
)
def take_back_expertise(asked: Expertise, *, by: User) -> Expertise:
    """Reopen one's opinion until the committee has decided; nobody reads it meanwhile."""
    asked = _held(asked)
    require(expertise.answering_refusals(by, asked))
    if not asked.is_given:
        raise Refused([refuse("expert-not-given")])
    asked.state, asked.given_at = ExpertiseState.ASKED, None
    asked.save(update_fields=["state", "given_at"])
    _await(asked)
    _tell(Kind.EXPERTISE_TAKEN_BACK, asked, by)
    return asked


@action("committees.decline_expertise", refuses=("expert-elsewhere", "expert-over", "expert-given"))
def decline_expertise(asked: Expertise, *, by: User, reason: str = "") -> Expertise:
    """The expert does not answer: a tie with the project, or another reason. What they had seen closes at once."""
    asked = _held(asked)
    person = asked.person
    if person is None or person.pk != by.pk:
        raise Refused([refuse("expert-elsewhere")])
    if not asked.is_live:
        raise Refused([refuse("expert-over")])
    if asked.is_given:
        raise Refused([refuse("expert-given")])
    return _end(asked, ExpertiseState.DECLINED, Kind.EXPERTISE_DECLINED, by, reason)


@action(
    "committees.revoke_expertise", refuses=("expert-over", "wrong-state", "not-yours", "recused", "revocation-unsaid")
)
def revoke_expertise(asked: Expertise, *, reason: str, by: User) -> Expertise:
    """Those who asked no longer do: the expert's access ends, an invitation that nobody accepted is void."""
    asked = _held(asked)
    require(expertise.revoking_refusals(by, asked))
    if not reason.strip():
        raise Refused([refuse("revocation-unsaid")])
    asked = _end(asked, ExpertiseState.REVOKED, Kind.EXPERTISE_REVOKED, by, reason)
    if asked.invitation is not None and asked.invitation.accepted_at is None:
        advisers.withdraw(asked.invitation, by=by, office=_office(by, asked.committee_id))
    return asked


def lapse_expertises(dossier: Dossier, by: User | None) -> None:
    """The dossier leaves its committee: what is still awaited is not any more."""
    waiting = Expertise.objects.select_for_update(of=("self",)).filter(dossier=dossier, state=ExpertiseState.ASKED)
    for asked in waiting.order_by("pk"):
        _end(asked, ExpertiseState.LAPSED, Kind.EXPERTISE_LAPSED, None, "")


def hold_expertise(pk: int) -> Expertise:
    """By its number: deadlines know no more of it."""
    return Expertise.objects.select_for_update(of=("self",)).get(pk=pk)


def _held(asked: Expertise) -> Expertise:
    """The expertise as it is now, after its dossier, both held."""
    dossier = lock_dossier(asked.dossier)
    held = Expertise.objects.select_for_update(of=("self",)).for_page().get(pk=asked.pk)
    held.dossier = dossier
    return held


def _writing(asked: Expertise, by: User) -> Expertise:
    held = _held(asked)
    require(expertise.writing_refusals(by, held))
    return held


def _write(asked: Expertise, text: str, remarks: Mapping[Criterion, str], file: File[bytes] | None) -> None:
    asked.text = plain(text)
    asked.remarks = {one.code: plain(said) for one, said in remarks.items() if said.strip()}
    if file is not None:
        checked = files.check(file)
        asked.file_name, asked.file_type, asked.file_sha256 = checked.name, checked.media_type, checked.sha256
        asked.file = file
    asked.save()


def _await(asked: Expertise) -> None:
    days = (asked.due_on - clock.today()).days
    deadlines.start_elsewhere(
        DeadlineKind.EXPERTISE, asked.subject, started_on=clock.today(), days=max(days, 0), keeper=Keeper.MEMBER
    )


def _end(asked: Expertise, state: ExpertiseState, kind: Kind, by: User | None, reason: str) -> Expertise:
    asked.state, asked.ended_at, asked.ended_by, asked.end_reason = state, clock.now(), by, reason.strip()[:500]
    asked.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    deadlines.close(asked.subject, DeadlineKind.EXPERTISE, asked.get_state_display().lower())
    _tell(kind, asked, by)
    return asked


def _office(by: User | None, committee: int) -> str:
    return access.role_in(by, Q(pk=committee))


def _tell(kind: Kind, asked: Expertise, by: User | None, **facts: object) -> None:
    """One fact, with the people whom it is told to."""
    expert = asked.person
    people = {"expert": expert} if expert else {}
    office = (
        EXPERT if expert is not None and by is not None and by.pk == expert.pk else _office(by, asked.committee_id)
    )
    record(kind, subject=asked.subject, by=by, office=office, people=people, **facts)
