"""Where the server enters: pages over HTTP, the live line over a websocket."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okote_flow.settings")
pages = get_asgi_application()

from notifications.consumers import Screen  # Django stands now

live = URLRouter([path("live/", Screen.as_asgi())])  # type: ignore[no-untyped-call]
application = ProtocolTypeRouter({"http": pages, "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(live))})
