"""The chronology of a review in the demo, from `demo/chronologies.yaml` and the files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from heed.chronologies.operations import (
    add_entry,
    bring_in_file,
    decide_sign,
    look_through,
    make_mark,
    make_pseudonym,
    open_chronology,
    say_file,
    send_file,
)
from heed.chronologies.queries import filter_entries, find_chronology, list_signs, look_at_file
from heed.chronologies.types import EntryFilter, NewEntry, Understood
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.reviews.queries import list_reviews

_TEXTS = ("written", "time", "event", "source", "child_seen", "outcome", "recorded_by", "recorded_on")


def build_chronologies(folder: Path, agencies: Mapping[str, Agency], people: Mapping[str, Actor]) -> str:
    """Three agencies' files and a typed entry become one chronology, with its gaps and its differing records found."""
    written = yaml.safe_load((folder / "chronologies.yaml").read_text(encoding="utf-8"))
    opener = people[written["opened"]["by"]]
    [review] = [each for each in list_reviews(opener) if each.name == written["review"]]
    ref = review.public_id
    open_chronology(opener, review_ref=ref, at=_moment(written["opened"]["day"]))
    for each in written["pseudonyms"]:
        names = "\n".join(each["names"])
        given = {name: each[name] for name in ("word", "kind", "area")}
        make_pseudonym(opener, review_ref=ref, names=names, at=_moment(written["opened"]["day"]), **given)
    came = sum(_send(each, ref, folder / "chronologies", agencies, people) for each in written["files"])
    for each in written["entries"]:
        _type(each, ref, agencies, people)
    look_through(opener, review_ref=ref, at=clock.now())
    _decide(written["decided"], ref, people)
    _mark(written["marks"], ref, agencies, people)
    waiting = list_signs(opener, find_chronology(opener, ref)).count()
    return (
        f"{came} rows of {len(written['files'])} files for {written['review']}, {waiting} proposals to decide"
    )


def _send(
    written: dict[str, Any],
    ref: str,
    folder: Path,
    agencies: Mapping[str, Agency],
    people: Mapping[str, Actor],
) -> int:
    by, at, path = people[written["by"]], _moment(written["day"]), folder / written["file"]
    data = path.read_bytes()
    row = send_file(
        by,
        review_ref=ref,
        agency_ref=agencies[written["agency"]].public_id,
        name=path.name,
        size=len(data),
        chunks=[data],
        at=at,
    )
    if "month_first" in written:
        said = Understood(month_first=written["month_first"])
        row = say_file(by, ref=row.public_id, said=said, version=row.version, at=at)
    new = len(look_at_file(by, row).new)
    bring_in_file(by, ref=row.public_id, seen=new, seen_version=row.version, replaces=False, at=at)
    return new


def _type(
    written: dict[str, Any], ref: str, agencies: Mapping[str, Agency], people: Mapping[str, Actor]
) -> None:
    add_entry(
        people[written["by"]],
        review_ref=ref,
        agency_ref=agencies[written["agency"]].public_id,
        given=NewEntry(**{name: written[name] for name in _TEXTS if name in written}),
        at=_moment(written["day"]),
    )


def _decide(decided: list[dict[str, Any]], ref: str, people: Mapping[str, Actor]) -> None:
    for each in decided:
        by = people[each["by"]]
        signs = list_signs(by, find_chronology(by, ref), kind=each["kind"])
        sign = next(row for row in signs if row.what == each.get("what", row.what))
        decide_sign(
            by,
            ref=sign.public_id,
            decision=each["decision"],
            reason=each["reason"],
            version=sign.version,
            at=_moment(each["day"]),
        )


def _mark(
    marks: list[dict[str, Any]], ref: str, agencies: Mapping[str, Agency], people: Mapping[str, Actor]
) -> None:
    for each in marks:
        by = people[each["by"]]
        wanted = EntryFilter(agency=agencies[each["agency"]].public_id, words=each["says"])
        entry = filter_entries(by, find_chronology(by, ref), wanted, names=True)[0]
        make_mark(
            by,
            entry_ref=entry.public_id,
            kind=each["kind"],
            theme=each["theme"],
            words=each["words"],
            at=_moment(each["day"]),
        )


def _moment(given: Any) -> datetime:
    """A moment of the file, which is in England."""
    return datetime.fromisoformat(str(given)).replace(tzinfo=clock.now().tzinfo)
