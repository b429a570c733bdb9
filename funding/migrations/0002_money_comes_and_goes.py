import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import funding.models.accounting
import okote_flow.clock


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_a_partner_has_a_siret"),
        ("directory", "__first__"),
        ("funding", "0001_initial"),
    ]

    operations = [
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
            name="BatchLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("end_to_end", models.CharField(max_length=35, unique=True, verbose_name="référence de bout en bout")),
                ("name", models.CharField(max_length=70, verbose_name="titulaire, dans le fichier")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_lines",
                        to="funding.payoutorder",
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
                ],
            },
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
    ]
