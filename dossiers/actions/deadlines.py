"""What the clock tells of a deadline: a reminder before, the day itself, and, when nobody has acted, the superior.

Each stage is told once, whatever runs twice; after a silence of the server only the last stage reached is told.
"""

from django.db.models import Q

from dossiers import access, deadlines, joints
from dossiers.actions.life import lock
from dossiers.clocks import LAST, Stage
from dossiers.models import Deadline, DeadlineKind
from okote_flow.acts import action
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.record import record

REMINDED = (Stage.BEFORE, Stage.DAY)


def to_tell() -> list[tuple[Deadline, Stage]]:
    """The deadlines of which something is still to be told today, each with its stage."""
    untold = Q(told__lt=Stage.AFTER) | Q(kind=DeadlineKind.REPORT, told__lt=LAST)
    near = deadlines.running().filter(untold, due_on__lte=deadlines.horizon_on())
    found = [(one, deadlines.stage_to_tell(one)) for one in near.select_related("dossier__rules").order_by("pk")]
    return [(one, stage) for one, stage in found if stage and (stage in REMINDED or escalates(one))]


def escalates(deadline: Deadline) -> bool:
    """Whether somebody is told when it has passed: at a campaign's end the clock itself decides."""
    return deadlines.superior_of(deadline) is not None


@action("dossiers.remind_deadline")
def remind_deadline(deadline: Deadline, *, by: None = None) -> Event | None:
    """Tell those who must act that the day is near, or there. None when they were told, or nobody must act."""
    deadline, stage = _hold(deadline)
    if stage not in REMINDED or not access.people_due(deadline):
        return None
    kind = Kind.DEADLINE_SILENCE if deadline.kind == DeadlineKind.SILENCE else Kind.DEADLINE_NEAR
    return _tell(deadline, kind, stage)


@action("dossiers.escalate_deadline")
def escalate_deadline(deadline: Deadline, *, by: None = None) -> Event | None:
    """The day has passed, or has long passed: tell the superior, and those who are late that the superior knows."""
    deadline, stage = _hold(deadline)
    superior = deadlines.superior_of(deadline)
    if stage < Stage.AFTER or superior is None or not access.people_due(deadline):
        return None
    return _tell(deadline, Kind.DEADLINE_MISSED, stage, superior=superior.value)


def _hold(deadline: Deadline) -> tuple[Deadline, Stage]:
    """The deadline as it is now, its subject's row held, and what is still to be told of it."""
    if deadline.dossier is not None:
        lock(deadline.dossier)
    else:
        kind, key = joints.sort_of(deadline.subject)
        kind.hold(key)
    running = deadlines.running().select_related("dossier__rules").filter(pk=deadline.pk).first()
    return (running, deadlines.stage_to_tell(running)) if running else (deadline, Stage.NONE)


def _tell(deadline: Deadline, kind: Kind, stage: Stage, superior: str = "") -> Event:
    deadline.told = stage
    deadline.save(update_fields=["told"])
    return record(
        kind,
        subject=deadline.subject,
        by=None,
        deadline=deadline.pk,
        what=deadline.get_kind_display(),
        keeper=deadline.keeper,
        stage=stage.name.lower(),
        due_on=deadline.due_on,
        superior=superior,
    )
