"""What was measured already, so that a run that was cut off goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings


class Measured:
    """Lines by what they tell of, kept beside the register for as long as nothing of Heed or of the bench changes."""

    def __init__(self, path: Path):
        house = Path(settings.HOUSE)
        texts = [
            each
            for folder in ("src/heed", "bench/large")
            for each in sorted((house / folder).rglob("*"))
            if each.suffix in (".py", ".html")
        ]
        self._path = path
        self._of = hashlib.sha256(b"\0".join(each.read_bytes() for each in texts)).hexdigest()
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        self._lines: dict[str, tuple[bool, str]] = kept.get("lines", {}) if kept.get("of") == self._of else {}

    def line(self, name: str, measure: Callable[[], tuple[bool, str]]) -> bool:
        """Print the line of this name, measured now or before; whether it is over a limit."""
        if name not in self._lines:
            self._lines[name] = measure()
            self._path.write_text(json.dumps({"of": self._of, "lines": self._lines}), "utf-8")
        over, words = self._lines[name]
        print(f"{name}: {words}", flush=True)
        return over
