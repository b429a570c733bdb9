import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import okote_flow.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("directory", "0001_initial"),
        ("directory", "__first__"),
        ("dossiers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Committee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("territorial", "Comité d’animation territorial"),
                            ("engagement", "Comité d’engagement CeA"),
                            ("steering", "Comité de pilotage partenarial"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="directory.territory",
                        verbose_name="territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "comité",
                "ordering": ["name"],
                "permissions": [
                    ("screen", "Examiner un dossier et rendre sa grille"),
                    ("record_opinion", "Enregistrer l’avis du comité"),
                    ("vote", "Voter"),
                    ("preside", "Présider"),
                    ("keep_record", "Tenir le secrétariat des séances"),
                ],
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "territorial"), ("territory__isnull", False)),
                            models.Q(models.Q(("kind", "territorial"), _negated=True), ("territory__isnull", True)),
                            _connector="OR",
                        ),
                        name="only_territorial_committees_have_a_territory",
                    ),
                    models.UniqueConstraint(fields=("territory",), name="one_committee_per_territory"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "engagement")), fields=("kind",), name="one_engagement_committee"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitteeGroupPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_permissions",
                        to="committees.committee",
                    ),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "verbose_name": "droit sur un comité",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="passage")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("favourable", "Avis favorable"), ("unfavourable", "Avis défavorable")],
                        max_length=12,
                        verbose_name="avis",
                    ),
                ),
                ("reasons", models.TextField(max_length=4000, verbose_name="motifs")),
                ("sheets", models.PositiveSmallIntegerField(verbose_name="grilles rendues")),
                ("members", models.PositiveSmallIntegerField(verbose_name="membres attendus")),
                (
                    "fewer_reason",
                    models.TextField(blank=True, max_length=1000, verbose_name="pourquoi moins de grilles"),
                ),
                ("recorded_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="dossiers.dossier"
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
                "verbose_name": "avis territorial",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "round"), name="one_opinion_per_round"),
                    models.CheckConstraint(condition=models.Q(("sheets__gte", 1)), name="an_opinion_rests_on_a_sheet"),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="an_opinion_has_reasons"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("cp_432_12", "Intérêt personnel (article 432-12 du code pénal)"),
                            ("cgct_l1111_6", "Représentation d’une collectivité (article L1111-6, II du CGCT)"),
                            ("prudence", "Par prudence"),
                        ],
                        max_length=16,
                        verbose_name="motif",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="précision")),
                ("at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recusals", to="dossiers.dossier"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "déport",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "user"), name="one_recusal_per_person_and_dossier")
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Présidence"),
                            ("vice_chair", "Vice-présidence"),
                            ("secretary", "Secrétariat"),
                            ("member", "Membre"),
                            ("qualified", "Partenaire qualifié"),
                            ("expert", "Expertise"),
                        ],
                        max_length=12,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_groups",
                        to="committees.committee",
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="committee_role", to="auth.group"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("committee", "role"), name="one_group_per_role")],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80, unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=120, verbose_name="siège")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Présidence"),
                            ("vice_chair", "Vice-présidence"),
                            ("secretary", "Secrétariat"),
                            ("member", "Membre"),
                            ("qualified", "Partenaire qualifié"),
                            ("expert", "Expertise"),
                        ],
                        max_length=12,
                        verbose_name="rôle",
                    ),
                ),
                ("votes", models.BooleanField(verbose_name="voix délibérative")),
                ("precedence", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
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
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="committees.committee"
                    ),
                ),
            ],
            options={
                "verbose_name": "siège",
                "ordering": ["committee", "precedence", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("role__in", ("chair", "vice_chair"))),
                        fields=("committee", "precedence"),
                        name="one_presiding_seat_per_rank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ["secretary", "expert"]), _negated=True),
                            ("votes", False),
                            _connector="OR",
                        ),
                        name="secretaries_and_experts_advise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ("chair", "vice_chair")), _negated=True),
                            ("votes", True),
                            _connector="OR",
                        ),
                        name="who_presides_has_a_voice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "qualified"), models.Q(("theme", ""), _negated=True)),
                            models.Q(models.Q(("role", "qualified"), _negated=True), ("theme", "")),
                            _connector="OR",
                        ),
                        name="only_a_qualified_partner_has_a_theme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="auth.group"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="committees.seat"
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "ordering": ["seat", "starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="a_mandate_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheduled_at", models.DateTimeField(verbose_name="date et heure")),
                ("place", models.CharField(max_length=200, verbose_name="lieu")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "En préparation"),
                            ("convened", "Convoquée"),
                            ("open", "En cours"),
                            ("closed", "Levée"),
                            ("cancelled", "Annulée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("urgent_reason", models.TextField(blank=True, max_length=1000, verbose_name="motif de l’urgence")),
                ("convened_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.TextField(blank=True, max_length=1000, verbose_name="motif de l’annulation")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="committees.committee"
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "second_call_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_call",
                        to="committees.meeting",
                        verbose_name="seconde séance de",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="secrétariat",
                    ),
                ),
                (
                    "presiding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                        verbose_name="présidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance",
                "ordering": ["-scheduled_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("committee",), name="one_meeting_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]), ("convened_at__isnull", False), _connector="OR"
                        ),
                        name="no_meeting_without_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["open", "closed"]), _negated=True),
                            ("opened_at__isnull", False),
                            _connector="OR",
                        ),
                        name="an_open_meeting_was_opened",
                    ),
                ],
                "indexes": [models.Index(fields=["committee", "-scheduled_at"], name="meeting_by_committee")],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordre")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "À venir"),
                            ("opened", "En cours"),
                            ("decided", "Décidé"),
                            ("postponed", "Ajourné"),
                            ("withdrawn", "Retiré"),
                            ("not_reached", "Non abordé"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("lacked_quorum", models.BooleanField(default=False, verbose_name="quorum manquant")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda_items", to="dossiers.dossier"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="committees.meeting"
                    ),
                ),
                (
                    "presiding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                        verbose_name="présidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "point",
                "ordering": ["meeting", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "position"), name="one_item_per_place"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("planned", "opened"))),
                        fields=("dossier",),
                        name="a_dossier_is_on_one_agenda_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "opened")),
                        fields=("meeting",),
                        name="one_item_is_called_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="tour")),
                ("question", models.TextField(max_length=1000, verbose_name="question")),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "Vote public")], default="public", max_length=8, verbose_name="vote"
                    ),
                ),
                ("rule", models.JSONField(verbose_name="règle")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Ouvert"), ("closed", "Clos"), ("void", "Annulé")],
                        default="open",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("opened_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="ouvert le")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="clos le")),
                ("void_reason", models.TextField(blank=True, max_length=2000, verbose_name="motif de l’annulation")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="polls", to="committees.agendaitem"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="polls", to="committees.meeting"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "presiding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                        verbose_name="présidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "scrutin",
                "ordering": ["item", "round"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "round"), name="one_poll_per_round"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("meeting",), name="one_open_poll_per_meeting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_poll_ends_at_some_time_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), models.Q(("void_reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "void"), _negated=True), ("void_reason", "")),
                            _connector="OR",
                        ),
                        name="a_void_poll_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=310, verbose_name="nom")),
                ("label", models.CharField(max_length=120, verbose_name="siège")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Présidence"),
                            ("vice_chair", "Vice-présidence"),
                            ("secretary", "Secrétariat"),
                            ("member", "Membre"),
                            ("qualified", "Partenaire qualifié"),
                            ("expert", "Expertise"),
                        ],
                        max_length=12,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("present_room", "Dans la salle"),
                            ("present_remote", "À distance"),
                            ("represented", "Par pouvoir"),
                            ("absent", "Absence"),
                            ("recused", "Déport"),
                            ("recused_l1111_6", "Déport (L1111-6, II)"),
                        ],
                        max_length=16,
                        verbose_name="présence",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("eligible", "Attendu"),
                            ("voted", "A voté"),
                            ("left", "Parti sans voter"),
                            ("absent", "Absent"),
                            ("recused", "En déport"),
                        ],
                        max_length=8,
                        verbose_name="voix",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roll", to="committees.poll"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
            options={
                "verbose_name": "droit de vote",
                "ordering": ["poll", "seat"],
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "seat"), name="one_voice_per_seat_and_poll"),
                    models.UniqueConstraint(fields=("poll", "user"), name="one_voice_per_person_and_poll"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "absent"), ("status", "absent")),
                            models.Q(("standing__in", ["recused", "recused_l1111_6"]), ("status", "recused")),
                            models.Q(
                                ("standing__in", ["present_room", "present_remote", "represented"]),
                                ("status__in", ["eligible", "voted", "left"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_recused_or_absent_seat_has_no_voice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveSmallIntegerField()),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("for", "Favorable"),
                            ("for_with_conditions", "Favorable avec réserves"),
                            ("against", "Défavorable"),
                            ("abstain", "Abstention"),
                        ],
                        max_length=20,
                        verbose_name="vote",
                    ),
                ),
                ("cast_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("is_current", models.BooleanField(default=True)),
                ("client_uuid", models.CharField(blank=True, max_length=36)),
                (
                    "cast_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="committees.entitlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "bulletin",
                "ordering": ["entitlement", "seq"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("entitlement",),
                        name="one_current_ballot_per_voice",
                    ),
                    models.UniqueConstraint(fields=("entitlement", "seq"), name="ballots_are_numbered"),
                    models.UniqueConstraint(
                        condition=models.Q(("client_uuid", ""), _negated=True),
                        fields=("entitlement", "client_uuid"),
                        name="a_retry_is_not_a_second_ballot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["for", "for_with_conditions", "against", "abstain"])),
                        name="a_ballot_says_something_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollCeiling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField(verbose_name="plafond")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partner"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ceilings", to="committees.poll"
                    ),
                ),
            ],
            options={
                "ordering": ["partner"],
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "partner"), name="one_proposed_ceiling_per_partner"),
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="proposed_ceilings_are_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollCondition",
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
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="committees.poll"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mode",
                    models.CharField(
                        choices=[("room", "Dans la salle"), ("remote", "À distance")],
                        max_length=8,
                        verbose_name="mode",
                    ),
                ),
                ("arrived_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="committees.meeting"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="committees.seat"
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)), fields=("meeting", "seat"), name="a_seat_is_there_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None), ("left_at__gte", models.F("arrived_at")), _connector="OR"
                        ),
                        name="one_leaves_after_one_arrives",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScreeningSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="passage")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Commencée"), ("given", "Rendue")],
                        default="draft",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("saved_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="dossiers.dossier"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="committees.seat"
                    ),
                ),
            ],
            options={
                "verbose_name": "grille",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "round", "user"), name="one_sheet_per_member_and_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at", None), ("state", "draft")),
                            models.Q(("given_at__isnull", False), ("state", "given")),
                            _connector="OR",
                        ),
                        name="a_sheet_is_given_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "value",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Oui"),
                            ("partly", "En partie"),
                            ("no", "Non"),
                            ("not_applicable", "Sans objet"),
                        ],
                        max_length=16,
                        verbose_name="réponse",
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=2000, verbose_name="remarque")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.criterion"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="committees.screeningsheet",
                    ),
                ),
            ],
            options={
                "ordering": ["criterion__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "criterion"), name="one_mark_per_criterion"),
                    models.CheckConstraint(
                        condition=models.Q(("value__in", ["", "yes", "partly", "no", "not_applicable"])),
                        name="mark_value_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShowOfHands",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("postponed", "Ajourner"), ("rework", "Demander à retravailler")],
                        max_length=12,
                        verbose_name="objet",
                    ),
                ),
                ("reason", models.TextField(max_length=4000, verbose_name="motif")),
                ("n_entitled", models.PositiveSmallIntegerField(verbose_name="voix présentes")),
                ("n_for", models.PositiveSmallIntegerField(verbose_name="pour")),
                ("n_against", models.PositiveSmallIntegerField(verbose_name="contre")),
                ("n_abstain", models.PositiveSmallIntegerField(verbose_name="abstentions")),
                ("adopted", models.BooleanField(verbose_name="adopté")),
                ("counted_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "counted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hands", to="committees.agendaitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "vote à main levée",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "n_entitled",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("n_for"), "+", models.F("n_against")
                                    ),
                                    "+",
                                    models.F("n_abstain"),
                                ),
                            )
                        ),
                        name="every_hand_is_counted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted", True), ("n_for__gt", models.F("n_against"))),
                            models.Q(("adopted", False), ("n_for__lte", models.F("n_against"))),
                            _connector="OR",
                        ),
                        name="hands_decide_by_majority",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proclamation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("favourable", "Favorable"),
                            ("favourable_with_conditions", "Favorable avec réserves"),
                            ("unfavourable", "Défavorable"),
                            ("redirected", "Réorienté"),
                            ("postponed", "Ajourné"),
                            ("rework", "À retravailler"),
                        ],
                        max_length=28,
                        verbose_name="décision",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=4000, verbose_name="motif")),
                ("redirected_to", models.CharField(blank=True, max_length=200, verbose_name="réorienté vers")),
                ("proclaimed_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proclamation",
                        to="committees.agendaitem",
                    ),
                ),
                (
                    "poll",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proclamation",
                        to="committees.poll",
                    ),
                ),
                (
                    "proclaimed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "hands",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proclamation",
                        to="committees.showofhands",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hands", None), ("poll__isnull", False)),
                            models.Q(("hands__isnull", False), ("poll", None)),
                            _connector="OR",
                        ),
                        name="a_verdict_comes_from_one_vote",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "redirected"), models.Q(("redirected_to", ""), _negated=True)),
                            models.Q(models.Q(("verdict", "redirected"), _negated=True), ("redirected_to", "")),
                            _connector="OR",
                        ),
                        name="redirected_names_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollResult",
            fields=[
                (
                    "poll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="result",
                        serialize=False,
                        to="committees.poll",
                    ),
                ),
                ("n_seats", models.PositiveSmallIntegerField()),
                ("n_recused", models.PositiveSmallIntegerField()),
                ("n_recused_l1111_6", models.PositiveSmallIntegerField()),
                ("n_absent", models.PositiveSmallIntegerField()),
                ("n_entitled", models.PositiveSmallIntegerField()),
                ("n_remote", models.PositiveSmallIntegerField()),
                ("n_represented", models.PositiveSmallIntegerField()),
                ("n_voted", models.PositiveSmallIntegerField()),
                ("n_silent", models.PositiveSmallIntegerField()),
                ("n_for", models.PositiveSmallIntegerField()),
                ("n_for_with_conditions", models.PositiveSmallIntegerField()),
                ("n_against", models.PositiveSmallIntegerField()),
                ("n_abstain", models.PositiveSmallIntegerField()),
                ("quorum_num", models.PositiveSmallIntegerField()),
                ("quorum_den", models.PositiveSmallIntegerField()),
                ("quorum_strict", models.BooleanField()),
                ("counts_remote", models.BooleanField()),
                ("counts_proxies", models.BooleanField()),
                ("majority_num", models.PositiveSmallIntegerField()),
                ("majority_den", models.PositiveSmallIntegerField()),
                ("majority_strict", models.BooleanField()),
                ("casting_vote", models.BooleanField()),
                ("change_allowed", models.BooleanField()),
                ("secret", models.BooleanField()),
                ("conditions_written", models.PositiveSmallIntegerField()),
                ("quorum_base", models.PositiveSmallIntegerField()),
                ("quorum_required", models.PositiveSmallIntegerField()),
                ("quorum_value", models.PositiveSmallIntegerField()),
                ("quorum_met", models.BooleanField()),
                ("base_value", models.PositiveSmallIntegerField()),
                ("majority_required", models.PositiveSmallIntegerField()),
                ("casting_side", models.CharField(blank=True, max_length=8)),
                (
                    "decided_by",
                    models.CharField(
                        choices=[
                            ("majority", "Majorité"),
                            ("casting_vote", "Voix prépondérante"),
                            ("tie_reject", "Partage des voix"),
                            ("no_expressed", "Aucun suffrage exprimé"),
                            ("quorum_failed", "Quorum non atteint"),
                        ],
                        max_length=16,
                    ),
                ),
                ("adopted", models.BooleanField(verbose_name="adopté")),
                ("with_conditions", models.BooleanField(verbose_name="avec réserves")),
                ("explanation", models.TextField(verbose_name="explication")),
                ("inputs_hash", models.CharField(max_length=64)),
                ("algorithm_version", models.PositiveSmallIntegerField()),
                ("counted_at", models.DateTimeField(default=okote_flow.clock.now)),
            ],
            options={
                "verbose_name": "résultat",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "n_voted",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("n_for"), "+", models.F("n_for_with_conditions")
                                        ),
                                        "+",
                                        models.F("n_against"),
                                    ),
                                    "+",
                                    models.F("n_abstain"),
                                ),
                            ),
                            (
                                "n_entitled",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("n_voted"), "+", models.F("n_silent")
                                ),
                            ),
                            (
                                "n_seats",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("n_entitled"), "+", models.F("n_recused")
                                    ),
                                    "+",
                                    models.F("n_absent"),
                                ),
                            ),
                            ("n_recused_l1111_6__lte", models.F("n_recused")),
                            (
                                "n_entitled__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("n_remote"), "+", models.F("n_represented")
                                ),
                            ),
                        ),
                        name="the_heads_add_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "base_value",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("n_for"), "+", models.F("n_for_with_conditions")
                                    ),
                                    "+",
                                    models.F("n_against"),
                                ),
                            )
                        ),
                        name="the_base_is_the_votes_expressed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "quorum_base",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("n_seats"), "-", models.F("n_recused_l1111_6")
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    ("counts_proxies", True),
                                    ("counts_remote", True),
                                    ("quorum_value", models.F("n_entitled")),
                                ),
                                models.Q(
                                    ("counts_proxies", False),
                                    ("counts_remote", True),
                                    (
                                        "quorum_value",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("n_entitled"), "-", models.F("n_represented")
                                        ),
                                    ),
                                ),
                                models.Q(
                                    ("counts_proxies", True),
                                    ("counts_remote", False),
                                    (
                                        "quorum_value",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("n_entitled"), "-", models.F("n_remote")
                                        ),
                                    ),
                                ),
                                models.Q(
                                    ("counts_proxies", False),
                                    ("counts_remote", False),
                                    (
                                        "quorum_value",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("n_entitled"), "-", models.F("n_remote")
                                            ),
                                            "-",
                                            models.F("n_represented"),
                                        ),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("quorum_met", True), ("quorum_value__gte", models.F("quorum_required"))),
                                models.Q(("quorum_met", False), ("quorum_value__lt", models.F("quorum_required"))),
                                _connector="OR",
                            ),
                        ),
                        name="the_quorum_agrees_with_the_heads",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("adopted", True),
                                ("base_value__gt", 0),
                                ("quorum_met", True),
                                models.Q(
                                    models.Q(
                                        ("majority_strict", True),
                                        django.db.models.lookups.GreaterThan(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("n_for"), "+", models.F("n_for_with_conditions")
                                                ),
                                                "*",
                                                models.F("majority_den"),
                                            ),
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("base_value"), "*", models.F("majority_num")
                                            ),
                                        ),
                                    ),
                                    models.Q(
                                        ("majority_strict", False),
                                        django.db.models.lookups.GreaterThanOrEqual(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("n_for"), "+", models.F("n_for_with_conditions")
                                                ),
                                                "*",
                                                models.F("majority_den"),
                                            ),
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("base_value"), "*", models.F("majority_num")
                                            ),
                                        ),
                                    ),
                                    ("casting_side", "for"),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("adopted", False),
                                models.Q(
                                    ("quorum_met", False),
                                    ("base_value", 0),
                                    models.Q(
                                        models.Q(
                                            models.Q(
                                                ("majority_strict", True),
                                                django.db.models.lookups.LessThanOrEqual(
                                                    django.db.models.expressions.CombinedExpression(
                                                        django.db.models.expressions.CombinedExpression(
                                                            models.F("n_for"), "+", models.F("n_for_with_conditions")
                                                        ),
                                                        "*",
                                                        models.F("majority_den"),
                                                    ),
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("base_value"), "*", models.F("majority_num")
                                                    ),
                                                ),
                                            ),
                                            models.Q(
                                                ("majority_strict", False),
                                                django.db.models.lookups.LessThan(
                                                    django.db.models.expressions.CombinedExpression(
                                                        django.db.models.expressions.CombinedExpression(
                                                            models.F("n_for"), "+", models.F("n_for_with_conditions")
                                                        ),
                                                        "*",
                                                        models.F("majority_den"),
                                                    ),
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("base_value"), "*", models.F("majority_num")
                                                    ),
                                                ),
                                            ),
                                            _connector="OR",
                                        ),
                                        models.Q(("casting_side", "for"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="the_outcome_agrees_with_the_numbers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("casting_side", ""),
                            models.Q(
                                ("base_value__gt", 0),
                                ("casting_side__in", ["for", "against"]),
                                ("casting_vote", True),
                                ("decided_by", "casting_vote"),
                                (
                                    "n_against",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("n_for"), "+", models.F("n_for_with_conditions")
                                    ),
                                ),
                                ("secret", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_casting_vote_breaks_a_public_tie",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("with_conditions", False),
                            models.Q(
                                ("adopted", True),
                                ("conditions_written__gt", 0),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("n_for_with_conditions"), "+", models.F("n_for_with_conditions")
                                    ),
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("n_for"), "+", models.F("n_for_with_conditions")
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="conditions_are_written_and_wanted",
                    ),
                ],
            },
        ),
        migrations.AlterUniqueTogether(
            name="committeegrouppermission",
            unique_together={("group", "permission", "content_object")},
        ),
    ]
