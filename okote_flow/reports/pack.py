"""What a steering meeting has before it: agenda, figures of the day, what changed, envelopes and alerts, reports.

The committee has one pack for all its members, so that it names no dossier: figures, and what is on the agenda
without a dossier's name.
"""

import hashlib
import json
from datetime import datetime

from committees.models import FreeItemState, ItemState, Meeting, MeetingState
from dossiers.models import DossierProcess
from okote_flow import chapters, clock
from okote_flow.cents import euros
from okote_flow.chapters import Plain, Rows
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.reports import figures, money, parts, rules
from okote_flow.reports.figures import Span
from okote_flow.reports.models import FROZEN, Report, ReportKind
from okote_flow.reports.parts import DAY, NUMBER, TEXT
from okote_flow.reports.rules import counted
from okote_flow.tags import instant, jour

DOCUMENT = "meeting-pack"
ALMOST_EMPTY = 10  # percent of an envelope that are left
TOLD = (
    Kind.DOSSIER_SUBMIT, Kind.DOSSIER_ADMIT, Kind.DOSSIER_REJECT_INADMISSIBLE, Kind.DOSSIER_FAVOUR,
    Kind.DOSSIER_DECLINE_TERRITORIAL, Kind.DOSSIER_ENDORSE, Kind.DOSSIER_DECLINE, Kind.DOSSIER_OPEN_CAMPAIGN,
    Kind.DOSSIER_SUCCEED, Kind.DOSSIER_FAIL, Kind.DOSSIER_SETTLE, Kind.DOSSIER_PAY_ALL, Kind.DOSSIER_CLOSE,
    Kind.DOSSIER_RENOUNCE, Kind.DOSSIER_CANCEL, Kind.ENVELOPE_VOTED, Kind.AGREEMENT_SIGNED, Kind.CONTRIBUTION_CALLED,
    Kind.CONTRIBUTION_RECEIVED, Kind.RULES_ADOPTED, Kind.COMMITTEE_RULES_ADOPTED, Kind.YEARLY_PRESENTED,
)  # fmt: skip


def content_of(meeting: Meeting) -> Plain:
    """Of today, as plain data."""
    today = clock.today()
    span = figures.span_of(rules.twelve_months(today.replace(month=1, day=1)))
    found = figures.lives(span)
    given, envelopes, costs = money.gifts(span), money.standings(span), money.costs(span)
    goal_cents = sum(one.total_cents for one in envelopes)
    return {
        "title": "Dossier de séance",
        "headline": f"{meeting.committee.name}, {instant(meeting.scheduled_at)}, {meeting.place}",
        "day": today.isoformat(),
        "chapters": [
            _agenda(meeting),
            _changes(meeting),
            parts.of_targets(found),
            parts.of_dossiers(found),
            parts.of_gifts(given, goal_cents),
            parts.of_envelopes(span, envelopes),
            parts.of_costs(costs),
            _alerts(span, envelopes, costs),
            *chapters.contributed(DOCUMENT, meeting),
            _reports(meeting),
        ],
    }


def digest_of(content: Plain) -> str:
    """Of what is said, whatever the paper: the same content is frozen once."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _agenda(meeting: Meeting) -> Plain:
    free = meeting.free_items.exclude(state=FreeItemState.WITHDRAWN)
    about = meeting.items.exclude(state=ItemState.WITHDRAWN)
    lines = [(item.position, item.title, item.get_kind_display()) for item in free]
    lines += [(item.position, "Point sur un dossier", "à lire sur la page de la séance") for item in about]
    block = chapters.table(
        "ordre-du-jour",
        "Ordre du jour",
        [("Point", TEXT), ("Nature", TEXT)],
        [[f"{position}. {title}", kind] for position, title, kind in sorted(lines)],
    )
    lead = [] if lines else ["Aucun point n’est encore inscrit."]
    lead += [f"{item.position}. {item.title}\u00a0: {item.text}" for item in free if item.text]
    return chapters.chapter("ordre-du-jour", "Ordre du jour", lead, [block] if lines else [])


def _since(meeting: Meeting) -> tuple[datetime | None, str]:
    """The end of the last steering meeting that was held before this one."""
    held = Meeting.objects.filter(committee=meeting.committee_id, state=MeetingState.CLOSED)
    before = held.filter(scheduled_at__lt=meeting.scheduled_at).order_by("-scheduled_at").first()
    if before is None:
        return None, "depuis le début du programme, aucune séance n’ayant encore été tenue"
    return before.closed_at, f"depuis la séance du {jour(before.scheduled_at)}"


def _changes(meeting: Meeting) -> Plain:
    since, said = _since(meeting)
    events = Event.objects.filter(kind__in=TOLD, at__lte=clock.now())
    if since is not None:
        events = events.filter(at__gt=since)
    counts: dict[str, set[str]] = {}
    for kind, subject in events.order_by().values_list("kind", "subject"):
        counts.setdefault(kind, set()).add(subject)
    rows: Rows = [[kind.label, len(counts[kind])] for kind in TOLD if kind in counts]
    block = chapters.table("depuis", "Ce qui a changé", [("Fait", TEXT), ("Nombre", NUMBER)], rows)
    lead = [f"Ce qui s’est passé {said}." if rows else f"Rien n’a changé {said}."]
    return chapters.chapter("depuis", "Depuis la dernière séance", lead, [block] if rows else [])


def _alerts(span: Span, envelopes: list[money.Standing], costs: list[money.Cost]) -> Plain:
    late = DossierProcess.objects.filter(status="NEW", due_on__lt=span.day).values("dossier").distinct().count()
    lead = [f"{counted(late, 'dossier')} en retard sur une échéance." if late else ""]
    for one in envelopes:
        name = f"{one.envelope.partner} {one.envelope.year}"
        if not one.envelope.is_voted:
            lead.append(f"Enveloppe {name}\u00a0: prévue pour {euros(one.total_cents)}, pas encore votée.")
        elif one.available_cents * 100 <= one.total_cents * ALMOST_EMPTY:
            lead.append(f"Enveloppe {name}\u00a0: il reste {euros(one.available_cents)} sur {euros(one.total_cents)}.")
    for cost in costs:
        awaited = cost.called_cents - cost.received_cents
        if awaited > 0:
            lead.append(f"Fonctionnement, {cost.contribution}\u00a0: {euros(awaited)} appelés, pas encore reçus.")
    return chapters.chapter("alertes", "À surveiller", lead if any(lead) else ["Rien à signaler."])


def _reports(meeting: Meeting) -> Plain:
    """The reviews that the committee reads; a partner's own report is the partner's."""
    found = Report.objects.filter(kind=ReportKind.REVIEW, state__in=FROZEN).select_related("partner", "snapshot")
    rows: Rows = [
        [report.title, str(report.edition), clock.day_of(report.presented_at).isoformat(), report.snapshot.sha256[:16]]
        for report in found
        if report.presented_at is not None
    ]
    block = chapters.table(
        "rapports",
        "Rapports présentés",
        [("Rapport", TEXT), ("Édition", TEXT), ("Présenté le", DAY), ("Empreinte, début", TEXT)],
        rows,
    )
    lead = [] if rows else ["Aucun bilan n’a encore été présenté."]
    return chapters.chapter("rapports", "Rapports présentés", lead, [block] if rows else [])
