"""The verbs of the territorial committee: sheets on the six criteria, then the opinion."""

from collections.abc import Mapping

from committees import access, duties, guards, rules
from committees.models import Mandate, Mark, MarkValue, Opinion, OpinionVerdict, ScreeningSheet, SheetState
from committees.models.bodies import SCREEN
from committees.models.screening import ScreeningSheet as Sheet
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers import stages
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
    return held.select_related("seat").order_by("-seat__votes", "seat")[0]


def _write(sheet: ScreeningSheet, marks: Mapping[Criterion, MarkValue], remarks: Mapping[Criterion, str]) -> None:
    if sheet.state == SheetState.GIVEN:
        raise Refused([refuse("sheet-given")])
    for criterion in marks.keys() | remarks.keys():
        said: dict[str, str] = {}
        if criterion in marks:
            said["value"] = marks[criterion]
        if criterion in remarks:
            said["remark"] = remarks[criterion].strip()
        Mark.objects.update_or_create(sheet=sheet, criterion=criterion, defaults=said)
    sheet.saved_at = clock.now()
    sheet.save(update_fields=["saved_at"])


@action("committees.save_sheet", refuses=("not-yours", "wrong-state", "sheet-given"))
def save_sheet(
    dossier: Dossier,
    *,
    marks: dict[Criterion, MarkValue],
    by: User,
    remarks: dict[Criterion, str] | None = None,
) -> ScreeningSheet:
    """Keep what a member has judged so far; nobody else reads it. Only what is given here changes."""
    _, sheet = _writing(dossier, by)
    _write(sheet, marks, remarks or {})
    return sheet


@action(
    "committees.give_sheet",
    refuses=("not-yours", "wrong-state", "sheet-given", "criterion-unjudged", "remark-missing"),
)
def give_sheet(
    dossier: Dossier,
    *,
    by: User,
    marks: dict[Criterion, MarkValue] | None = None,
    remarks: dict[Criterion, str] | None = None,
) -> ScreeningSheet:
    """Hand one's sheet in: every criterion answered, with a remark unless it is a yes. Opens the others' sheets."""
    dossier, sheet = _writing(dossier, by)
    _write(sheet, marks or {}, remarks or {})
    criteria = {criterion.code: criterion.name for criterion in Criterion.objects.all()}
    require(rules.sheet_refusals(criteria, judgements(sheet)))
    sheet.state, sheet.given_at = SheetState.GIVEN, clock.now()
    sheet.save(update_fields=["state", "given_at"])
    stages.finish(dossier, duties.SCREENING, by=by)
    record(Kind.SHEET_GIVEN, subject=dossier.subject, by=by, office=Keeper.MEMBER, round=sheet.round)
    return sheet


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
    refuses=("not-yours", "wrong-state", "open-questions", "sheets-missing", "reason-missing"),
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
    return [*found, *guards.unsent_refusals(dossier), *guards.sheets_refusals(dossier, early_reason)]
