"""The final report: written by its holder, handed in, sent back or accepted, with what becomes of what is left."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import File

from dossiers import access, deadlines, joints, rules, stages
from dossiers import report as reports
from dossiers.actions.drafting import store
from dossiers.actions.life import lock
from dossiers.lifecycle import Keeper, State
from dossiers.models import Attachment, DeadlineKind, Dossier, FinalReport, ReportDraft
from dossiers.models.content import AttachmentKind, Side
from dossiers.report import ReportedLine
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, require

REPORT = "report"  # the duty
WRITING = ("not-yours", "wrong-state", "report-there")


def writing_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person cannot write the report now: its holder, after the payment, until it is accepted."""
    refusals = list(access.key_refusals(user, dossier, Keeper.APPLICANT))
    if refusals:
        return refusals
    if dossier.status != State.FOLLOW_UP:
        return [refuse("wrong-state", state=dossier.get_state_display())]
    accepted = FinalReport.objects.filter(dossier=dossier, accepted_at__isnull=False).exists()
    return [refuse("report-there")] if accepted else []


@action("dossiers.save_report_draft", refuses=WRITING)
def save_report_draft(dossier: Dossier, *, values: dict[str, Any], by: User) -> Dossier:
    """Keep what the holder has begun to write of their report; nothing of it is handed in."""
    dossier = lock(dossier)
    require(writing_refusals(dossier, by))
    kept = {"values": values, "saved_at": clock.now(), "saved_by": by}
    ReportDraft.objects.update_or_create(dossier=dossier, defaults=kept)
    return dossier


@action(
    "dossiers.attach_to_report",
    refuses=(*WRITING, "file-too-big", "file-empty", "file-type", "file-disguised"),
)
def attach_to_report(dossier: Dossier, *, file: File[bytes], by: User) -> Attachment:
    """Join a proof to the report. The same name again is a new version; the same content again changes nothing."""
    dossier = lock(dossier)
    require(writing_refusals(dossier, by))
    piece, is_new = store(dossier, AttachmentKind.REPORT, file, by)
    if is_new:
        record(
            Kind.ATTACHMENT_ADDED,
            subject=dossier.subject,
            by=by,
            office=Keeper.APPLICANT,
            sha256=piece.sha256,
            piece=piece.kind,
        )
    return piece


@action("dossiers.give_report", refuses=(*WRITING, "report-incomplete", "report-unexplained"))
def give_report(
    dossier: Dossier,
    *,
    text: str,
    by: User,
    spent_cents: int = 0,
    lines: Sequence[ReportedLine] = (),
    reached: str = "",
) -> FinalReport:
    """The holder's final report (loi 2000-321 art. 10: six months after the end of the financial year).

    With `lines`, one for each line of the budget and any others, the expenses are their sum; without, what
    `spent_cents` says. Given again, it replaces what was given, until it is accepted.
    """
    dossier = lock(dossier)
    require(writing_refusals(dossier, by))
    require(reports.refusals(dossier, text, lines) if lines else [])
    laid, _ = reports.laid_out(dossier, lines) if lines else ([], [])
    spent = sum(line.actual_cents for line in laid if line.side == Side.EXPENSE) if laid else spent_cents
    report = reports.of_dossier(dossier) or FinalReport(dossier=dossier, version=0)
    report.version += 1
    report.text, report.reached, report.spent_cents = text.strip(), reached.strip(), spent
    report.received_at, report.sent_back_at = clock.now(), None
    report.save()
    report.lines.all().delete()
    for line in laid:
        line.report = report
        line.save()
    ReportDraft.objects.filter(dossier=dossier).delete()
    stages.finish(dossier, REPORT, by=by)
    said = [[one.side, one.label, one.forecast_cents, one.actual_cents, one.why] for one in laid]
    digest = chain.digest(chain.canonical([report.text, report.reached, spent, said]))
    facts: dict[str, Any] = {"spent_cents": spent, "version": report.version, "digest": digest}
    record(Kind.REPORT_RECEIVED, subject=dossier.subject, by=by, office=Keeper.APPLICANT, **facts)
    return report


def reading_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person cannot send the report back, nor accept it, now."""
    refusals = list(access.key_refusals(user, dossier, Keeper.OFFICER))
    if refusals:
        return refusals
    report = reports.of_dossier(dossier)
    if report is not None and report.accepted_at is not None:
        return [refuse("report-accepted")]
    if dossier.status != State.FOLLOW_UP:
        return [refuse("wrong-state", state=dossier.get_state_display())]
    if report is None:
        return [refuse("report-absent")]
    return [refuse("report-sent-back")] if report.sent_back_at is not None else []


READING = ("not-yours", "wrong-state", "report-absent", "report-accepted", "report-sent-back")


@action("dossiers.send_back_report", refuses=(*READING, "reason-missing"))
def send_back_report(dossier: Dossier, *, reason: str, by: User) -> FinalReport:
    """The report does not suffice: say why. It is asked again, with days to correct it."""
    dossier = lock(dossier)
    require(reading_refusals(dossier, by))
    require(rules.reason_refusals(reason))
    report = reports.of_dossier(dossier)
    assert report is not None, "there is one to read"
    report.sent_back_at, report.sent_back_by, report.sent_back_reason = clock.now(), by, reason.strip()
    report.save()
    deadlines.close(dossier.subject, DeadlineKind.REPORT, "renvoyé")
    days = dossier.parameters.report_again_days
    stages.cancel(dossier, REPORT)
    stages.ask(REPORT, dossier, deadline=deadlines.start(DeadlineKind.REPORT, dossier, days=days))
    record(Kind.REPORT_SENT_BACK, subject=dossier.subject, by=by, office=Keeper.OFFICER, reason=reason.strip())
    return report


@action(
    "dossiers.accept_report",
    refuses=(*READING, "unspent-undecided", "repay-too-much", "unspent-to-repay", "kept-unexplained"),
)
def accept_report(dossier: Dossier, *, by: User, repay_cents: int | None = None, kept_reason: str = "") -> FinalReport:
    """The officer accepts the report, and says what becomes of what the project did not need of what it was paid.

    `repay_cents` are asked back, for the partners; the rest is kept for the same object, for `kept_reason`. With a
    balance to come nothing of it is taken off: what is left is paid back by the structure. Source: ADR 29.
    """
    dossier = lock(dossier)
    require(reading_refusals(dossier, by))
    report = reports.of_dossier(dossier)
    assert report is not None, "there is one to read"
    report.dossier = dossier
    left = reports.unspent(report)
    may_keep = dossier.parameters.unspent_kept
    require(rules.repay_refusals(left, repay_cents, kept_reason=kept_reason, may_keep=may_keep))
    report.accepted_at, report.accepted_by = clock.now(), by
    report.unspent_cents, report.repay_cents = left.cents, repay_cents or 0
    report.kept_reason = kept_reason.strip() if report.kept_cents else ""
    report.save()
    left_facts = {"unspent_cents": left.cents, "repay_cents": report.repay_cents, "reason": report.kept_reason}
    said: dict[str, Any] = left_facts if left.cents else {}
    record(Kind.REPORT_RECEIVED, subject=dossier.subject, by=by, office=Keeper.OFFICER, accepted=True, **said)
    for act in joints.effects.get("accept_report", []):
        act(dossier, by)
    return report
