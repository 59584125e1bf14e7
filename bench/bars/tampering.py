"""Ways to tamper with an audit log, as somebody who owns the database and knows the code would."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

BEGAN = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
PORTION = 7
"""Events sealed and anchored at once."""


def fill(partnership_id: int, rows: int, *, apart: int = 0) -> None:
    """Events of a partnership, all at once, no two of them equal: what is equal can be swapped and nobody harmed."""
    from django.db import connection

    from heed.platform.audit_log.models import Event

    before = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    before += apart

    numbers = (
        f"SELECT n FROM generate_series(1, {rows}) AS n"
        if connection.vendor == "postgresql"
        else f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {rows}) SELECT n FROM c"
    )
    made = f'\'{{"page":"plans:action","records":\' || (n + {before}) || \'}}\''
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO audit_log_event (at, partnership_id, actor_ref, membership_id, on_behalf_ref, roles,
            agency_ref, kind, subject_kind, subject_ref, result, facts, shown)
            SELECT '{BEGAN:%Y-%m-%d %H:%M:%S}+00:00', {partnership_id}, 'person' || (n % 40), n % 40, '', 'reader',
            'agency' || (n % 9), 'page.shown', 'action', 'record' || (n % 500), 'shown', {made}, '{{}}'
            FROM ({numbers}) AS numbers"""
        )


class Tamperer:
    """Tampers with the log of one partnership, in the caller's transaction. Each deed returns the first row that is
    wrong afterwards: its place, or 0 and the event's number."""

    def __init__(self, partnership_id: int, chance: random.Random):
        from heed.platform.audit_log.models import Link

        self.partnership_id, self.chance = partnership_id, chance
        self.links = {
            each.sequence: each
            for each in Link.objects.filter(partnership_id=partnership_id).order_by("sequence")
        }
        self.last = max(self.links)
        self.deeds: dict[str, Callable[[], tuple[int, int | None]]] = {
            "update": self.update,
            "re-hash": self.rehash,
            "delete": self.delete,
            "insert": self.insert,
            "swap": self.swap,
            "blank": self.blank,
            "truncate tail": self.truncate,
            "rewrite suffix": self.rewrite,
            "restore older": self.restore,
        }

    def _somewhere(self, before_last: int = 0) -> int:
        return self.chance.randint(1, self.last - before_last)

    def _do(self, sql: str, *values: Any) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    def update(self) -> tuple[int, int | None]:
        place = self._somewhere()
        column, value = self.chance.choice(
            [
                ("actor_ref", "somebody"),
                ("subject_ref", "else"),
                ("kind", "form.sent"),
                ("result", "refused"),
                ("roles", "administrator"),
                ("facts", '{"page":"plans:list","records":1}'),
                ("membership_id", 9999),
                ("at", f"{BEGAN - timedelta(days=1):%Y-%m-%d %H:%M:%S}+00:00"),
            ]
        )
        self._do(f"UPDATE audit_log_event SET {column} = %s WHERE id = %s", value, self.links[place].event_id)
        return place, None

    def blank(self) -> tuple[int, int | None]:
        place = self._somewhere()
        self._do(
            "UPDATE audit_log_event SET actor_ref = '', subject_ref = '', facts = '{}', shown = '{}' WHERE id = %s",
            self.links[place].event_id,
        )
        return place, None

    def rehash(self) -> tuple[int, int | None]:
        """The event, its content and its own hash fit one another again; what follows does not."""
        place = self._somewhere()
        self._change_event(place)
        self._fit(place, place)
        return place, None

    def rewrite(self) -> tuple[int, int | None]:
        """As above, and every row after it fits again too."""
        place = self._somewhere()
        self._change_event(place)
        self._fit(place, self.last)
        return place, None

    def _change_event(self, place: int) -> None:
        event_id = self.links[place].event_id
        self._do("UPDATE audit_log_event SET actor_ref = 'innocent' WHERE id = %s", event_id)

    def _fit(self, first: int, last: int) -> None:
        from django.db import connection

        from heed.platform.audit_log.chain import canonical_sql, content_of, first_hash, follow

        hash_ = self.links[first - 1].hash if first > 1 else first_hash(self.partnership_id)
        for place in range(first, last + 1):
            link = self.links[place]
            content = link.content
            if place == first:
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"SELECT {canonical_sql(connection.vendor)} FROM audit_log_event e WHERE e.id = %s",
                        [link.event_id],
                    )
                    content = content_of(cursor.fetchone()[0])
            hash_ = follow(hash_, place, content)
            self._do(
                "UPDATE audit_log_link SET content = %s, hash = %s WHERE id = %s", content, hash_, link.pk
            )

    def delete(self) -> tuple[int, int | None]:
        place = self._somewhere(before_last=1)
        link = self.links[place]
        what = self.chance.choice(["event", "link", "both"])
        if what != "link":
            self._do("DELETE FROM audit_log_event WHERE id = %s", link.event_id)
        if what != "event":
            self._do("DELETE FROM audit_log_link WHERE id = %s", link.pk)
        return place, None

    def insert(self) -> tuple[int, int | None]:
        """An event beneath the seal, or one with a place of its own for which the others make room."""
        from heed.platform.audit_log.chain import first_hash, follow

        place = self._somewhere()
        event_id = -self.chance.randint(1, 10**9)
        columns = """at, partnership_id, actor_ref, membership_id, on_behalf_ref, roles, agency_ref, kind,
            subject_kind, subject_ref, result, facts, shown"""
        self._do(
            f"INSERT INTO audit_log_event (id, {columns}) SELECT %s, {columns} FROM audit_log_event WHERE id = %s",
            event_id,
            self.links[place].event_id,
        )
        if self.chance.random() < 0.5:
            return 0, event_id
        for move in ("-(sequence + 1)", "-sequence"):
            where = "sequence >= %s" if move.startswith("-(") else "sequence < 0"
            values = [self.partnership_id, place] if move.startswith("-(") else [self.partnership_id]
            self._do(
                f"UPDATE audit_log_link SET sequence = {move} WHERE partnership_id = %s AND {where}", *values
            )
        content = self.links[place].content
        before = self.links[place - 1].hash if place > 1 else first_hash(self.partnership_id)
        self._do(
            "INSERT INTO audit_log_link (partnership_id, sequence, event_id, content, hash) "
            "VALUES (%s, %s, %s, %s, %s)",
            self.partnership_id,
            place,
            event_id,
            content,
            follow(before, place, content),
        )
        # The copy fits the place of what it is a copy of: the first that is wrong is the one that had to move.
        return place + 1, None

    def swap(self) -> tuple[int, int | None]:
        one, other = sorted(self.chance.sample(range(1, self.last + 1), 2))
        first, second = self.links[one], self.links[other]
        self._do("UPDATE audit_log_link SET event_id = %s WHERE id = %s", -1, first.pk)
        self._do("UPDATE audit_log_link SET event_id = %s WHERE id = %s", first.event_id, second.pk)
        self._do("UPDATE audit_log_link SET event_id = %s WHERE id = %s", second.event_id, first.pk)
        return one, None

    def truncate(self) -> tuple[int, int | None]:
        """The end is gone, with all that tells of it in the database."""
        kept = self.chance.randint(self.last // 2, self.last - 1)
        self._cut(kept)
        return kept + 1, None

    def restore(self) -> tuple[int, int | None]:
        """The database as it was, which went on as if nothing had happened."""
        from heed.platform.audit_log.sealing import seal

        kept = self.chance.randint(1, self.last - 1)
        self._cut(kept)
        fill(self.partnership_id, self.chance.randint(1, 30), apart=10_000_000)
        seal(at=BEGAN + timedelta(days=1))
        return kept + 1, None

    def _cut(self, kept: int) -> None:
        gone = [link.event_id for place, link in self.links.items() if place > kept]
        marks = ", ".join(["%s"] * len(gone))
        self._do(f"DELETE FROM audit_log_event WHERE id IN ({marks})", *gone)
        self._do(
            "DELETE FROM audit_log_link WHERE partnership_id = %s AND sequence > %s",
            self.partnership_id,
            kept,
        )
        self._do(
            "UPDATE audit_log_chain SET sequence = %s, hash = %s, anchored_sequence = %s, verified_sequence = 0 "
            "WHERE partnership_id = %s",
            kept,
            self.links[kept].hash,
            kept,
            self.partnership_id,
        )
