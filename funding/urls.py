"""The addresses of the money: public campaigns, and `argent/` for those who look after it."""

from django.urls import path

from funding.acts import ACTS
from funding.views import acts, books, campaigns, payments, showcase

app_name = "funding"
WITHOUT_TARGET = ("open_envelope", "sign_agreement", "record_provider_payment")

urlpatterns = [
    path("campagnes/terminees/", showcase.ended, name="ended"),
    path("campagnes/<int:pk>/", campaigns.campaign, name="campaign"),
    path("argent/dossiers/<int:pk>/campagne/", campaigns.preparation, name="preparation"),
    path("argent/dossiers/<int:pk>/campagne/engagements/", campaigns.pledge, name="pledge"),
    path("argent/dossiers/<int:pk>/dons/", campaigns.gifts, name="gifts"),
    path("argent/dossiers/<int:pk>/remboursements/", campaigns.refunds, name="refunds"),
    path("argent/dossiers/<int:pk>/decompte/", payments.settlement, name="settlement"),
    path("argent/dossiers/<int:pk>/iban/", payments.bank_details, name="bank_details"),
    path("argent/dossiers/<int:pk>/versement/", payments.payout, name="payout"),
    path("argent/dossiers/<int:pk>/ecritures/", books.dossier_entries, name="dossier_entries"),
    path("argent/encaissements/", payments.cash, name="cash"),
    path("argent/enveloppes/", books.envelopes, name="envelopes"),
    path("argent/enveloppes/<int:pk>/", books.envelope, name="envelope"),
    path("argent/grand-livre/", books.ledger, name="ledger"),
    path("argent/grand-livre/ecritures/", books.entries, name="entries"),
]
for row in ACTS.values():
    where = f"argent/actes/{row.slug}/" if row.name in WITHOUT_TARGET else f"argent/actes/{row.slug}/<int:pk>/"
    urlpatterns.append(path(where, acts.act, {"name": row.name}, name=row.name))
