"""Two versions of a review's report side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from heed.kit.words import Beside, Piece, beside
from heed.platform.access.types import Actor
from heed.platform.ui.components import Column, Content, Row, element, joined
from heed.platform.ui.things import Table, link
from heed.platform.ui.wording import count, moment
from heed.reviews.models import ReportDraft
from heed.reviews.presenters.drafts import PART
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.work import WorkPage

_AROUND = 1
"""So many paragraphs that are the same stand before and after a change."""


def changes_page(actor: Actor, before: ReportDraft, after: ReportDraft) -> WorkPage:
    """What the later version says otherwise, with a paragraph around each change."""
    review = after.review
    pairs = beside(before.words.splitlines(), after.words.splitlines())
    changed = sum(not each.same for each in pairs)
    title = f"Version {before.number} beside version {after.number}"
    return WorkPage(
        review=review_frame(actor, review, current=PART, title=title),
        title=title,
        crumbs=(),
        lead=f"{count(changed, 'paragraph')} changed of {len(pairs)}."
        if changed
        else "Their words are the same.",
        tables=(
            Table(
                heading="What is different",
                lead="Words that went are struck through on the left; words that came are underlined on the right. "
                "Pictures and how it is laid out are not compared.",
                columns=(
                    Column(label=f"Version {before.number}, {moment(before.sent_at)}"),
                    Column(label=f"Version {after.number}, {moment(after.sent_at)}"),
                ),
                rows=tuple(_rows(pairs)),
                row_headers=False,
                empty="Nothing: the files differ, and their words do not.",
            ),
        )
        if changed
        else (),
        links=tuple(
            link(f"Version {each.number}", reverse("reviews:draft", args=[review.public_id, each.number]))
            for each in (before, after)
        ),
    )


def _rows(pairs: Sequence[Beside]) -> Iterable[Row]:
    """Changes with what stands around them; how many paragraphs are the same in between."""
    near = {
        place + step
        for place, each in enumerate(pairs)
        if not each.same
        for step in range(-_AROUND, _AROUND + 1)
    }
    left_out = 0
    for place, each in enumerate(pairs):
        if place not in near:
            left_out += 1
            continue
        if left_out:
            yield _gap(left_out)
            left_out = 0
        yield Row(cells=[_side(each.before, "del"), _side(each.after, "ins")], muted=each.same)
    if left_out:
        yield _gap(left_out)


def _gap(many: int) -> Row:
    said = f"{count(many, 'paragraph')} the same"
    return Row(cells=[element("em", said), ""], muted=True)


def _side(pieces: Iterable[Piece], mark: str) -> Content:
    said: list[Content] = []
    for each in pieces:
        words = each.words.rstrip()
        said += [element(mark, words) if each.changed else words, each.words[len(words) :]]
    return joined(said)
