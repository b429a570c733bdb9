"""The figures of the dashboard: what acts keep of each dossier is what its rows, its journal and the books say."""

from collections.abc import Iterator

from okote_flow.operations.audit.fault import Fault, row
from okote_flow.steering import projection


def kept() -> Iterator[Fault]:
    """Counted again, dossier by dossier, from what the figures are made of."""
    for key in projection.differing():
        sentence = "Les chiffres du tableau de bord ne sont pas ceux de ce dossier."
        yield Fault("figures-wrong", row("steering_dossierfacts", key), sentence)
