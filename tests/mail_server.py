"""A mail server that keeps what it is given: a process of its own, for tests that mail is sent to.

`python -m tests.mail_server FOLDER` writes its port to FOLDER/port and each message to FOLDER/1.eml and so on. With a
file FOLDER/refuse it takes nothing.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer


class _Talk(StreamRequestHandler):
    """As much of RFC 5321 as a client needs that sends mail."""

    def handle(self) -> None:
        folder = Path(sys.argv[1])
        self.say("220 a mail server for tests")
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb == b"DATA":
                self.say("354 go on")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                number = len(list(folder.glob("*.eml"))) + 1
                (folder / f"{number}.eml").write_bytes(b"".join(lines))
                self.say("250 kept")
            elif verb == b"QUIT":
                self.say("221 goodbye")
                return
            elif verb.startswith(b"MAIL") and (folder / "refuse").exists():
                self.say("451 not now")
            else:
                self.say("250 yes")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(folder: Path) -> Iterator[int]:
    """Runs one until the end of the block; gives its port."""
    process = subprocess.Popen([sys.executable, "-m", "tests.mail_server", str(folder)])
    try:
        while not (folder / "port").exists():
            assert process.poll() is None, "the mail server did not begin"
            time.sleep(0.02)
        yield int((folder / "port").read_text())
    finally:
        process.terminate()
        process.wait()


def mails_in(folder: Path) -> list[EmailMessage]:
    """What was sent, in order."""
    files = sorted(folder.glob("*.eml"), key=lambda each: int(each.stem))
    return [message_from_bytes(each.read_bytes(), policy=policy.default) for each in files]


if __name__ == "__main__":
    with TCPServer(("127.0.0.1", 0), _Talk) as server:
        fresh = Path(sys.argv[1]) / "port.new"
        fresh.write_text(str(server.server_address[1]))
        fresh.rename(fresh.with_name("port"))
        server.serve_forever()
