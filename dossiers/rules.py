"""What a dossier must satisfy. Pure: values in, refusals out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dossiers.clocks import months_after
from dossiers.sentences import refuse
from okote_flow.cents import euros, share_out
from okote_flow.refusals import Refusal

MAX_BUDGET_LINES = 80
LONGEST_MESSAGE = 4000  # characters, of a note and of a draft too
MOST_FILES = 5  # of one message
MOST_MESSAGES = 20  # of one person on one dossier within an hour
HOUR = timedelta(hours=1)
BPS = 10_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the submission rules need to know of a dossier."""

    missing: tuple[str, ...]  # French names of what is not filled in
    expenses_cents: int
    resources_cents: int
    has_commitment: bool
    call: str
    call_opens_on: date | None
    call_closes_on: date | None


def submission_refusals(sheet: Sheet, today: date) -> Iterator[Refusal]:
    """Complete, balanced to the cent, republican commitment (loi 2000-321 art. 10-1), call open."""
    if sheet.call_closes_on and today > sheet.call_closes_on:
        yield refuse("call-closed", call=sheet.call, closed_on=sheet.call_closes_on)
    if sheet.call_opens_on and today < sheet.call_opens_on:
        yield refuse("call-not-open", call=sheet.call, opens_on=sheet.call_opens_on)
    if sheet.missing:
        yield refuse("incomplete", missing=", ".join(sheet.missing))
    yield from budget_refusals(sheet.expenses_cents, sheet.resources_cents)
    if not sheet.has_commitment:
        yield refuse("commitment-missing")


def budget_refusals(expenses_cents: int, resources_cents: int) -> Iterator[Refusal]:
    if expenses_cents != resources_cents:
        yield refuse(
            "budget-unbalanced",
            expenses=euros(expenses_cents),
            resources=euros(resources_cents),
            gap=euros(abs(expenses_cents - resources_cents)),
        )


def goal_notes(goal_cents: int, low_cents: int, high_cents: int) -> Iterator[str]:
    """Soft range of the goal: said, never refused. Source: decisions on money."""
    if goal_cents < low_cents:
        yield f"Les campagnes visent d’ordinaire au moins {euros(low_cents)}."
    if goal_cents > high_cents:
        yield f"Les campagnes visent d’ordinaire au plus {euros(high_cents)}\u00a0: soyez sûr de votre communauté."


def reason_refusals(reason: str | None) -> Iterator[Refusal]:
    """None means that nobody was asked yet: the page shows the field, not the refusal."""
    if reason is not None and not reason.strip():
        yield refuse("reason-missing")


def drop_refusals(due_on: date, today: date) -> Iterator[Refusal]:
    if today <= due_on:
        yield refuse("delay-running", due_on=due_on)


def expiry_refusals(
    touched_on: date, idle_since: date, announced_on: date | None, today: date, notice_days: int
) -> Iterator[Refusal]:
    """A draft is withdrawn after its idle months, announced `notice_days` before."""
    announced = announced_on is not None and (today - announced_on).days >= notice_days
    if touched_on > idle_since or not announced:
        yield refuse("still-active", touched_on=touched_on)


def postponement_refusals(postponements: int, limit: int) -> Iterator[Refusal]:
    if postponements >= limit:
        yield refuse("too-many-postponements", count=postponements)


def ceiling_refusals(
    asked_cents: int, free_cents: int, *, partner: str, needs_competence: bool, competent: bool
) -> Iterator[Refusal]:
    """No CeA money outside its competences (report §2); never more than what the envelope holds free."""
    if asked_cents and needs_competence and not competent:
        yield refuse("no-competence")
    if asked_cents > free_cents:
        yield refuse("over-free-envelope", partner=partner, asked=euros(asked_cents), free=euros(free_cents))


def months_before(day: date, months: int) -> date:
    """The same day of the month, so many months earlier; the last day of a shorter month."""
    return months_after(day, -months)


def missing_fields(filled: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    return tuple(label for label, is_there in filled if not is_there)


def structure_missing(legal_form: str, *, siret: str, court: str, volume: str, folio: str) -> tuple[str, ...]:
    """What identifies a structure: local-law associations by court, volume and folio; RNA is never required.

    A SIRET is asked of structures that exist, not of one being created (it is needed before payment).
    Source: Code civil local art. 21 sqq.; decisions on intake.
    """
    if legal_form == "in_creation":
        return ()
    if legal_form == "local_association":
        named = (("le tribunal", court), ("le volume", volume), ("le folio", folio))
        return tuple(label for label, value in named if not value)
    return () if siret else ("le SIRET",)


def words_refusals(text: str, count_of_files: int) -> Iterator[Refusal]:
    """A message says something, in a length that is read, with few files."""
    if not text and not count_of_files:
        yield refuse("message-empty")
    if len(text) > LONGEST_MESSAGE:
        yield refuse("message-too-long", limit=LONGEST_MESSAGE)
    if count_of_files > MOST_FILES:
        yield refuse("too-many-files", limit=MOST_FILES)


def flood_refusals(sent: Sequence[datetime], now: datetime) -> Iterator[Refusal]:
    """`sent` are the instants at which somebody has written; what is older than an hour does not count."""
    lately = sorted(at for at in sent if now - at < HOUR)
    if len(lately) >= MOST_MESSAGES:
        free_at = lately[-MOST_MESSAGES] + HOUR
        yield refuse("too-many-messages", count=len(lately), minutes=-((now - free_at) // timedelta(minutes=1)))


def needs_words(forecast_cents: int, actual_cents: int, *, tolerance_bps: int, tolerance_cents: int) -> bool:
    """Whether the difference of a line of the final report must be explained: it passes both tolerances.

    A line that the budget did not have is explained from the second on. Source: usage of Cerfa 15059*02.
    """
    difference = abs(actual_cents - forecast_cents)
    return difference > tolerance_cents and difference * BPS > forecast_cents * tolerance_bps


@dataclass(frozen=True, slots=True)
class Unspent:
    """What a project did not need, at most what it was paid, and what of it may be asked back for the partners."""

    cents: int = 0
    repayable_cents: int = 0


def unspent(*, received_cents: int, spent_cents: int, paid_cents: int, partners_cents: int) -> Unspent:
    """What is left of the money that a project was paid. `partners_cents` of `paid_cents` are not the citizens'.

    What citizens gave stays with the cause that they gave it for: only the partners' share is ever asked back.
    A report that names fewer resources than the house has paid is counted with what it has paid. Source: ADR 29.
    """
    left = min(paid_cents, max(0, max(received_cents, paid_cents) - spent_cents))
    if not left:
        return Unspent()
    return Unspent(left, share_out(left, [partners_cents, paid_cents - partners_cents])[0])


def repay_refusals(left: Unspent, repay_cents: int | None, *, kept_reason: str, may_keep: bool) -> Iterator[Refusal]:
    """Whoever accepts a report says what becomes of what is left: paid back, or kept for a reason."""
    if repay_cents is None and left.cents:
        yield refuse("unspent-undecided", left=euros(left.cents))
        return
    repay = repay_cents or 0
    if repay < 0 or repay > left.repayable_cents:
        yield refuse("repay-too-much", most=euros(left.repayable_cents))
    elif repay < left.repayable_cents and not may_keep:
        yield refuse("unspent-to-repay", most=euros(left.repayable_cents))
    elif repay < left.cents and not kept_reason.strip():
        yield refuse("kept-unexplained", kept=euros(left.cents - repay))
