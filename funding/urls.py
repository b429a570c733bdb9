"""The addresses of the money: public campaigns, and `argent/` for those who look after it."""

from django.urls import path

from funding import accounting_acts, bank_acts, page_acts, payment_acts
from funding.acts import ACTS
from funding.views import (
    accounting,
    acts,
    agreements,
    asking,
    batches,
    books,
    campaigns,
    caps,
    faces,
    giving,
    open_data,
    operating,
    pages,
    papers,
    payments,
    receipts,
    showcase,
    statements,
)

app_name = "funding"
for table in (accounting_acts.TABLE, bank_acts.TABLE, page_acts.TABLE, payment_acts.TABLE):
    ACTS.update({act.name: act for act in table})
WITHOUT_TARGET = (
    "open_envelope",
    "sign_agreement",
    "record_provider_payment",
    "lock_period",
    "plan_contribution",
    "record_unidentified",
)


urlpatterns = [
    path("campagnes/terminees/", showcase.ended, name="ended"),
    path("campagnes/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campagnes/<int:pk>/de/", faces.german, name="campaign_de"),
    path("campagnes/<int:pk>/avancement/", faces.embedded, name="embedded"),
    path("campagnes/<int:pk>/carte.png", faces.card, name="card"),
    path("campagnes/<int:pk>/nouvelles/", asking.news, name="news"),
    path("campagnes/<int:pk>/nouvelles.atom", asking.news_feed, name="news_feed"),
    path("campagnes/<int:pk>/questions/", asking.ask, name="ask"),
    path("campagnes/images/<int:pk>/", pages.picture, name="picture"),
    path("campagnes/<int:pk>/donner/", giving.give, name="give"),
    path("dons/<str:token>/", giving.given, name="given"),
    path("dons/<str:token>/paiement-simule/", giving.simulated_checkout, name="simulated_checkout"),
    path("paiements/retour/<slug:provider>/", receipts.take_event, name="take_event"),
    path("argent/paiements/", receipts.payments, name="payments"),
    path("argent/paiements/messages/", receipts.events, name="events"),
    path("argent/paiements/messages/<int:pk>/", receipts.event, name="event"),
    path("argent/dossiers/<int:pk>/campagne/", campaigns.preparation, name="preparation"),
    path("argent/dossiers/<int:pk>/campagne/engagements/", campaigns.pledge, name="pledge"),
    path("argent/dossiers/<int:pk>/page/", pages.story, name="story"),
    path("argent/dossiers/<int:pk>/page/images/", pages.add_picture, name="add_picture"),
    path("argent/dossiers/<int:pk>/page/soutiens/", pages.add_supporter, name="add_supporter"),
    path("argent/dossiers/<int:pk>/nouvelles/", pages.newsroom, name="newsroom"),
    path("argent/dossiers/<int:pk>/questions-du-public/", pages.public_questions, name="public_questions"),
    path("argent/dossiers/<int:pk>/dons/", campaigns.gifts, name="gifts"),
    path("argent/dossiers/<int:pk>/plafonds/", caps.caps, name="caps"),
    path("argent/dossiers/<int:pk>/remboursements/", campaigns.refunds, name="refunds"),
    path("argent/dossiers/<int:pk>/decompte/", payments.settlement, name="settlement"),
    path("argent/dossiers/<int:pk>/iban/", payments.bank_details, name="bank_details"),
    path("argent/dossiers/<int:pk>/versement/", payments.payout, name="payout"),
    path("argent/dossiers/<int:pk>/ecritures/", books.dossier_entries, name="dossier_entries"),
    path("argent/lots/", batches.batches, name="batches"),
    path("argent/lots/<int:pk>/", batches.batch, name="batch"),
    path("argent/lots/<int:pk>/fichier/", batches.batch_file, name="batch_file"),
    path("argent/releves/", statements.statements, name="statements"),
    path("argent/releves/<int:pk>/", statements.statement, name="statement"),
    path("argent/releves/lignes/<int:pk>/versement/", statements.cash_line, name="cash_line"),
    path("argent/appels-de-fonds/", papers.calls, name="calls"),
    path("argent/appels-de-fonds/<int:pk>.pdf", papers.call_pdf, name="call_pdf"),
    path("argent/decomptes/<int:pk>.pdf", papers.settlement_pdf, name="settlement_pdf"),
    path("argent/avis-de-versement/<int:pk>.pdf", papers.notice_pdf, name="notice_pdf"),
    path("argent/encaissements/", payments.cash, name="cash"),
    path("argent/enveloppes/", books.envelopes, name="envelopes"),
    path("argent/enveloppes/<int:pk>/", books.envelope, name="envelope"),
    path("donnees-ouvertes/", open_data.open_data, name="open_data"),
    path("donnees-ouvertes/subventions-<int:year>.csv", open_data.open_data_file, name="open_data_file"),
    path("argent/donnees-ouvertes/<int:pk>/", open_data.preview, name="open_data_preview"),
    path("argent/fonctionnement/", operating.operating, name="operating"),
    path("argent/fonctionnement.csv", operating.operating_csv, name="operating_csv"),
    path("argent/fonctionnement/<int:pk>/", operating.contribution, name="contribution"),
    path("argent/conventions/", agreements.agreements, name="agreements"),
    path("argent/conventions/<int:pk>/", agreements.agreement, name="agreement"),
    path("argent/conventions/fichiers/<int:pk>/", agreements.agreement_file, name="agreement_file"),
    path("argent/partenaires/<int:pk>/consommation/", agreements.consumption, name="consumption"),
    path("argent/partenaires/<int:pk>/consommation.csv", agreements.consumption_csv, name="consumption_csv"),
    path("argent/grand-livre/comptes/<int:pk>/", accounting.account, name="account"),
    path("argent/grand-livre/ecritures/<int:pk>/", accounting.entry, name="entry"),
    path("argent/grand-livre/mois/", accounting.periods, name="periods"),
    path("argent/grand-livre/fec/<int:year>/", accounting.fec_page, name="fec"),
    path("argent/grand-livre/fec/<int:year>/fichier/", accounting.fec_file, name="fec_file"),
    path("argent/dons/<int:pk>/suivre/", accounting.follow, name="follow_gift"),
    path("argent/grand-livre/", books.ledger, name="ledger"),
    path("argent/grand-livre/ecritures/", books.entries, name="entries"),
]
for row in ACTS.values():
    where = f"argent/actes/{row.slug}/" if row.name in WITHOUT_TARGET else f"argent/actes/{row.slug}/<int:pk>/"
    urlpatterns.append(path(where, acts.act, {"name": row.name}, name=row.name))
