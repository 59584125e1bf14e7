"""What the network says of the addresses in what is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from heed.platform.audit_log.operations import record_of_visitor
from heed.publishing.events import PublicLinksFollowed
from heed.publishing.operations.preparing import RECORD
from heed.publishing.queries.links import public_links


@transaction.atomic
def keep_followed_links(*, answers: Mapping[str, tuple[bool | None, str]], at: datetime) -> int:
    """Keep what the network said of these addresses (whether each leads somewhere, and a note), wherever they are
    published. Returns how many lead nowhere."""
    rows = [each for each in public_links(on=at.date()) if each.address in answers]
    dead: dict[str, tuple[int, int]] = {}
    for row in rows:
        row.works, row.note = answers[row.address][0], answers[row.address][1][:200]
        row.looked_at = at
        row.save(update_fields=["works", "note", "looked_at"])
        publication = row.edition.publication
        before = dead.get(publication.public_id, (publication.partnership_id, 0))
        dead[publication.public_id] = (before[0], before[1] + (row.works is False))
    for ref, (partnership, many) in dead.items():
        record_of_visitor(
            partnership, PublicLinksFollowed(dead=many), subject_kind=RECORD, subject_ref=ref, at=at
        )
    return sum(many for _, many in dead.values())
