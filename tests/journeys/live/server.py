"""What the journeys of live pages need: the house with its lines, and a line that the test holds in its hand."""

import asyncio
import json
import threading

import uvicorn
from playwright.sync_api import WebSocketRoute

from dossiers import actions
from notifications import live
from okote_flow import clock
from okote_flow.asgi import application


class Server(threading.Thread):
    """The whole house in one process, as `manage.py serve` runs it: pages and live lines on a free port."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.server = uvicorn.Server(uvicorn.Config(application, port=0, lifespan="off", log_level="error"))
        self.ready = threading.Event()

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        live.through(asyncio.get_running_loop())
        asyncio.get_running_loop().call_soon(self._look)
        await self.server.serve()
        live.through(None)

    def _look(self) -> None:
        """Say when it is there."""
        if self.server.started:
            self.ready.set()
        else:
            asyncio.get_running_loop().call_later(0.01, self._look)

    @property
    def url(self) -> str:
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://localhost:{port}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.server.force_exit = True
        self.join()


class Line:
    """The server's end of a page's line, held by the test: what the page says there, and what it is told."""

    def __init__(self, page, address="**/live/"):
        self.heard: list[dict] = []
        self.open: list[WebSocketRoute] = []
        self.refuses: int | None = None
        page.route_web_socket(address, self._answer)

    def _answer(self, socket):
        if self.refuses:
            socket.close(code=self.refuses)
            return
        self.open.append(socket)
        socket.on_message(lambda text: self.heard.append(json.loads(text)))

    def tell(self, *subjects):
        for subject in subjects:
            self.open[-1].send(json.dumps({"changed": subject}))

    def cut(self, code):
        self.open[-1].close(code=code)


def ask(dossier, by, text="Quel local avez-vous trouvé ?"):
    with clock.frozen(dossier.submitted_at):
        actions.ask_question(dossier, text=text, by=by)
        return actions.ask_complements(dossier, by=by)


def says(page, words):
    """The mark that is shown says so."""
    page.locator("[data-okote-direct]:visible").get_by_text(words, exact=True).wait_for()


def joined(page):
    says(page, "En direct")
    page.evaluate("window.isTheSame = true")


def is_the_same(page):
    """No reload has taken place."""
    return page.evaluate("window.isTheSame === true")
