"""The verbs of the territorial committee: sheets on the six criteria, then the opinion."""

from collections.abc import Iterator, Mapping

from committees import access, conflicts, duties, elements, guards, rules
from committees.models import (
    Evidence,
    Mandate,
    Mark,
    MarkValue,
    Opinion,
    OpinionVerdict,
    Overall,
    ScreeningSheet,
    SheetState,
)
from committees.models.bodies import SCREEN
from committees.models.screening import ScreeningSheet as Sheet
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers import grids, stages
from dossiers.actions import advance
from dossiers.actions import lock as lock_dossier
from dossiers.lifecycle import Keeper, State
from dossiers.models import Criterion, Dossier
from dossiers.sentences import refuse as refuse_dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def screening_refusals(by: User, dossier: Dossier) -> list[Refusal]:
    """Who may write on a sheet, and when."""
    found = list(dossier_access.key_refusals(by, dossier, Keeper.MEMBER))
    if not found and dossier.status != State.TERRITORIAL_REVIEW:
        found.append(refuse_dossier("wrong-state", state=dossier.get_state_display()))
    return found


def _writing(dossier: Dossier, by: User) -> tuple[Dossier, ScreeningSheet]:
    """The dossier and this person's sheet on its present passage, both held."""
    dossier = lock_dossier(dossier)
    require(screening_refusals(by, dossier))
    sheet = Sheet.objects.select_for_update(of=("self",)).of_round(dossier).filter(user=by).first()
    if sheet is None:
        seat = _seat_of(by, dossier).seat
        sheet = Sheet.objects.create(dossier=dossier, round=dossier.round, user=by, seat=seat, saved_at=clock.now())
        record(Kind.SHEET_SAVED, subject=dossier.subject, by=by, office=Keeper.MEMBER, round=sheet.round)
    return dossier, sheet


def _seat_of(user: User, dossier: Dossier) -> Mandate:
    held = Mandate.objects.in_force().filter(
        user=user,
        seat__committee__in=access.committees_where(user, SCREEN).filter(access.territorial_of(dossier)),
    )
    return held.select_related("seat").order_by("-seat__votes", "capacity", "seat")[0]


Said = dict[int, dict[str, str]]


def _said(marks: Mapping[Criterion, MarkValue | None], remarks: Mapping[Criterion, str]) -> Said:
    """Criterion -> what is to stand in its mark; what is not given is not there."""
    said: Said = {criterion.pk: {} for criterion in marks.keys() | remarks.keys()}
    for criterion, value in marks.items():
        said[criterion.pk]["value"] = value or ""
    for criterion, remark in remarks.items():
        said[criterion.pk]["remark"] = remark.replace("\r\n", "\n").strip()
    return said


def _write(sheet: ScreeningSheet, said: Said, overall: Overall | None, seen: int | None) -> None:
    _require_draft(sheet)
    if seen not in (None, sheet.version) and _changes(sheet, said, overall):
        raise Refused([refuse("sheet-edited-meanwhile", at=sheet.saved_at.astimezone(clock.PARIS))])
    for criterion, values in said.items():
        Mark.objects.update_or_create(sheet=sheet, criterion_id=criterion, defaults=values)
    if overall is not None:
        sheet.overall = overall
    sheet.saved_at = clock.now()
    sheet.version += 1
    sheet.save(update_fields=["overall", "saved_at", "version"])


def _require_draft(sheet: ScreeningSheet) -> None:
    if sheet.state == SheetState.GIVEN:
        raise Refused([refuse("sheet-given")])


def _changes(sheet: ScreeningSheet, said: Said, overall: Overall | None) -> bool:
    """Whether writing this would replace something else: the same words sent twice replace nothing."""
    stored = {mark.criterion_id: {"value": mark.value, "remark": mark.remark} for mark in sheet.marks.all()}
    empty = {"value": "", "remark": ""}
    differ = (
        stored.get(one, empty)[field] != words for one, values in said.items() for field, words in values.items()
    )
    return overall not in (None, sheet.overall) or any(differ)


@action("committees.save_sheet", refuses=("not-yours", "wrong-state", "sheet-given"))
def save_sheet(
    dossier: Dossier,
    *,
    marks: dict[Criterion, MarkValue | None],
    by: User,
    remarks: dict[Criterion, str] | None = None,
    overall: Overall | None = None,
    seen: int | None = None,
) -> ScreeningSheet:
    """Keep what a member has judged so far; nobody else reads it. Only what is given here changes.

    `seen` is the version that its writer had before them: another one's words are never replaced unseen.
    """
    _, sheet = _writing(dossier, by)
    _write(sheet, _said(marks, remarks or {}), overall, seen)
    return sheet


@action("committees.declare_no_link", refuses=("not-yours", "wrong-state", "sheet-given"))
def declare_no_link(dossier: Dossier, *, by: User) -> ScreeningSheet:
    """A member says that nothing binds them to this project; giving the sheet records it. Else they stand aside."""
    _, sheet = _writing(dossier, by)
    _require_draft(sheet)
    if sheet.no_link_at is None:
        sheet.no_link_at = clock.now()
        sheet.save(update_fields=["no_link_at"])
    return sheet


@action(
    "committees.cite",
    refuses=("not-yours", "wrong-state", "sheet-given", "element-unknown", "quote-elsewhere"),
)
def cite(dossier: Dossier, *, criterion: Criterion, element: str, by: User, quote: str = "") -> Evidence:
    """Attach a place of the dossier, or a passage of it, to one criterion of one's own sheet."""
    dossier, sheet = _writing(dossier, by)
    _require_draft(sheet)
    found = elements.find(dossier, element)
    quote = " ".join(quote.split())
    if found is None:
        raise Refused([refuse("element-unknown")])
    if not found.holds(quote):
        raise Refused([refuse("quote-elsewhere")])
    mark, _ = Mark.objects.get_or_create(sheet=sheet, criterion=criterion)
    evidence, _ = Evidence.objects.get_or_create(
        mark=mark,
        source=found.source,
        reference=found.reference,
        quote=quote,
        defaults={"label": found.label[:200], "digest": found.digest, "dossier_version": dossier.version},
    )
    return evidence


@action("committees.drop_evidence", refuses=("not-yours", "wrong-state", "sheet-given"))
def drop_evidence(evidence: Evidence, *, by: User) -> ScreeningSheet:
    """Take a citation off one's own sheet."""
    _, sheet = _writing(evidence.mark.sheet.dossier, by)
    if sheet.pk != evidence.mark.sheet_id:
        raise Refused([refuse_dossier("not-yours", keeper="l’auteur de la grille", people="")])
    _require_draft(sheet)
    evidence.delete()
    return sheet


@action(
    "committees.give_sheet",
    refuses=("not-yours", "wrong-state", "sheet-given", "criterion-unjudged", "remark-missing", "overall-missing"),
)
def give_sheet(
    dossier: Dossier,
    *,
    by: User,
    marks: dict[Criterion, MarkValue | None] | None = None,
    remarks: dict[Criterion, str] | None = None,
    overall: Overall | None = None,
) -> ScreeningSheet:
    """Hand one's sheet in: every criterion answered, with a remark unless it is a yes. Opens the others' sheets."""
    dossier, sheet = _writing(dossier, by)
    _write(sheet, _said(marks or {}, remarks or {}), overall, None)
    require(giving_refusals(sheet))
    sheet.state, sheet.given_at = SheetState.GIVEN, clock.now()
    sheet.save(update_fields=["state", "given_at"])
    stages.finish(dossier, duties.SCREENING, by=by)
    record(
        Kind.SHEET_GIVEN,
        subject=dossier.subject,
        by=by,
        office=Keeper.MEMBER,
        round=sheet.round,
        no_link=sheet.no_link_at is not None,
    )
    return sheet


def giving_refusals(sheet: ScreeningSheet) -> Iterator[Refusal]:
    """Why a sheet cannot be handed in yet: what it leaves open."""
    criteria = {criterion.code: criterion.name for criterion in grids.of(sheet.dossier)}
    yield from rules.sheet_refusals(criteria, judgements(sheet), overall=bool(sheet.overall))


def judgements(sheet: ScreeningSheet) -> dict[str, rules.Judgement]:
    """A sheet as the rules read it."""
    return {
        mark.criterion.code: rules.Judgement(rules.Mark(mark.value) if mark.value else None, mark.remark)
        for mark in sheet.marks.select_related("criterion")
    }


@action("committees.take_back_sheet", refuses=("not-yours", "wrong-state", "sheet-not-given"))
def take_back_sheet(dossier: Dossier, *, by: User) -> ScreeningSheet:
    """Reopen one's own sheet until the opinion is recorded; the others' are sealed again meanwhile."""
    dossier = lock_dossier(dossier)
    require(screening_refusals(by, dossier))
    sheet = Sheet.objects.select_for_update(of=("self",)).of_round(dossier).given().filter(user=by).first()
    if sheet is None:
        raise Refused([refuse("sheet-not-given")])
    sheet.state, sheet.given_at = SheetState.DRAFT, None
    sheet.save(update_fields=["state", "given_at"])
    if sheet.seat.votes:
        duties.ask_for_sheet(dossier, by)
    record(Kind.SHEET_TAKEN_BACK, subject=dossier.subject, by=by, office=Keeper.MEMBER, round=sheet.round)
    return sheet


@action(
    "committees.record_opinion",
    refuses=("not-yours", "wrong-state", "open-questions", "sheets-missing", "reason-missing", "conflict-undecided"),
)
def record_opinion(dossier: Dossier, *, favourable: bool, reason: str, by: User, early_reason: str = "") -> Opinion:
    """The territorial secretary records the committee's opinion, and the dossier goes on with it or ends there.

    `early_reason` says why it rests on fewer sheets than half, once they are due.
    """
    dossier = lock_dossier(dossier)
    require(opinion_refusals(by, dossier, reason=reason, early_reason=early_reason))
    members = {mandate.user_id for mandate in access.voices(dossier)}
    given = Sheet.objects.of_round(dossier).given().filter(user__in=members).count()
    opinion = Opinion.objects.create(
        dossier=dossier,
        round=dossier.round,
        verdict=OpinionVerdict.FAVOURABLE if favourable else OpinionVerdict.UNFAVOURABLE,
        reasons=reason.strip(),
        sheets=given,
        members=len(members),
        fewer_reason=early_reason.strip() if list(guards.sheets_refusals(dossier, "")) else "",
        recorded_by=by,
        recorded_at=clock.now(),
    )
    stages.finish(dossier, duties.OPINION, by=by)
    record(
        Kind.OPINION_RECORDED,
        subject=dossier.subject,
        by=by,
        office=Keeper.SECRETARY,
        verdict=opinion.verdict,
        round=opinion.round,
        sheets=given,
        members=len(members),
    )
    advance(dossier, "favour" if favourable else "decline_territorial", by=by, reason=reason.strip())
    return opinion


def opinion_refusals(
    by: User, dossier: Dossier, *, reason: str | None = None, early_reason: str | None = None
) -> list[Refusal]:
    """Why the opinion cannot be recorded; None for what nobody has typed yet."""
    found = list(dossier_access.key_refusals(by, dossier, Keeper.SECRETARY))
    if found:
        return found
    if dossier.status != State.TERRITORIAL_REVIEW:
        return [refuse_dossier("wrong-state", state=dossier.get_state_display())]
    if reason is not None:
        found.extend(guards.reason_refusals(reason))
        found.extend(conflicts.undecided_refusals(dossier, access.territorial_of(dossier)))
    return [*found, *guards.unsent_refusals(dossier), *guards.sheets_refusals(dossier, early_reason)]
