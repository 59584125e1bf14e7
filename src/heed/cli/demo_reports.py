"""Reports of the demo, composed, written and signed by the operations that people use."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.reports.operations import discard_report, make_report, sign_statement, write_words
from heed.reports.operations.writing import Words
from heed.reports.queries.drafts import hash_of
from heed.reviews.queries import list_reviews


def build_reports(folder: Path, people: Mapping[str, Actor]) -> str:
    """Each with what is written in it by hand; says how many there are."""
    written = yaml.safe_load((folder / "reports.yaml").read_text(encoding="utf-8"))["reports"]
    for each in written:
        actor = people[each["by"]]
        review = next(row for row in list_reviews(actor) if row.name == each["review"])
        row = make_report(actor, layout=each["layout"], subject=review.public_id, at=clock.now())
        for place, text in each.get("typed", {}).items():
            write_words(actor, ref=row.public_id, place=place, words=Words(text), version=0, at=clock.now())
        for place, said in each.get("statements", {}).items():
            _say(actor, row.public_id, place, said, people[said["by"]])
        if each.get("discarded"):
            discard_report(actor, ref=row.public_id, at=clock.now())
    signed = sum("statements" in each for each in written)
    return f"{len(written)}, {signed} of them with a foreword"


def _say(actor: Actor, ref: str, place: str, said: Mapping[str, Any], speaks: Actor) -> None:
    words = Words(said["text"], speaks.name, said["role"], clock.today())
    row = write_words(actor, ref=ref, place=place, words=words, version=0, at=clock.now())
    if said.get("signed"):
        sign_statement(speaks, ref=ref, place=place, words_seen=hash_of(row), at=clock.now())
