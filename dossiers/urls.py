"""Addresses of dossiers: one for each page or button; those of the acts come from their table."""

from django.urls import path

from dossiers.acts import ACTS
from dossiers.checklist import SECTIONS
from dossiers.saving import EDITORS
from dossiers.views import (
    acts,
    attachments,
    budget,
    bulk,
    comparing,
    conditions,
    draft,
    entering,
    inbox,
    listing,
    messages,
    page,
    preview,
    programme,
    report,
    telling,
)

ONE = "dossiers/<int:pk>/"
WRITTEN = {"structure": "structure", "project": "projet", "criteria": "criteres"}
assert WRITTEN.keys() == EDITORS.keys() <= SECTIONS.keys()

CONDITION_ACTS = {
    "submit": "preuve",
    "lift": "lever",
    "send_back": "renvoyer",
    "waive": "dispenser",
    "fail": "echec",
    "reopen": "reprendre",
}
assert CONDITION_ACTS.keys() == conditions.ACTS.keys()

WRITERS = {"report": report.write}
"""The acts of the table whose page is more than a form."""

app_name = "dossiers"
urlpatterns = [
    path("ma-corbeille/<int:pk>/prendre/", inbox.claim, name="claim"),
    path("ma-corbeille/<int:pk>/rendre/", inbox.release, name="release"),
    path("mes-projets/", page.mine, name="mine"),
    path("mes-projets/nouveau/", draft.new, name="new"),
    path("dossiers/", listing.dossiers, name="list"),
    path("dossiers/tableau.csv", listing.export, name="export"),
    path("dossiers/ensemble/", bulk.together, name="together"),
    path("dossiers/saisir/", entering.enter, name="enter"),
    path(ONE, page.dossier, name="dossier"),
    path(f"{ONE}accuse/", page.receipt, name="receipt"),
    path(f"{ONE}accuse.pdf", page.receipt_pdf, name="receipt_pdf"),
    path(f"{ONE}parcours/", page.workflow_of, name="workflow_of"),
    path(f"{ONE}comparer/", comparing.compare, name="compare"),
    path(f"{ONE}histoire/", telling.story, name="story"),
    *(
        path(f"{ONE}histoire.{ending}", telling.table, {"ending": ending}, name=f"story_{ending}")
        for ending in ("csv", "xlsx")
    ),
    *(path(f"{ONE}{word}/", draft.section, {"code": code}, name=code) for code, word in WRITTEN.items()),
    path(f"{ONE}criteres/<int:number>/", draft.criterion, name="criterion"),
    path(f"{ONE}budget/", budget.budget, name="budget"),
    path(f"{ONE}budget/campagne/", budget.add_campaign_line, name="add_campaign_line"),
    path(f"{ONE}budget/remettre/", budget.put_back_budget_line, name="put_back_budget_line"),
    path(f"{ONE}budget/<int:line_pk>/", budget.edit_budget_line, name="edit_budget_line"),
    path(f"{ONE}budget/<int:line_pk>/retirer/", budget.remove_budget_line, name="remove_budget_line"),
    path(f"{ONE}relire/", preview.preview, name="preview"),
    path(f"{ONE}pieces/", attachments.attachments, name="attachments"),
    path(f"{ONE}pieces/<int:piece_pk>/retirer/", attachments.remove, name="remove_attachment"),
    path(f"{ONE}engagement-republicain/", draft.commitment, name="commitment"),
    path(f"{ONE}questions/", acts.questions, name="questions"),
    path(f"{ONE}questions/<int:question_pk>/retirer/", acts.remove_question, name="remove_question"),
    path(f"{ONE}complements/", acts.complements, name="complements"),
    path(f"{ONE}messages/", messages.thread_page, name="messages"),
    path(f"{ONE}messages/<int:message_pk>/retirer/", messages.retract, name="retract_message"),
    path(f"{ONE}notes/", messages.note, name="note"),
    path("reserves/", conditions.listing, name="condition_list"),
    path("reserves.csv", conditions.export, name="export_conditions"),
    path(f"{ONE}reserves/", conditions.of_dossier, name="conditions"),
    *(
        path(f"{ONE}reserves/<int:condition_pk>/{word}/", conditions.act, {"name": name}, name=f"{name}_condition")
        for name, word in CONDITION_ACTS.items()
    ),
    path(f"{ONE}demandes/<int:ask_pk>/reprendre/", acts.take_back_ask, name="take_back_ask"),
    path(f"{ONE}bilan/lire/", report.page, name="report_page"),
    path(f"{ONE}bilan.pdf", report.page_pdf, name="report_pdf"),
    path(f"{ONE}bilan/justificatifs/", report.attach, name="attach_to_report"),
    *(path(f"{ONE}{act.slug}/", WRITERS.get(name, acts.act), {"name": name}, name=name) for name, act in ACTS.items()),
    path("pieces/<int:pk>/", attachments.download, name="download"),
    path("messages/fichiers/<uuid:uuid>/", messages.enclosure, name="enclosure"),
    path("parcours/", page.workflow, name="workflow"),
    path("reglages/", programme.settings, name="settings"),
]
