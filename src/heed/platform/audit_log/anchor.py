"""The head of each chain, kept outside the database, so that a cut tail, a rewritten end or an older database shows.

The anchor is a file of lines that is only added to, best on another volume or another machine (`HEED_ANCHOR`). Each
line is JSON: the partnership's public id, the sequences it covers, the head's hash, and the first eight letters of
each covered link's hash, by which verification names the very row. The head can also be mailed or printed, as
"Heed audit log PARTNERSHIP SEQUENCE HASH"; `read_anchor` takes such lines as well.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from heed.platform.audit_log.models import Chain, Link
from heed.platform.partnerships.models import Partnership

MARK = 8
"""Letters of a hash that an anchor keeps for each row."""
NO_PARTNERSHIP = "none"
_HEAD = re.compile(r"Heed audit log (\S+) (\d+) ([0-9a-f]{64})")
_AT_ONCE = 5000


@dataclass(slots=True)
class Anchored:
    """What an anchor knows of one chain: marks by place (empty bytes where it knows none), and its heads."""

    marks: bytearray = field(default_factory=bytearray)
    last: int = 0
    heads: dict[int, str] = field(default_factory=dict)
    contradicts_at: int = 0
    """The first sequence of which two lines say different things; 0 where none do."""
    restored: list[str] = field(default_factory=list)

    def mark(self, sequence: int) -> str:
        return self.marks[(sequence - 1) * MARK : sequence * MARK].decode().strip("\0")

    def add(self, first: int, last: int, head: str, marks: str) -> None:
        """Take a line in; `marks` may be empty for a head alone."""
        if marks:
            self._add_marks(first, last, marks)
        self.heads[last] = head
        self.last = max(self.last, last)

    def _add_marks(self, first: int, last: int, marks: str) -> None:
        start, end = (first - 1) * MARK, last * MARK
        if len(self.marks) < end:
            self.marks.extend(b"\0" * (end - len(self.marks)))
        known, given = bytes(self.marks[start:end]), marks.encode()
        if known.strip(b"\0") and known != given:
            for number in range(last - first + 1):
                mine, theirs = (each[number * MARK : (number + 1) * MARK] for each in (known, given))
                if mine.strip(b"\0") and mine != theirs:
                    place = first + number
                    self.contradicts_at = min(self.contradicts_at or place, place)
                    return
        self.marks[start:end] = given

    def forget_after(self, sequence: int, why: str) -> None:
        """The database was put back on purpose, to this place, and somebody said why."""
        del self.marks[sequence * MARK :]
        self.heads = {place: head for place, head in self.heads.items() if place <= sequence}
        self.last, self.contradicts_at = min(self.last, sequence), 0
        self.restored.append(why)


def anchor_path() -> Path:
    """Where the anchor is kept: `HEED_ANCHOR`, or beside the data folder."""
    return Path(settings.ANCHOR)


def is_on_the_same_disk() -> bool:
    """Whether the anchor would be lost, or changed, together with the database's folder."""
    try:
        return os.stat(anchor_path().parent).st_dev == os.stat(settings.DATA).st_dev
    except OSError:
        return False


def write_anchor(*, at: datetime, path: Path | None = None) -> int:
    """Add what was sealed since the last time to the anchor; returns how many rows. Raises OSError where the file
    cannot be written: then the chain's page says how far it is anchored."""
    refs = refs_of_partnerships()
    written = 0
    for chain in Chain.objects.order_by("partnership_id"):
        while chain.anchored_sequence < chain.sequence:
            written += _anchor_some(
                chain, refs.get(chain.partnership_id, str(chain.partnership_id)), at, path
            )
    return written


def _anchor_some(chain: Chain, ref: str, at: datetime, path: Path | None) -> int:
    rows = list(
        Link.objects.filter(partnership_id=chain.partnership_id, sequence__gt=chain.anchored_sequence)
        .order_by("sequence")
        .values_list("sequence", "hash")[:_AT_ONCE]
    )
    if not rows:
        chain.anchored_sequence = chain.sequence
        return 0
    _append(
        path or anchor_path(),
        {
            "at": at.isoformat(timespec="seconds"),
            "partnership": ref,
            "from": rows[0][0],
            "to": rows[-1][0],
            "hash": rows[-1][1],
            "marks": "".join(hash_[:MARK] for _, hash_ in rows),
        },
    )
    chain.anchored_sequence, chain.anchored_at = rows[-1][0], at
    chain.save(update_fields=["anchored_sequence", "anchored_at"])
    return len(rows)


def note_restored(*, partnership_ref: str, sequence: int, why: str, at: datetime) -> None:
    """Say in the anchor that the database was put back on purpose to this place; verification repeats it."""
    line = {
        "at": at.isoformat(timespec="seconds"),
        "partnership": partnership_ref,
        "restored_to": sequence,
        "why": why,
    }
    _append(anchor_path(), line)


def _append(path: Path, line: dict[str, object]) -> None:
    """One line, in one write, on the disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{json.dumps(line, sort_keys=True)}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_anchor(path: Path) -> dict[str, Anchored]:
    """What an anchor says, by the public id of the partnership. A line that cannot be read is an error: somebody has
    been at the file, or it is another one. Raises ValueError with the line's number."""
    found: dict[str, Anchored] = {}
    for number, line in _lines(path):
        head = _HEAD.search(line)
        try:
            if head:
                found.setdefault(head[1], Anchored()).add(int(head[2]), int(head[2]), head[3], "")
                continue
            said = json.loads(line)
            of = found.setdefault(said["partnership"], Anchored())
            if "restored_to" in said:
                of.forget_after(int(said["restored_to"]), f"{said['at'][:10]}: {said['why']}")
            elif len(said["marks"]) != MARK * (said["to"] - said["from"] + 1):
                raise ValueError("its marks do not fit")
            else:
                of.add(said["from"], said["to"], said["hash"], said["marks"])
        except (ValueError, KeyError, TypeError) as problem:
            raise ValueError(f"line {number} of {path.name} is not a line of an anchor") from problem
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, line


def refs_of_partnerships() -> dict[int, str]:
    """How anchors call each partnership."""
    return {0: NO_PARTNERSHIP, **dict(Partnership.objects.values_list("pk", "public_id"))}


def heads_in_words() -> list[str]:
    """The head of each chain as a line to print or to mail."""
    refs = refs_of_partnerships()
    return [
        f"Heed audit log {refs.get(chain.partnership_id, chain.partnership_id)} {chain.sequence} {chain.hash}"
        for chain in Chain.objects.order_by("partnership_id")
        if chain.sequence
    ]
