"""Decision letters: their templates; prepared, edited, signed, sent once, corrected by another."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q

from committees import access, guards, letter_texts, letters, letters_access
from committees.actions.locks import lock_committee
from committees.models import Committee, DecisionLetter, LetterState, LetterTemplate, Proclamation, Verdict
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers import actions as dossiers
from dossiers.actions.messages import plain
from dossiers.lifecycle import Keeper
from dossiers.models import Counter
from okote_flow import clock, documents
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

TEXTS = ("letter-empty", "letter-variable", "letter-brace", "letter-block", "letter-edited-meanwhile")


@action("committees.write_letter_template", refuses=("not-yours", *TEXTS))
def write_letter_template(
    committee: Committee, *, verdict: Verdict, title: str, body: str, by: User, version: int | None = None
) -> LetterTemplate:
    """Word the letters for a verdict anew: those of the bureau of the committee do. Letters in hand keep their text.

    `version` is that of the page. The same text once more changes nothing.
    """
    committee = lock_committee(committee)
    require(guards.bureau_refusals(by, committee))
    title, body = title.strip(), plain(body)
    require(letter_texts.text_refusals(verdict, title, body))
    last = letters.in_force(committee, verdict)
    if (last.title, last.body) == (title, body):
        return last
    if version is not None and version != last.version:
        raise Refused([refuse("letter-edited-meanwhile")])
    made = LetterTemplate.objects.create(
        committee=committee,
        verdict=verdict,
        version=last.version + 1,
        title=title,
        body=body,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    record(
        Kind.LETTER_TEMPLATE_WRITTEN,
        subject=committee.subject,
        by=by,
        office=access.role_in(by, Q(pk=committee.pk)),
        verdict=verdict,
        version=made.version,
        sha256=chain.digest(f"{title}\n{body}"),
    )
    return made


@action("committees.draft_letter", refuses=("not-yours",))
def draft_letter(proclamation: Proclamation, *, by: User) -> DecisionLetter:
    """Prepare the letter of a decision that has none. One that exists is given back."""
    dossiers.lock(proclamation.item.dossier)
    require(letters_access.keys_refusals(by, proclamation.item.dossier))
    found = proclamation.letters.order_by("pk").last()
    if found is not None:
        return found
    made = letters.begin(proclamation, by)
    _record(Kind.LETTER_DRAFTED, made, by)
    return made


@action("committees.edit_letter", refuses=("not-yours", "letter-state", *TEXTS))
def edit_letter(
    letter: DecisionLetter, *, title: str, body: str, by: User, version: int | None = None
) -> DecisionLetter:
    """Word one letter. `version` is that of the page: two writers do not overwrite each other."""
    held = _hold(letter)
    require(letters_access.writing_refusals(by, held))
    title, body = title.strip(), plain(body)
    require(letter_texts.text_refusals(held.proclamation.verdict, title, body))
    if (held.title, held.body) == (title, body):
        return held
    if version is not None and version != held.version:
        raise Refused([refuse("letter-edited-meanwhile")])
    held.title, held.body, held.version = title, body, held.version + 1
    held.save()
    _record(Kind.LETTER_EDITED, held, by, version=held.version)
    return held


@action("committees.sign_letter", refuses=("not-yours", "letter-state", "letter-not-as-read"))
def sign_letter(letter: DecisionLetter, *, by: User, version: int | None = None) -> DecisionLetter:
    """Whoever presides over the dossier signs: the letter takes its number, and the journal keeps its seal.

    `version` is the one that they have read: another one is not signed in its place.
    """
    held = _hold(letter)
    if held.status == LetterState.SIGNED and held.signed_by_id == by.pk:
        return held
    require(letters_access.signing_refusals(by, held))
    if version not in (None, held.version):
        raise Refused([refuse("letter-not-as-read")])
    held.signed_by, held.signed_at = by, clock.now()
    if not held.number:
        series = f"{held.proclamation.item.meeting.committee.code}-{clock.today().year}"
        held.number = f"LD-{series}-{Counter.take(f'letters-{series}'):03d}"
    held.content = letters.content_of(held, at=held.signed_at, signer=str(by))
    made = letters.typeset(held.content, held.signed_at)
    held.sha256 = documents.digest(made)
    held.file.save(held.number, ContentFile(made), save=False)
    held.state = LetterState.SIGNED
    held.save()
    _record(Kind.LETTER_SIGNED, held, by, Keeper.CHAIR, sha256=held.sha256)
    return held


@action("committees.unsign_letter", refuses=("not-yours", "letter-state", "reason-missing"))
def unsign_letter(letter: DecisionLetter, *, reason: str, by: User) -> DecisionLetter:
    """Take a signature back before the letter leaves; it keeps its number."""
    held = _hold(letter)
    require(letters_access.unsigning_refusals(by, held))
    require(guards.reason_refusals(reason))
    held.state, held.words = LetterState.DRAFT, reason.strip()
    held.signed_by = held.signed_at = held.content = None
    held.sha256, held.file = "", ""
    held.save()
    _record(Kind.LETTER_UNSIGNED, held, by, Keeper.CHAIR, reason=held.words)
    return held


@action("committees.send_letter", refuses=("not-yours", "letter-state"))
def send_letter(letter: DecisionLetter, *, by: User) -> DecisionLetter:
    """Send a signed letter to the holder: their notification, and the document on their page. Once."""
    held = _hold(letter)
    if held.status == LetterState.SENT and held.sent_by_id == by.pk:
        return held
    require(letters_access.sending_refusals(by, held))
    held.state, held.sent_by, held.sent_at = LetterState.SENT, by, clock.now()
    held.save()
    verdict = held.proclamation.get_verdict_display().lower()
    _record(
        Kind.LETTER_SENT,
        held,
        by,
        sha256=held.sha256,
        outcome=verdict,
        verdict=held.proclamation.verdict,
        corrects=held.replaces_id is not None,
    )
    return held


@action("committees.correct_letter", refuses=("not-yours", "letter-state", "reason-missing"))
def correct_letter(letter: DecisionLetter, *, reason: str, by: User) -> DecisionLetter:
    """Begin the letter that replaces a sent one, from its text. One that is begun already is given back."""
    held = _hold(letter)
    require(letters_access.keys_refusals(by, held.proclamation.item.dossier))
    begun = DecisionLetter.objects.filter(replaces=held).first()
    if begun is not None:
        return begun
    require(letters_access.correcting_refusals(by, held))
    require(guards.reason_refusals(reason))
    made = letters.begin(held.proclamation, by, title=held.title, body=held.body, replaces=held, words=reason.strip())
    _record(Kind.LETTER_CORRECTED, made, by, reason=made.words, former=held.number)
    return made


def _hold(given: DecisionLetter) -> DecisionLetter:
    """The letter as it is now, its dossier held."""
    dossier = dossiers.lock(given.proclamation.item.dossier)
    rows = DecisionLetter.objects.select_for_update(of=("self",))
    held = rows.select_related("proclamation__item__meeting__committee", "replaces").get(pk=given.pk)
    held.proclamation.item.dossier = dossier
    return held


def _record(kind: Kind, letter: DecisionLetter, by: User, office: Keeper | None = None, **facts: Any) -> None:
    dossier = letter.proclamation.item.dossier
    record(
        kind,
        subject=dossier.subject,
        by=by,
        office=office or _office(by, letter),
        letter=letter.pk,
        number=letter.number,
        **facts,
    )


def _office(by: User, letter: DecisionLetter) -> Keeper:
    """In which capacity somebody handles a letter."""
    keys = dossier_access.keys_of(by, letter.proclamation.item.dossier)
    order = (Keeper.ENGAGEMENT_SECRETARY, Keeper.OFFICER, Keeper.CHAIR)
    return next(keeper for keeper in order if keeper in keys)
