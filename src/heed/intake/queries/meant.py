"""Which review a document on its way in belongs to, and which of its recommendations are there already: one answer for
the page and for the command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heed.intake.matching import Known, Match, match_proposals
from heed.intake.models import Import
from heed.intake.queries.imports import list_known, list_proposals, proposed_review, review_meant
from heed.intake.types import Decision, ProposalKind
from heed.library.queries import list_like
from heed.platform.access.types import Actor
from heed.platform.ui.wording import count
from heed.reviews.queries import find_review, list_reviews


@dataclass(frozen=True, slots=True)
class Meant:
    """As far as Heed can tell; `review_ref` is "" for a review that is not here yet."""

    review_ref: str = ""
    matches: tuple[Match, ...] = ()
    like: tuple[tuple[Any, float], ...] = ()
    """Readings of documents that say nearly the same, with the share of the words that are."""
    doubt: str = ""
    """Why a person must say what is meant; "" where nothing could be doubled."""

    @property
    def known(self) -> dict[str, str]:
        """Which proposals are recommendations of the register, by public ids, as `accept_import` asks for them."""
        return {each.proposal_ref: each.known.ref for each in self.matches if each.known}


def match_recommendations(actor: Actor, row: Import, known: Sequence[Known]) -> list[Match]:
    """What each recommendation of a document that was not rejected is taken to be, among these of the register."""
    return match_proposals(
        known,
        [
            (each.public_id, each.values.get("label", ""), each.values["text"])
            for each in list_proposals(row)
            if each.kind == ProposalKind.RECOMMENDATION and each.decision != Decision.REJECTED
        ],
    )


def find_meant(actor: Actor, row: Import) -> Meant:
    """The review that a document may belong to, its recommendations matched with those there, and what is in doubt."""
    like = tuple(list_like(actor, row.reading)) if row.reading else ()
    name = proposed_review(row)["name"]
    ref = review_meant(actor, row, name)
    if not ref:
        return Meant(like=like, doubt=_doubt_of_a_new_one(actor, row, name, bool(like)))
    matches = tuple(match_recommendations(actor, row, list_known(actor, ref)))
    return Meant(ref, matches, like, _doubt_of_one_there(str(find_review(actor, ref)), matches))


def _doubt_of_a_new_one(actor: Actor, row: Import, name: str, like: bool) -> str:
    named = sum(each.name.casefold() == name.casefold() for each in list_reviews(actor)) if name else 0
    if named:
        return f"{named} reviews here are called {name}"
    if holding := review_meant(actor, row, ""):
        return f"{find_review(actor, holding)} has the longest of its recommendations word for word"
    return "it may be another version of a document that is here" if like else ""


def _doubt_of_one_there(review: str, matches: Sequence[Match]) -> str:
    if not any(each.known for each in matches):
        return f"{review} has the same name, but none of the recommendations"
    other = sum(not each.sure or each.changed for each in matches)
    if not other:
        return ""
    return f"{count(other, 'recommendation')} {'has' if other == 1 else 'have'} other words in {review}"
