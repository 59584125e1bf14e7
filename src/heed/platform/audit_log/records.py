"""Kinds of records as the audit log knows them: where each is shown, and what it is called for those who may see it.

Each room registers its own at start-up. What a page shows is found by the links on it to these pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse

REF = re.compile(r"[2-9a-hj-km-np-z]{12}")
"""The form of a public id (`base.ids`)."""
_HERE = "REFSTANDSHERE"


@dataclass(frozen=True, slots=True)
class RecordKind:
    """`page` is the name of its address, with the public id as `ref`; pages beneath it belong to it as well.

    `labels` gives, for an actor and public ids, what those that the actor may see are called; whoever is missing
    from the answer may not be seen, or does not exist.
    """

    name: str
    page: str
    labels: Callable[[Any, Sequence[str]], dict[str, str]]
    words: str = ""
    """What one is called in a sentence, where that is not its name."""
    earlier: Callable[[Any, str], bool] = lambda actor, ref: True
    """Whether an actor who may see the record with this public id may read what it said before."""
    shows_earlier: Callable[[Any, str], None] = lambda actor, ref: None
    """Called when that is about to be shown, for kinds whose earlier words are an event of their own."""
    of_case: Callable[[str], Iterable[str]] = lambda case_ref: ()
    """The public ids of those that belong to a case, whoever may see them: the case's history tells of them too."""

    @property
    def called(self) -> str:
        return self.words or self.name


RECORDS: dict[str, RecordKind] = {}
"""Every registered kind by its name, which is also the `subject_kind` of its events."""


def refs_of(rows: Callable[[str], Any]) -> Callable[[str], Iterable[str]]:
    """For `of_case`: the public ids of the rows of one kind that belong to a case."""
    return lambda case_ref: rows(case_ref).values_list("public_id", flat=True)


def register_record(kind: RecordKind) -> None:
    """Called by an app at start-up."""
    RECORDS[kind.name] = kind
    _pattern.cache_clear()


def address_of_record(kind: str, ref: str) -> str:
    """Where a record is shown; "" for a kind that has no page."""
    try:
        return reverse(RECORDS[kind].page, args=[ref]) if kind in RECORDS else ""
    except NoReverseMatch:
        return ""


def records_linked(page: str) -> dict[str, list[str]]:
    """Kind to public ids of every record that a page of HTML links to, each once, in the page's order."""
    pattern, kinds = _pattern()
    found: dict[str, dict[str, None]] = {}
    for match in pattern.finditer(page):
        name = kinds[match.lastgroup or ""]
        found.setdefault(name, {})[match[match.lastgroup or 0]] = None
    return {kind: list(refs) for kind, refs in found.items()}


def record_of_page(path: str) -> tuple[str, str]:
    """Kind and public id of the record that an address is of, or is beneath; two empty texts where it is of none."""
    found = records_linked(f'href="{path}"')
    return next(((kind, refs[0]) for kind, refs in found.items()), ("", ""))


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """One expression for all kinds; each has a group of its own, whose name leads to the kind's."""
    parts, kinds = [], {}
    for number, kind in enumerate(RECORDS.values()):
        before, _, _ = reverse(kind.page, args=[_HERE]).partition(_HERE)
        kinds[f"k{number}"] = kind.name
        parts.append(rf"{re.escape(before)}(?P<k{number}>{REF.pattern})(?=[/?#\"])")
    return re.compile(rf'href="(?:{"|".join(parts)})' if parts else r"(?!)"), kinds
