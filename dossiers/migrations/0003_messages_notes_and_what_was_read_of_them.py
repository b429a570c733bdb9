import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dossiers.models.messages
import okote_flow.clock


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "__first__"),
        ("dossiers", "0002_what_was_handed_over_and_read_is_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="texte")),
                ("sent_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("received_at", models.DateTimeField(default=okote_flow.clock.real_now)),
                ("key", models.CharField(max_length=64)),
                ("salt", models.CharField(blank=True, max_length=32)),
                (
                    "party",
                    models.CharField(
                        choices=[("holder", "La structure porteuse"), ("staff", "Alsace Active")],
                        max_length=8,
                        verbose_name="côté",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("page", "Écrit dans Okoté"), ("mail", "Répondu par courriel")],
                        default="page",
                        max_length=4,
                        verbose_name="origine",
                    ),
                ),
                ("retracted_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "author", "key"), name="one_message_per_sending"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retracted_at", None), models.Q(("salt", ""), ("text", "")), _connector="OR"
                        ),
                        name="a_retracted_message_says_nothing",
                    ),
                ],
                "indexes": [models.Index(fields=["dossier", "party", "id"], name="message_by_thread")],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="texte")),
                ("sent_at", models.DateTimeField(default=okote_flow.clock.now)),
                ("received_at", models.DateTimeField(default=okote_flow.clock.real_now)),
                ("key", models.CharField(max_length=64)),
                ("salt", models.CharField(blank=True, max_length=32)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "colleagues",
                    models.ManyToManyField(
                        related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="personnes prévenues"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "note interne",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "author", "key"), name="one_note_per_sending")
                ],
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="nom du fichier")),
                (
                    "file",
                    models.FileField(
                        max_length=140, upload_to=dossiers.models.messages.stored_name, verbose_name="fichier"
                    ),
                ),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveBigIntegerField(verbose_name="taille")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enclosures",
                        to="dossiers.message",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enclosures",
                        to="dossiers.note",
                    ),
                ),
            ],
            options={
                "verbose_name": "fichier joint",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("message", None), ("note__isnull", False)),
                            models.Q(("message__isnull", False), ("note", None)),
                            _connector="OR",
                        ),
                        name="a_file_came_with_a_message_or_with_a_note",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_note", models.BooleanField(default=False)),
                ("text", models.TextField(max_length=4000, verbose_name="texte")),
                ("saved_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thread_drafts",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "brouillon de message",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "dossier", "is_note"), name="one_draft_per_writer_and_thread"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.CharField(
                        choices=[("holder", "La structure porteuse"), ("staff", "Alsace Active")], max_length=8
                    ),
                ),
                ("message", models.PositiveBigIntegerField(default=0)),
                ("note", models.PositiveBigIntegerField(default=0)),
                ("read_at", models.DateTimeField(default=okote_flow.clock.now)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="thread_marks", to="dossiers.dossier"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "marque de lecture",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "dossier"), name="one_mark_per_reader_and_thread")
                ],
            },
        ),
    ]
