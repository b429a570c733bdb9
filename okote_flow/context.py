"""What every page's shell needs: the menu of this person, the business date of the demo world."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    return {"coquille": "_travail.html", "menu": [], "demo": None, "version": "0.1"}
