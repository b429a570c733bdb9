"""What a grave act means, said before it is done: what stops, what stays, what remains possible."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """The words of a confirmation page."""

    stops: tuple[str, ...]
    stays: tuple[str, ...]
    after: str


MEANINGS = {
    "withdraw": Meaning(
        stops=(
            "L’examen du projet, et sa place à l’ordre du jour d’une séance.",
            "Les questions et les tâches en attente\u00a0: plus personne n’a à y répondre.",
        ),
        stays=(
            "Ce que vous avez écrit, vos pièces et l’historique\u00a0: vous les relirez toujours ici.",
            "Le numéro du dossier et son accusé de réception, s’il est déposé.",
        ),
        after="C’est définitif\u00a0: un dossier retiré ne se rouvre pas. Vous pourrez déposer à nouveau à partir de "
        "lui, dans un nouveau dossier qui lui sera lié.",
    ),
    "ask_renounce": Meaning(
        stops=(
            "La campagne\u00a0: les dons sont remboursés.",
            "Les engagements des partenaires\u00a0: leur argent redevient libre pour d’autres projets.",
            "La décision favorable du comité\u00a0: elle ne vaudra pas pour un nouveau dossier.",
        ),
        stays=(
            "Ce que vous avez écrit, vos pièces et l’historique\u00a0: vous les relirez toujours ici.",
            "Ce qui est déjà payé\u00a0: cela ne se reprend pas ici.",
        ),
        after="Rien ne change avant qu’Alsace Active confirme\u00a0: jusque-là, vous pouvez reprendre votre demande. "
        "Ensuite c’est définitif.",
    ),
}
