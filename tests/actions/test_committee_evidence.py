"""What members point at in the dossier, what they say as a whole, and two tabs that write the same sheet."""

import pytest

from committees import access, actions, elements, examination, spread
from committees.models import Evidence, EvidenceSource, MarkValue, Overall, ScreeningSheet
from dossiers.models import Criterion, CriterionAnswer, Dossier
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from tests.actions.committee_cast import answers, codes, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def dossier(bench):
    return bench.admitted()


@pytest.fixture
def project(db):
    return Criterion.objects.get(code="project")


def answer_to(dossier, criterion):
    return CriterionAnswer.objects.get(dossier=dossier, criterion=criterion)


# Evidence


def test_a_passage_of_an_answer_is_cited_once(bench, dossier, project):
    text = answer_to(dossier, project).text
    first_words = " ".join(text.split()[:3])
    place = f"answer:{project.pk}"

    evidence = actions.cite(dossier, criterion=project, element=place, quote=f"  {first_words}\n", by=bench.marc)
    again = actions.cite(dossier, criterion=project, element=place, quote=first_words, by=bench.marc)

    assert (evidence, evidence.quote) == (again, first_words)
    assert (evidence.source, evidence.label) == (EvidenceSource.ANSWER, project.name)
    assert evidence.dossier_version == dossier.version
    assert [line.kind for line in story(dossier.subject)].count(Kind.SHEET_SAVED) == 1


def test_every_part_of_a_dossier_may_be_cited(bench, dossier, project):
    sources = {one.source for one in elements.of(dossier).by_key.values()}

    for key in elements.of(dossier).by_key:
        actions.cite(dossier, criterion=project, element=key, by=bench.marc)
    assert {one.source for one in Evidence.objects.all()} == sources
    assert {"summary", "answer", "structure", "line"} <= sources


def test_what_is_not_in_the_dossier_is_not_cited(bench, dossier, project):
    cite, place = actions.cite, f"answer:{project.pk}"

    assert codes(cite, dossier, criterion=project, element="line:999999", by=bench.marc) == ["element-unknown"]
    assert codes(cite, dossier, criterion=project, element="", by=bench.marc) == ["element-unknown"]
    assert codes(cite, dossier, criterion=project, element=place, quote="jamais écrit", by=bench.marc) == [
        "quote-elsewhere"
    ]
    assert codes(cite, dossier, criterion=project, element=place, by=bench.serge) == ["not-yours"]


def test_a_citation_is_taken_off_by_its_author_alone_and_not_from_a_given_sheet(bench, dossier, project):
    evidence = actions.cite(dossier, criterion=project, element=f"answer:{project.pk}", by=bench.marc)

    assert codes(actions.drop_evidence, evidence, by=bench.nadia) == ["not-yours"]
    actions.give_sheet(dossier, by=bench.marc, **answers())
    assert codes(actions.drop_evidence, evidence, by=bench.marc) == ["sheet-given"]
    assert codes(actions.cite, dossier, criterion=project, element=f"answer:{project.pk}", by=bench.marc) == [
        "sheet-given"
    ]
    actions.take_back_sheet(dossier, by=bench.marc)
    actions.drop_evidence(evidence, by=bench.marc)
    assert not Evidence.objects.exists()


def test_a_citation_says_when_its_place_has_changed_since(bench, dossier, project):
    actions.cite(dossier, criterion=project, element=f"answer:{project.pk}", by=bench.marc)

    def stale():
        sheet = examination.own_sheet(bench.marc, dossier)
        found = examination.citations(sheet, elements.of(Dossier.objects.get(pk=dossier.pk)))
        return [one.changed for one in found[project.pk]]

    assert stale() == [False]
    CriterionAnswer.objects.filter(dossier=dossier, criterion=project).update(text="Autre chose.")
    assert stale() == [True]
    CriterionAnswer.objects.filter(dossier=dossier).delete()
    assert stale() == [True]


def test_evidence_is_sealed_with_its_sheet(bench, dossier, project):
    actions.cite(dossier, criterion=project, element="summary:texte", by=bench.nadia)
    actions.give_sheet(dossier, by=bench.nadia, **answers())

    def cited_for(person):
        found = spread.reviews(person, dossier, [project], elements.of(dossier))
        return [one.label for said in found.criteria[0].said for one in said.citations]

    assert cited_for(bench.marc) == cited_for(bench.serge) == []
    actions.give_sheet(dossier, by=bench.marc, **answers())
    assert cited_for(bench.marc) == ["Résumé"]
    assert access.own_evidence(bench.marc, dossier, Evidence.objects.get().pk) is None
    assert access.own_evidence(bench.nadia, dossier, Evidence.objects.get().pk) is not None


def test_highlights_are_escaped_and_do_not_nest():
    marked = examination.highlighted(
        "Un <b>bon</b> projet\npour tous", ["bon</b> projet pour", "projet", "absent", ""]
    )

    assert "&lt;b&gt;" in marked and "<b>" not in marked
    assert marked.count("<mark") == 1
    assert "bon&lt;/b&gt; projet\npour" in marked


# The overall opinion and the link


def test_an_overall_opinion_is_asked_to_give_a_sheet_not_to_save_it(bench, dossier):
    said = answers()
    overall = said.pop("overall")

    actions.save_sheet(dossier, by=bench.marc, **said)
    assert codes(actions.give_sheet, dossier, by=bench.marc) == ["overall-missing"]
    assert actions.give_sheet(dossier, by=bench.marc, overall=overall).overall == Overall.FAVOURABLE


def test_the_absence_of_a_link_is_declared_once_and_recorded_with_the_sheet(bench, dossier):
    first = actions.declare_no_link(dossier, by=bench.marc).no_link_at

    assert actions.declare_no_link(dossier, by=bench.marc).no_link_at == first
    assert codes(actions.declare_no_link, dossier, by=bench.serge) == ["not-yours"]
    actions.give_sheet(dossier, by=bench.marc, **answers())
    actions.give_sheet(dossier, by=bench.nadia, **answers())
    assert codes(actions.declare_no_link, dossier, by=bench.marc) == ["sheet-given"]
    given = [line.facts["no_link"] for line in story(dossier.subject) if line.kind == Kind.SHEET_GIVEN]
    assert given == [True, False]


# Two tabs


def test_a_second_tab_does_not_replace_what_it_has_not_seen(bench, dossier, project):
    seen = actions.save_sheet(dossier, by=bench.marc, marks={project: MarkValue.NO}).version

    actions.save_sheet(dossier, by=bench.marc, marks={project: MarkValue.PARTLY}, seen=seen)
    assert codes(actions.save_sheet, dossier, by=bench.marc, marks={project: MarkValue.YES}, seen=seen) == [
        "sheet-edited-meanwhile"
    ]
    assert ScreeningSheet.objects.get().marks.get().value == MarkValue.PARTLY


def test_the_same_words_sent_twice_are_no_conflict(bench, dossier, project):
    seen = actions.save_sheet(dossier, by=bench.marc, marks={project: MarkValue.NO}).version
    said = {"marks": {project: MarkValue.PARTLY}, "remarks": {project: "Deux\r\nlignes"}, "overall": Overall.UNSAID}

    actions.save_sheet(dossier, by=bench.marc, seen=seen, **said)
    actions.save_sheet(dossier, by=bench.marc, seen=seen, **said)
    assert ScreeningSheet.objects.get().version == seen + 2


def test_an_answer_may_be_taken_back(bench, dossier, project):
    actions.save_sheet(dossier, by=bench.marc, marks={project: MarkValue.NO}, remarks={project: "Non."})

    actions.save_sheet(dossier, by=bench.marc, marks={project: None})

    mark = ScreeningSheet.objects.get().marks.get()
    assert (mark.value, mark.remark) == ("", "Non.")


# The spread


def test_divided_criteria_come_first_and_the_draft_names_nobody(bench, dossier):
    actions.give_sheet(dossier, by=bench.nadia, **answers(interest="no"))
    actions.give_sheet(dossier, by=bench.marc, **answers() | {"overall": Overall.UNFAVOURABLE})

    found = spread.reviews(bench.marc, dossier, examination.criteria(dossier), elements.of(dossier))

    assert [one.is_divided for one in found.criteria] == [True] + [False] * 5
    bars = {bar.label: (bar.count, bar.percent) for bar in found.criteria[0].bars}
    assert bars == {"Oui": (1, 50), "En partie": (0, 0), "Non": (1, 50), "Sans objet": (0, 0)}
    assert found.overall.is_divided
    draft = spread.wording(found, 3)
    assert "2 avis sur 3" in draft and "avis partagés (1 oui, 1 non)" in draft and "Voici pourquoi." in draft
    assert "Marc" not in draft and "Nadia" not in draft and "Muster" not in draft
