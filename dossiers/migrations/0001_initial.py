import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import dossiers.models.content
import okote_flow.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
        ("directory", "__first__"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("value", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("operator", models.CharField(max_length=100, verbose_name="opérateur")),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(verbose_name="au")),
                ("target_projects", models.PositiveIntegerField(verbose_name="projets accompagnés par an")),
                ("target_cofunded", models.PositiveIntegerField(verbose_name="dont abondés par la CeA")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("facts", models.JSONField(default=dict, verbose_name="chiffres du rapport")),
            ],
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("opens_on", models.DateField(verbose_name="ouvre le")),
                ("closes_on", models.DateField(verbose_name="clôt le")),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="directory.territory",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="dossiers.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="call_closes_after_it_opens"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("number", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("name", models.CharField(max_length=100, verbose_name="critère")),
                ("guidance", models.TextField(verbose_name="ce que dit le rapport")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="criteria", to="dossiers.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "number"), name="one_criterion_per_rank")
                ],
            },
        ),
        migrations.CreateModel(
            name="RulesVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("effective_on", models.DateField(verbose_name="en vigueur le")),
                ("values", models.JSONField(default=dict, verbose_name="valeurs")),
                ("sources", models.JSONField(default=dict, verbose_name="sources")),
                ("reference", models.CharField(max_length=200, verbose_name="décision")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="dossiers.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["effective_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "effective_on"), name="one_version_of_the_rules_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Brouillon"),
                            ("submitted", "Déposé"),
                            ("complements_requested", "Compléments demandés"),
                            ("territorial_review", "Au comité territorial"),
                            ("engagement_review", "Au comité d’engagement"),
                            ("campaign_preparation", "Campagne en préparation"),
                            ("campaign", "Campagne en cours"),
                            ("matching", "À abonder"),
                            ("payout", "À verser"),
                            ("follow_up", "Versé, bilan attendu"),
                            ("campaign_failed", "Seuil non atteint"),
                            ("renounced", "Renonciation"),
                            ("cancelled", "Annulé"),
                            ("rejected", "Non retenu"),
                            ("dropped", "Classé sans suite"),
                            ("withdrawn", "Retiré"),
                            ("closed", "Soldé"),
                        ],
                        default="draft",
                        max_length=24,
                        protected=True,
                        verbose_name="état",
                    ),
                ),
                (
                    "asked_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Brouillon"),
                            ("submitted", "Déposé"),
                            ("complements_requested", "Compléments demandés"),
                            ("territorial_review", "Au comité territorial"),
                            ("engagement_review", "Au comité d’engagement"),
                            ("campaign_preparation", "Campagne en préparation"),
                            ("campaign", "Campagne en cours"),
                            ("matching", "À abonder"),
                            ("payout", "À verser"),
                            ("follow_up", "Versé, bilan attendu"),
                            ("campaign_failed", "Seuil non atteint"),
                            ("renounced", "Renonciation"),
                            ("cancelled", "Annulé"),
                            ("rejected", "Non retenu"),
                            ("dropped", "Classé sans suite"),
                            ("withdrawn", "Retiré"),
                            ("closed", "Soldé"),
                        ],
                        editable=False,
                        max_length=24,
                    ),
                ),
                (
                    "number",
                    models.CharField(editable=False, max_length=20, null=True, unique=True, verbose_name="numéro"),
                ),
                ("title", models.CharField(max_length=140, verbose_name="intitulé du projet")),
                (
                    "summary",
                    models.TextField(blank=True, max_length=2000, verbose_name="le projet en quelques phrases"),
                ),
                (
                    "theme",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solidarity", "Solidarités et lien social"),
                            ("employment", "Emploi et insertion"),
                            ("environment", "Environnement et réemploi"),
                            ("food", "Alimentation et agriculture"),
                            ("culture", "Culture et patrimoine"),
                            ("youth", "Jeunesse et éducation"),
                            ("health", "Santé et autonomie"),
                            ("mobility", "Mobilité et habitat"),
                        ],
                        max_length=16,
                        verbose_name="thématique",
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="commune du projet")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="début prévu")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin prévue")),
                ("goal_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="objectif")),
                (
                    "republican_commitment_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="contrat d’engagement républicain"),
                ),
                ("cea_competence", models.BooleanField(null=True, verbose_name="relève des compétences de la CeA")),
                ("cea_competence_ground", models.TextField(blank=True, verbose_name="motif")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="passage")),
                ("postponements", models.PositiveSmallIntegerField(default=0, verbose_name="ajournements")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("is_fictional", models.BooleanField(default=False, verbose_name="données fictives")),
                ("created_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("touched_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("state_since", models.DateTimeField(default=okote_flow.clock.now)),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="reçu le")),
                ("admitted_at", models.DateTimeField(null=True, verbose_name="recevable le")),
                ("at_engagement_since", models.DateTimeField(null=True)),
                ("expiry_announced_at", models.DateTimeField(null=True)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="porteur",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="dossiers.call",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers_in_charge",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="suivi par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="directory.organization",
                        verbose_name="structure",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resubmissions",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="directory.territory",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="dossiers.rulesversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "complements_requested",
                                    "territorial_review",
                                    "engagement_review",
                                    "campaign_preparation",
                                    "campaign",
                                    "matching",
                                    "payout",
                                    "follow_up",
                                    "campaign_failed",
                                    "renounced",
                                    "cancelled",
                                    "rejected",
                                    "dropped",
                                    "withdrawn",
                                    "closed",
                                ],
                            )
                        ),
                        name="dossier_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", None), ("rules", None), ("submitted_at", None)),
                            models.Q(
                                ("number__isnull", False), ("rules__isnull", False), ("submitted_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="handed_in_means_numbered_dated_and_under_rules",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "withdrawn"]), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="only_drafts_are_without_receipt",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "complements_requested"), _negated=True),
                            models.Q(("asked_from", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="complements_know_who_asked",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["state", "-state_since"], name="dossier_by_state"),
                    models.Index(fields=["territory", "state"], name="dossier_by_territory"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("cancel", "Annulation"),
                            ("section", "Section budgétaire"),
                            ("waive_report", "Dispense de bilan"),
                            ("waive_balance", "Abandon d’un solde ou d’une créance"),
                        ],
                        max_length=16,
                        verbose_name="objet",
                    ),
                ),
                ("reference", models.CharField(max_length=120, verbose_name="référence")),
                ("decided_on", models.DateField(verbose_name="décidée le")),
                ("text", models.TextField(max_length=4000, verbose_name="décision")),
                ("recorded_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Complement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_from", models.CharField(max_length=24)),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("asked_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("due_on", models.DateField(verbose_name="réponse attendue le")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complements", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("dossier",),
                        name="one_open_request_per_dossier",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ceiling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField(verbose_name="plafond")),
                ("fixed_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ceilings", to="directory.partner"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ceilings", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["partner"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "partner"), name="one_ceiling_per_partner"),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="ceilings_are_not_empty"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("expense", "Charge"), ("resource", "Produit")], max_length=10, verbose_name="nature"
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        choices=[("running", "Fonctionnement"), ("investment", "Investissement")],
                        default="running",
                        max_length=10,
                        verbose_name="section",
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="libellé")),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="budget_lines", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["side", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)), name="budget_lines_are_not_empty"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statutes", "Statuts"),
                            ("leaders", "Liste des dirigeants"),
                            ("registration", "Preuve d’inscription ou de déclaration"),
                            ("accounts", "Comptes de l’année passée"),
                            ("activity_report", "Rapport d’activité"),
                            ("quote", "Devis"),
                            ("bank_details", "RIB"),
                            ("other", "Autre pièce"),
                        ],
                        max_length=20,
                        verbose_name="type de pièce",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom du fichier")),
                ("file", models.FileField(upload_to=dossiers.models.content.stored_name, verbose_name="fichier")),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveBigIntegerField(verbose_name="taille")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("uploaded_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "kind", "name", "version"), name="one_attachment_per_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=20)),
                ("asked_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("reason", models.TextField(max_length=4000, verbose_name="motif")),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.decision",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("dossier", "step"),
                        name="one_open_ask_per_step",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierProcess",
            fields=[
                (
                    "process_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="viewflow.process",
                    ),
                ),
                ("duty", models.CharField(max_length=40, verbose_name="tâche")),
                ("keeper", models.CharField(max_length=30, verbose_name="à qui")),
                ("about", models.PositiveBigIntegerField(null=True)),
                ("opened_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("due_on", models.DateField(null=True, verbose_name="échéance")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="processes", to="dossiers.dossier"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tâche",
                "indexes": [models.Index(fields=["keeper", "due_on"], name="duty_by_keeper")],
            },
            bases=("viewflow.process",),
        ),
        migrations.CreateModel(
            name="FinalReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=8000, verbose_name="bilan")),
                ("spent_cents", models.PositiveBigIntegerField(verbose_name="dépenses réalisées")),
                ("received_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="final_report", to="dossiers.dossier"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(blank=True, max_length=60, verbose_name="à propos de")),
                ("text", models.TextField(max_length=1000, verbose_name="question")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="réponse")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.attachment",
                    ),
                ),
                (
                    "complement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="dossiers.complement",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CriterionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="réponse")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.criterion"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["criterion__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "criterion"), name="one_answer_per_criterion")
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000, verbose_name="réserve")),
                (
                    "blocks",
                    models.CharField(
                        choices=[
                            ("campaign", "l’ouverture de la campagne"),
                            ("matching", "l’abondement"),
                            ("payout", "le versement"),
                        ],
                        max_length=10,
                        verbose_name="retient",
                    ),
                ),
                ("set_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("proof", models.TextField(blank=True, verbose_name="preuve")),
                (
                    "lifted_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("proof", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_condition_is_lifted_by_someone_with_a_proof",
                    )
                ],
            },
        ),
    ]
