import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import committees.models.minutes
import okote_flow.clock


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_ways_of_voting_convocations_and_proxies"),
        ("directory", "__first__"),
        ("dossiers", "0004_clocks_run_stand_still_and_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="FreeItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordre")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information", "Information"),
                            ("procedure", "Organisation"),
                            ("minutes", "Approbation d’un procès-verbal"),
                            ("election", "Élection"),
                        ],
                        default="information",
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="intitulé")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="présentation")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "À venir"),
                            ("dealt_with", "Traité"),
                            ("not_reached", "Non abordé"),
                            ("withdrawn", "Retiré"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("said", models.TextField(blank=True, max_length=8000, verbose_name="ce qui a été dit")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="free_items", to="committees.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "point libre",
                "ordering": ["meeting", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "position"), name="one_free_item_per_place"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="a_free_item_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("said", ""), ("state", "dealt_with"), _connector="OR"),
                        name="only_what_was_dealt_with_was_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organization", models.CharField(max_length=160, verbose_name="structure")),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("work", "Emploi ou mission rémunérée"),
                            ("leads", "Direction, présidence ou membre du bureau"),
                            ("represents", "J’y représente une collectivité ou un organisme"),
                            ("member", "Adhésion ou bénévolat"),
                            ("shares", "Parts sociales ou intérêt financier"),
                            ("kin", "Une personne proche y travaille ou la dirige"),
                        ],
                        max_length=10,
                        verbose_name="lien",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="depuis le")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("declared_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="déclaré le")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration d’intérêt",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("organization", ""), _negated=True), name="an_interest_names_a_structure"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nature__in", ["work", "leads", "represents", "member", "shares", "kin"])),
                        name="interest_nature_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="an_interest_ends_after_it_starts",
                    ),
                ],
                "indexes": [models.Index(fields=["siren"], name="interest_by_siren")],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("detected", "Rapproché d’une déclaration"),
                            ("colleague", "Signalé par un membre"),
                            ("bureau", "Signalé par le secrétariat ou la présidence"),
                            ("holder", "Signalé par la structure porteuse"),
                        ],
                        max_length=10,
                        verbose_name="connu par",
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="lien")),
                (
                    "state",
                    models.CharField(
                        choices=[("suspected", "À trancher"), ("confirmed", "Confirmé"), ("dismissed", "Écarté")],
                        default="suspected",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("reported_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="motif")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="conflicts", to="dossiers.dossier"
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="committees.interest",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien à trancher",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "suspected")),
                        fields=("dossier", "user"),
                        name="one_open_conflict_per_person",
                    ),
                    models.UniqueConstraint(
                        fields=("dossier", "interest", "user"), name="an_interest_is_ruled_on_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "suspected")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["confirmed", "dismissed"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_ruling_has_its_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(
                                models.Q(("decided_by", models.F("user")), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_dismisses_their_own_conflict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "detected"), ("interest__isnull", False)),
                            models.Q(("origin", "detected"), _negated=True),
                            _connector="OR",
                        ),
                        name="what_is_detected_rests_on_a_declaration",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "En rédaction"),
                            ("review", "En relecture"),
                            ("approved", "Adopté"),
                            ("signed", "Signé"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("written", models.JSONField(default=dict, verbose_name="texte du secrétariat")),
                ("version", models.PositiveIntegerField(default=0)),
                ("drafted_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("back_reason", models.TextField(blank=True, max_length=1000, verbose_name="pourquoi il est repris")),
                ("approved_at", models.DateTimeField(null=True)),
                ("remarks", models.TextField(blank=True, max_length=2000, verbose_name="observations")),
                ("signed_at", models.DateTimeField(null=True)),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="numéro")),
                ("code", models.CharField(blank=True, max_length=14, verbose_name="code de vérification")),
                ("content", models.JSONField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="empreinte")),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to=committees.models.minutes.stored_name, verbose_name="document"
                    ),
                ),
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
                    "approved_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_minutes",
                        to="committees.meeting",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="committees.meeting"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "procès-verbal",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "review", "approved", "signed"])),
                        name="minutes_state_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="one_number_per_minutes",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True), fields=("code",), name="one_code_per_minutes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("state__in", ["draft", "review"])),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_in__isnull", False),
                                ("state__in", ["approved", "signed"]),
                            ),
                            _connector="OR",
                        ),
                        name="approved_minutes_were_approved_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("content__isnull", False),
                                ("signed_at__isnull", False),
                                ("state", "signed"),
                                models.Q(("number", ""), _negated=True),
                                models.Q(("code", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("file", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "signed"), _negated=True),
                                ("code", ""),
                                ("file", ""),
                                ("number", ""),
                                ("sha256", ""),
                                ("signed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="signed_minutes_are_numbered_and_sealed",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="one_meeting_at_a_time",
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="an_open_meeting_was_opened",
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="debate_asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="débat demandé par",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="lost_by_recusals",
            field=models.BooleanField(default=False, verbose_name="quorum perdu par les déports"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="edited_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="remote_link",
            field=models.URLField(blank=True, max_length=400, verbose_name="lien pour suivre à distance"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="resumes_at",
            field=models.DateTimeField(null=True, verbose_name="reprise prévue"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="suspended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="recusal",
            name="weight",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Aucun vote décidé avant le déport"),
                    ("none", "Sans sa voix, la décision aurait été la même"),
                    ("decisive", "Sans sa voix, la décision aurait été autre"),
                    ("unknown", "Vote secret\xa0: personne ne peut dire ce que sa voix a pesé"),
                ],
                default="",
                max_length=8,
                verbose_name="poids de sa voix",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="second_call_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="second_calls",
                to="committees.meeting",
                verbose_name="seconde séance de",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "En préparation"),
                    ("convened", "Convoquée"),
                    ("open", "En cours"),
                    ("suspended", "Suspendue"),
                    ("closed", "Levée"),
                    ("cancelled", "Annulée"),
                ],
                default="draft",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("lost_by_recusals", False), ("lacked_quorum", True), _connector="OR"),
                name="what_recusals_lost_is_lacking",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "suspended"))),
                fields=("committee",),
                name="one_meeting_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("second_call_of",),
                name="a_meeting_is_held_again_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["open", "suspended", "closed"]), _negated=True),
                    ("opened_at__isnull", False),
                    _connector="OR",
                ),
                name="an_open_meeting_was_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "suspended"), ("suspended_at__isnull", False)),
                    models.Q(
                        models.Q(("state", "suspended"), _negated=True), ("resumes_at", None), ("suspended_at", None)
                    ),
                    _connector="OR",
                ),
                name="a_suspended_meeting_says_since_when",
            ),
        ),
    ]
