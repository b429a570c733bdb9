import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import okote_flow.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
        ("directory", "__first__"),
        ("dossiers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=120, unique=True, verbose_name="référence")),
                ("deliberation_ref", models.CharField(max_length=120, verbose_name="délibération")),
                ("deliberated_on", models.DateField(verbose_name="délibérée le")),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                ("allows_pass_on", models.BooleanField(default=False, verbose_name="autorise à reverser")),
                (
                    "section",
                    models.CharField(
                        choices=[("running", "Fonctionnement"), ("investment", "Investissement")],
                        max_length=10,
                        verbose_name="section",
                    ),
                ),
                ("chapter", models.CharField(blank=True, max_length=10, verbose_name="chapitre")),
                ("nature", models.CharField(blank=True, max_length=10, verbose_name="nature")),
                ("function", models.CharField(blank=True, max_length=10, verbose_name="fonction")),
                ("operation", models.CharField(blank=True, max_length=20, verbose_name="opération")),
                ("recorded_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="directory.partner",
                        verbose_name="partenaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "convention",
                "ordering": ["partner", "starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="agreement_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reference", ""), _negated=True),
                            models.Q(("deliberation_ref", ""), _negated=True),
                        ),
                        name="agreements_are_referenced",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankDetails",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("holder", models.CharField(max_length=160, verbose_name="titulaire")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("given", "À vérifier"),
                            ("verified", "Vérifié"),
                            ("refused", "Refusé"),
                            ("replaced", "Remplacé"),
                        ],
                        default="given",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("given_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="contrôle")),
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
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_details",
                        to="directory.organization",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.attachment",
                    ),
                ),
            ],
            options={
                "verbose_name": "coordonnées bancaires",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["given", "verified"])),
                        fields=("organization",),
                        name="one_iban_counts_per_organization",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("given_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="who_gives_an_iban_does_not_verify_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "verified"), _negated=True),
                            models.Q(("decided_by__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="an_iban_is_verified_by_someone_with_a_proof",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "En préparation"),
                            ("open", "En cours"),
                            ("succeeded", "Réussie"),
                            ("settled", "Arrêtée"),
                            ("failed", "Seuil non atteint"),
                            ("cancelled", "Abandonnée"),
                        ],
                        default="preparing",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("goal_cents", models.PositiveBigIntegerField(verbose_name="objectif")),
                ("citizens_goal_cents", models.PositiveBigIntegerField(verbose_name="dont citoyens")),
                ("days", models.PositiveSmallIntegerField(verbose_name="durée en jours")),
                ("starts_at", models.DateTimeField(null=True, verbose_name="ouverte le")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="jusqu’au")),
                ("extended_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="acceptée le")),
                ("threshold_bps", models.PositiveIntegerField(verbose_name="seuil")),
                ("grace_days", models.PositiveSmallIntegerField(verbose_name="délai de confirmation")),
                ("gift_min_cents", models.PositiveBigIntegerField(verbose_name="don minimal")),
                (
                    "mode",
                    models.CharField(
                        choices=[("college", "1\xa0€ par collège"), ("each_partner", "1\xa0€ par partenaire")],
                        max_length=12,
                        verbose_name="mode d’abondement",
                    ),
                ),
                ("ratio_num", models.PositiveIntegerField()),
                ("ratio_den", models.PositiveIntegerField()),
                ("fee_bps", models.PositiveIntegerField(verbose_name="frais")),
                ("advance_bps", models.PositiveIntegerField(verbose_name="part versée avant le bilan")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaign", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "campagne",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("citizens_goal_cents__gt", 0), ("goal_cents__gte", models.F("citizens_goal_cents"))
                        ),
                        name="citizens_have_a_part_of_the_goal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("advance_bps__lte", 10000), ("fee_bps__lte", 10000), ("threshold_bps__lte", 10000)
                        ),
                        name="parts_are_at_most_the_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ratio_den__gt", 0), ("ratio_num__gt", 0)), name="the_ratio_is_a_fraction"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at", None), ("starts_at", None)),
                            ("starts_at__lt", models.F("ends_at")),
                            _connector="OR",
                        ),
                        name="campaign_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["preparing", "cancelled"]), ("ends_at__isnull", False), _connector="OR"
                        ),
                        name="an_open_campaign_has_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="somebody_agreed_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["preparing", "open", "succeeded", "settled", "failed", "cancelled"])
                        ),
                        name="campaign_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="clé")),
                ("kind", models.CharField(max_length=40, verbose_name="nature")),
                ("subject", models.CharField(max_length=60)),
                ("seq", models.PositiveIntegerField()),
                ("occurred_on", models.DateField(verbose_name="date")),
                ("recorded_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="enregistrée le")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "dossier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="funding.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "écriture",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "seq"), name="one_entry_per_place_in_a_subject"),
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="entries_count_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "section",
                    models.CharField(
                        choices=[("running", "Fonctionnement"), ("investment", "Investissement")],
                        max_length=10,
                        verbose_name="section",
                    ),
                ),
                ("forecast_cents", models.PositiveBigIntegerField(default=0, verbose_name="prévu")),
                ("voted_cents", models.PositiveBigIntegerField(default=0, verbose_name="voté")),
                (
                    "status",
                    models.CharField(
                        choices=[("forecast", "Prévisionnelle"), ("voted", "Votée")],
                        default="forecast",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("deliberation_ref", models.CharField(blank=True, max_length=120, verbose_name="délibération")),
                ("opened_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="envelopes",
                        to="funding.agreement",
                        verbose_name="convention",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="envelopes",
                        to="directory.partner",
                        verbose_name="partenaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "enveloppe",
                "ordering": ["year", "partner", "section"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partner", "year", "section"), name="one_envelope_per_partner_year_section"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deliberation_ref", ""), ("status", "forecast"), ("voted_cents", 0)),
                            models.Q(
                                ("status", "voted"),
                                ("voted_cents__gt", 0),
                                models.Q(("deliberation_ref", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_voted_envelope_has_its_deliberation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider_reference", models.CharField(max_length=80, unique=True, verbose_name="référence")),
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
                ("pledged_at", models.DateTimeField(verbose_name="donné le")),
                ("received_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="confirmé le")),
                ("anonymous", models.BooleanField(default=False, verbose_name="anonyme")),
                ("eligible", models.BooleanField(default=True, verbose_name="appelle l’abondement")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motif")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gifts", to="funding.campaign"
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
            ],
            options={
                "verbose_name": "don",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="gifts_are_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("eligible", True), ("reason", "")),
                            models.Q(("eligible", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_gift_without_match_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Donor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "gift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="donor", to="funding.gift"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PayoutOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True, verbose_name="numéro")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("holder", models.CharField(max_length=160, verbose_name="titulaire")),
                ("siret", models.CharField(max_length=14, verbose_name="SIRET")),
                ("digest", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "À approuver"),
                            ("approved", "À exécuter"),
                            ("paid", "Payé"),
                            ("void", "Annulé"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("paid_at", models.DateTimeField(null=True)),
                ("bank_reference", models.CharField(blank=True, max_length=80, verbose_name="référence bancaire")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="motif")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_orders",
                        to="funding.campaign",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_orders",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ordre de paiement",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="orders_are_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(("paid_at__isnull", False), models.Q(("bank_reference", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_paid_order_has_its_reference",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["prepared", "approved"])),
                        fields=("campaign",),
                        name="one_order_at_a_time_per_campaign",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
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
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="funding.payoutorder"
                    ),
                ),
            ],
            options={
                "verbose_name": "approbation",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "digest", "user"), name="one_approval_per_person"),
                    models.UniqueConstraint(fields=("order", "digest", "office"), name="one_approval_per_office"),
                    models.CheckConstraint(
                        condition=models.Q(("office__in", ["director", "treasurer"])),
                        name="director_and_treasurer_approve",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "college",
                    models.CharField(
                        choices=[("authority", "Collectivité"), ("company", "Entreprise"), ("operator", "Opérateur")],
                        max_length=12,
                        verbose_name="collège",
                    ),
                ),
                ("cap_cents", models.PositiveBigIntegerField(verbose_name="plafond")),
                ("weight", models.PositiveBigIntegerField(verbose_name="poids")),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposée"), ("reserved", "Réservée"), ("released", "Libérée")],
                        default="proposed",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pledges", to="funding.campaign"
                    ),
                ),
                (
                    "envelope",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="funding.envelope",
                        verbose_name="enveloppe",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="directory.partner",
                        verbose_name="partenaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement",
                "ordering": ["campaign", "rank"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "partner"), name="one_pledge_per_partner_and_campaign"
                    ),
                    models.UniqueConstraint(
                        fields=("campaign", "envelope"), name="one_pledge_per_envelope_and_campaign"
                    ),
                    models.UniqueConstraint(fields=("campaign", "rank"), name="one_pledge_per_rank_and_campaign"),
                    models.CheckConstraint(
                        condition=models.Q(("cap_cents__gt", 0), ("weight__gt", 0)), name="pledges_are_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("college", "authority"), ("envelope__isnull", False)),
                            models.Q(("college", "company"), ("envelope", None)),
                            _connector="OR",
                        ),
                        name="an_authority_pledges_from_an_envelope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "reserved", "released"])),
                        name="pledge_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funding.payoutorder"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_lines",
                        to="funding.pledge",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="payout_lines_are_not_empty"),
                    models.UniqueConstraint(fields=("order", "pledge"), name="one_payout_line_per_pledge"),
                    models.UniqueConstraint(
                        condition=models.Q(("pledge", None)),
                        fields=("order",),
                        name="one_payout_line_for_the_citizens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchDelta",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.BigIntegerField(verbose_name="différence")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="match_deltas", to="funding.entry"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deltas", to="funding.pledge"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents", 0), _negated=True), name="a_match_delta_changes_something"
                    ),
                    models.UniqueConstraint(fields=("entry", "pledge"), name="one_match_delta_per_entry_and_pledge"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CashReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("received_on", models.DateField(verbose_name="reçu le")),
                ("reference", models.CharField(max_length=80, unique=True, verbose_name="référence")),
                ("entered_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="directory.partner"
                    ),
                ),
                (
                    "envelope",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="funding.envelope",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="funding.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "encaissement",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="receipts_are_not_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="compte")),
                (
                    "role",
                    models.CharField(
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
                            ("voted", "Voté"),
                            ("available", "Disponible"),
                            ("lapsed", "Annulé en fin d’exercice"),
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
                (
                    "book",
                    models.CharField(
                        choices=[("fund", "Fonds"), ("budg", "Engagements")], max_length=4, verbose_name="livre"
                    ),
                ),
                (
                    "normal",
                    models.CharField(
                        choices=[("D", "débiteur"), ("C", "créditeur"), ("X", "les deux")],
                        max_length=1,
                        verbose_name="sens",
                    ),
                ),
                ("debits_cents", models.PositiveBigIntegerField(default=0, verbose_name="débits")),
                ("credits_cents", models.PositiveBigIntegerField(default=0, verbose_name="crédits")),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="directory.partner",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="funding.campaign",
                    ),
                ),
                (
                    "envelope",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="funding.envelope",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="funding.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("normal", "D"), _negated=True),
                            ("debits_cents__gte", models.F("credits_cents")),
                            _connector="OR",
                        ),
                        name="debit_accounts_never_fall_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("normal", "C"), _negated=True),
                            ("credits_cents__gte", models.F("debits_cents")),
                            _connector="OR",
                        ),
                        name="credit_accounts_never_fall_below_zero",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="clé")),
                ("decided_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="décidé le")),
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
                    "gift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="funding.gift"
                    ),
                ),
            ],
            options={
                "verbose_name": "remboursement",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="refunds_are_not_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundSent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_on", models.DateField(verbose_name="envoyé le")),
                ("reference", models.CharField(max_length=80, verbose_name="référence")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sent", to="funding.refund"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "state",
                    models.CharField(
                        choices=[("prepared", "Préparé"), ("approved", "Approuvé"), ("replaced", "Remplacé")],
                        default="prepared",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="funding.campaign"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "décompte",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "replaced"), _negated=True),
                        fields=("campaign",),
                        name="one_settlement_counts_per_campaign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="who_prepares_does_not_approve",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_approved_settlement_was_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gross_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("fee_cents", models.PositiveBigIntegerField(default=0, verbose_name="frais")),
                (
                    "pledge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlement_lines",
                        to="funding.pledge",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funding.settlement"
                    ),
                ),
            ],
            options={
                "ordering": ["settlement", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("settlement", "pledge"), name="one_line_per_pledge"),
                    models.UniqueConstraint(
                        condition=models.Q(("pledge", None)), fields=("settlement",), name="one_line_for_the_citizens"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fee_cents", 0),
                            models.Q(("fee_cents__lte", models.F("gross_cents")), ("pledge", None)),
                            _connector="OR",
                        ),
                        name="partners_money_is_passed_on_in_full",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField()),
                ("cents", models.PositiveBigIntegerField(verbose_name="montant")),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credited", to="funding.account"
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debited", to="funding.account"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="funding.entry"
                    ),
                ),
            ],
            options={
                "verbose_name": "mouvement",
                "ordering": ["entry", "n"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="a_transfer_moves_something"),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="a_transfer_goes_somewhere",
                    ),
                    models.UniqueConstraint(fields=("entry", "n"), name="one_transfer_per_place_in_an_entry"),
                ],
            },
        ),
    ]
