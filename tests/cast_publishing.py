"""Publications as tests need them, made by Heed's own operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from heed.kit.writing import Document
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import open_joint_approval
from heed.platform.approvals.types import JointView
from heed.publishing import operations as do
from heed.publishing.models import Publication
from heed.publishing.queries.publications import APPROVED, DECISION, find_publication, newest_edition
from heed.reviews.models import Review
from tests import cast_drafts
from tests.cast import AT, Cast
from tests.cast_cases import all_partners_agree

TEXT = """## What happened

The boy was seen by four agencies. Nobody asked what his days were like.

## What was learned

- Ask what daily life is like for the child.
- Write down who came to each core group.
"""
WITH_NAME = TEXT + "\nHis aunt, Mrs Doreen Appleyard, told the school.\n"
NAME = "Mrs Doreen Appleyard"
LATER = AT + timedelta(days=30)
"""Long enough after everybody was told."""


def begun(cast: Cast, review: Review | None = None, **other: Any) -> Publication:
    """A briefing of no review, or the report of this one."""
    given: dict[str, Any] = {
        "review_ref": review.public_id if review else "",
        "kind": "report" if review else "briefing",
        "title": "Learning from Child V",
        "summary": "What a review learned about daily life.",
        "at": AT,
        **other,
    }
    return do.begin_publication(given.pop("actor", cast.officer), **given)


def write(cast: Cast, row: Publication, words: str = TEXT, **other: Any) -> Publication:
    """The officer writes its text."""
    now = find_publication(cast.officer, row.public_id)
    edition = newest_edition(now)
    given: dict[str, Any] = {
        "title": edition.title,
        "summary": edition.summary,
        "themes": ["Voice of the child"],
        "version": now.version,
        "at": AT,
        **other,
    }
    return do.change_text(given.pop("actor", cast.officer), ref=row.public_id, words=words, **given)


def described(cast: Cast, row: Publication, **other: Any) -> Publication:
    given: dict[str, Any] = {
        "impact": "His brother is at the same school; his social worker tells him first.",
        "indexed": True,
        "status_shown": False,
        "public_until": date(2028, 3, 1),
        "when_over": "look",
        "version": find_publication(cast.officer, row.public_id).version,
        "at": AT,
        **other,
    }
    return do.say_how_it_comes_out(cast.officer, ref=row.public_id, **given)


def checked(cast: Cast, row: Publication, *, paper: bool = False) -> Publication:
    """Its files are made; a real PDF, which takes a second, only where a test is about it."""
    if paper:
        do.finish_check(cast.officer, ref=row.public_id, at=AT)
    else:
        with patch("heed.publishing.operations.checking.to_pdf", _quick_pdf):
            do.finish_check(cast.officer, ref=row.public_id, at=AT)
    return find_publication(cast.officer, row.public_id)


def _quick_pdf(document: Document, **_: Any) -> bytes:
    return f"%PDF {document}".encode()


def put(cast: Cast, row: Publication, *, at: datetime = AT) -> JointView:
    """The manager puts its newest edition to the partners."""
    edition = newest_edition(find_publication(cast.manager, row.public_id))
    return open_joint_approval(cast.manager, kind=APPROVED, ref=edition.public_id, decision=DECISION, at=at)


def told(cast: Cast, row: Publication, *, at: datetime = AT) -> None:
    """Everybody of the list was told on this day."""
    for each in find_publication(cast.officer, row.public_id).tellings.all():
        do.write_down_telling(
            cast.officer,
            ref=row.public_id,
            telling=each.public_id,
            done_on=at.date(),
            set_aside=False,
            words="By letter",
            at=at,
        )


def approved(cast: Cast, row: Publication, *, words: str = TEXT) -> Publication:
    """Written, checked, described, approved by all partners, and everybody told."""
    write(cast, row, words)
    described(cast, row)
    checked(cast, row)
    all_partners_agree(cast, put(cast, row))
    told(cast, row)
    return find_publication(cast.officer, row.public_id)


def published(
    cast: Cast, row: Publication | None = None, *, at: datetime = LATER, **other: Any
) -> Publication:
    """Out in the public library."""
    row = approved(cast, row or begun(cast), **other)
    do.publish(cast.officer, ref=row.public_id, at=at)
    return find_publication(cast.officer, row.public_id)


def withdrawn(cast: Cast, row: Publication, *, at: datetime = LATER) -> Publication:
    return do.withdraw_publication(
        cast.officer,
        ref=row.public_id,
        why="The mother was recognised.",
        notice="Withdrawn at the request of the family.",
        at=at,
    )


def discarded(cast: Cast, row: Publication, *, at: datetime = AT) -> Publication:
    """The edition that was being prepared is put away."""
    return do.discard_edition(cast.officer, ref=row.public_id, at=at)


def taken_up(cast: Cast, row: Publication, *, at: datetime = AT) -> Publication:
    return do.take_up_again(cast.officer, ref=row.public_id, at=at)


def correction(cast: Cast, row: Publication, *, hides: bool = False, at: datetime = LATER) -> Publication:
    """The next edition is begun; its words are those of the one before."""
    do.begin_correction(
        cast.officer,
        ref=row.public_id,
        why="The year of the core group was wrong",
        hides_earlier=hides,
        at=at,
    )
    return find_publication(cast.officer, row.public_id)


def corrected(cast: Cast, row: Publication, *, hides: bool = False, at: datetime = LATER) -> Publication:
    """The correction is out."""
    correction(cast, row, hides=hides, at=at)
    write(cast, row, TEXT + "\nThe core group was in 2024.\n", at=at)
    checked(cast, row)
    all_partners_agree(cast, put(cast, row, at=at), at=at)
    do.publish(cast.officer, ref=row.public_id, at=at)
    return find_publication(cast.officer, row.public_id)


def forbidden(actor: Actor, *, review: Review | None = None, **other: Any) -> Any:
    given: dict[str, Any] = {
        "review_ref": review.public_id if review else "",
        "kind": "anniversary",
        "first_on": date(2023, 5, 2),
        "last_on": date(2023, 5, 5),
        "yearly": True,
        "reason": "The days around his death",
        "source": "The family, by letter of 1 February",
        "at": AT,
        **other,
    }
    return do.forbid_dates(actor, **given)


def an_accepted_review(cast: Cast) -> Review:
    return cast_drafts.accepted(cast)
