import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import okote_flow.clock


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0004_committees_have_rules_of_their_own"),
        ("directory", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Convocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=310, verbose_name="nom")),
                ("sent_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="envoyée le")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Pas encore de réponse"),
                            ("room", "Je viens"),
                            ("remote", "Je suis à distance"),
                            ("excused", "Je ne viens pas"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="répondu le")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="convocations",
                        to="committees.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="convocations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "convocation",
                "ordering": ["meeting", "seat__precedence", "seat"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "seat"), name="a_seat_is_called_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(("answer__in", ["room", "remote", "excused"]), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_answer_is_given_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proxy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Valable"), ("revoked", "Révoqué")],
                        default="active",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="preuve")),
                ("given_at", models.DateTimeField(default=okote_flow.clock.now, verbose_name="donné le")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="révoqué le")),
                (
                    "fallback",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                        verbose_name="remplaçant",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                        verbose_name="mandant",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                        verbose_name="mandataire",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proxies", to="committees.meeting"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "pouvoir",
                "ordering": ["meeting", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("meeting", "giver"),
                        name="one_active_proxy_per_giver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("giver", models.F("holder")), _negated=True),
                            models.Q(
                                ("fallback", None),
                                models.Q(
                                    models.Q(("fallback", models.F("giver")), _negated=True),
                                    models.Q(("fallback", models.F("holder")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="a_proxy_joins_different_seats",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("state", "active")),
                            models.Q(("revoked_at__isnull", False), ("state", "revoked")),
                            _connector="OR",
                        ),
                        name="a_proxy_is_revoked_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Urn",
            fields=[
                (
                    "poll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="urn",
                        serialize=False,
                        to="committees.poll",
                    ),
                ),
                ("sealed", models.BinaryField(max_length=200, verbose_name="contenu chiffré")),
                ("ballots", models.PositiveSmallIntegerField(default=0, verbose_name="bulletins")),
                ("seal", models.CharField(blank=True, max_length=80, verbose_name="sceau")),
            ],
            options={
                "verbose_name": "urne",
            },
        ),
        migrations.CreateModel(
            name="VoteRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("roll_call", "Appel nominal"),
                            ("secret", "Vote secret"),
                            ("withdrawal", "Retrait du dossier"),
                        ],
                        max_length=10,
                        verbose_name="demande",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="motif")),
                ("asked_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="committees.agendaitem",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de vote",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "wish", "user"), name="one_wish_per_person_and_item")
                ],
            },
        ),
        migrations.AddField(
            model_name="entitlement",
            name="caster",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vote à sa place",
            ),
        ),
        migrations.AddField(
            model_name="poll",
            name="closes_at",
            field=models.DateTimeField(null=True, verbose_name="se termine le"),
        ),
        migrations.AddField(
            model_name="poll",
            name="subject_hash",
            field=models.CharField(blank=True, max_length=64, verbose_name="empreinte de l’objet"),
        ),
        migrations.AddField(
            model_name="poll",
            name="supersedes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="committees.poll",
                verbose_name="remplace",
            ),
        ),
        migrations.AlterField(
            model_name="poll",
            name="visibility",
            field=models.CharField(
                choices=[
                    ("public", "Vote public"),
                    ("roll_call", "Appel nominal"),
                    ("secret", "Vote secret"),
                    ("hands", "Main levée"),
                    ("written", "Consultation écrite"),
                ],
                default="public",
                max_length=10,
                verbose_name="vote",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("caster", None), models.Q(("caster", models.F("user")), _negated=True), _connector="OR"
                ),
                name="a_proxy_is_carried_by_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("visibility", "written"), _negated=True), ("closes_at__isnull", False), _connector="OR"
                ),
                name="a_written_consultation_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ["public", "roll_call", "secret", "hands", "written"])),
                name="a_poll_is_voted_in_a_known_way",
            ),
        ),
    ]
