import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import okote_flow.clock


def say_state(apps, schema_editor):
    """What was lifted is lifted."""
    apps.get_model("dossiers", "Condition").objects.filter(settled_at__isnull=False).update(state="lifted")


def say_nothing_new(apps, schema_editor):
    """Waived counted as lifted, with its reason for a proof; what failed holds its gate, as what is open."""
    conditions = apps.get_model("dossiers", "Condition").objects
    conditions.filter(state="waived").update(state="lifted", proof=models.F("words"))
    conditions.filter(state="failed").update(state="open", settled_at=None, settled_by=None)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0004_clocks_run_stand_still_and_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConditionProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="explication")),
                ("given_at", models.DateTimeField(default=okote_flow.clock.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="condition",
            name="a_condition_is_lifted_by_someone_with_a_proof",
        ),
        migrations.RenameField(
            model_name="condition",
            old_name="lifted_at",
            new_name="settled_at",
        ),
        migrations.RenameField(
            model_name="condition",
            old_name="lifted_by",
            new_name="settled_by",
        ),
        migrations.AddField(
            model_name="condition",
            name="due_on",
            field=models.DateField(null=True, verbose_name="à lever avant le"),
        ),
        migrations.AddField(
            model_name="condition",
            name="nature",
            field=models.CharField(
                choices=[
                    ("piece", "Pièce à fournir"),
                    ("permit", "Autorisation ou avis à obtenir"),
                    ("money", "Financement à confirmer"),
                    ("project", "Projet à préciser ou à modifier"),
                    ("structure", "Structure à mettre en règle"),
                    ("other", "Autre exigence"),
                ],
                default="other",
                max_length=10,
                verbose_name="nature",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="owner",
            field=models.CharField(
                choices=[
                    ("holder", "La structure porteuse"),
                    ("officer", "Alsace Active"),
                    ("committee", "Le comité d’engagement"),
                ],
                default="holder",
                max_length=10,
                verbose_name="qui doit agir",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "À lever"),
                    ("submitted", "Preuve à vérifier"),
                    ("sent_back", "Preuve à compléter"),
                    ("lifted", "Levée"),
                    ("waived", "Dispensée"),
                    ("failed", "Non remplie"),
                ],
                default="open",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="submitted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="condition",
            name="submitted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="words",
            field=models.TextField(blank=True, verbose_name="motif"),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("statutes", "Statuts"),
                    ("leaders", "Liste des dirigeants"),
                    ("registration", "Preuve d’inscription ou de déclaration"),
                    ("accounts", "Comptes de l’année passée"),
                    ("activity_report", "Rapport d’activité"),
                    ("quote", "Devis"),
                    ("bank_details", "RIB"),
                    ("other", "Autre pièce"),
                    ("proof", "Preuve d’une réserve levée"),
                ],
                max_length=20,
                verbose_name="type de pièce",
            ),
        ),
        migrations.RunPython(say_state, say_nothing_new),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("settled_at", None), ("settled_by", None), ("state__in", ("open", "sent_back", "submitted"))
                    ),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                        ("state__in", ("lifted", "waived", "failed")),
                    ),
                    _connector="OR",
                ),
                name="a_condition_is_settled_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "submitted"), _negated=True),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_proof_is_handed_in_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "lifted"), _negated=True),
                    models.Q(("proof", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_condition_is_lifted_by_someone_with_a_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sent_back", "waived", "failed"]), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_condition_is_sent_back_waived_or_failed_with_words",
            ),
        ),
        migrations.AddField(
            model_name="conditionproof",
            name="condition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="dossiers.condition"
            ),
        ),
        migrations.AddField(
            model_name="conditionproof",
            name="files",
            field=models.ManyToManyField(related_name="+", to="dossiers.attachment", verbose_name="fichiers"),
        ),
        migrations.AddField(
            model_name="conditionproof",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
