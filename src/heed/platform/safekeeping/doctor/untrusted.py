"""Whether a hostile document could reach more than its own bytes, and whether the virus scanner answers."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from heed.kit.reading.process import how_confined
from heed.platform.base.errors import Unavailable
from heed.platform.files.antivirus import scan
from heed.platform.safekeeping.doctor.types import Finding, State

_ABOUT = "reading process"
_MISSING = {
    "memory": "this system does not limit its memory",
    "network": "this system does not keep it from the network",
    "files": "this system does not keep it from other files",
}


def reading_process(at: datetime) -> list[Finding]:
    """Documents are parsed in a process of its own: what the system itself keeps from it."""
    confined = how_confined()
    missing = [sentence for name, sentence in _MISSING.items() if not confined[name]]
    if not missing:
        return [Finding(_ABOUT, State.WELL, "Documents are parsed without network and without other files.")]
    return [
        Finding(
            _ABOUT,
            State.LOOK,
            f"Documents are parsed apart, but {', and '.join(missing)}.",
            "Use Linux 5.13 or later with Landlock, and a container that does not forbid it.",
        )
    ]


def scanner(at: datetime) -> list[Finding]:
    """The virus scanner, where the settings name one."""
    if not settings.CLAMAV:
        return [Finding("virus scanner", State.WELL, "None is set up; Heed looks into each file by itself.")]
    with tempfile.TemporaryDirectory() as folder:
        harmless = Path(folder) / "harmless"
        harmless.write_bytes(b"Is the scanner there?")
        try:
            scan(harmless)
        except Unavailable:
            return [
                Finding(
                    "virus scanner",
                    State.WRONG,
                    f"The scanner at {settings.CLAMAV} does not answer, so no document can be brought in.",
                    "Start clamd, or correct HEED_CLAMAV.",
                )
            ]
    return [Finding("virus scanner", State.WELL, "The scanner answers.")]
