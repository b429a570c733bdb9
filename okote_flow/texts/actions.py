"""The verbs of texts: word one anew, go back to an earlier wording, take the last change back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require
from okote_flow.texts import access, registry
from okote_flow.texts.models import TextVersion
from okote_flow.texts.registry import Text
from okote_flow.texts.sentences import refuse

ORIGINAL = 0
"""The version that is the house's own wording."""
WORDS = ("text-empty", "text-unknown-word", "text-brace", "text-word-missing", "text-longer", "text-one-line")


@action(
    "texts.write",
    refuses=(
        "text-not-yours",
        "text-unknown",
        "text-edited-meanwhile",
        "text-past",
        "text-same",
        "reason-missing",
        *WORDS,
    ),
)
def write(  # noqa: PLR0913 - the fields of one form
    *,
    key: str,
    body: str,
    reason: str,
    by: User,
    subject: str = "",
    version: int = ORIGINAL,
    starts_on: date | None = None,
) -> TextVersion:
    """Word a text anew, from now on or from a day to come. `version` is the one on the writer's page.

    What was sent or signed keeps its words. The same words once more change nothing.
    """
    text, last = _held(key, by)
    subject, body = registry.cleaned(subject), registry.cleaned(body)
    is_to_come = last is not None and last.from_at > clock.now()  # then the same words now are another version
    said = (last.subject, last.body) if last else (text.subject, text.body)
    if starts_on is None and not is_to_come and (subject, body) == said:
        if last is None:
            raise Refused([refuse("text-same")])
        return last
    if version != (last.version if last else ORIGINAL):
        raise Refused([refuse("text-edited-meanwhile", who=last.by if last else "une autre personne")])
    require(text.refusals(subject, body))
    is_original = (subject, body) == (text.subject, text.body)
    return _add(text, last, Kind.TEXT_WRITTEN, by, reason, (subject, body, is_original, None, _instant(starts_on)))


@action("texts.revert", refuses=("text-not-yours", "text-unknown", "text-edited-meanwhile", "text-same", *WORDS))
def revert(*, key: str, to: int, by: User, version: int = ORIGINAL, reason: str = "") -> TextVersion:
    """Say again what an earlier version said (0 is the house's own wording): a new version that names it."""
    text, last = _held(key, by)
    if version != (last.version if last else ORIGINAL):
        raise Refused([refuse("text-edited-meanwhile", who=last.by if last else "une autre personne")])
    subject, body, is_original = _words_of(text, to)
    said = (last.subject, last.body) if last else (text.subject, text.body)
    if (subject, body) == said:
        raise Refused([refuse("text-same")])
    if not is_original:
        require(text.refusals(subject, body))
    why = reason.strip() or ("Retour au texte d’origine" if to == ORIGINAL else f"Retour à la version {to}")
    from_at = max(clock.now(), last.from_at) if last else clock.now()  # what was to come is taken back on its day
    return _add(text, last, Kind.TEXT_RESTORED, by, why, (subject, body, is_original, to, from_at))


def _held(key: str, by: User) -> tuple[Text, TextVersion | None]:
    """The text and its last version, once it is known that this person may word it."""
    require(access.writing_refusals(by))
    text = registry.find(key)
    if text is None:
        raise Refused([refuse("text-unknown")])
    rows = TextVersion.objects.select_for_update(of=("self",)).select_related("by")
    return text, rows.filter(key=key).order_by("-version").first()


def _words_of(text: Text, version: int) -> tuple[str, str, bool]:
    if version == ORIGINAL:
        return text.subject, text.body, True
    found = TextVersion.objects.filter(key=text.key, version=version).first()
    if found is None:
        raise Refused([refuse("text-unknown")])
    return found.subject, found.body, found.is_original


def _kept(version: TextVersion) -> TextVersion:
    """Two first writers at once: the second is told of the other."""
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused([refuse("text-edited-meanwhile", who="une autre personne")]) from taken
    return version


def _instant(starts_on: date | None) -> datetime:
    if starts_on is None or starts_on == clock.today():
        return clock.now()
    if starts_on < clock.today():
        raise Refused([refuse("text-past")])
    return datetime(starts_on.year, starts_on.month, starts_on.day, tzinfo=clock.PARIS)


Content = tuple[str, str, bool, int | None, datetime]
"""Subject, body, whether it is the house's own, the version it copies, from when it holds."""


def _add(text: Text, last: TextVersion | None, kind: Kind, by: User, reason: str, content: Content) -> TextVersion:
    if not reason.strip():
        raise Refused([refuse("reason-missing")])
    subject, body, is_original, copies, from_at = content
    version = TextVersion(
        key=text.key,
        version=last.version + 1 if last else 1,
        subject=subject,
        body=body,
        is_original=is_original,
        copies=copies,
        reason=reason.strip()[:300],
        from_at=from_at,
        by=by,
        at=clock.now(),
    )
    made = _kept(version)
    record(
        kind,
        subject=f"text:{text.key}",
        by=by,
        office=access.office_of(by),
        version=made.version,
        reason=made.reason,
        from_at=from_at,
        sha256=chain.digest(f"{subject}\n{body}"),
    )
    return made
