"""The pages of the administration: what one reads, what is refused with what was typed, files, constant queries."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees.actions import recuse
from committees.models import RecusalGround
from okote_flow import clock
from okote_flow.administration import actions, rooms
from okote_flow.administration.models import Change, RuleProposal
from okote_flow.directory.models import Territory
from tests.money import MoneyWorld


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def at(name, *args):
    return reverse(f"administration:{name}", args=args)


def typed(**rules):
    return {"text": "Davantage de projets aboutissent.", "effective_on": f"{clock.today():%Y-%m-%d}", **rules}


def test_the_effect_is_read_before_anything_is_saved(client, money):
    money.closed(2_900_00)
    client.force_login(money.didier)

    page = client.post(at("propose"), typed(threshold_bps="70", remind_days="5", act="try")).content.decode()

    assert "1\u00a0campagne de plus aurait réussi" in page
    assert f"2\u00a0900\u00a0€ de plus pour {money.cea.name}" in page
    assert "ne se lit pas sur le passé" in page
    assert 'value="70"' in page
    assert RuleProposal.objects.count() == 0


def test_a_proposal_is_saved_discussed_adopted_and_taken_back(client, money):
    money.closed(2_900_00)
    client.force_login(money.didier)
    tomorrow = clock.today() + timedelta(days=1)

    client.post(at("propose"), typed(threshold_bps="70", act="save"))
    proposal = RuleProposal.objects.get()
    client.post(at("proposal", proposal.pk), {"text": "Prudence."})
    client.post(
        at("adopt", proposal.pk),
        {
            "body": "steering", "reference": "PV du jour", "decided_on": f"{clock.today():%Y-%m-%d}",
            "effective_on": f"{tomorrow:%Y-%m-%d}", "seen": proposal.effect_digest,
        },
    )  # fmt: skip
    page = client.get(at("proposal", proposal.pk)).content.decode()
    client.post(at("withdraw_version", proposal.pk), {"reason": "Erreur de date."})

    assert "tel qu’il était connu à la décision" in page and "Prudence." in page and "PV du jour" in page
    proposal.refresh_from_db()
    assert proposal.version.withdrawn_at is not None


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"threshold_bps": "beaucoup"}, "Écrivez un pourcentage"),
        ({"threshold_bps": "700"}, "une valeur entre 1 et 10000"),
        ({}, "Cette proposition ne change aucune règle"),
        ({"gift_min_cents": "dix"}, "n’est pas un montant"),
        ({"campaign_days": "99"}, "entre la plus courte et la plus longue"),
    ],
)
def test_what_is_mistyped_is_said_and_kept(client, money, rules, said):
    client.force_login(money.didier)

    for act in ("try", "save"):
        answer = client.post(at("propose"), typed(**rules, act=act))

        assert said in answer.content.decode()
        assert answer.status_code in (409, 422)
    assert RuleProposal.objects.count() == 0


@pytest.mark.parametrize("day", ["0001-01-01", "2021-12-31", "9999-12-31"])
def test_rules_are_not_tried_from_a_day_that_they_cannot_have(client, money, day):
    client.force_login(money.didier)

    answer = client.post(at("propose"), typed(quorum_num="2", quorum_den="3", act="try") | {"effective_on": day})

    page = answer.content.decode()
    assert answer.status_code == 422 and 'role="alert"' in page
    assert f'value="{day}"' in page


def test_who_may_not_propose_tries_all_the_same(client, money):
    money.closed(2_900_00)
    client.force_login(money.odile)

    tried = client.post(at("propose"), typed(threshold_bps="70", act="try"))
    saved = client.post(at("propose"), typed(threshold_bps="70", act="save"))

    assert "aurait réussi" in tried.content.decode()
    assert saved.status_code == 409
    assert RuleProposal.objects.count() == 0


def test_whoever_stands_aside_finds_the_dossier_on_no_page_and_in_no_file(client, money):
    near = money.closed(2_900_00)
    omar = money.officer("Omar")
    recuse(near.dossier, ground=RecusalGround.PRUDENCE, by=omar)
    proposal = actions.propose_rules(
        values={"threshold_bps": 7000}, text="Oui.", effective_on=clock.today(), by=money.didier
    )
    client.force_login(money.again(omar))

    page = client.get(at("proposal", proposal.pk)).content.decode()
    file = b"".join(client.get(at("effect_csv", proposal.pk)).streaming_content).decode()

    assert near.dossier.title not in page + file
    assert "900" not in page + file


def test_the_effect_leaves_as_csv_and_as_typed_cells(client, money):
    money.closed(2_900_00)
    proposal = actions.propose_rules(
        values={"threshold_bps": 7000}, text="Oui.", effective_on=clock.today(), by=money.didier
    )
    client.force_login(money.didier)

    text = b"".join(client.get(at("effect_csv", proposal.pk)).streaming_content).decode("utf-8-sig")
    book = openpyxl.load_workbook(BytesIO(client.get(at("effect_xlsx", proposal.pk)).content))

    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert [(row["Partenaire"], row["Écart"]) for row in rows] == [
        (money.cea.name, "2900,00"),
        (money.firm.name, "2900,00"),
    ]
    assert [row[6].value for row in book.active.iter_rows(min_row=2)] == [2900, 2900]


def test_a_refused_form_keeps_what_was_typed(client, money):
    client.force_login(money.didier)

    answer = client.post(at("new_epci", money.nord.code), {"siren": "123", "name": "CC", "territory": money.nord.pk})

    assert answer.status_code == 409
    assert "n’est pas valide" in answer.content.decode() and 'value="123"' in answer.content.decode()


def test_a_territory_is_made_renamed_and_the_renaming_undone(client, money):
    client.force_login(money.didier)
    client.post(at("new_territory"), {"name": "Centre Alsace"})
    client.post(at("edit_territory", "centre-alsace"), {"name": "Milieu"})

    page = client.get(at("territory", "centre-alsace")).content.decode()
    client.post(at("undo", Change.objects.first().pk))
    again = client.post(at("undo", Change.objects.last().pk), follow=True).content.decode()

    assert "Nom\u00a0: Centre Alsace → Milieu" in page
    assert not Territory.objects.filter(name="Milieu").exists()
    assert "est annulé" in again or "a changé depuis" in again


def test_the_history_leaves_as_a_table_by_field(client, money):
    client.force_login(money.didier)
    client.post(at("new_territory"), {"name": "=CMD()"})

    text = b"".join(client.get(at("history_csv")).streaming_content).decode("utf-8-sig")

    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert {row["Acte"] for row in rows} == {"Création"}
    assert next(row["Après"] for row in rows if row["Champ"] == "Nom") == "'=CMD()"


def test_a_grid_is_previewed_then_kept(client, money):
    client.force_login(money.didier)
    page = client.get(at("new_grid")).content.decode()
    fields = {}
    for place in range(6):
        fields |= {f"rank-{place}": place + 1, f"name-{place}": f"Critère {place}", f"guidance-{place}": "Pourquoi."}
    given = fields | {"effective_on": f"{clock.today() + timedelta(days=2):%Y-%m-%d}", "reference": "PV", "seen": "0"}

    preview = client.post(at("new_grid"), given | {"act": "preview"}).content.decode()
    kept = client.post(at("new_grid"), given | {"act": "save"}, follow=True).content.decode()

    assert 'value="0"' in page and "Aperçu" in preview and "Critère 3" in preview
    assert "Retirer avant son effet" in kept


def test_the_calendar_shows_the_holidays_of_alsace(client, money):
    client.force_login(money.didier)

    page = client.get(at("days"), {"annee": "2023"}).content.decode()

    assert "Vendredi saint" in page and "7 avril 2023" in page and "26 décembre 2023" in page
    assert client.get(at("days"), {"annee": "٢٠٢٢"}).status_code == 200


@pytest.mark.parametrize("who", ["alice", "odile", "tess", "zoe"])
def test_the_rooms_are_closed_to_others(client, money, who):
    client.force_login(getattr(money, who))

    for name in ("home", "territories", "calls", "grids", "days", "history", "new_territory"):
        assert client.get(at(name)).status_code == 404


def test_another_app_adds_its_card(client, money, monkeypatch):
    card = rooms.Card("Courriers", "Les textes.", "mail", "mails:list", "Textes et données")
    monkeypatch.setattr(rooms, "_cards", [*rooms._cards, card])
    client.force_login(money.didier)

    assert "Courriers" in client.get(at("home")).content.decode()


def test_pages_ask_the_same_however_much_there_is(client, money):
    client.force_login(money.didier)

    def queries(name, *args):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(at(name, *args)).status_code == 200
        return len(caught)

    def more(n):
        for i in range(n):
            actions.save_territory(name=f"T{Territory.objects.count()}-{i}", by=money.didier)
            proposal = actions.propose_rules(
                values={"fee_bps": i + Territory.objects.count()},
                text="x",
                effective_on=clock.today(),
                by=money.didier,
            )
            actions.remark_proposal(proposal, text="y", by=money.didier)

    more(1)
    pages = [("home",), ("rules",), ("territories",), ("history",), ("proposal", RuleProposal.objects.first().pk)]
    before = [queries(*page) for page in pages]
    more(5)
    assert [queries(*page) for page in pages] == before
