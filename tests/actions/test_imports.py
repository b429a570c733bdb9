"""Imports: a dry run writes nothing and names what is wrong; a line is done once; all is taken back or nothing."""

import pytest

from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Dossier
from notifications.models import Notification
from okote_flow.administration import import_access, import_sheet, import_work
from okote_flow.administration.actions import imports as actions
from okote_flow.administration.actions import organizations
from okote_flow.administration.import_sentences import refuse
from okote_flow.administration.models.imports import Choice, ImportKind, ImportLine, ImportState, Outcome, Verdict
from okote_flow.directory.models import LegalForm, Organization, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit import everything
from okote_flow.refusals import Refused
from tests import spreadsheets as given

pytestmark = pytest.mark.django_db
GOOD = ["Verger d’Alsace", "Association loi 1901", given.SIRET, "Colmar", "68000", "verger@okote.test"]
OTHER = ["Élan solidaire", "SCIC", given.OTHER_SIRET, "Mulhouse", "68100", ""]
DRAFTS = ["Nom du projet", "Courriel du porteur", "Prénom", "Nom", "Territoire", "Objectif"]


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def brought(by, *rows, kind=ImportKind.ORGANIZATIONS, headings=given.HEADINGS, name="a.csv"):
    return actions.upload_import(kind=kind, file=given.csv(*rows, headings=headings, name=name), by=by)


def checked(by, *rows, **how):
    batch = brought(by, *rows, **how)
    batch = actions.choose_import_columns(batch, mapping=batch.mapping, by=by)
    import_work.check(batch.pk)
    batch.refresh_from_db()
    return batch


def done(by, *rows, **how):
    batch = checked(by, *rows, **how)
    batch = actions.confirm_import(batch, by=by)
    import_work.run(batch.pk)
    batch.refresh_from_db()
    return batch


def lines(batch):
    return {line.number: line for line in batch.lines.all()}


def test_columns_are_guessed_from_their_headings(world):
    batch = brought(world.odile, GOOD)

    assert batch.mapping == {"name": 0, "legal_form": 1, "siret": 2, "city": 3, "postal_code": 4, "email": 5}


def test_the_dry_run_writes_nothing_and_names_each_bad_line_column_and_reason(world):
    before = (Organization.objects.count(), Event.objects.count(), User.objects.count())
    batch = checked(
        world.odile,
        GOOD,
        ["Sans forme", "", given.OTHER_SIRET, "Colmar", "68000", ""],
        ["Faux", "Association loi 1901", "24670048800018", "Colmar", "6800A", "pas une adresse"],
        ["Verger d’Alsace", "Association loi 1901", given.SIRET, "Colmar", "68000", ""],
    )

    found = lines(batch)
    assert [found[number].verdict for number in (2, 3, 4, 5)] == [Verdict.GOOD, *[Verdict.BAD] * 3]
    assert [column for column, _ in found[3].problems] == ["Forme juridique"]
    assert [column for column, _ in found[4].problems] == ["SIRET", "Code postal", "Courriel de contact"]
    assert "ligne 2" in found[5].problems[0][1]
    assert (Organization.objects.count(), Event.objects.count(), User.objects.count()) == before


def test_a_confirmed_import_creates_each_good_line_and_says_why_not_the_others(world):
    batch = done(world.odile, GOOD, OTHER, ["", "SCIC", "", "Colmar", "", ""])

    made = Organization.objects.get(siret=given.SIRET)
    assert (made.name, made.city, made.postal_code, made.email) == (
        "Verger d’Alsace", "Colmar", "68000", "verger@okote.test",
    )  # fmt: skip
    assert made.memberships.count() == 0
    assert Organization.objects.get(siret=given.OTHER_SIRET).legal_form == LegalForm.COOPERATIVE
    assert [line.outcome for line in batch.lines.all()] == [Outcome.CREATED, Outcome.CREATED, Outcome.FAILED]
    assert "Nom de la structure" in lines(batch)[4].message
    assert batch.status == ImportState.DONE
    assert Event.objects.get(kind=Kind.IMPORT_DONE).facts["created"] == 2
    assert Event.objects.filter(kind=Kind.ORGANIZATION_ENTERED).count() == 2


def test_importing_twice_creates_nothing_twice(world):
    batch = done(world.odile, GOOD)
    assert codes(brought, world.odile, GOOD) == ["import-known"]
    assert import_work.run(batch.pk) == 0
    assert actions.confirm_import(batch, by=world.odile).pk == batch.pk

    again = checked(world.odile, GOOD, OTHER, name="b.csv")  # another file that holds the same line

    assert lines(again)[2].verdict == Verdict.KNOWN
    again = actions.confirm_import(again, by=world.odile)
    import_work.run(again.pk)
    assert Organization.objects.filter(siret=given.SIRET).count() == 1
    assert lines(again)[2].outcome == Outcome.SKIPPED


def test_two_imports_checked_before_either_ran_create_a_line_once(world):
    first = checked(world.odile, GOOD)
    second = checked(world.odile, GOOD, OTHER, name="b.csv")
    for batch in (first, second):
        import_work.run(actions.confirm_import(batch, by=world.odile).pk)

    assert Organization.objects.filter(siret=given.SIRET).count() == 1
    assert [line.outcome for line in second.lines.all()] == [Outcome.FAILED, Outcome.CREATED]


def twin(world):
    return Organization.objects.create(
        name="Verger d’Alsace", legal_form=LegalForm.ASSOCIATION_1901, siret=given.SIRET
    )


def test_a_twin_is_passed_unless_somebody_chooses(world):
    twin(world)
    batch = checked(world.odile, GOOD, OTHER)

    line = lines(batch)[2]
    assert (line.verdict, line.choice, line.twins[0]["why"]) == (Verdict.TWIN, Choice.SKIP, "même SIREN")
    import_work.run(actions.confirm_import(batch, by=world.odile).pk)
    assert Organization.objects.filter(name="Verger d’Alsace").count() == 1


def test_a_name_that_is_nearly_the_same_is_a_twin_unless_it_is_elsewhere(world):
    Organization.objects.create(name="Les vergers d Alsace", legal_form=LegalForm.ASSOCIATION_1901, city="Colmar")
    Organization.objects.create(name="Elan solidaire", legal_form=LegalForm.COOPERATIVE, city="Strasbourg")

    found = lines(checked(world.odile, GOOD, OTHER))

    assert [one["why"] for one in found[2].twins] == ["nom proche"]
    assert found[3].twins == []


def test_a_twin_is_completed_where_it_says_nothing_and_only_there(world):
    there = twin(world)
    Organization.objects.filter(pk=there.pk).update(city="Sélestat")
    batch = checked(world.odile, GOOD)
    batch = actions.choose_import_lines(batch, choices={2: Choice.UPDATE}, by=world.odile)
    import_work.run(actions.confirm_import(batch, by=world.odile).pk)

    there.refresh_from_db()
    assert (there.city, there.postal_code, there.email) == ("Sélestat", "68000", "verger@okote.test")
    assert lines(batch)[2].outcome == Outcome.UPDATED
    assert Event.objects.get(kind=Kind.ORGANIZATION_COMPLETED).facts["fields"] == ["email", "postal_code"]


def test_an_import_is_taken_back_as_long_as_nothing_has_served(world):
    there = twin(world)
    batch = checked(world.odile, GOOD, OTHER)
    batch = actions.choose_import_lines(batch, choices={2: Choice.UPDATE}, by=world.odile)
    import_work.run(actions.confirm_import(batch, by=world.odile).pk)

    assert codes(actions.undo_import, batch, reason=" ", by=world.odile) == ["reason-missing"]
    batch = actions.undo_import(batch, reason="Mauvais fichier", by=world.odile)

    there.refresh_from_db()
    assert (there.postal_code, there.email) == ("", "")
    assert not Organization.objects.filter(siret=given.OTHER_SIRET).exists()
    assert batch.status == ImportState.UNDONE
    assert actions.undo_import(batch, reason="encore", by=world.odile) == batch
    assert Event.objects.get(kind=Kind.IMPORT_UNDONE).facts["count"] == 2
    assert brought(world.odile, GOOD, OTHER).pk != batch.pk


def test_what_has_served_since_is_named_and_nothing_is_taken_back(world):
    batch = done(world.odile, GOOD, OTHER)
    world.join(world.bruno, Organization.objects.get(siret=given.SIRET))

    assert codes(actions.undo_import, batch, reason="x", by=world.odile) == ["import-touched"]
    assert Organization.objects.filter(siret=given.OTHER_SIRET).exists()
    Organization.objects.filter(siret=given.OTHER_SIRET).update(city="Thann")
    with pytest.raises(Refused) as refused:
        actions.undo_import(batch, reason="x", by=world.odile)
    assert "(2, 3)" in refused.value.refusals[0].message


def test_a_structure_in_use_is_not_removed(world):
    used = twin(world)
    world.join(world.bruno, used)

    assert codes(organizations.remove_organization, used, by=world.odile) == ["organization-in-use"]
    assert codes(organizations.remove_organization, used, by=world.alice) == ["import-not-yours"]


def test_a_siret_names_one_structure(world):
    twin(world)
    given_ = {"name": "Autre", "legal_form": LegalForm.COOPERATIVE, "siret": given.SIRET, "by": world.odile}

    assert codes(organizations.enter_organization, **given_) == ["organization-siret-taken"]
    assert codes(organizations.enter_organization, **(given_ | {"name": " "})) == ["organization-nameless"]


# Drafts


def draft(
    title="Conserverie", email="neuve@okote.test", first="Neuve", last="Muster", place="Nord Alsace", goal="12 000"
):
    return [title, email, first, last, place, goal]


def test_drafts_are_opened_for_their_holders_and_nobody_is_told_before(world):
    batch = checked(
        world.odile,
        draft(),
        draft("Atelier", "x", "", "", "Ailleurs", "beaucoup"),
        draft("Vélo", "v@okote.test", "", "", "", ""),
        kind=ImportKind.DOSSIERS,
        headings=DRAFTS,
    )
    found = lines(batch)
    assert found[2].verdict == Verdict.GOOD
    assert [column for column, _ in found[3].problems] == [
        "Courriel du porteur",
        "Territoire",
        "Objectif de la campagne",
    ]
    assert found[4].verdict == Verdict.BAD and "v@okote.test" in found[4].problems[0][1]
    assert not User.objects.filter(email="neuve@okote.test").exists() and not Notification.objects.exists()

    import_work.run(actions.confirm_import(batch, by=world.odile).pk)

    made = Dossier.objects.get(title="Conserverie")
    assert (made.applicant.email, made.entered_by, made.territory, made.goal_cents) == (
        "neuve@okote.test", world.odile, world.nord, 12_000_00,
    )  # fmt: skip
    assert made.status == State.DRAFT


def test_the_drafts_of_an_import_are_withdrawn_if_nobody_has_written_in_them(world):
    batch = done(world.odile, draft(), kind=ImportKind.DOSSIERS, headings=DRAFTS)

    actions.undo_import(batch, reason="Mauvais fichier", by=world.odile)

    made = Dossier.objects.get(title="Conserverie")
    assert made.status == State.WITHDRAWN
    event = Event.objects.get(subject=made.subject, kind=Kind.DOSSIER_WITHDRAW)
    assert (event.office, event.facts["reason"]) == ("officer", "Mauvais fichier")


def test_a_draft_that_its_holder_has_written_in_stays(world):
    batch = done(world.odile, draft(email=world.alice.email), kind=ImportKind.DOSSIERS, headings=DRAFTS)
    made = Dossier.objects.get(title="Conserverie")
    dossiers.edit_project(made, by=world.alice, summary="À moi.")

    assert codes(actions.undo_import, batch, reason="x", by=world.odile) == ["import-touched"]


def test_the_same_project_of_the_same_person_is_a_twin(world):
    dossiers.draft_for(email=world.alice.email, title="Conserverie solidaire", by=world.odile)

    batch = checked(
        world.odile, draft("Conserverie solidaires", world.alice.email), kind=ImportKind.DOSSIERS, headings=DRAFTS
    )

    assert lines(batch)[2].verdict == Verdict.TWIN


# Who may, and when


def test_structures_are_imported_by_three_offices_and_drafts_by_officers_alone(alsace):
    both, structures = [ImportKind.ORGANIZATIONS, ImportKind.DOSSIERS], [ImportKind.ORGANIZATIONS]

    assert import_access.kinds_for(alsace.odile) == both
    assert [import_access.kinds_for(one) for one in (alsace.didier, alsace.adam)] == [structures, structures]
    assert [import_access.kinds_for(one) for one in (alsace.alice, alsace.tess, alsace.audrey, alsace.serge)] == [
        []
    ] * 4
    assert codes(brought, alsace.alice, GOOD) == ["import-not-yours"]
    assert codes(brought, alsace.adam, draft(), kind=ImportKind.DOSSIERS, headings=DRAFTS) == ["import-not-yours"]


def test_an_import_of_drafts_is_of_whoever_brought_it(alsace):
    batch = checked(alsace.odile, draft(), kind=ImportKind.DOSSIERS, headings=DRAFTS)

    assert codes(actions.confirm_import, batch, by=alsace.omar) == ["import-not-yours"]
    assert not import_access.batches_for(alsace.didier).filter(pk=batch.pk).exists()


def test_acts_out_of_their_time_are_refused(world):
    batch = brought(world.odile, ["x", "", "", "", "", ""])
    assert codes(actions.confirm_import, batch, by=world.odile) == ["import-state"]
    assert codes(actions.undo_import, batch, reason="x", by=world.odile) == ["import-state"]
    assert codes(actions.choose_import_columns, batch, mapping={"name": 0}, by=world.odile) == [
        "import-column-missing"
    ]
    twice = {"name": 0, "legal_form": 0}
    assert codes(actions.choose_import_columns, batch, mapping=twice, by=world.odile) == ["import-column-twice"]
    batch = actions.choose_import_columns(batch, mapping=batch.mapping, by=world.odile)
    import_work.check(batch.pk)
    assert codes(actions.confirm_import, batch, by=world.odile) == ["import-nothing"]
    assert codes(actions.confirm_import, batch, by=world.odile, version=0) == ["import-changed"]
    assert codes(actions.choose_import_lines, batch, choices={}, by=world.odile, version=0) == ["import-changed"]
    assert actions.drop_import(batch, by=world.odile).status == ImportState.DROPPED
    assert not ImportLine.objects.exists()


def test_a_run_that_was_killed_goes_on_where_it_stopped(world, monkeypatch):
    batch = actions.confirm_import(checked(world.odile, GOOD, OTHER), by=world.odile)
    do, left = import_work._do, iter([True])

    def once(*args):
        if not next(left, False):
            raise KeyboardInterrupt
        do(*args)

    monkeypatch.setattr(import_work, "_do", once)
    with pytest.raises(KeyboardInterrupt):
        import_work.run(batch.pk)
    monkeypatch.setattr(import_work, "_do", do)

    assert import_work.run(batch.pk) == 1
    assert Organization.objects.filter(siret__in=[given.SIRET, given.OTHER_SIRET]).count() == 2


def test_the_result_file_holds_the_lines_and_what_became_of_each(world):
    batch = done(world.odile, ["=1+1", *GOOD[1:]], ["", *OTHER[1:]])

    sheet = import_sheet.result(batch)

    rows = list(sheet.rows)
    assert [column.label for column in sheet.columns][-3:] == ["Ligne", "Résultat", "Détail"]
    assert [row[-2] for row in rows] == ["Créée", "Refusée"]
    assert "Nom de la structure" in rows[1][-1]


def test_the_books_of_the_house_stay_in_order(alsace):
    batch = done(alsace.odile, GOOD, OTHER)
    drafts = done(alsace.odile, draft(), kind=ImportKind.DOSSIERS, headings=DRAFTS, name="d.csv")
    for one in (batch, drafts):
        actions.undo_import(one, reason="x", by=alsace.odile)

    assert [fault for fault in everything.faults() if "import" in str(fault).lower()] == []


def test_two_files_that_name_one_structure_without_a_number_create_it_once(world):
    nameless = ["Le Fournil", "SCIC", "", "Thann", "", ""]
    first = checked(world.odile, nameless)
    second = checked(world.odile, nameless, GOOD, name="b.csv")
    for batch in (first, second):
        import_work.run(actions.confirm_import(batch, by=world.odile).pk)

    assert Organization.objects.filter(name="Le Fournil").count() == 1
    line = lines(second)[2]
    assert (line.outcome, line.message) == (Outcome.FAILED, refuse("import-key-taken").message)


def test_whoever_opened_a_draft_takes_it_back_only_until_it_is_handed_in(alsace):
    mine = dossiers.draft_for(email=alsace.alice.email, title="Conserverie", by=alsace.odile)
    hers = dossiers.draft(title="Autre", by=alsace.alice)
    handed_in = alsace.dossier("submitted")
    Dossier.objects.filter(pk=handed_in.pk).update(entered_by=alsace.odile)

    assert codes(dossiers.withdraw, hers, by=alsace.odile) == ["not-yours"]
    assert codes(dossiers.withdraw, mine, by=alsace.omar) == ["not-yours"]
    assert codes(dossiers.withdraw, handed_in, by=alsace.odile) == ["not-yours"]
    assert dossiers.withdraw(mine, by=alsace.odile).status == State.WITHDRAWN
