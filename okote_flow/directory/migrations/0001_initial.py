import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import okote_flow.clock
import okote_flow.directory.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[("authority", "Collectivité"), ("company", "Entreprise"), ("operator", "Opérateur")],
                        max_length=12,
                        verbose_name="collège",
                    ),
                ),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("is_competence_bound", models.BooleanField(default=False, verbose_name="limité à ses compétences")),
                ("is_fictional", models.BooleanField(default=False, verbose_name="données fictives")),
            ],
            options={
                "verbose_name": "partenaire",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="nom")),
                ("is_priority", models.BooleanField(default=False, verbose_name="prioritaire")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
            ],
            options={
                "verbose_name": "territoire",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="adresse électronique")),
                ("is_fictional", models.BooleanField(default=False, verbose_name="données fictives")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), _negated=True), name="every_account_has_an_email"
                    )
                ],
            },
            managers=[
                ("objects", okote_flow.directory.models.Users()),
            ],
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="nom de la structure")),
                (
                    "legal_form",
                    models.CharField(
                        choices=[
                            ("local_association", "Association inscrite de droit local"),
                            ("association_1901", "Association loi 1901"),
                            ("cooperative", "Société coopérative (SCIC, SCOP)"),
                            ("ess_company", "Société commerciale de l’économie sociale et solidaire"),
                            ("foundation", "Fondation ou fonds de dotation"),
                            ("in_creation", "Structure en cours de création"),
                        ],
                        max_length=20,
                        verbose_name="forme juridique",
                    ),
                ),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                ("rna", models.CharField(blank=True, max_length=10, verbose_name="RNA")),
                ("court", models.CharField(blank=True, max_length=80, verbose_name="tribunal")),
                ("volume", models.CharField(blank=True, max_length=20, verbose_name="volume")),
                ("folio", models.CharField(blank=True, max_length=20, verbose_name="folio")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="commune")),
                ("created_at", models.DateTimeField(default=okote_flow.clock.now, editable=False)),
            ],
            options={
                "verbose_name": "structure",
                "indexes": [models.Index(fields=["siret"], name="organization_by_siret")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organization", "user"), name="one_membership_each")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "office",
                    models.CharField(
                        blank=True,
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
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
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
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="directory.organization",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.partner",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="directory.partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "fonction",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="appointment_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office", "partner_finance"), ("partner__isnull", False)),
                            models.Q(
                                models.Q(("office", "partner_finance"), _negated=True), ("partner__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="only_a_partners_officer_has_a_partner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Intermunicipality",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("siren", models.CharField(max_length=9, unique=True, verbose_name="SIREN")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intermunicipalities",
                        to="directory.territory",
                    ),
                ),
            ],
        ),
    ]
