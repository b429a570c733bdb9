import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import okote_flow.clock


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0003_a_sheet_says_an_overall_opinion_and_cites_the_dossier"),
        ("directory", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("adopted_on", models.DateField(verbose_name="adopté le")),
                ("valid_from", models.DateField(verbose_name="en vigueur le")),
                ("reference", models.CharField(max_length=200, verbose_name="acte d’adoption")),
                ("values", models.JSONField(verbose_name="règles")),
                ("recorded_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rulesets", to="committees.committee"
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
                "verbose_name": "règlement intérieur",
                "ordering": ["committee", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "version"), name="rules_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_from__gte", models.F("adopted_on"))), name="rules_hold_once_adopted"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True), name="rules_name_their_act"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="pollresult",
            name="the_base_is_the_votes_expressed",
        ),
        migrations.RemoveConstraint(
            model_name="pollresult",
            name="the_quorum_agrees_with_the_heads",
        ),
        migrations.RemoveConstraint(
            model_name="pollresult",
            name="a_casting_vote_breaks_a_public_tie",
        ),
        migrations.RemoveField(
            model_name="pollresult",
            name="casting_vote",
        ),
        migrations.AddField(
            model_name="pollresult",
            name="drops_recused",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pollresult",
            name="majority_base",
            field=models.CharField(
                choices=[
                    ("expressed", "expressed"),
                    ("cast", "cast"),
                    ("present", "present"),
                    ("in_office", "in_office"),
                ],
                default="expressed",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pollresult",
            name="quorum_minimum",
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pollresult",
            name="tie_rule",
            field=models.CharField(
                choices=[
                    ("reject", "reject"),
                    ("casting_vote", "casting_vote"),
                    ("second_round", "second_round"),
                    ("adjourn", "adjourn"),
                ],
                default="casting_vote",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="pollresult",
            name="decided_by",
            field=models.CharField(
                choices=[
                    ("majority", "Majorité"),
                    ("casting_vote", "Voix prépondérante"),
                    ("tie_reject", "Partage des voix"),
                    ("second_round", "Partage des voix, second tour"),
                    ("adjourn", "Partage des voix, point renvoyé"),
                    ("no_expressed", "Aucun suffrage exprimé"),
                    ("quorum_failed", "Quorum non atteint"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="pollresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "base_value",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("n_for"), "+", models.F("n_for_with_conditions")
                                ),
                                "+",
                                models.F("n_against"),
                            ),
                        ),
                        ("majority_base", "expressed"),
                    ),
                    models.Q(("base_value", models.F("n_voted")), ("majority_base", "cast")),
                    models.Q(("base_value", models.F("n_entitled")), ("majority_base", "present")),
                    models.Q(("base_value", models.F("quorum_base")), ("majority_base", "in_office")),
                    _connector="OR",
                ),
                name="the_base_is_the_one_of_the_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="pollresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("drops_recused", True),
                            (
                                "quorum_base",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("n_seats"), "-", models.F("n_recused")
                                ),
                            ),
                        ),
                        models.Q(
                            ("drops_recused", False),
                            (
                                "quorum_base",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("n_seats"), "-", models.F("n_recused_l1111_6")
                                ),
                            ),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            ("counts_proxies", True), ("counts_remote", True), ("quorum_value", models.F("n_entitled"))
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
        ),
        migrations.AddConstraint(
            model_name="pollresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("casting_side", ""),
                    models.Q(
                        ("base_value__gt", 0),
                        ("casting_side__in", ["for", "against"]),
                        ("decided_by", "casting_vote"),
                        ("majority_base", "expressed"),
                        (
                            "n_against",
                            django.db.models.expressions.CombinedExpression(
                                models.F("n_for"), "+", models.F("n_for_with_conditions")
                            ),
                        ),
                        ("secret", False),
                        ("tie_rule", "casting_vote"),
                    ),
                    _connector="OR",
                ),
                name="a_casting_vote_breaks_a_public_tie",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="ruleset",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="committees.ruleset",
                verbose_name="règlement intérieur",
            ),
        ),
    ]
