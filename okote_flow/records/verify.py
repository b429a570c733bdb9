"""Checks the proof of a dossier without the application: Python's own library, no network, nothing installed.

    python -I verify.py preuve.json [--seal HASH]

It recomputes every hash. What it cannot know by itself is whether the last seal is the one that was published: give
its hash, as it was printed or mailed on its day, with --seal.
"""

import hashlib
import json
import sys
from typing import Any

FORMAT = "okote-flow/preuve/1"
GENESIS = "0" * 64
SEAL = "journal:seal"
SAID = ("kind", "at", "actor", "office", "facts")
PARTS = {"format", "subject", "events", "names", "seals", "sealed"}


class Broken(Exception):  # noqa: N818 - it is an answer
    """Why a proof does not hold, in French: it is read by people."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def check(text: str, seal: str = "") -> list[str]:
    """What was found to hold, in sentences. Raises Broken at the first thing that does not."""
    proof = _read(text)
    _chain(proof["subject"], proof["events"], "le dossier")
    _chain(SEAL, proof["seals"], "les scellés")
    _names(proof)
    found = [f"{len(proof['events'])} faits se suivent sans trou, chacun lié au précédent par son empreinte."]
    found.append(_sealed(proof))
    found.append(f"{len(proof['names'])} noms sont ceux que le journal a engagés.")
    found.append(_published(proof, seal))
    return found


def _read(text: str) -> dict[str, Any]:
    try:
        proof = json.loads(text)
    except ValueError as error:
        raise Broken("Le fichier n’est pas lisible.") from error
    if not isinstance(proof, dict) or set(proof) != PARTS or proof["format"] != FORMAT:
        raise Broken("Le fichier n’est pas une preuve de ce format.")
    if canonical(proof) != text:
        raise Broken("Le fichier n’est plus écrit sous sa forme canonique\u00a0: il a été retouché.")
    return proof


def _chain(subject: str, events: list[dict[str, Any]], what: str) -> None:
    previous = GENESIS
    for number, event in enumerate(events, 1):
        if set(event) != {"seq", "previous_hash", "hash", *SAID}:
            raise Broken(f"{what}, fait {number}\u00a0: il ne dit pas ce qu’un fait doit dire.")
        said = {name: event[name] for name in SAID} | {"subject": subject, "seq": number}
        if event["seq"] != number or event["previous_hash"] != previous:
            raise Broken(f"{what}, fait {number}\u00a0: il ne suit pas le précédent.")
        if event["hash"] != digest(canonical([previous, said])):
            raise Broken(f"{what}, fait {number}\u00a0: son contenu n’est pas celui de son empreinte.")
        previous = event["hash"]


def _names(proof: dict[str, Any]) -> None:
    named = set()
    for event in proof["events"]:
        people = event["facts"].get("people", {})
        named |= {event["actor"], *people.values()}
    for commitment, (salt, name) in proof["names"].items():
        if commitment not in named:
            raise Broken("Un nom est joint que le dossier ne cite pas.")
        if digest(f"{salt}:{name}") != commitment:
            raise Broken(f"Le nom «\u00a0{name}\u00a0» n’est pas celui que le journal a engagé.")


def _sealed(proof: dict[str, Any]) -> str:
    """The Merkle path leads from the dossier's fact to the root that the seal holds."""
    sealed = proof["sealed"]
    if sealed is None:
        return "Aucun scellé ne couvre encore ce dossier."
    if set(sealed) != {"seal", "seq", "path"}:
        raise Broken("Le chemin vers le scellé n’est pas complet.")
    if not (0 < sealed["seq"] <= len(proof["events"]) and 0 < sealed["seal"] <= len(proof["seals"])):
        raise Broken("Le scellé ou le fait scellé manque.")
    event, seal = proof["events"][sealed["seq"] - 1], proof["seals"][sealed["seal"] - 1]
    reached = f"{proof['subject']}:{event['seq']}:{event['hash']}"
    for side, beside in sealed["path"]:
        if side not in ("left", "right"):
            raise Broken("Le chemin vers le scellé est mal écrit.")
        reached = digest(beside + reached if side == "left" else reached + beside)
    if reached != seal["facts"].get("root"):
        raise Broken("Le chemin ne mène pas à la racine du scellé.")
    later = len(proof["events"]) - sealed["seq"]
    after = f" {later} faits plus récents attendent le scellé suivant." if later else ""
    return f"Les faits 1 à {sealed['seq']} sont couverts par le scellé {seal['seq']} du {seal['at'][:10]}.{after}"


def _published(proof: dict[str, Any], asked: str) -> str:
    """A seal vouches for what came before it: the one that was published must not be older than the covering one."""
    seals, first = proof["seals"], (proof["sealed"] or {"seal": 1})["seal"]
    if asked and asked not in (one["hash"] for one in seals[first - 1 :]):
        raise Broken("Le scellé publié n’est pas de ceux qui couvrent ce dossier.")
    if not seals:
        return "Aucun scellé n’est joint."
    last = seals[-1]
    said = "Le scellé publié est l’un d’eux." if asked else "À comparer avec celui qui a été publié."
    return f"{len(seals)} scellés se suivent\u00a0; le dernier est {last['hash']} ({last['at'][:10]}). {said}"


def main(arguments: list[str]) -> int:
    files = [one for one in arguments if not one.startswith("--")]
    seal = ""
    if "--seal" in arguments:
        place = arguments.index("--seal") + 1
        seal = arguments[place] if place < len(arguments) else "?"
        files = [one for one in files if one != seal]
    try:
        with open(files[0] if files else "preuve.json", "rb") as file:
            found = check(file.read().decode(), seal)
    except Broken as broken:
        sys.stderr.write(f"LA PREUVE NE TIENT PAS. {broken}\n")
        return 1
    except (OSError, UnicodeDecodeError, TypeError, ValueError, KeyError, AttributeError) as error:
        sys.stderr.write(f"LA PREUVE NE TIENT PAS. Le fichier n’est pas lisible ({type(error).__name__}).\n")
        return 1
    sys.stdout.write("La preuve tient.\n" + "".join(f"- {line}\n" for line in found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
