"""The way from the rules in force to their changes, for those who may read these."""

from django.http import HttpRequest

from okote_flow.administration import access
from okote_flow.directory.models import User
from okote_flow.panels import Context


def context(request: HttpRequest, thing: object) -> Context | None:
    user = request.user
    return {} if isinstance(user, User) and access.reads_rules(user) else None
