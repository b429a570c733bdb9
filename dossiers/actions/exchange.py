"""Questions and answers, and the finding of competence: what happens around admissibility."""

from dossiers import access, guards
from dossiers.actions.life import lock
from dossiers.checklist import SECTIONS
from dossiers.lifecycle import Keeper, State
from dossiers.models import Attachment, Dossier, Question
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

ASKER = {
    State.SUBMITTED: Keeper.OFFICER,
    State.TERRITORIAL_REVIEW: Keeper.SECRETARY,
    State.ENGAGEMENT_REVIEW: Keeper.CHAIR,
}


@action("dossiers.assign_officer", refuses=("not-yours", "not-an-officer", "officer-aside"))
def assign_officer(dossier: Dossier, *, officer: User, by: User) -> Dossier:
    """Put an officer in charge: whoever holds the dossier hands it on, the director may decide."""
    dossier = lock(dossier)
    if not access.holds(by, dossier, Keeper.DIRECTOR):
        require(access.key_refusals(by, dossier, Keeper.OFFICER))
    if Office.OFFICER not in offices_of(officer):
        raise Refused([refuse("not-an-officer", who=officer)])
    if not access.may_work_on(officer, dossier):
        raise Refused([refuse("officer-aside", who=officer)])
    absent = access.acts_for(by, dossier.subject, Keeper.OFFICER)  # before the key is handed on
    people = {"officer": officer} | ({"for": absent} if absent else {})
    dossier.officer = officer
    dossier.save(update_fields=["officer"])
    record(Kind.OFFICER_ASSIGNED, subject=dossier.subject, by=by, office=Keeper.OFFICER, people=people)
    return dossier


def stand_down(dossier: Dossier, person: User) -> None:
    """Whoever stands aside from a dossier is no longer in charge of it: any other officer may take it."""
    Dossier.objects.filter(pk=dossier.pk, officer=person).update(officer=None)


def question_refusals(dossier: Dossier, by: User) -> list[Refusal]:
    """Who may prepare questions: the body where the dossier is."""
    keeper = ASKER.get(dossier.status)
    if keeper is None:
        return [refuse("wrong-state", state=dossier.get_state_display())]
    return list(access.key_refusals(by, dossier, keeper))


@action("dossiers.ask_question", refuses=("not-yours", "wrong-state", "question-empty"))
def ask_question(dossier: Dossier, *, text: str, by: User, about: str = "", section: str = "") -> Question:
    """Prepare one question, about a part of the form or none; all that are ready leave together with the request."""
    dossier = lock(dossier)
    require(question_refusals(dossier, by))
    if not text.strip():
        raise Refused([refuse("question-empty")])
    part = section if section in SECTIONS else ""
    question = Question.objects.create(
        dossier=dossier, text=text.strip(), about=about.strip(), section=part, asked_by=by
    )
    record(Kind.QUESTION_ASKED, subject=dossier.subject, by=by, office=ASKER[dossier.status], question=question.pk)
    return question


@action("dossiers.remove_question", refuses=("not-yours", "wrong-state", "question-sent"))
def remove_question(question: Question, *, by: User) -> Dossier:
    """Take back a question that has not left yet."""
    dossier = lock(question.dossier)
    require(question_refusals(dossier, by))
    if not dossier.questions.filter(pk=question.pk, complement=None).delete()[0]:
        raise Refused([refuse("question-sent")])
    record(Kind.QUESTION_REMOVED, subject=dossier.subject, by=by, office=ASKER[dossier.status], question=question.pk)
    return dossier


@action("dossiers.answer_question", refuses=("not-yours", "wrong-state", "file-gone"))
def answer_question(question: Question, *, text: str, by: User, attachment: Attachment | None = None) -> Question:
    """Answer one question; it may be changed until all answers are sent."""
    dossier = lock(question.dossier)
    require(access.key_refusals(by, dossier, Keeper.APPLICANT))
    request = guards.open_request(dossier)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if request is None or question.complement_id != request.pk or dossier.status != State.COMPLEMENTS_REQUESTED:
        raise Refused([refuse("wrong-state", state=dossier.get_state_display())])
    if attachment is not None and attachment.dossier_id != dossier.pk:
        raise Refused([refuse("file-gone")])
    question.answer, question.attachment, question.answered_at = text.strip(), attachment, clock.now()
    question.save()
    record(Kind.QUESTION_ANSWERED, subject=dossier.subject, by=by, office=Keeper.APPLICANT, question=question.pk)
    return question


@action("dossiers.find_competence", refuses=("not-yours", "competence-fixed", "reason-missing"))
def find_competence(dossier: Dossier, *, competent: bool, ground: str, by: User) -> Dossier:
    """Say whether the project falls within the CeA's competences; otherwise no CeA money (report §2)."""
    dossier = lock(dossier)
    require(access.key_refusals(by, dossier, Keeper.OFFICER))
    if dossier.status not in (State.SUBMITTED, State.COMPLEMENTS_REQUESTED):
        raise Refused([refuse("competence-fixed")])
    if not ground.strip():
        raise Refused([refuse("reason-missing")])
    dossier.cea_competence, dossier.cea_competence_ground = competent, ground.strip()
    dossier.save(update_fields=["cea_competence", "cea_competence_ground"])
    record(
        Kind.COMPETENCE_FOUND,
        subject=dossier.subject,
        by=by,
        office=Keeper.OFFICER,
        competent=competent,
        ground=ground,
    )
    return dossier
