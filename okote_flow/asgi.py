"""Where the server enters: pages over HTTP, the live line over a websocket."""

import os
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okote_flow.settings")
get_asgi_application()  # sets Django up


class Pages(ASGIHandler):
    """Every view and our own middleware are synchronous: a request goes to one thread and comes back once."""

    _middleware_chain: Any

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)
        self._middleware_chain = self.adapt_method_mode(True, self._middleware_chain, False, name="pages")


pages = Pages()

from notifications import consumers  # Django stands now

lines: list[tuple[str, Any]] = [
    ("live/", AuthMiddlewareStack(consumers.screen)),
    ("live/campagne/<int:pk>/", consumers.campaign),
]
live = URLRouter([path(address, line) for address, line in lines])
application = ProtocolTypeRouter({"http": pages, "websocket": AllowedHostsOriginValidator(live)})
