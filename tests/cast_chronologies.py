"""A review's chronology with what the cast's agencies entered, made by the operations that people use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heed.chronologies.models import AgencyFile, Chronology, Entry, Pseudonym, Sign
from heed.chronologies.operations import (
    add_entry,
    bring_in_file,
    look_through,
    make_mark,
    make_pseudonym,
    open_chronology,
    send_file,
)
from heed.chronologies.queries import list_signs, look_at_file
from heed.chronologies.types import NewEntry
from heed.platform.access.roles import Role
from heed.platform.partnerships.models import Agency
from heed.reviews.models import FirstQuestion, Review
from heed.reviews.operations import answer_first_question, register_review
from tests.cast import AT
from tests.kit.chronology.files import comma

if TYPE_CHECKING:
    from heed.platform.access.types import Actor
    from tests.cast import Cast

COUNCIL, POLICE, VALE = "Westmere Council", "Westmere Police", "Vale NHS Trust"
ROWS = (
    ["Date", "Source", "Event", "Child seen?"],
    [
        "1/3/2024",
        "Health visitor record",
        "Home visit; Kayleigh Marsh was seen with a bruise on the left arm.",
        "Y",
    ],
    ["early May 2024", "", "Kayleigh Marsh was not brought to the clinic.", "N"],
    ["31/02/2024", "GP record", "Letter sent.", ""],
)


def lead(cast: Cast) -> Actor:
    """Who enters for the Vale NHS Trust."""
    return cast.of[Role.AGENCY_LEAD]


def contributor(cast: Cast) -> Actor:
    """Who enters for Westmere Council."""
    return cast.of[Role.AGENCY_CONTRIBUTOR]


def reviewer(cast: Cast) -> Actor:
    return cast.of[Role.LEAD_REVIEWER]


def panel(cast: Cast) -> Actor:
    return cast.of[Role.REVIEW_PANEL_MEMBER]


def agency_ref(name: str) -> str:
    return str(Agency.objects.get(name=name).public_id)


def a_review(cast: Cast, name: str = "Spruce", area: str = "Westmere") -> Review:
    """A review on which nothing else stands."""
    return register_review(
        cast.manager,
        name=name,
        kind="learning review",
        area=area,
        body="",
        published_text="",
        published_earliest=None,
        published_latest=None,
        at=AT,
    )


def opened(cast: Cast, review: Review | None = None) -> Chronology:
    """An open chronology with nothing in it."""
    return open_chronology(cast.officer, review_ref=(review or a_review(cast)).public_id, at=AT)


def said_first(cast: Cast, review: Review, agency: str = VALE, **other: str) -> FirstQuestion:
    """It is said for an agency that no child is unsafe, before anything is entered for it."""
    said = {"safety": "no", "who_acted": "", "acted_when": "", **other}
    given = {"review_ref": review.public_id, "agency_ref": agency_ref(agency), "about": "chronology", **said}
    return answer_first_question(cast.officer, **given, at=AT)


def typed(
    cast: Cast, chronology: Chronology, *, by: Actor | None = None, agency: str = COUNCIL, **words: Any
) -> Entry:
    """One entry, typed."""
    given = {
        "written": "1 March 2024",
        "event": "Duty visit; Kayleigh Marsh was seen with a bruise on the right arm.",
        "source": "Duty record",
    }
    return add_entry(
        by or contributor(cast),
        review_ref=chronology.review.public_id,
        agency_ref=agency_ref(agency),
        given=NewEntry(**{**given, **words}),
        at=AT,
    )


def sent(
    cast: Cast,
    chronology: Chronology,
    *rows: list[str],
    name: str = "vale.csv",
    data: bytes | None = None,
    by: Actor | None = None,
    agency: str = VALE,
) -> AgencyFile:
    """A file that waits."""
    content = data if data is not None else comma(*(rows or ROWS))
    return send_file(
        by or lead(cast),
        review_ref=chronology.review.public_id,
        agency_ref=agency_ref(agency),
        name=name,
        size=len(content),
        chunks=[content],
        at=AT,
    )


def came_in(cast: Cast, row: AgencyFile, *, replaces: bool = False, by: Actor | None = None) -> AgencyFile:
    """The same file, brought in."""
    actor = by or lead(cast)
    seen = len(look_at_file(actor, row).new)
    bring_in_file(actor, ref=row.public_id, seen=seen, seen_version=row.version, replaces=replaces, at=AT)
    row.refresh_from_db()
    return row


def named(cast: Cast, chronology: Chronology, word: str = "Child Spruce", **other: str) -> Pseudonym:
    """A pseudonym with the name sealed behind it."""
    given = {"area": "Westmere", "kind": "child", "names": "Kayleigh Marsh\nKayleigh", **other}
    return make_pseudonym(cast.officer, review_ref=chronology.review.public_id, word=word, at=AT, **given)


def full(cast: Cast) -> Chronology:
    """Two agencies' entries that differ, a mark, a pseudonym, and what the whole shows."""
    chronology = opened(cast)
    named(cast, chronology)
    came_in(cast, sent(cast, chronology))
    entry = typed(cast, chronology)
    make_mark(
        reviewer(cast),
        entry_ref=entry.public_id,
        kind="weakness",
        theme="Voice of the child",
        words="Nobody asked Kayleigh.",
        at=AT,
    )
    look_through(cast.officer, review_ref=chronology.review.public_id, at=AT)
    return chronology


def a_sign(cast: Cast, chronology: Chronology, kind: str = "differing") -> Sign:
    """One that nobody has decided."""
    found: Sign = list_signs(cast.officer, chronology, kind=kind)[0]
    return found
