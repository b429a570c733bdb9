"""What of the money leaves as a file for a spreadsheet. Files whose form the law fixes have rooms of their own."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from funding import (
    access,
    accounting_access,
    consumption_sheet,
    messages_of_providers,
    operating,
    payment_access,
    refund_access,
    refund_sheet,
    tax_access,
    tax_sheet,
    use_access,
    use_sheet,
)
from funding.models import EventState, ProviderEvent, Refund, TaxReceipt
from funding.refund_ways import Standing
from okote_flow.directory.models import User
from okote_flow.sheets import Cells, Row
from okote_flow.tables import registry
from okote_flow.tables.registry import Field, Rows, Table

T, C, N, D = Cells.TEXT, Cells.CENTS, Cells.NUMBER, Cells.DAY
MESSAGES, REFUNDS, RECEIPTS = "messages-des-prestataires", "remboursements", "recus-fiscaux"
CONSUMPTION, OPERATING, USE = "consommation", "fonctionnement", "compte-d-emploi"
OF_MESSAGES = (
    Field("message", "Message"),
    Field("prestataire", "Prestataire"),
    Field("recu", "Reçu", Cells.INSTANT),
    Field("traite", "Traité", Cells.INSTANT),
    Field("paiement", "Paiement", width=24),
    Field("etat", "État"),
    Field("motif", "Motif", width=40),
    Field("donnees", "Données"),
)
OF_REFUNDS = (
    Field("donateur", "Donateur", width=24),
    Field("don", "Don"),
    Field("moyen", "Moyen du don"),
    Field("montant", "Montant", C),
    Field("etat", "État"),
    Field("voie", "Voie"),
    Field("precision", "Précision", width=30),
    Field("manque", "Manque", width=30),
    Field("envoye", "Envoyé le", D),
    Field("reference", "Référence", width=24),
    Field("donnees", "Données"),
)
OF_RECEIPTS = (
    Field("recu", "Reçu", width=24),
    Field("etat", "État"),
    Field("emis", "Émis le", D),
    Field("modele", "Modèle"),
    Field("montant", "Montant", C),
    Field("verse", "Versé le", D),
    Field("mode", "Mode de versement"),
    Field("donateur", "Donateur", width=24),
    Field("siren", "SIREN du donateur"),
    Field("dossier", "Dossier"),
    Field("remplace", "Remplace", width=24),
    Field("annulation", "Motif d’annulation", width=24),
    Field("donnees", "Données"),
)
AMOUNTS = (
    *(("vote", "Voté"), ("report", "Reçu par report"), ("disponible", "Disponible"), ("reserve", "Réservé")),
    *(("appele", "Appelé"), ("arrete", "Arrêté"), ("verse", "Versé"), ("annule", "Annulé"), ("reporte", "Reporté")),
)
OF_CONSUMPTION = (
    Field("partenaire", "Partenaire", width=30),
    Field("annee", "Année", N),
    Field("section", "Section"),
    Field("ligne", "Ligne"),
    Field("dossier", "Dossier"),
    *(Field(key, label, C) for key, label in AMOUNTS),
    Field("deliberation", "Délibération"),
    Field("convention", "Convention"),
    Field("donnees", "Données"),
)
OF_OPERATING = (
    Field("annee", "Année", N),
    Field("partenaire", "Partenaire", width=30),
    Field("intitule", "Intitulé", width=30),
    Field("prevu", "Prévu", C),
    Field("appele", "Appelé", C),
    Field("recu", "Reçu", C),
    Field("reste", "Reste à recevoir", C),
    Field("donnees", "Données"),
)
OF_USE = (
    Field("partenaire", "Partenaire", width=30),
    Field("annee", "Année", N),
    Field("dossier", "Dossier"),
    Field("projet", "Projet", width=40),
    Field("appele", "Appelé", C),
    Field("recu", "Reçu", C),
    Field("verse", "Versé au projet", C),
    Field("frais", "Frais", C),
    Field("versements", "Versements", width=40),
    Field("bilan", "Bilan", width=24),
    Field("non-depense", "Non dépensé par le projet", C),
    Field("a-reverser", "À reverser au partenaire", C),
    Field("reverse", "Reversé", C),
    Field("rendu", "Rendu au partenaire", C),
    Field("donnees", "Données"),
)

Source = Callable[[User, QueryDict], QuerySet[Any]]


def _counting(source: Source) -> Callable[[User, QueryDict, int | None], int]:
    return lambda user, query, limit: registry.counted(source(user, query), limit)


def _writing(source: Source, row: Callable[[Any], Row], of: Sequence[Field]) -> Callable[..., Rows]:
    def rows(user: User, query: QueryDict, fields: Sequence[Field]) -> Rows:
        found: Iterable[Any] = source(user, query).iterator(chunk_size=500)
        return registry.laid(map(row, found), of, fields)

    return rows


# What may be long


def _check_books(user: User, query: QueryDict) -> None:
    access.check_books(user)


def _messages(user: User, query: QueryDict) -> QuerySet[ProviderEvent]:
    found, state = payment_access.events(), query.get("etat", "")
    return found.filter(state=state) if state in EventState.values else found


def _check_refunds(user: User, query: QueryDict) -> None:
    access.campaign_of(access.get_kept(user, registry.number(query, "dossier")))


def _refunds(user: User, query: QueryDict) -> QuerySet[Refund]:
    dossier, state = access.get_kept(user, registry.number(query, "dossier")), query.get("etat", "")
    return refund_access.refunds_of(access.campaign_of(dossier), state if state in Standing.values else "")


def _refunds_name(user: User, query: QueryDict) -> str:
    return f"{REFUNDS}-{access.get_kept(user, registry.number(query, 'dossier')).number}"


def _check_receipts(user: User, query: QueryDict) -> None:
    tax_access.get_issuer(user, registry.number(query, "structure"))
    tax_access.check_year(registry.number(query, "annee"))


def _receipts(user: User, query: QueryDict) -> QuerySet[TaxReceipt]:
    issuer = tax_access.get_issuer(user, registry.number(query, "structure"))
    return tax_access.receipts_in(issuer, tax_access.check_year(registry.number(query, "annee")))


def _row_of_receipt(receipt: TaxReceipt) -> Row:
    return tax_sheet.row(tax_sheet.Issued(receipt))


def _receipts_name(user: User, query: QueryDict) -> str:
    return f"{RECEIPTS}-{query['structure']}-{query['annee']}"


# What is short


def _check_partner(user: User, query: QueryDict) -> None:
    accounting_access.get_authority(user, registry.number(query, "partenaire"))


def _consumption(user: User, query: QueryDict, fields: Sequence[Field]) -> Rows:
    partner = accounting_access.get_authority(user, registry.number(query, "partenaire"))
    found = consumption_sheet.sheet(accounting_access.envelopes_of(user, partner))
    return registry.laid(consumption_sheet.rows(found), OF_CONSUMPTION, fields)


def _consumption_name(user: User, query: QueryDict) -> str:
    return f"{CONSUMPTION}-{accounting_access.get_authority(user, registry.number(query, 'partenaire')).code}"


def _check_money(user: User, query: QueryDict) -> None:
    access.check_answers_for_money(user)


def _operating(user: User, query: QueryDict, fields: Sequence[Field]) -> Rows:
    found = operating.years(accounting_access.contributions_for(user))
    return registry.laid(operating.rows(found), OF_OPERATING, fields)


def use_of(user: User, pk: int, year: int) -> use_sheet.Sheet:
    """Raises Http404 for a partner who is not shown, and for a year of which nothing was called."""
    partner = use_access.get_partner(user, pk)
    for one in use_sheet.sheets(partner, use_access.visible_dossiers(user, partner)):
        if one.year == year:
            return one
    raise Http404


def _use(user: User, query: QueryDict) -> use_sheet.Sheet:
    return use_of(user, registry.number(query, "partenaire"), registry.number(query, "annee"))


def _check_use(user: User, query: QueryDict) -> None:
    _use(user, query)


def _rows_of_use(user: User, query: QueryDict, fields: Sequence[Field]) -> Rows:
    return registry.laid(use_sheet.rows(_use(user, query)), OF_USE, fields)


def _use_name(user: User, query: QueryDict) -> str:
    return f"{USE}-{_use(user, query).partner.code}-{query['annee']}"


TABLES = (
    Table(
        MESSAGES, "Messages des prestataires", OF_MESSAGES, _check_books, _counting(_messages),
        _writing(_messages, messages_of_providers.row, OF_MESSAGES), back="funding:events",
    ),
    Table(
        REFUNDS, "Remboursements", OF_REFUNDS, _check_refunds, _counting(_refunds),
        _writing(_refunds, refund_sheet.row, OF_REFUNDS), file_name=_refunds_name,
    ),
    Table(
        RECEIPTS, "Reçus fiscaux", OF_RECEIPTS, _check_receipts, _counting(_receipts),
        _writing(_receipts, _row_of_receipt, OF_RECEIPTS), file_name=_receipts_name,
    ),
    Table(
        CONSUMPTION, "Consommation", OF_CONSUMPTION, _check_partner, registry.short, _consumption,
        file_name=_consumption_name,
    ),
    Table(
        OPERATING, "Fonctionnement", OF_OPERATING, _check_money, registry.short, _operating, back="funding:operating"
    ),
    Table(USE, "Compte d’emploi", OF_USE, _check_use, registry.short, _rows_of_use, file_name=_use_name),
)  # fmt: skip
