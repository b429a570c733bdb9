"""One process that serves everything: pages, live lines, and what the clock does by itself each minute."""

import asyncio
import warnings
from contextlib import suppress

import uvicorn

from notifications import live
from okote_flow.operations.clockwork import Clockwork
from okote_flow.operations.worker import TaskLoop

BIGGEST_FRAME = (
    64 * 1024
)  # bytes; the line itself closes far earlier, this bounds what is kept of one frame until then


def serve(host: str, port: int) -> None:
    """Serve until a signal asks to stop. Blocks."""
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")  # whitenoise sends whole files
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(host, port))


async def _serve(host: str, port: int) -> None:
    """Live lines go through this loop: an in-memory layer crosses no other."""
    server = uvicorn.Server(
        uvicorn.Config(
            "okote_flow.asgi:application",
            host=host,
            port=port,
            lifespan="off",
            log_level="warning",
            ws_max_size=BIGGEST_FRAME,
        )
    )
    live.through(asyncio.get_running_loop())
    clockwork, loop = Clockwork(), TaskLoop()
    clockwork.start()
    loop.start()
    try:
        await server.serve()
    finally:
        await asyncio.to_thread(loop.stop)
        await asyncio.to_thread(clockwork.stop)
        live.through(None)
