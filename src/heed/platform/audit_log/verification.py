"""Verification: every link follows from the one before, every event is what was sealed, nothing is missing at the end.

It names the first row that is wrong. By itself a chain cannot show that its end was cut or written again: that is
what the anchor is for, and without one the answer says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from heed.platform.audit_log.anchor import Anchored, anchor_path, read_anchor, refs_of_partnerships
from heed.platform.audit_log.chain import canonical_sql, content_of, first_hash, follow
from heed.platform.audit_log.disposal import attested_tombstones
from heed.platform.audit_log.guards import missing_guards
from heed.platform.audit_log.models import Chain, Link
from heed.platform.audit_log.sealing import LATE, count_unsealed

_CHUNK = 10_000


@dataclass(slots=True)
class Verdict:
    """What was found of one partnership's chain. `first_bad` is the sequence of the first row that is wrong, 0 for an
    event that has no place; `problem` says in a sentence what is wrong, "" where nothing is."""

    partnership_id: int
    partnership: str
    rows: int = 0
    first_bad: int | None = None
    event_id: int | None = None
    problem: str = ""
    unsealed: int = 0
    anchored: int | None = None
    guarded: bool = True
    """Whether the triggers that refuse changes are all there."""
    notes: list[str] = field(default_factory=list)
    head: str = ""
    last: int = 0
    """The sequence of the head."""

    @property
    def sound(self) -> bool:
        return not self.problem

    def bad(self, sequence: int, problem: str, event_id: int | None = None) -> None:
        """The first thing found stays."""
        if not self.problem:
            self.first_bad, self.event_id, self.problem = sequence, event_id, problem

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "sound": self.sound}


def verify(
    *, partnership_id: int | None = None, anchor: Path | None = None, only_new: bool = False, at: datetime
) -> list[Verdict]:
    """Verify one chain or all, against the usual anchor or the file given, and keep what was found for the page.

    `only_new` begins where the last sound verification ended, after looking that this row is still what it was.
    """
    path = anchor or anchor_path()
    anchored: dict[str, Anchored] | None = None
    trouble = ""
    if path.is_file():
        try:
            anchored = read_anchor(path)
        except ValueError as problem:
            trouble = f"The anchor cannot be read: {problem}."
    elif anchor:
        trouble = f"There is no anchor at {path}."
    refs = refs_of_partnerships()
    ids = [partnership_id] if partnership_id is not None else _every_chain(refs, anchored)
    guards = missing_guards()
    verdicts = [_verify_one(each, refs, anchored, only_new, at) for each in ids]
    for verdict in verdicts:
        if trouble:
            verdict.bad(0, trouble)
        if guards:
            verdict.guarded = False
            verdict.notes.append(f"Triggers that refuse changes are missing: {', '.join(guards)}.")
        if anchored is None and not trouble:
            verdict.notes.append("There is no anchor: a cut tail or a rewritten end would not be seen.")
        _keep(verdict, at)
    return verdicts


def _every_chain(refs: dict[int, str], anchored: dict[str, Anchored] | None) -> list[int]:
    """Every chain that the database or the anchor knows of."""
    known = set(Chain.objects.values_list("partnership_id", flat=True))
    known |= set(Link.objects.values_list("partnership_id", flat=True).distinct())
    by_ref = {ref: each for each, ref in refs.items()}
    return sorted(known | {by_ref[ref] for ref in anchored or {} if ref in by_ref})


def _verify_one(
    partnership_id: int,
    refs: dict[int, str],
    anchors: dict[str, Anchored] | None,
    only_new: bool,
    at: datetime,
) -> Verdict:
    ref = refs.get(partnership_id, str(partnership_id))
    verdict = Verdict(partnership_id, ref, unsealed=count_unsealed(partnership_id))
    anchored = (anchors or {}).get(ref, Anchored())
    verdict.anchored = anchored.last if anchors is not None else None
    verdict.notes += [f"Put back on purpose, {why}" for why in anchored.restored]
    chain = Chain.objects.filter(partnership_id=partnership_id).first() or Chain(
        partnership_id=partnership_id
    )
    start, hash_ = 0, first_hash(partnership_id)
    if only_new and chain.verified_sequence and not chain.problem:
        start, hash_ = chain.verified_sequence, chain.verified_hash
        kept = Link.objects.filter(partnership_id=partnership_id, sequence=start).first()
        if kept is None or kept.hash != hash_:
            verdict.bad(start, "The row at which the last verification ended is not what it was.")
            return verdict
    walk = _Walk(verdict, anchored, attested_tombstones(partnership_id), start, hash_)
    walk.go()
    if verdict.sound:
        _look_at_the_end(walk, chain)
    if verdict.sound and not only_new:
        _look_beneath(walk, at)
    return verdict


class _Walk:
    """Along a chain, until something is wrong."""

    def __init__(
        self, verdict: Verdict, anchored: Anchored, tombstones: frozenset[int], start: int, hash_: str
    ):
        self.verdict, self.anchored, self.tombstones = verdict, anchored, tombstones
        self.start, self.last, self.hash = start, start, hash_
        self.newest_event = 0

    def go(self) -> None:
        for row in self._rows():
            problem = self._problem_of(*row)
            if problem:
                self.verdict.bad(*problem)
                break
        self.verdict.rows = self.last - self.start
        self.verdict.head, self.verdict.last = self.hash, self.last

    def _problem_of(
        self, sequence: int, event_id: int, content: str, hash_: str, canonical: str | None
    ) -> tuple[int, str, int] | None:
        expected = self.last + 1
        if sequence != expected:
            if sequence < expected:
                return sequence, f"Row {sequence} is there twice.", event_id
            return expected, f"Row {expected} is missing.", event_id
        if canonical is None:
            if sequence not in self.tombstones:
                return (
                    sequence,
                    f"The event of row {sequence} is gone, and no retention rule removed it.",
                    event_id,
                )
        elif content_of(canonical) != content:
            return sequence, f"The event of row {sequence} is not what was sealed.", event_id
        mark = self.anchored.mark(sequence)
        if mark and mark != hash_[:8]:
            return sequence, f"Row {sequence} is not what was anchored: it was written again.", event_id
        if follow(self.hash, sequence, content) != hash_:
            return (
                sequence,
                f"Row {sequence} does not follow from the one before: one of them was changed.",
                event_id,
            )
        head = self.anchored.heads.get(sequence)
        if head and head != hash_:
            return (
                sequence,
                f"Row {sequence} is not the head that was anchored: it was written again.",
                event_id,
            )
        self.last, self.hash = sequence, hash_
        self.newest_event = max(self.newest_event, event_id)
        return None

    def _rows(self) -> Iterator[tuple[int, int, str, str, str | None]]:
        text = canonical_sql(connection.vendor)
        sql = f"""SELECT l.id, l.sequence, l.event_id, l.content, l.hash,
            CASE WHEN e.id IS NULL THEN NULL ELSE {text} END
            FROM audit_log_link l LEFT JOIN audit_log_event e ON e.id = l.event_id
            WHERE l.partnership_id = %s AND l.sequence >= %s AND NOT (l.sequence = %s AND l.id <= %s)
            ORDER BY l.sequence, l.id LIMIT {_CHUNK}"""
        after, after_id = self.start, 2**62
        while True:
            with connection.cursor() as cursor:
                cursor.execute(sql, [self.verdict.partnership_id, after, after, after_id])
                rows = cursor.fetchall()
            yield from (row[1:] for row in rows)
            if len(rows) < _CHUNK:
                return
            after_id, after = rows[-1][0], rows[-1][1]


def _look_at_the_end(walk: _Walk, chain: Chain) -> None:
    verdict, anchored = walk.verdict, walk.anchored
    gone = walk.last + 1
    if anchored.contradicts_at:
        place = anchored.contradicts_at
        verdict.bad(
            place, f"The anchor saw row {place} twice, and different: the database was put back and went on."
        )
    elif anchored.last > walk.last:
        verdict.bad(
            gone,
            f"Rows {gone} to {anchored.last} were anchored and are gone: the end was cut, or the database is older.",
        )
    elif chain.sequence > walk.last:
        verdict.bad(gone, f"Rows {gone} to {chain.sequence} were sealed and are gone.")


def _look_beneath(walk: _Walk, at: datetime) -> None:
    """Events that have no place although later ones have, and are too old to be of a transaction that has just
    ended: Heed writes none there."""
    sql = """SELECT e.id FROM audit_log_event e LEFT JOIN audit_log_link l ON l.event_id = e.id
        WHERE e.partnership_id = %s AND e.id < %s AND e.at < %s AND l.id IS NULL ORDER BY e.id LIMIT 1"""
    too_late = (
        at - LATE if connection.vendor == "postgresql" else f"{(at - LATE).astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [walk.verdict.partnership_id, walk.newest_event, too_late])
        found = cursor.fetchone()
    if found:
        walk.verdict.bad(
            0, f"Event {found[0]} was put in beneath the seal: it has no place in the chain.", found[0]
        )


def _keep(verdict: Verdict, at: datetime) -> None:
    """For the page, and for the next verification of what is new."""
    kept: dict[str, Any] = {"verified_at": at, "problem": verdict.problem[:300]}
    if verdict.sound and verdict.last:
        kept |= {"verified_sequence": verdict.last, "verified_hash": verdict.head}
    Chain.objects.filter(partnership_id=verdict.partnership_id).update(**kept)
