import django.db.models.deletion
from django.db import migrations, models

import okote_flow.clock


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0003_messages_notes_and_what_was_read_of_them"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("admissibility", "examen de la recevabilité"),
                            ("complements", "réponses aux questions"),
                            ("complements-follow-up", "suite à donner aux compléments"),
                            ("screening", "grilles du comité territorial"),
                            ("opinion", "avis du comité territorial"),
                            ("notice", "convocation de la séance"),
                            ("campaign", "fin de la campagne"),
                            ("condition", "réserve à lever"),
                            ("settlement", "décompte de l’abondement"),
                            ("payout", "préparation du versement"),
                            ("refunds", "remboursement des donateurs"),
                            ("report", "bilan du projet"),
                            ("silence", "silence depuis le dépôt"),
                        ],
                        max_length=24,
                        verbose_name="échéance",
                    ),
                ),
                ("about", models.PositiveBigIntegerField(default=0)),
                ("keeper", models.CharField(max_length=30, verbose_name="à qui")),
                ("started_on", models.DateField(verbose_name="compté du")),
                ("days", models.SmallIntegerField(verbose_name="jours")),
                ("months", models.PositiveSmallIntegerField(default=0, verbose_name="mois")),
                ("added_days", models.PositiveSmallIntegerField(default=0, verbose_name="jours ajoutés")),
                ("added_why", models.CharField(blank=True, max_length=60, verbose_name="motif des jours ajoutés")),
                ("due_on", models.DateField(verbose_name="échéance")),
                ("told", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_why", models.CharField(blank=True, max_length=120, verbose_name="fin")),
                (
                    "dossier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "échéance",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("subject", "kind", "about"),
                        name="one_open_deadline_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "admissibility",
                                    "complements",
                                    "complements-follow-up",
                                    "screening",
                                    "opinion",
                                    "notice",
                                    "campaign",
                                    "condition",
                                    "settlement",
                                    "payout",
                                    "refunds",
                                    "report",
                                    "silence",
                                ],
                            ),
                            ("told__lte", 3),
                        ),
                        name="deadline_kind_is_known",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["due_on"], name="open_deadline_by_day"
                    ),
                    models.Index(fields=["dossier", "closed_at"], name="deadline_by_dossier"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlinePause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(null=True, verbose_name="au")),
                ("why", models.CharField(max_length=120, verbose_name="motif")),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="dossiers.deadline"
                    ),
                ),
            ],
            options={
                "verbose_name": "suspension",
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("deadline",),
                        name="a_clock_stands_still_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="a_pause_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="dossierprocess",
            name="deadline",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="processes",
                to="dossiers.deadline",
            ),
        ),
    ]
