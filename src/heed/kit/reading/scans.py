"""Reading scans: pages that are pictures are recognised one by one, then read like any other document.

Recognition runs in a limited process of its own, which needs more memory than reading does; what it has
seen is handed to the ordinary one, whose bounds stay as they are. Without the extra a scan stays refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from heed.kit.reading.ocr import is_installed
from heed.kit.reading.process import READ, Bounds, Worker, call_in_process
from heed.kit.reading.types import Reading, Seen, Unreadable

A_PAGE = Bounds(memory=4_000_000_000, processor=120, seconds=120.0)
"""What recognising one page may cost."""

Progress = Callable[[int, int], None]
"""Told before each page: its number, and of how many."""


def read_document(data: bytes, name: str, *, progress: Progress | None = None, **options: Any) -> Reading:
    """Read a file in the limited process, a scan by OCR where that is installed; `options` are those of `read`."""
    try:
        reading: Reading = call_in_process(READ, data, name, **options)
    except Unreadable as reason:
        if not _can_help(reason):
            raise
        reading = call_in_process(READ, data, name, seen=recognised(data, progress), **options)
    return reading


def recognised(data: bytes, progress: Progress | None = None) -> Seen:
    """The lines of each page of a scan. Raises `Unreadable` as reading does."""
    with Worker(A_PAGE) as worker:
        count: int = worker.call("heed.kit.reading.ocr.pages_of", data)
        pages = []
        for number in range(1, count + 1):
            if progress:
                progress(number, count)
            pages.append(worker.call("heed.kit.reading.ocr.recognise", data, number))
    return tuple(pages)


def scans_last(answers: Iterable[tuple[Path, Any]]) -> Iterator[tuple[Path, Any]]:
    """What `read_many` gives; the scans among them, where OCR is installed, read after all others."""
    scans: list[Path] = []
    for path, answer in answers:
        if isinstance(answer, Unreadable) and _can_help(answer):
            scans.append(path)
        else:
            yield path, answer
    for path in scans:
        try:
            yield path, read_document(path.read_bytes(), path.name)
        except Unreadable as reason:
            yield path, reason


def _can_help(reason: Unreadable) -> bool:
    return reason.code == "scan" and is_installed()
