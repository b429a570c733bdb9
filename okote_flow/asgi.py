"""Where the server enters: pages over HTTP, the live line over a websocket."""

import os
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okote_flow.settings")
pages = get_asgi_application()

from notifications import consumers  # Django stands now

lines: list[tuple[str, Any]] = [
    ("live/", AuthMiddlewareStack(consumers.screen)),
    ("live/campagne/<int:pk>/", consumers.campaign),
]
live = URLRouter([path(address, line) for address, line in lines])
application = ProtocolTypeRouter({"http": pages, "websocket": AllowedHostsOriginValidator(live)})
