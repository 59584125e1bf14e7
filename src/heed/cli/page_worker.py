"""What answers pages: gunicorn's own worker, which does not wait for a browser that has nothing to ask."""

from __future__ import annotations

import select
import socket
from typing import Any

from gunicorn.util import close
from gunicorn.workers.sync import SyncWorker

WAITS = 1.0
"""Seconds for the first byte of a request: it follows a connection within one way there and back."""


class PageWorker(SyncWorker):  # type: ignore[misc]
    """Browsers open connections ahead, in case; one that stays silent is closed, which its browser does not mind.

    Otherwise it would hold up a whole worker until that is taken for dead and killed.
    """

    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        if select.select([client], [], [], WAITS)[0]:
            super().handle(listener, client, addr)
        else:
            close(client)
