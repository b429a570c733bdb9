from django.db import migrations, models

import okote_flow.clock


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_families"),
    ]

    operations = [
        migrations.CreateModel(
            name="Received",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sender", models.EmailField(blank=True, max_length=320)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("taken", "Reçu"),
                            ("refused", "Refusé"),
                            ("ignored", "Écarté"),
                            ("returned", "Retour d’un envoi"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(default=okote_flow.clock.real_now)),
            ],
            options={
                "verbose_name": "courriel reçu",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["taken", "refused", "ignored", "returned"])),
                        name="a_received_mail_has_an_outcome",
                    )
                ],
                "indexes": [models.Index(fields=["sender", "-at"], name="received_by_sender")],
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="address",
            field=models.EmailField(blank=True, max_length=254, verbose_name="adresse"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("message_id", ""), _negated=True), fields=["message_id"], name="mail_by_identity"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["status", "-id"], name="mail_by_status"),
        ),
    ]
