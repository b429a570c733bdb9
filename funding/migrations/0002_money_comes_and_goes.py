from typing import Any

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import funding.models.accounting
import funding.models.pages
import funding.models.tax
import okote_flow.clock


def drop_changed(apps: Any, editor: Any) -> None:
    """A refund that has left may come back now; `triggers.install` puts the new rule in place after `migrate`."""
    on_table = " ON funding_refundsent" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS funding_refundsent_no_update{on_table}")


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_a_partner_has_a_siret"),
        ("directory", "__first__"),
        ("dossiers", "0007_money_decisions_and_the_report_by_line"),
        ("funding", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(drop_changed, drop_changed),
        migrations.CreateModel(
            name="AgreementFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="nom du fichier")),
                ("file", models.FileField(upload_to=funding.models.accounting.stored_name, verbose_name="fichier")),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveBigIntegerField(verbose_name="taille")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("uploaded_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="funding.agreement"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "convention signée",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "sha256"), name="one_row_per_content_of_an_agreement")
                ],
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iban", models.CharField(max_length=34, verbose_name="compte")),
                ("reference", models.CharField(max_length=80, verbose_name="référence")),
                ("closes_on", models.DateField(verbose_name="arrêté au")),
                ("opening_cents", models.BigIntegerField(verbose_name="solde d’ouverture")),
                ("lines_cents", models.BigIntegerField(verbose_name="somme des lignes")),
                ("closing_cents", models.BigIntegerField(verbose_name="solde de clôture")),
                ("file_sha256", models.CharField(db_index=True, max_length=64, verbose_name="empreinte du fichier")),
                ("file", models.BinaryField(verbose_name="fichier")),
                ("imported_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="funding.bankstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "relevé bancaire",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("iban", "reference"), name="a_statement_is_imported_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("previous", None)),
                        fields=("iban",),
                        name="an_account_has_one_first_statement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "closing_cents",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("opening_cents"), "+", models.F("lines_cents")
                                ),
                            )
                        ),
                        name="a_statement_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallForFunds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant appelé")),
                ("due_on", models.DateField(verbose_name="à verser avant le")),
                ("file", models.BinaryField(verbose_name="document")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="empreinte du document")),
                ("issued_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pledge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call", to="funding.pledge"
                    ),
                ),
            ],
            options={
                "verbose_name": "appel de fonds",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="calls_for_funds_have_one_number"),
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0), ("number__gt", 0)), name="calls_for_funds_are_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=43, unique=True)),
                ("provider", models.CharField(max_length=12, verbose_name="moyen")),
                ("cents", models.PositiveBigIntegerField(verbose_name="don")),
                ("tip_cents", models.PositiveBigIntegerField(default=0, verbose_name="contribution au prestataire")),
                ("donor_name", models.CharField(blank=True, max_length=160, verbose_name="nom")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse électronique")),
                ("anonymous", models.BooleanField(default=False, verbose_name="anonyme")),
                (
                    "interest",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Aucun de ces cas"),
                            ("holder", "Je porte ce projet, ou j’en suis membre"),
                            ("partner", "Je représente un partenaire de la campagne"),
                            ("committee", "Je siège dans un comité qui examine ce projet"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="lien déclaré",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="demandé le")),
                ("pay_page", models.CharField(blank=True, max_length=500)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checkouts", to="funding.campaign"
                    ),
                ),
                (
                    "gift",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkout",
                        to="funding.gift",
                    ),
                ),
            ],
            options={
                "verbose_name": "don annoncé",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="checkouts_are_not_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "À décider"), ("recovered", "Recouvrée"), ("lost", "Passée en perte")],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("opened_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="ouverte le")),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="référence")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="décidée le")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="funding.campaign"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claim", to="funding.refund"
                    ),
                ),
            ],
            options={
                "verbose_name": "créance",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="claims_are_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", None), ("state", "open")),
                            models.Q(("decided_by__isnull", False), models.Q(("reference", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_claim_ends_by_somebody_under_a_reference",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120, verbose_name="intitulé")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("forecast_cents", models.PositiveBigIntegerField(verbose_name="prévu")),
                ("planned_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="directory.partner",
                        verbose_name="partenaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution au fonctionnement",
                "ordering": ["year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partner", "label", "year"), name="one_contribution_per_label_and_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("forecast_cents__gt", 0)), name="contributions_are_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContributionMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("call", "Appel"), ("receipt", "Encaissement")], max_length=8, verbose_name="nature"
                    ),
                ),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("happened_on", models.DateField(verbose_name="date")),
                ("key", models.CharField(max_length=90, unique=True, verbose_name="référence")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                ("entered_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="funding.contribution"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="funding.contributionmove",
                    ),
                ),
            ],
            options={
                "verbose_name": "mouvement du fonctionnement",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="contribution_moves_are_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("reverses", None)),
                            models.Q(("reverses__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_reversed_contribution_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reverses", None), models.Q(("reverses", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="no_contribution_move_reverses_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FirstSupporter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("added_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="first_supporters",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "premier soutien",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="News",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="clé")),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                ("text", models.TextField(max_length=6000, verbose_name="texte")),
                ("author", models.CharField(max_length=200, verbose_name="au nom de")),
                ("published_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="publiée le")),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifiée le")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="retirée le")),
                ("withdrawal_reason", models.CharField(blank=True, max_length=400, verbose_name="motif du retrait")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="news", to="funding.campaign"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "nouvelle",
                "ordering": ["-published_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal_reason", ""), ("withdrawn_at", None)),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("withdrawal_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_news_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=12, verbose_name="prestataire")),
                ("external_id", models.CharField(max_length=50, verbose_name="identifiant")),
                ("cents", models.PositiveBigIntegerField(verbose_name="don")),
                ("tip_cents", models.PositiveBigIntegerField(default=0, verbose_name="contribution au prestataire")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "En attente"),
                            ("dead", "Refusé ou abandonné"),
                            ("confirmed", "Confirmé"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmé le")),
                (
                    "checkout",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="funding.checkout",
                    ),
                ),
                (
                    "gift",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="funding.gift",
                    ),
                ),
            ],
            options={
                "verbose_name": "paiement",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "external_id"), name="one_payment_per_provider_and_id"
                    ),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="payments_are_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("state", "confirmed"), ("gift", None), _connector="OR"),
                        name="only_a_confirmed_payment_is_a_gift",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("payout", "Versements"), ("refund", "Remboursements")],
                        default="payout",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("key", models.CharField(max_length=35, unique=True, verbose_name="numéro")),
                ("due_on", models.DateField(verbose_name="à exécuter le")),
                ("count", models.PositiveIntegerField(verbose_name="nombre de virements")),
                ("control_cents", models.PositiveBigIntegerField(verbose_name="somme de contrôle")),
                ("file", models.BinaryField(verbose_name="fichier")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="empreinte du fichier")),
                ("digest", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("composed", "À approuver"),
                            ("approved", "À transmettre"),
                            ("sent", "Transmis à la banque"),
                            ("executed", "Exécuté"),
                            ("rejected", "Refusé par la banque"),
                            ("void", "Annulé"),
                        ],
                        default="composed",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("composed_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("bank_reference", models.CharField(blank=True, max_length=80, verbose_name="référence bancaire")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                (
                    "composed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lot de virements",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("control_cents__gt", 0), ("count__gt", 0)), name="batches_are_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["composed", "approved", "sent", "executed", "rejected", "void"])
                        ),
                        name="batch_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "payout"), models.Q(("file", b""), ("kind", "refund")), _connector="OR"
                        ),
                        name="the_file_of_refunds_stands_beside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "executed"), _negated=True),
                            models.Q(("ended_at__isnull", False), models.Q(("bank_reference", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="an_executed_batch_has_its_reference",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("officer", "chargée ou chargé de mission"),
                            ("director", "direction d’Alsace Active"),
                            ("treasurer", "trésorerie d’Alsace Active"),
                            ("partner_finance", "référent financier d’un partenaire"),
                            ("archivist", "archives et protection des données"),
                            ("auditor", "audit"),
                            ("administrator", "administration des comptes"),
                        ],
                        max_length=20,
                        verbose_name="fonction",
                    ),
                ),
                ("given_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="funding.payoutbatch"
                    ),
                ),
            ],
            options={
                "verbose_name": "approbation d’un lot",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "digest", "user"), name="one_batch_approval_per_person"),
                    models.UniqueConstraint(
                        fields=("batch", "digest", "office"), name="one_batch_approval_per_office"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField(verbose_name="fichier")),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kept", to="funding.payoutbatch"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BatchLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("end_to_end", models.CharField(max_length=35, unique=True, verbose_name="référence de bout en bout")),
                ("name", models.CharField(blank=True, max_length=70, verbose_name="titulaire, dans le fichier")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "En attente"),
                            ("paid", "Payé"),
                            ("returned", "Revenu"),
                            ("freed", "Libéré"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_lines",
                        to="funding.payoutorder",
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_lines",
                        to="funding.refund",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funding.payoutbatch"
                    ),
                ),
            ],
            options={
                "ordering": ["batch", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="batch_lines_are_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "paid", "returned", "freed"])),
                        name="batch_line_state_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "freed"), _negated=True),
                        fields=("order",),
                        name="an_order_stands_in_one_batch",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "paid"])),
                        fields=("refund",),
                        name="a_refund_stands_in_one_batch",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("order__isnull", False), ("refund", None), models.Q(("name", ""), _negated=True)
                            ),
                            models.Q(("name", ""), ("order", None), ("refund__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_line_pays_an_order_or_a_refund",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchPayee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=160, verbose_name="titulaire")),
                ("name", models.CharField(max_length=70, verbose_name="titulaire, dans le fichier")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payee", to="funding.batchline"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.CharField(max_length=7, unique=True, verbose_name="mois")),
                ("is_locked", models.BooleanField(default=False, verbose_name="clos")),
                ("changed_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "période",
                "ordering": ["-month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__regex", "^\\d{4}-(0[1-9]|1[0-2])$")), name="periods_are_months"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to=funding.models.pages.stored_picture, verbose_name="image")),
                ("media_type", models.CharField(max_length=20)),
                ("size", models.PositiveBigIntegerField(verbose_name="taille")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("width", models.PositiveIntegerField(verbose_name="largeur")),
                ("height", models.PositiveIntegerField(verbose_name="hauteur")),
                ("alt", models.CharField(max_length=200, verbose_name="ce que l’image montre")),
                ("place", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                ("is_cover", models.BooleanField(default=False, verbose_name="en tête de la page")),
                ("added_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="dossiers.dossier"
                    ),
                ),
                (
                    "news",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="picture",
                        to="funding.news",
                    ),
                ),
            ],
            options={
                "verbose_name": "image de campagne",
                "ordering": ["dossier", "place", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_cover", True), ("removed_at", None)),
                        fields=("dossier",),
                        name="one_cover_per_campaign_page",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alt", ""), _negated=True), name="a_picture_says_what_it_shows"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=12, verbose_name="prestataire")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("raw", models.BinaryField()),
                ("headers", models.JSONField(default=dict)),
                (
                    "trust",
                    models.CharField(
                        choices=[
                            ("hmac", "Signature vérifiée"),
                            ("local", "Écrit par l’application elle-même"),
                            ("none", "Rien\xa0: seul l’état relu chez le prestataire compte"),
                        ],
                        max_length=6,
                        verbose_name="confiance",
                    ),
                ),
                ("received_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="reçu le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "À traiter"),
                            ("applied", "Traité"),
                            ("ignored", "Sans effet"),
                            ("waiting", "En attente du paiement"),
                            ("held", "À examiner"),
                            ("dismissed", "Classé"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("processed_at", models.DateTimeField(null=True, verbose_name="traité le")),
                ("code", models.CharField(blank=True, max_length=40)),
                ("error", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                ("payment_id_told", models.CharField(blank=True, max_length=50, verbose_name="paiement")),
            ],
            options={
                "verbose_name": "message de prestataire",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "sha256"), name="one_event_per_body"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("processed_at__isnull", False),
                                ("state__in", ["held", "waiting"]),
                                models.Q(("error", ""), _negated=True),
                            ),
                            models.Q(("state__in", ["held", "waiting"]), _negated=True),
                            _connector="OR",
                        ),
                        name="an_event_put_aside_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("content", models.TextField(verbose_name="contenu")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("rows", models.PositiveIntegerField(verbose_name="lignes")),
                ("published_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "publication",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PublicQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="clé")),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="question")),
                ("asked_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="posée le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "En attente"),
                            ("published", "Publiée sans réponse"),
                            ("answered", "Répondue"),
                            ("refused", "Non publiée"),
                            ("erased", "Effacée"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="réponse")),
                ("author", models.CharField(blank=True, max_length=200, verbose_name="au nom de")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="traitée le")),
                ("edited_at", models.DateTimeField(null=True, verbose_name="réponse modifiée le")),
                ("refusal_reason", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_questions",
                        to="funding.campaign",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "question du public",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_answered_question_has_its_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "erased"), _negated=True),
                            models.Q(("answer", ""), ("text", "")),
                            _connector="OR",
                        ),
                        name="of_an_erased_question_nothing_is_left",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "published", "answered", "refused", "erased"])),
                        name="public_question_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asker", to="funding.publicquestion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RefundAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("holder", models.CharField(max_length=160, verbose_name="titulaire")),
                (
                    "source",
                    models.CharField(
                        choices=[("donor", "Donné par le donateur"), ("house", "Saisi par l’équipe")],
                        max_length=10,
                        verbose_name="origine",
                    ),
                ),
                ("given_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="donné le")),
                (
                    "gift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="account", to="funding.gift"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "compte d’un donateur",
            },
        ),
        migrations.CreateModel(
            name="RefundRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "À transmettre au prestataire"),
                            ("asked", "Demandé au prestataire"),
                            ("refused", "Refusé par le prestataire"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0, verbose_name="essais")),
                ("error", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                ("asked_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="demandé le")),
                ("tried_at", models.DateTimeField(null=True, verbose_name="dernier essai")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="request", to="funding.refund"
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de remboursement",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "asked", "refused"])),
                        name="refund_request_state_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Repayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("due_on", models.DateField(verbose_name="à verser avant le")),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="demandé le")),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "Attendu"), ("received", "Reçu"), ("waived", "Abandonné")],
                        default="due",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("key", models.CharField(max_length=80, null=True, unique=True, verbose_name="référence bancaire")),
                ("received_on", models.DateField(null=True, verbose_name="reçu le")),
                ("decision", models.CharField(blank=True, max_length=120, verbose_name="décision")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="terminé le")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="repayment", to="funding.campaign"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reversement",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="repayments_are_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decision", ""),
                                ("ended_by", None),
                                ("key", None),
                                ("received_on", None),
                                ("state", "due"),
                            ),
                            models.Q(
                                ("decision", ""),
                                ("key__isnull", False),
                                ("received_on__isnull", False),
                                ("state", "received"),
                            ),
                            models.Q(
                                ("key", None),
                                ("received_on", None),
                                ("state", "waived"),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_repayment_ends_by_a_receipt_or_a_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepaymentShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("key", models.CharField(max_length=80, null=True, unique=True, verbose_name="référence bancaire")),
                ("returned_on", models.DateField(null=True, verbose_name="rendue le")),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayment_shares",
                        to="funding.pledge",
                    ),
                ),
                (
                    "repayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="funding.repayment"
                    ),
                ),
            ],
            options={
                "ordering": ["pledge"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("repayment", "pledge"), name="one_share_of_a_repayment_per_pledge"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", None), ("returned_on", None)),
                            models.Q(("key__isnull", False), ("returned_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_share_is_given_back_on_a_day_under_a_reference",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reversal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=50, verbose_name="identifiant")),
                (
                    "kind",
                    models.CharField(
                        choices=[("refund", "Remboursement"), ("chargeback", "Contestation")],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                (
                    "state",
                    models.CharField(
                        choices=[("underway", "En cours"), ("dropped", "Abandonnée"), ("done", "Faite")],
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("told_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="annoncée le")),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reversals", to="funding.payment"
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="funding.refund",
                    ),
                ),
            ],
            options={
                "verbose_name": "retour de paiement",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "external_id"), name="one_reversal_per_payment_and_id"),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="reversals_are_not_empty"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iban", models.CharField(max_length=34)),
                ("key", models.CharField(max_length=80, verbose_name="référence de la banque")),
                ("booked_on", models.DateField(verbose_name="comptabilisé le")),
                ("cents", models.BigIntegerField(verbose_name="montant")),
                ("end_to_end", models.CharField(blank=True, max_length=35, verbose_name="référence de bout en bout")),
                ("purpose", models.CharField(blank=True, max_length=400, verbose_name="libellé")),
                ("counterparty", models.CharField(blank=True, max_length=160, verbose_name="contrepartie")),
                (
                    "counterparty_iban",
                    models.CharField(blank=True, max_length=34, verbose_name="compte de la contrepartie"),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funding.bankstatement"
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de relevé",
                "ordering": ["statement", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents", 0), _negated=True), name="statement_lines_move_something"
                    ),
                    models.UniqueConstraint(fields=("iban", "key"), name="a_movement_is_read_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "Virement exécuté"),
                            ("return", "Virement revenu"),
                            ("cash", "Versement d’un partenaire"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("made_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("undone_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                (
                    "batch_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="funding.batchline",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliation",
                        to="funding.cashreceipt",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="funding.statementline",
                    ),
                ),
            ],
            options={
                "verbose_name": "rapprochement",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("line",), name="a_line_is_reconciled_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("batch_line", "kind"),
                        name="a_transfer_is_reconciled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch_line", None), ("kind", "cash"), ("receipt__isnull", False)),
                            models.Q(
                                models.Q(("kind", "cash"), _negated=True),
                                ("batch_line__isnull", False),
                                ("receipt", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_reconciliation_says_with_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("text", models.TextField(blank=True, max_length=12000, verbose_name="récit")),
                ("video_url", models.CharField(blank=True, max_length=300, verbose_name="vidéo")),
                ("written_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stories", to="dossiers.dossier"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "récit de campagne",
                "ordering": ["dossier", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "version"), name="one_story_per_version_of_a_dossier"),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="stories_count_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxMandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=300, verbose_name="adresse")),
                ("purpose", models.CharField(max_length=400, verbose_name="objet")),
                (
                    "quality",
                    models.CharField(
                        choices=[
                            ("general_interest", "Œuvre ou organisme d’intérêt général"),
                            ("public_utility", "Association ou fondation reconnue d’utilité publique"),
                            ("alsace_moselle", "Association d’Alsace-Moselle à mission reconnue d’utilité publique"),
                        ],
                        max_length=20,
                        verbose_name="qualité",
                    ),
                ),
                ("rescript", models.CharField(blank=True, max_length=120, verbose_name="rescrit fiscal")),
                ("signatory", models.CharField(max_length=160, verbose_name="signataire")),
                ("signatory_role", models.CharField(max_length=120, verbose_name="qualité du signataire")),
                ("given_on", models.DateField(verbose_name="donné le")),
                ("name", models.CharField(max_length=200, verbose_name="nom du fichier")),
                ("file", models.FileField(upload_to=funding.models.tax.stored_name, verbose_name="mandat signé")),
                ("media_type", models.CharField(max_length=80)),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("recorded_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tax_mandates", to="dossiers.dossier"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_mandates",
                        to="directory.organization",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat fiscal",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="TaxMandateEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revoked_on", models.DateField(verbose_name="révoqué le")),
                ("reason", models.CharField(max_length=400, verbose_name="motif")),
                ("recorded_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "mandate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="funding.taxmandate"
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaxReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("siren", models.CharField(max_length=9, verbose_name="SIREN")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                (
                    "model",
                    models.CharField(
                        choices=[("11580", "Cerfa 11580, particulier"), ("16216", "Cerfa 16216, entreprise")],
                        max_length=5,
                        verbose_name="modèle",
                    ),
                ),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="empreinte du document")),
                ("issued_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="émis le")),
                (
                    "gift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tax_receipts", to="funding.gift"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="funding.taxmandate"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_receipts",
                        to="directory.organization",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="funding.taxreceipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "reçu fiscal",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("siren", "year", "number"), name="tax_receipts_have_one_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cents__gt", 0), ("number__gt", 0), models.Q(("siren", ""), _negated=True)
                        ),
                        name="tax_receipts_are_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces", None), models.Q(("replaces", models.F("pk")), _negated=True), _connector="OR"
                        ),
                        name="no_tax_receipt_replaces_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxCancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("given_back", "Don remboursé ou contesté, en tout ou partie"),
                            ("recipient", "Nom ou adresse du donateur à corriger"),
                            ("issuer", "Mentions de la structure à corriger"),
                            ("mistake", "Reçu émis par erreur"),
                        ],
                        max_length=12,
                        verbose_name="motif",
                    ),
                ),
                ("cancelled_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="annulé le")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation",
                        to="funding.taxreceipt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaxPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.BinaryField(verbose_name="document")),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper", to="funding.taxreceipt"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaxRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Une personne"), ("company", "Une entreprise")],
                        max_length=8,
                        verbose_name="pour",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("legal_form", models.CharField(blank=True, max_length=60, verbose_name="forme juridique")),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("street", models.CharField(max_length=200, verbose_name="adresse")),
                ("postal_code", models.CharField(max_length=12, verbose_name="code postal")),
                ("city", models.CharField(max_length=100, verbose_name="commune")),
                ("country", models.CharField(default="France", max_length=60, verbose_name="pays")),
                ("said_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "checkout",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tax_recipient",
                        to="funding.checkout",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gift",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tax_recipient",
                        to="funding.gift",
                    ),
                ),
            ],
            options={
                "verbose_name": "destinataire d’un reçu",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checkout", None), ("gift__isnull", False)),
                            models.Q(("checkout__isnull", False), ("gift", None)),
                            _connector="OR",
                        ),
                        name="a_recipient_is_of_one_gift",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "person"), ("legal_form", ""), ("siren", "")),
                            models.Q(
                                ("kind", "company"),
                                models.Q(("siren", ""), _negated=True),
                                models.Q(("legal_form", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_company_has_a_siren_and_a_legal_form",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tranche",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("from_cents", models.PositiveBigIntegerField(verbose_name="à partir de")),
                ("decision", models.CharField(max_length=120, verbose_name="référence de la décision")),
                ("opened_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="ouverte le")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tranches", to="funding.campaign"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tranche", to="funding.entry"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tranche",
                "ordering": ["campaign", "seq"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "seq"), name="tranches_of_a_campaign_are_counted"),
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="tranches_count_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("decision", ""), _negated=True), name="a_tranche_rests_on_a_decision"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrancheCap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.BigIntegerField(verbose_name="différence")),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cap_changes", to="funding.pledge"
                    ),
                ),
                (
                    "tranche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="caps", to="funding.tranche"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tranche", "pledge"), name="one_cap_change_per_tranche_and_pledge"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cents", 0), _negated=True), name="a_cap_change_changes_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnidentifiedReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="référence")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("transfer", "Virement"),
                            ("cheque", "Chèque"),
                            ("cash", "Espèces"),
                            ("card", "Carte, par le prestataire"),
                        ],
                        max_length=10,
                        verbose_name="moyen",
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=400, verbose_name="motif")),
                ("received_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="reçue le")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "À attribuer"), ("assigned", "Attribuée"), ("returned", "Rendue")],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("returned_as", models.CharField(blank=True, max_length=80, verbose_name="référence du retour")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="décidé le")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gift",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="funding.gift",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="funding.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "somme à attribuer",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="money_apart_is_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gift", None), ("returned_as", ""), ("state", "open")),
                            models.Q(("gift__isnull", False), ("returned_as", ""), ("state", "assigned")),
                            models.Q(
                                ("gift", None), ("state", "returned"), models.Q(("returned_as", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_receipt_is_assigned_or_returned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("lapsed", "Annulé"), ("carried", "Reporté")], max_length=8, verbose_name="suite"
                    ),
                ),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("deliberation_ref", models.CharField(blank=True, max_length=120, verbose_name="délibération")),
                ("decided_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="year_end", to="funding.entry"
                    ),
                ),
                (
                    "envelope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="year_ends", to="funding.envelope"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brought_in",
                        to="funding.envelope",
                    ),
                ),
            ],
            options={
                "verbose_name": "fin d’exercice",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="a_year_end_moves_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("into", None), ("outcome", "lapsed")),
                            models.Q(
                                ("into__isnull", False),
                                ("outcome", "carried"),
                                models.Q(("deliberation_ref", ""), _negated=True),
                                models.Q(("into", models.F("envelope")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_carried_goes_somewhere_by_a_decision",
                    ),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="refundsent",
            options={"ordering": ["pk"], "verbose_name": "remboursement envoyé"},
        ),
        migrations.RemoveConstraint(
            model_name="account",
            name="each_role_has_its_book",
        ),
        migrations.AddField(
            model_name="agreement",
            name="amends",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendment",
                to="funding.agreement",
                verbose_name="avenant à",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="deliberated_by",
            field=models.CharField(blank=True, max_length=160, verbose_name="assemblée"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="extension_days",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="campaign",
            name="extension_reason",
            field=models.CharField(blank=True, max_length=400, verbose_name="motif de la prolongation"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="mentions_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="campaign",
            name="stop_text",
            field=models.CharField(blank=True, max_length=400, verbose_name="ce qui est dit de l’arrêt"),
        ),
        migrations.AddField(
            model_name="refundsent",
            name="reason",
            field=models.CharField(blank=True, max_length=400, verbose_name="motif du retour"),
        ),
        migrations.AddField(
            model_name="refundsent",
            name="returned_on",
            field=models.DateField(null=True, verbose_name="revenu le"),
        ),
        migrations.AlterField(
            model_name="account",
            name="role",
            field=models.CharField(
                choices=[
                    ("bank", "Banque"),
                    ("provider", "Prestataire de paiement, à recevoir"),
                    ("citizens", "Dons des citoyens"),
                    ("unmatched", "Dons sans abondement"),
                    ("advance", "Reçu d’avance d’un partenaire"),
                    ("receivable", "À recevoir d’un partenaire"),
                    ("grant", "Part d’un partenaire, pas encore reçue"),
                    ("payable", "À verser au projet"),
                    ("refunds", "À rembourser aux donateurs"),
                    ("fees", "Frais sur les dons"),
                    ("unidentified", "Sommes reçues à attribuer"),
                    ("claim", "À recouvrer après un impayé"),
                    ("losses", "Pertes sur impayés"),
                    ("repaid", "Reversé par un projet, à rendre au partenaire"),
                    ("voted", "Voté"),
                    ("available", "Disponible"),
                    ("lapsed", "Annulé en fin d’exercice"),
                    ("carried", "Reporté sur l’année suivante"),
                    ("promised", "Promis par une entreprise"),
                    ("reserved", "Réservé"),
                    ("accrued", "Appelé par les dons"),
                    ("settled", "Arrêté"),
                    ("paid", "Versé"),
                ],
                max_length=12,
                verbose_name="nature",
            ),
        ),
        migrations.AlterField(
            model_name="payoutorder",
            name="state",
            field=models.CharField(
                choices=[
                    ("prepared", "À approuver"),
                    ("approved", "À exécuter"),
                    ("paid", "Payé"),
                    ("returned", "Revenu"),
                    ("void", "Annulé"),
                ],
                default="prepared",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AlterField(
            model_name="refundsent",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="refundsent",
            name="refund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sendings", to="funding.refund"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("book", "fund"),
                        (
                            "role__in",
                            (
                                "bank",
                                "provider",
                                "citizens",
                                "unmatched",
                                "advance",
                                "receivable",
                                "grant",
                                "payable",
                                "refunds",
                                "fees",
                                "unidentified",
                                "claim",
                                "losses",
                                "repaid",
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "role__in",
                                (
                                    "bank",
                                    "provider",
                                    "citizens",
                                    "unmatched",
                                    "advance",
                                    "receivable",
                                    "grant",
                                    "payable",
                                    "refunds",
                                    "fees",
                                    "unidentified",
                                    "claim",
                                    "losses",
                                    "repaid",
                                ),
                            ),
                            _negated=True,
                        ),
                        ("book", "budg"),
                    ),
                    _connector="OR",
                ),
                name="each_role_has_its_book",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundsent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("returned_on", None)), fields=("refund",), name="a_refund_leaves_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="refundsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("returned_on", None)),
                    models.Q(("returned_on__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_refund_comes_back_for_a_reason",
            ),
        ),
    ]
