"""A condition from the proof to its end: handed in, lifted or sent back, waived, failed, taken up again."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import File

from dossiers import deadlines, rules, stages
from dossiers.actions.drafting import store
from dossiers.actions.life import lock
from dossiers.conditions import CONDITION, PROOF, await_proof, keeper_of, refusals
from dossiers.files import check
from dossiers.lifecycle import Keeper
from dossiers.models import Condition, ConditionProof, ConditionState, DeadlineKind
from dossiers.models.content import AttachmentKind
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

S = ConditionState
LEADING = ("not-yours", "wrong-state", "condition-state")
FILE_REFUSALS = ("too-many-files", "file-too-big", "file-empty", "file-type", "file-disguised")


@action("dossiers.submit_condition", refuses=(*LEADING, "proof-missing", *FILE_REFUSALS))
def submit_condition(
    condition: Condition, *, by: User, note: str = "", files: Sequence[File[bytes]] = ()
) -> Condition:
    """Whoever must act hands in what proves that a condition is met: files, an explanation, or both.

    The same proof twice changes nothing.
    """
    held = _hold(condition)
    if held.status == S.SUBMITTED and held.submitted_by_id == by.pk and _is_last(held, note, files):
        return held
    require(refusals(by, held, "submit"))
    if not note.strip() and not files:
        raise Refused([refuse("proof-missing")])
    require(rules.words_refusals(note.strip() or "…", len(files)))
    proof = ConditionProof.objects.create(condition=held, note=note.strip(), given_by=by)
    proof.files.set([store(held.dossier, AttachmentKind.PROOF, file, by)[0] for file in files])
    held.submitted_at, held.submitted_by = clock.now(), by
    stages.finish(held.dossier, CONDITION, by=by, about=held.pk)
    return _move(held, S.SUBMITTED, Kind.CONDITION_SUBMITTED, by, held.keeper, files=len(files))


def _is_last(held: Condition, note: str, files: Sequence[File[bytes]]) -> bool:
    last = held.proofs.last()
    if last is None or last.note != note.strip():
        return False
    return sorted(one.sha256 for one in last.files.all()) == sorted(check(file).sha256 for file in files)


@action(
    "dossiers.lift_condition", refuses=(*LEADING, "condition-lifted", "same-person", "same-hands", "proof-missing")
)
def lift_condition(condition: Condition, *, by: User, proof: str = "") -> Condition:
    """Whoever verifies finds that a condition is met, and says by what; a proof handed in may speak for itself."""
    held = _hold(condition)
    require(refusals(by, held, "lift"))
    said = proof.strip() or (_said_by(held) if held.status == S.SUBMITTED else "")
    if not said:
        raise Refused([refuse("proof-missing")])
    held.proof = said
    stages.finish(held.dossier, PROOF, by=by, about=held.pk)
    return _settle(held, S.LIFTED, Kind.CONDITION_LIFTED, by, held.judge, proof=said)


def _said_by(held: Condition) -> str:
    """What was handed in last, in words."""
    last = held.proofs.last()
    if last is None:
        return ""
    return last.note or ", ".join(one.name for one in last.files.all())


@action("dossiers.send_back_condition", refuses=(*LEADING, "same-person", "same-hands", "reason-missing"))
def send_back_condition(condition: Condition, *, reason: str, by: User) -> Condition:
    """The proof does not suffice: say why. Whoever must act has some days left, whatever the clock said."""
    held = _hold(condition)
    require(refusals(by, held, "send_back"))
    require(rules.reason_refusals(reason))
    held.words = reason.strip()
    stages.finish(held.dossier, PROOF, by=by, about=held.pk)
    return _move(held, S.SENT_BACK, Kind.CONDITION_SENT_BACK, by, held.judge, reason=held.words)


@action("dossiers.waive_condition", refuses=(*LEADING, "reason-missing"))
def waive_condition(condition: Condition, *, reason: str, by: User) -> Condition:
    """Whoever presides over the dossier for the committee releases it from a condition, with a reason."""
    held = _hold(condition)
    require(refusals(by, held, "waive"))
    require(rules.reason_refusals(reason))
    held.words = reason.strip()
    return _settle(held, S.WAIVED, Kind.CONDITION_WAIVED, by, Keeper.CHAIR, reason=held.words)


@action("dossiers.fail_condition", refuses=(*LEADING, "reason-missing"))
def fail_condition(condition: Condition, *, consequence: str, by: User) -> Condition:
    """Whoever presides finds that a condition will not be met, and says what follows. Its gate stays shut."""
    held = _hold(condition)
    require(refusals(by, held, "fail"))
    require(rules.reason_refusals(consequence))
    held.words = consequence.strip()
    return _settle(held, S.FAILED, Kind.CONDITION_FAILED, by, Keeper.CHAIR, reason=held.words)


@action("dossiers.reopen_condition", refuses=(*LEADING, "gate-passed", "reason-missing"))
def reopen_condition(condition: Condition, *, reason: str, by: User) -> Condition:
    """Take up a settled condition again, as long as the dossier stands before its gate."""
    held = _hold(condition)
    require(refusals(by, held, "reopen"))
    require(rules.reason_refusals(reason))
    office = keeper_of(held, "reopen")
    held.settled_at = held.settled_by = None
    held.proof, held.words = "", reason.strip()
    return _move(held, S.OPEN, Kind.CONDITION_REOPENED, by, office, reason=held.words)


def _hold(given: Condition) -> Condition:
    """The condition as it is now, its dossier held."""
    dossier = lock(given.dossier)
    held = Condition.objects.select_for_update(of=("self",)).get(pk=given.pk)
    held.dossier = dossier
    return held


def _settle(held: Condition, state: ConditionState, kind: Kind, by: User, office: Keeper, **facts: Any) -> Condition:
    held.settled_at, held.settled_by = clock.now(), by
    return _move(held, state, kind, by, office, **facts)


def _move(held: Condition, state: ConditionState, kind: Kind, by: User, office: Keeper, **facts: Any) -> Condition:
    """Write the new state, and let the tasks and the clock follow it."""
    held.state = state
    held.save()
    for duty in (CONDITION, PROOF):
        stages.cancel(held.dossier, duty, about=held.pk)
    if not held.is_awaited:
        deadlines.close(held.dossier.subject, DeadlineKind.CONDITION, kind.label, about=held.pk)
    await_proof(held)
    record(
        kind,
        subject=held.dossier.subject,
        by=by,
        office=office,
        condition=held.text,
        condition_id=held.pk,
        owner=held.owner,
        **facts,
    )
    return held
