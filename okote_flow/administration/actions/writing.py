"""How a thing of reference is written: its row, its line in the history, its fact in the journal, all or nothing."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify

from dossiers.models import Programme
from okote_flow import clock
from okote_flow.administration import access, things
from okote_flow.administration.models import Change, Thing
from okote_flow.administration.sentences import refuse
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

REFUSES = ("reference-not-yours", "reference-missing-text", "thing-known", "reference-unchanged")


def write(thing: Thing, key: str | None, values: Mapping[str, Any], *, by: User) -> Any:
    """Create (`key` None) or change a thing inside an act. Gives its row."""
    require(access.keeper_refusals(by))
    hold()
    spec = things.SPECS[thing]
    row = spec.find(key) if key is not None else spec.fresh()
    assert row is not None, "what a page shows is there"
    before = spec.state(row) if key is not None else {}
    spec.put(row, {name: _tidy(value) for name, value in values.items() if key is None or name != spec.key})
    if spec.key == "code" and not row.code:
        row.code = _code(spec, row.name)
    after = spec.state(row)
    if before == after:
        raise Refused([refuse("reference-unchanged")])
    require(things.refusals(thing, row))
    row.save()
    tell(thing, row, before, after, by)
    return row


def hold() -> None:
    """One writes here at a time: two who create the same thing at once find one of them."""
    list(Programme.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _code(spec: things.Spec, name: str) -> str:
    """A short name for addresses, from the name that people read."""
    base = slugify(name)[:40] or "sans-nom"
    taken = set(spec.model._default_manager.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if code not in taken)


def tell(
    thing: Thing, row: Any, before: dict[str, Any], after: dict[str, Any], by: User, undoes: Change | None = None
) -> Change:
    """Add to the history and to the journal what was done to a thing."""
    key = str((after or before)[things.SPECS[thing].key])
    return log(thing, key, str(row), row.subject, before, after, by, undoes=undoes)


def log(  # noqa: PLR0913 - the columns of one line
    thing: Thing,
    key: str,
    label: str,
    subject: str,
    before: dict[str, Any],
    after: dict[str, Any],
    by: User,
    *,
    undoes: Change | None = None,
) -> Change:
    change = Change.objects.create(
        thing=thing, key=key, label=label[:200], before=before, after=after, by=by, at=clock.now(), undoes=undoes
    )
    kind = Kind.REFERENCE_UNDONE if undoes is not None else Kind.REFERENCE_CHANGED
    facts: dict[str, Any] = {
        "thing": str(thing),
        "key": key,
        "label": label,
        "was": before,
        "now": after,
        "change": change.pk,
    }
    record(kind, subject=subject, by=by, office=access.office_of(by), **facts)
    return change


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
