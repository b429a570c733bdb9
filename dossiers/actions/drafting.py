"""What a holder writes: the draft, its answers, its budget, its pieces. Saved as it goes, journalled each time."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.files.base import File

from dossiers import access, files, rules
from dossiers.actions.life import lock
from dossiers.lifecycle import Keeper, State
from dossiers.models import Attachment, BudgetLine, Call, Criterion, CriterionAnswer, Dossier
from dossiers.models.content import AttachmentKind, Section, Side
from dossiers.models.dossier import Theme
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.actions import save_organization, would_change
from okote_flow.directory.models import LegalForm, Membership, Organization, Territory, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

EDITABLE = (State.DRAFT, State.COMPLEMENTS_REQUESTED)


@action("dossiers.draft", refuses=("not-yours",))
def draft(
    *,
    title: str,
    by: User,
    territory: Territory | None = None,
    call: Call | None = None,
    previous: Dossier | None = None,
) -> Dossier:
    """Open a draft. It belongs to its author, and to the accounts of their organization when they have one."""
    if previous is not None and not access.is_own(by, previous):
        raise Refused([refuse("not-yours", keeper=Keeper.APPLICANT.label, people="")])
    membership = Membership.objects.filter(user=by).select_related("organization").first()
    dossier = Dossier.objects.create(
        title=title.strip() or "Sans titre",
        applicant=by,
        organization=membership.organization if membership else None,
        territory=territory,
        call=call,
        previous=previous,
        is_fictional=by.is_fictional,
    )
    record(Kind.DOSSIER_DRAFTED, subject=dossier.subject, by=by, office=Keeper.APPLICANT, title=dossier.title)
    return dossier


def editing(dossier: Dossier, by: User, seen_version: int | None = None) -> Dossier:
    """The dossier, locked, if this person may write in it now. `seen_version` is the one their form was made from."""
    dossier = lock(dossier)
    require(access.writing_refusals(by, dossier))
    if dossier.status not in EDITABLE:
        raise Refused([refuse("not-editable")])
    if seen_version is not None and seen_version != dossier.version:
        raise Refused([refuse("edited-meanwhile", version=dossier.version)])
    return dossier


def _touch(dossier: Dossier, by: User, kind: Kind, **facts: Any) -> Dossier:
    dossier.version += 1
    dossier.touched_at = clock.now()
    dossier.expiry_announced_at = None
    dossier.save()
    office = Keeper.OFFICER if by.pk == dossier.entered_by_id else Keeper.APPLICANT
    record(kind, subject=dossier.subject, by=by, office=office, version=dossier.version, **facts)
    return dossier


def is_over(ends_on: date | None) -> bool:
    """Whether what had an end of use may no longer be named by a draft."""
    return ends_on is not None and ends_on <= clock.today()


PROJECT_FIELDS = ("title", "summary", "territory", "theme", "city", "starts_on", "ends_on", "goal_cents")


def _project_refusals(dossier: Dossier, territory: Territory | None, goal_cents: int | None) -> Iterator[Refusal]:
    """A dossier that its committee has seen stays in its territory; a goal is not below zero."""
    if dossier.admitted_at is not None and territory is not None and territory.pk != dossier.territory_id:
        yield refuse("territory-fixed")
    if territory is not None and territory.pk != dossier.territory_id and is_over(territory.ends_on):
        yield refuse("territory-over", name=territory.name)
    if goal_cents is not None and goal_cents < 0:
        yield refuse("amount-missing")


@action(
    "dossiers.edit_project",
    refuses=("not-editable", "edited-meanwhile", "territory-fixed", "territory-over", "amount-missing"),
)
def edit_project(  # noqa: PLR0913 - the fields of one form
    dossier: Dossier,
    *,
    by: User,
    title: str | None = None,
    summary: str | None = None,
    territory: Territory | None = None,
    theme: Theme | None = None,
    city: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    goal_cents: int | None = None,
    seen_version: int | None = None,
) -> Dossier:
    """Write the project's sheet. What is not given (None) stays as it is; texts may be emptied by ""."""
    dossier = editing(dossier, by, seen_version)
    require(_project_refusals(dossier, territory, goal_cents))
    given = {
        "title": title,
        "summary": summary,
        "territory": territory,
        "theme": theme,
        "city": city,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "goal_cents": goal_cents,
    }
    changed = [name for name, value in given.items() if value is not None and getattr(dossier, name) != value]
    for name in changed:
        setattr(dossier, name, given[name])
    return _touch(dossier, by, Kind.DOSSIER_EDITED, fields=changed) if changed else dossier


IDENTITY = ("siret", "rna", "court", "volume", "folio", "city")


@action("dossiers.edit_structure", refuses=("not-editable", "identifier-wrong", "structure-fixed"))
def edit_structure(  # noqa: PLR0913 - the fields of one form
    dossier: Dossier,
    *,
    by: User,
    name: str,
    legal_form: LegalForm,
    siret: str = "",
    rna: str = "",
    court: str = "",
    volume: str = "",
    folio: str = "",
    city: str = "",
) -> Dossier:
    """Say who carries the project. A structure that has handed in another dossier is not rewritten from a draft."""
    dossier = editing(dossier, by)
    identity = {"siret": siret, "rna": rna, "court": court, "volume": volume, "folio": folio, "city": city}
    ours = dossier.organization
    if ours is not None and _is_fixed(dossier, ours):
        if would_change(ours, name=name, legal_form=legal_form, identity=identity):
            raise Refused([refuse("structure-fixed")])
        return dossier
    if ours is not None and not would_change(ours, name=name, legal_form=legal_form, identity=identity):
        return dossier
    dossier.organization = save_organization(
        ours, by=dossier.applicant, name=name, legal_form=legal_form, identity=identity
    )
    return _touch(dossier, by, Kind.DOSSIER_EDITED, fields=["organization"])


def _is_fixed(dossier: Dossier, organization: Organization) -> bool:
    return organization.dossiers.handed_in().exclude(pk=dossier.pk).exists()


def siret_refusals(dossier: Dossier) -> Iterator[Refusal]:
    """A SIRET is added to a structure that has none, as long as the dossier runs."""
    if dossier.is_over or dossier.organization is None:
        yield refuse("wrong-state", state=dossier.get_state_display())
    elif dossier.organization.siret:
        yield refuse("siret-there")


@action("dossiers.add_siret", refuses=("not-yours", "identifier-wrong", "siret-there", "siret-missing", "wrong-state"))
def add_siret(dossier: Dossier, *, siret: str, by: User) -> Organization:
    """A structure that was being created gets its SIRET, once: it is needed before payment."""
    dossier = lock(dossier)
    require(access.key_refusals(by, dossier, Keeper.APPLICANT))
    require(siret_refusals(dossier))
    ours = dossier.organization
    assert ours is not None, "it was refused above"
    if not siret.strip():
        raise Refused([refuse("siret-missing")])
    identity = {field: getattr(ours, field) for field in IDENTITY} | {"siret": siret}
    ours = save_organization(ours, by=by, name=ours.name, legal_form=LegalForm(ours.legal_form), identity=identity)
    record(Kind.DOSSIER_EDITED, subject=dossier.subject, by=by, office=Keeper.APPLICANT, fields=["siret"])
    return ours


@action("dossiers.answer_criterion", refuses=("not-editable",))
def answer_criterion(dossier: Dossier, *, criterion: Criterion, text: str, by: User) -> Dossier:
    """Justify the project on one of the six criteria of the report."""
    dossier = editing(dossier, by)
    if dossier.answers.filter(criterion=criterion, text=text.strip()).exists():
        return dossier
    CriterionAnswer.objects.update_or_create(dossier=dossier, criterion=criterion, defaults={"text": text.strip()})
    return _touch(dossier, by, Kind.DOSSIER_EDITED, fields=[f"criterion:{criterion.code}"])


@action("dossiers.add_budget_line", refuses=("not-editable", "amount-missing", "too-many-lines"))
def add_budget_line(  # noqa: PLR0913 - the fields of one form
    dossier: Dossier,
    *,
    side: Side,
    label: str,
    cents: int,
    by: User,
    section: Section = Section.RUNNING,
    position: int | None = None,
) -> BudgetLine:
    """Add a line below the others, or at the place from which it was removed."""
    dossier = editing(dossier, by)
    count = dossier.budget_lines.count()
    if cents <= 0:
        raise Refused([refuse("amount-missing")])
    if count >= rules.MAX_BUDGET_LINES:
        raise Refused([refuse("too-many-lines", count=count)])
    line = BudgetLine.objects.create(
        dossier=dossier,
        side=side,
        section=section,
        label=label.strip(),
        amount_cents=cents,
        position=position if position is not None and 0 <= position < rules.MAX_BUDGET_LINES else count,
    )
    _touch(dossier, by, Kind.DOSSIER_EDITED, fields=["budget"])
    return line


@action("dossiers.edit_budget_line", refuses=("not-editable", "amount-missing", "line-gone"))
def edit_budget_line(line: BudgetLine, *, label: str, cents: int, section: Section, by: User) -> Dossier:
    """Correct a line where it stands. Its side does not change."""
    dossier = editing(line.dossier, by)
    found = dossier.budget_lines.filter(pk=line.pk).first()
    if found is None:
        raise Refused([refuse("line-gone", label=line.label)])
    if cents <= 0:
        raise Refused([refuse("amount-missing")])
    if (found.label, found.amount_cents, found.section) == (label.strip(), cents, section):
        return dossier
    found.label, found.amount_cents, found.section = label.strip(), cents, section
    found.save()
    return _touch(dossier, by, Kind.DOSSIER_EDITED, fields=["budget"])


@action("dossiers.remove_budget_line", refuses=("not-editable",))
def remove_budget_line(line: BudgetLine, *, by: User) -> Dossier:
    dossier = editing(line.dossier, by)
    dossier.budget_lines.filter(pk=line.pk).delete()
    return _touch(dossier, by, Kind.DOSSIER_EDITED, fields=["budget"])


@action("dossiers.sign_commitment", refuses=("not-editable", "not-yours"))
def sign_commitment(dossier: Dossier, *, by: User) -> Dossier:
    """The republican commitment (loi 2000-321 art. 10-1, décret 2021-1947) is a condition of any public grant."""
    dossier = editing(dossier, by)
    require(access.key_refusals(by, dossier, Keeper.APPLICANT))
    if dossier.republican_commitment_at is None:
        dossier.republican_commitment_at = clock.now()
        _touch(dossier, by, Kind.DOSSIER_EDITED, fields=["republican_commitment"])
    return dossier


@action("dossiers.attach", refuses=("not-editable", "file-too-big", "file-empty", "file-type", "file-disguised"))
def attach(dossier: Dossier, *, kind: AttachmentKind, file: File[bytes], by: User) -> Attachment:
    """Add a piece. The same name again is a new version; the same content again changes nothing."""
    dossier = editing(dossier, by)
    attachment, is_new = store(dossier, kind, file, by)
    if is_new:
        _touch(dossier, by, Kind.ATTACHMENT_ADDED, sha256=attachment.sha256, piece=kind)
    return attachment


def store(dossier: Dossier, kind: AttachmentKind, file: File[bytes], by: User) -> tuple[Attachment, bool]:
    """Keep a file beside a dossier, and whether it was not there yet. Raises Refused when it is none that we take."""
    checked = files.check(file)
    same = dossier.attachments.filter(kind=kind, name=checked.name)
    there = same.filter(sha256=checked.sha256, removed_at=None).first()
    if there is not None:
        return there, False
    last = same.order_by("-version").values_list("version", flat=True).first() or 0
    made = Attachment.objects.create(
        dossier=dossier,
        kind=kind,
        name=checked.name,
        file=file,
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        version=last + 1,
        uploaded_by=by,
    )
    return made, True


@action("dossiers.remove_attachment", refuses=("not-editable", "file-gone"))
def remove_attachment(attachment: Attachment, *, by: User) -> Dossier:
    """Take a piece out of sight; its content stays for the record of what was read."""
    dossier = editing(attachment.dossier, by)
    if not dossier.attachments.filter(pk=attachment.pk, removed_at=None).update(removed_at=clock.now()):
        raise Refused([refuse("file-gone")])
    return _touch(dossier, by, Kind.ATTACHMENT_REMOVED, sha256=attachment.sha256, piece=attachment.kind)


@action("dossiers.announce_expiry")
def announce_expiry(dossier: Dossier, *, by: None = None) -> Dossier:
    """A month before a silent draft is withdrawn, its author is told."""
    dossier = lock(dossier)
    if dossier.status == State.DRAFT and dossier.expiry_announced_at is None:
        dossier.expiry_announced_at = clock.now()
        dossier.save(update_fields=["expiry_announced_at"])
        record(Kind.EXPIRY_ANNOUNCED, subject=dossier.subject, by=by)
    return dossier
