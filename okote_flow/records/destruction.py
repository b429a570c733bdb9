"""What is destroyed of a dossier, table by table, and what is left: books, journal, decisions, and its number.

The caller holds the dossier's row. Nothing here decides: see `actions.execution`.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from committees.models import Evidence, Mandate, Mark, Recusal
from dossiers.models import (
    Attachment,
    Condition,
    ConditionProof,
    Dossier,
    DossierSnapshot,
    Enclosure,
    FinalReport,
    Message,
    Note,
    ReportDraft,
    ReportLine,
    ThreadDraft,
)
from funding.models import (
    Asker,
    BankDetails,
    Checkout,
    Donor,
    FirstSupporter,
    News,
    Picture,
    PublicQuestion,
    RefundAccount,
    Story,
    TaxPaper,
    TaxRecipient,
)
from funding.seals import name as row_name
from notifications.models import Notification
from okote_flow.directory.models import Appointment, Membership, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity
from okote_flow.journal.record import record
from okote_flow.records.access import GONE

OWN = {"title": GONE, "summary": "", "city": "", "cea_competence_ground": ""}


def empty(dossier: Dossier, by: User | None) -> list[str]:
    """Destroy the content. Gives the files that nothing names any more, to be deleted once this is certain."""
    files = [*_pieces(dossier), *_thread(dossier), *_public(dossier)]
    _answers(dossier)
    _conditions(dossier)
    _report(dossier)
    _committees(dossier)
    _money(dossier, by)
    _set(Notification.objects.filter(dossier=dossier), text=GONE, detail="")
    Dossier.objects.filter(pk=dossier.pk).update(**OWN)
    return [one for one in files if one]


def _set(rows: QuerySet[Any], **values: object) -> None:
    """Only what says something changes: a row that is empty already is left alone."""
    rows.update(**values)


def _taken(rows: QuerySet[Any]) -> list[str]:
    return [one.file.name for one in rows]


def _pieces(dossier: Dossier) -> list[str]:
    pieces = Attachment.objects.filter(dossier=dossier)
    files = _taken(pieces)
    for piece in pieces:
        piece.name, piece.file = f"{GONE} {piece.pk}", ""
        piece.save(update_fields=["name", "file"])
    return files


def _thread(dossier: Dossier) -> list[str]:
    enclosures = Enclosure.objects.filter(Q(message__dossier=dossier) | Q(note__dossier=dossier))
    files = _taken(enclosures)
    enclosures.delete()
    for model in (Message, Note):
        _set(model.objects.filter(dossier=dossier), text="", salt="")
    ThreadDraft.objects.filter(dossier=dossier).delete()
    dossier.looks.all().delete()
    return files


def _answers(dossier: Dossier) -> None:
    dossier.answers.all().delete()
    dossier.budget_lines.all().delete()
    _set(dossier.complements.all(), reason="")
    _set(dossier.questions.all(), about="", text=GONE, answer="")
    _set(dossier.decisions.all(), text=GONE)
    _set(dossier.asks.all(), reason=GONE)
    _set(DossierSnapshot.objects.filter(dossier=dossier), content={})


def _conditions(dossier: Dossier) -> None:
    conditions = Condition.objects.filter(dossier=dossier)
    _set(conditions, text=GONE)
    _set(conditions.exclude(proof=""), proof=GONE)
    _set(conditions.exclude(words=""), words=GONE)
    _set(ConditionProof.objects.filter(condition__dossier=dossier), note="")


def _report(dossier: Dossier) -> None:
    ReportDraft.objects.filter(dossier=dossier).delete()
    _set(FinalReport.objects.filter(dossier=dossier), text=GONE, reached="", sent_back_reason="", kept_reason="")
    _set(ReportLine.objects.filter(report__dossier=dossier), label=GONE, why="")


def _committees(dossier: Dossier) -> None:
    """What members noted while they read. Opinions, votes, minutes and letters are archives of their own."""
    _set(Mark.objects.filter(sheet__dossier=dossier), remark="")
    Evidence.objects.filter(mark__sheet__dossier=dossier).delete()
    _set(Recusal.objects.filter(dossier=dossier), note="")


def _public(dossier: Dossier) -> list[str]:
    """The page of the campaign, and the names of those who gave and asked."""
    pictures = Picture.objects.filter(dossier=dossier)
    files = _taken(pictures)
    pictures.delete()
    _set(Story.objects.filter(dossier=dossier), text="", video_url="")
    _set(News.objects.filter(campaign__dossier=dossier), title=GONE, text=GONE, author=GONE)
    questions = PublicQuestion.objects.filter(campaign__dossier=dossier)
    _set(questions.exclude(text=""), text=GONE)
    _set(questions.exclude(answer=""), answer=GONE)
    _set(questions, author="")
    Asker.objects.filter(question__campaign__dossier=dossier).delete()
    FirstSupporter.objects.filter(dossier=dossier).delete()
    Donor.objects.filter(gift__campaign__dossier=dossier).delete()
    _set(Checkout.objects.filter(campaign__dossier=dossier), donor_name="", email="")
    return files


def _money(dossier: Dossier, by: User | None) -> None:
    """Accounts and addresses. An order keeps the account that it was approved for: it is a paper of the books."""
    RefundAccount.objects.filter(gift__campaign__dossier=dossier).delete()
    papers = TaxPaper.objects.filter(receipt__gift__campaign__dossier=dossier).values("receipt__gift")
    asked = Q(gift__campaign__dossier=dossier) | Q(checkout__campaign__dossier=dossier)
    kept = Q(gift__in=papers) | Q(checkout__gift__in=papers)
    TaxRecipient.objects.filter(asked).exclude(kept).delete()
    for details in BankDetails.objects.filter(dossier=dossier):
        gone = row_name(BankDetails, details.pk)
        details.delete()
        record(Kind.BANK_DETAILS_ERASED, subject=dossier.subject, by=by, gone=gone)


# Names beside the journal


def forget_names(dossier: Dossier) -> None:
    """Erase the names of those whom the journal knows from this dossier and from others that are gone alone."""
    gone = [event.subject for event in Event.objects.filter(kind__in=[Kind.DOSSIER_ELIMINATED, Kind.DRAFT_ERASED])]
    for identity in Identity.objects.filter(user__in=_holders(dossier)).exclude(name=""):
        if not _is_cited(identity.commitment, gone):
            erase_identity(identity)


def _holders(dossier: Dossier) -> Iterator[int]:
    """The holder's side; whoever held an office or a seat acted in public function and stays named."""
    mine = Membership.objects.filter(organization=dossier.organization_id).values("user")
    people = User.objects.filter(Q(pk=dossier.applicant_id) | Q(pk__in=mine))
    held = (model.objects.order_by().values_list("user", flat=True) for model in (Appointment, Mandate))
    public = {pk for found in held for pk in found}
    yield from (pk for pk in people.values_list("pk", flat=True) if pk not in public)


def _is_cited(commitment: str, gone: list[str]) -> bool:
    """Whether a dossier that is still there names this person."""
    cited = Event.objects.filter(Q(actor=commitment) | Q(facts__icontains=commitment))
    return cited.filter(subject__startswith="dossier:").exclude(subject__in=gone).exists()


def erase_identity(identity: Identity) -> None:
    """The commitment stays, and nobody can read it any more."""
    Identity.objects.filter(pk=identity.pk).update(name="", salt="", user=None)
