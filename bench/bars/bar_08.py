"""Bombs, files of two kinds, macros, commands and scripts: none is kept, and each is refused before it is parsed."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from pathlib import Path

from bench.bars.types import NEITHER, Outcome, Size
from tests.kit.reading.hostile import a_pdf, a_word_file, hostile_files

TITLE = "Of at least 120 hostile files all are refused before parsing, each within 2 s, and nothing connects outward."
DATABASES = NEITHER
AT_LEAST = 120
LONGEST = 2.0
_CALLED = 9
"""The port of this machine that the files would call."""


def run(size: Size) -> Outcome:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    import django

    django.setup()
    from heed.kit.reading.process import how_confined

    calls = _Listener()
    rounds = 1 if size is Size.USUAL else 3
    kept, slow, files, longest = [], [], 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        _refusal(Path(folder), "warm.txt", b"The first call starts the process.")
        for name, data in [each for _ in range(rounds) for each in hostile_files()]:
            files += 1
            began = time.monotonic()
            if not _refusal(Path(folder), name, data):
                kept.append(name)
            took = time.monotonic() - began
            longest = max(longest, took)
            if took > LONGEST:
                slow.append(f"{name} {took:.1f} s")
        sound = [_refusal(Path(folder), f"sound{n}", data) for n, data in enumerate((a_pdf(), a_word_file()))]
        left = len(os.listdir(folder))
    confined = how_confined()
    figure = (
        f"{files} files, {files - len(kept)} refused, longest {longest:.2f} s, {calls.heard} connections"
        f"{'' if calls.listens else ' (not listened for: no right to the port)'}, {left} left over, "
        f"network {'closed by the system' if confined['network'] else 'closed by Python only'}"
    )
    passed = files >= AT_LEAST and not kept and not slow and not any(sound) and not calls.heard and not left
    wrong = "; ".join(filter(None, [", ".join(kept[:5]), ", ".join(slow[:5]), *filter(None, sound)]))
    return Outcome(passed, f"{figure}{f' ({wrong})' if wrong else ''}")


def _refusal(folder: Path, name: str, data: bytes) -> str:
    """What Heed says of a file that lies aside; "" where it would keep it."""
    from heed.platform.base.errors import Invalid
    from heed.platform.files.checking import check_harmless

    aside = folder / "aside"
    aside.write_bytes(data)
    try:
        check_harmless(aside, name=name)
    except Invalid as refusal:
        return refusal.sentence
    finally:
        aside.unlink()
    return ""


class _Listener:
    """Counts who calls."""

    def __init__(self) -> None:
        self.heard = 0
        self.listens = True
        self._server = socket.socket()
        try:
            self._server.bind(("127.0.0.1", _CALLED))
        except OSError:
            self.listens = False
            return
        self._server.listen()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            self._server.accept()[0].close()
            self.heard += 1
