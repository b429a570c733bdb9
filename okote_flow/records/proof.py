"""The proof of a dossier for whoever has not the application: its journal, the seals, the names, and a script."""

import io
import zipfile
from datetime import UTC
from pathlib import Path
from typing import Any

from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.journal import chain
from okote_flow.journal.models import Event, Identity
from okote_flow.journal.seal import SUBJECT, heads
from okote_flow.records import verify

SCRIPT = Path(verify.__file__)
GUIDE = """PREUVE HORS LIGNE DU DOSSIER {label}
Tirée le {day} de {publisher}.

preuve.json  les faits du journal de ce dossier, sous leur forme canonique, avec leurs empreintes\u00a0;
             les scellés quotidiens\u00a0; le chemin (arbre de Merkle) du dernier fait scellé à la racine de
             son scellé\u00a0; les noms que vous pouvez voir, chacun avec le sel de son engagement
verify.py    le script qui recalcule tout, sans l’application ni le réseau (Python 3.9 ou plus récent)

    python3 -I verify.py preuve.json

Le script dit «\u00a0La preuve tient\u00a0» et finit par le code 0, ou dit ce qui ne tient pas et finit par 1.
Pour être sûr que les scellés sont ceux qui ont été publiés, donnez l’empreinte imprimée ou reçue ce jour-là\u00a0:

    python3 -I verify.py preuve.json --seal EMPREINTE

Comment c’est fait
- Chaque fait est un objet JSON\u00a0: clés triées, sans espaces, en UTF-8. Son empreinte est le SHA-256 de la liste
  [empreinte du fait précédent, fait]. Le premier suit 64 zéros.
- À la place d’un nom, le journal garde le SHA-256 de «\u00a0sel, deux-points, nom\u00a0». Un nom effacé ne change
  donc aucune empreinte.
- Un scellé est un fait lui aussi. Sa racine réunit deux à deux les «\u00a0sujet:numéro:empreinte\u00a0» du dernier
  fait de chaque sujet, par ordre alphabétique\u00a0; un dernier sans voisin monte tel quel.
"""


def bundle(dossier: Dossier, *, publisher: str, names: bool) -> bytes:
    """The ZIP: the same bytes for the same journal. `names` joins the names behind the commitments."""
    packed = io.BytesIO()
    said = GUIDE.format(label=dossier.label, day=f"{clock.today():%d/%m/%Y}", publisher=publisher)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("LISEZMOI.txt", said),
            ("preuve.json", chain.canonical(proof(dossier.subject, names=names))),
            ("verify.py", SCRIPT.read_text(encoding="utf-8")),
        ):
            entry = zipfile.ZipInfo(f"preuve-{dossier.label.replace(' ', '-')}/{name}", (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return packed.getvalue()


def proof(subject: str, *, names: bool) -> dict[str, Any]:
    """Everything in it is bound by a hash: nothing can be changed that the script does not see."""
    events = list(Event.objects.filter(subject=subject).order_by("seq"))
    seals = list(Event.objects.filter(subject=SUBJECT).order_by("seq"))
    return {
        "format": verify.FORMAT,
        "subject": subject,
        "events": [_plain(event) for event in events],
        "names": _names(events) if names else {},
        "seals": [_plain(event) for event in seals],
        "sealed": _sealed(subject, events, seals),
    }


def _plain(event: Event) -> dict[str, Any]:
    instant = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    names = ("seq", "kind", "actor", "office", "facts", "previous_hash", "hash")
    return {name: getattr(event, name) for name in names} | {"at": instant}


def people_of(event: Event) -> list[str]:
    """The commitments of all whom a fact names."""
    named = event.facts.get("people", {})
    return [one for one in (event.actor, *(named.values() if isinstance(named, dict) else ())) if one]


def _names(events: list[Event]) -> dict[str, list[str]]:
    cited = {commitment for event in events for commitment in people_of(event)}
    known = Identity.objects.filter(commitment__in=cited).exclude(name="")
    return {commitment: [salt, name] for commitment, salt, name in known.values_list("commitment", "salt", "name")}


def _sealed(subject: str, events: list[Event], seals: list[Event]) -> dict[str, Any] | None:
    """The first seal that covers the dossier's last sealed fact, and the path to its root."""
    bounds = [(seal, int(str(seal.facts["up_to"]))) for seal in seals]
    covered = [event for event in events if bounds and event.pk <= bounds[-1][1]]
    if not covered:
        return None
    head = covered[-1]
    seal, bound = next((seal, bound) for seal, bound in bounds if head.pk <= bound)
    leaves = heads(bound)
    place = next(n for n, (name, _, _) in enumerate(leaves) if name == subject)
    path = chain.merkle_path([f"{name}:{seq}:{digest}" for name, seq, digest in leaves], place)
    return {"seal": seal.seq, "seq": head.seq, "path": [list(step) for step in path]}
