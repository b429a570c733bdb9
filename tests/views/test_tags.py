"""What templates say with the house's own words: amounts, days, states, fields, refusals."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template

from okote_flow import clock, icons, tags
from okote_flow.refusals import Refusal

NOW = clock.local(date(2022, 5, 12), 10)


class ProjectForm(forms.Form):
    title = forms.CharField(label="Nom du projet", help_text="Court.")
    goal = forms.CharField(label="Montant", required=False)
    opinion = forms.ChoiceField(label="Avis", widget=forms.RadioSelect, choices=[("yes", "Oui"), ("no", "Non")])
    proof = forms.FileField(label="Pièce", help_text="PDF.", required=False)
    promise = forms.BooleanField(label="Je m’engage")
    token = forms.CharField(widget=forms.HiddenInput)


def draw(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


def test_an_icon_is_silent_unless_it_is_given_words():
    silent = tags.icone("gavel", "grand")
    spoken = tags.icone("gavel", label="Séance")

    assert 'class="icon grand"' in silent
    assert 'aria-hidden="true"' in silent
    assert 'role="img" aria-label="Séance"' in spoken
    assert "aria-hidden" not in spoken


def test_an_unknown_icon_is_refused():
    with pytest.raises(icons.UnknownIcon, match="gavell"):
        tags.icone("gavell")


def test_a_stage_says_its_name_or_a_more_precise_one():
    assert "Comité territorial</span>" in tags.etape(3)
    assert 'class="ok-etat ok-e4"' in tags.etape(4, "Ajourné")
    assert "Ajourné</span>" in tags.etape(4, "Ajourné")


def test_a_pill_escapes_what_it_is_given():
    assert "&lt;b&gt;" in tags.etat("ok", "check", "<b>")


def test_amounts_are_short_on_screens_and_whole_in_the_ledger():
    assert tags.euros(1_260_000) == "12\u00a0600\u00a0€"
    assert tags.euros_cts(1_260_000) == "12\u00a0600,00\u00a0€"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 5, 17), "mardi 17 mai 2022"),
        (date(2022, 5, 1), "dimanche 1er mai 2022"),
        (datetime(2022, 5, 16, 22, 30, tzinfo=UTC), "mardi 17 mai 2022"),
        (None, ""),
    ],
)
def test_a_day_is_said_as_it_is_in_alsace(day, words):
    assert tags.jour(day) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2022, 5, 17, 12, 5, tzinfo=UTC), "mardi 17 mai 2022, 14\u00a0h\u00a005"),
        (datetime(2022, 1, 17, 13, 0, tzinfo=UTC), "lundi 17 janvier 2022, 14\u00a0h"),
        (None, ""),
    ],
)
def test_an_instant_follows_summer_and_winter_time(at, words):
    assert tags.instant(at) == words


@pytest.mark.parametrize(
    ("due", "words", "colour"),
    [
        (date(2022, 5, 10), "2 jours de retard", "dang"),
        (date(2022, 5, 11), "1 jour de retard", "dang"),
        (date(2022, 5, 12), "Aujourd’hui", "attn"),
        (date(2022, 5, 13), "Demain", "attn"),
        (date(2022, 5, 19), "Dans 7 jours", "neutre"),
        (None, "Sans date", "neutre"),
    ],
)
def test_a_deadline_is_counted_from_the_business_day(due, words, colour):
    with clock.frozen(NOW):
        assert (tags.delai(due), tags.urgence(due)) == (words, colour)


def test_a_lane_is_solid_once_acquired_and_hatched_while_promised():
    acquired = tags.barre(140, "cit", 75)
    promised = tags.barre(44, "ent", promised=True)

    assert '<rect class="plein" width="100%" height="100%"/>' in acquired
    assert '<rect class="seuil" x="75%"' in acquired
    assert '<rect class="promis" width="44%" height="100%"/>' in promised
    assert 'fill="url(#hachure-ent)" width="44%"' in promised
    assert "seuil" not in promised
    assert "style=" not in acquired + promised


def test_a_field_is_tied_to_its_help_and_to_its_error():
    html = draw("{% champ form.title %}", form=ProjectForm({}))

    assert '<label class="form-label" for="id_title">' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert "(obligatoire)" in html


def test_a_field_that_nobody_must_fill_bears_no_mark():
    assert "(obligatoire)" not in draw("{% champ form.goal %}", form=ProjectForm())


def test_radios_stand_in_a_fieldset_whose_legend_is_the_question():
    html = draw("{% champ form.opinion %}", form=ProjectForm({}))

    assert '<fieldset class="ok-champ" id="id_opinion" aria-describedby="id_opinion_error">' in html
    assert "<legend>Avis" in html
    assert '<label class="form-check" for="id_opinion_1">' in html


def test_each_kind_of_field_has_its_dress():
    form = ProjectForm({})

    assert 'class="form-control is-invalid"' in draw("{% champ form.title %}", form=form)
    assert 'class="form-control"' in draw("{% champ form.proof %}", form=form)
    assert 'class="form-check-input is-invalid"' in draw("{% champ form.promise %}", form=form)
    assert draw("{% champ form.opinion %}", form=form).count('class="form-check-input"') == 2
    assert draw("{% champ form.token %}", form=form).startswith('<input type="hidden"')


def test_another_label_takes_the_place_of_the_placeholder_that_repeated_the_first():
    form = ProjectForm()
    form.fields["title"].widget.attrs["placeholder"] = "Nom du projet"

    html = draw('{% champ form.title label="Titre" help_text="En trois mots." %}', form=form)

    assert ">Titre " in html
    assert ">En trois mots.</div>" in html
    assert "placeholder" not in html


def test_a_unit_stands_beside_its_amount():
    assert '<span class="input-group-text">€</span>' in draw('{% champ form.goal suffix="€" %}', form=ProjectForm())


def test_faults_are_summed_up_with_links_to_their_fields():
    form = ProjectForm({})
    form.add_error(None, "Le budget n’est pas équilibré.")

    html = draw("{% erreurs form %}", form=form)

    assert "Il reste 5 points à corriger." in html
    assert '<a href="#id_title">Nom du projet\u00a0: ' in html
    assert '<a href="#id_opinion_0">' in html
    assert "#id_token" not in html
    assert "<li>Le budget n’est pas équilibré.</li>" in html
    assert 'role="alert" tabindex="-1"' in html


def test_a_form_without_fault_has_no_summary():
    assert draw("{% erreurs form %}", form=ProjectForm()).strip() == ""


def test_the_summary_reads_every_form_of_a_set():
    rows = forms.formset_factory(ProjectForm, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-goal": "12"}
    )

    assert '<a href="#id_form-0-title">' in draw("{% erreurs rows %}", rows=rows)


def test_a_closed_act_says_each_reason_where_its_button_points():
    reasons = [Refusal("no-rib", "Il manque le RIB."), Refusal("late", "La date est passée.")]

    html = draw('{% refus reasons "pourquoi" %}', reasons=reasons)

    assert 'id="pourquoi"' in html
    assert html.index('data-code="no-rib"') < html.index('data-code="late"')
    assert draw("{% refus reasons %}", reasons=[]).strip() == ""


def test_what_is_printed_says_when():
    with clock.frozen(NOW):
        assert tags.maintenant() == "jeudi 12 mai 2022, 10\u00a0h"


def test_a_summary_of_faults_may_leave_the_focus_where_it_is():
    loud = draw("{% erreurs form %}", form=ProjectForm({}))
    quiet = draw("{% erreurs form quiet=True %}", form=ProjectForm({}))

    assert "autofocus" in loud
    assert "autofocus" not in quiet
