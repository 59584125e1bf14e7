"""The log and a record's history as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.platform.audit_log.records import RECORDS, address_of_record
from heed.platform.audit_log.types import EVENTS, Result
from heed.platform.history.types import Line
from heed.platform.registers.downloads import FORMS
from heed.platform.ui.components import Content, FilterGroup, Happening, element, joined, select_filter
from heed.platform.ui.wording import count, moment

Query = Mapping[str, Sequence[str]]
RESULTS = {
    Result.DONE: "Done",
    Result.SHOWN: "Seen",
    Result.REFUSED: "Refused",
    Result.INVALID: "Could not be used",
}
_TONES = {Result.DONE: "teal", Result.SHOWN: "neutral", Result.REFUSED: "red", Result.INVALID: "amber"}
_MOST_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class LogRow:
    at: datetime
    who: str
    as_what: str
    sentence: str
    record: str
    record_href: str
    shown: tuple[Link, ...]
    more_shown: int
    result: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class ChainLine:
    """One fact about the chain; `tone` where it needs to be looked at."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class LogPage:
    title: str
    lead: str
    rows: tuple[LogRow, ...]
    filters: tuple[FilterGroup, ...]
    query: Query
    narrowed: bool
    older: str
    newest: str
    downloads: tuple[Link, ...]
    chain: tuple[ChainLine, ...]
    head: str
    problem: str


def log_page(
    lines: Sequence[Line],
    more: int | None,
    chain: Any,
    *,
    people: Sequence[tuple[str, str]],
    query: Query,
    waiting: int,
    same_disk: bool,
) -> LogPage:
    """The auditors' page."""
    here = reverse("history:log")
    asked = [(name, value) for name, values in query.items() for value in values if value]
    kept = [pair for pair in asked if pair[0] not in ("before", "download")]
    return LogPage(
        title="Audit log",
        lead="Who did and saw what, the newest first. It holds references and no words of any case.",
        rows=tuple(log_row(line) for line in lines),
        filters=_filters(people),
        query={name: values for name, values in query.items() if name != "before"},
        narrowed=bool(kept),
        older=f"{here}?{urlencode([*kept, ('before', str(more))])}" if more else "",
        newest=f"{here}?{urlencode(kept)}" if "before" in dict(asked) else "",
        downloads=tuple(
            Link(text=FORMS[form][0], href=f"{here}?{urlencode([*kept, ('download', form)])}")
            for form in ("xlsx", "csv", "json")
        ),
        chain=_chain_lines(chain, waiting, same_disk),
        head=f"{chain.sequence} {chain.hash}" if chain.sequence else "",
        problem=chain.problem,
    )


def _filters(people: Sequence[tuple[str, str]]) -> tuple[FilterGroup, ...]:
    kinds = sorted((_first_words(each.sentence), each.name) for each in EVENTS.values())
    return (
        select_filter("person", "Person", people),
        select_filter("result", "What came of it", [(each.value, name) for each, name in RESULTS.items()]),
        select_filter("kind", "What was done", [(name, words) for words, name in kinds]),
        FilterGroup(
            name="record",
            label="Record",
            kind="search",
            hint="The address of its page, copied from the browser",
        ),
        FilterGroup(name="first", label="From", kind="search", hint="A day, like 4/3/2025"),
        FilterGroup(name="last", label="Until", kind="search"),
    )


def _first_words(sentence: str) -> str:
    plain = " ".join("…" if word.startswith("{") else word for word in sentence.split())
    return plain if len(plain) <= 60 else f"{plain[:57].rsplit(' ', 1)[0]} …"


def _chain_lines(chain: Any, waiting: int, same_disk: bool) -> tuple[ChainLine, ...]:
    sealed = (
        f"{chain.sequence:,} events, last on {moment(chain.sealed_at)}" if chain.sequence else "nothing yet"
    )
    if waiting:
        sealed += f"; {count(waiting, 'newest event')} to be sealed within seconds"
    anchored = f"up to event {chain.anchored_sequence:,}" if chain.anchored_sequence else "not yet"
    if same_disk:
        anchored += ", in a file on the same disk as the data: name another volume with HEED_ANCHOR"
    verified = (
        f"up to event {chain.verified_sequence:,}, on {moment(chain.verified_at)}"
        if chain.verified_at
        else "not yet: the worker does so every hour, and heed audit-log verify at once"
    )
    return (
        ChainLine(name="Sealed", text=sealed),
        ChainLine(name="Verified", text=verified),
        ChainLine(name="Anchored outside the database", text=anchored),
    )


def log_row(line: Line) -> LogRow:
    """A line of the log, with some of the records shown by name."""
    return LogRow(
        at=line.at,
        who=line.who,
        as_what=line.as_what,
        sentence=line.sentence,
        record=line.record,
        record_href=line.record_href,
        shown=tuple(Link(text=name, href=href) for name, href in line.shown[:_MOST_SHOWN] if href),
        more_shown=max(len(line.shown) - _MOST_SHOWN, 0),
        result=RESULTS[Result(line.result)],
        tone=_TONES[Result(line.result)],
    )


@dataclass(frozen=True, kw_only=True)
class Sight:
    who: str
    as_what: str
    at: datetime
    sentence: str


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    title: str
    lead: str
    label: str
    back: str
    deeds: tuple[Happening, ...]
    sights: tuple[Sight, ...] | None
    log_href: str


def history_page(
    kind: str,
    ref: str,
    label: str,
    lines: Sequence[Line],
    revisions: Sequence[Any],
    sights: Sequence[Line] | None,
) -> HistoryPage:
    """A record's history: words that an event replaced stand beside it, and those that no event tells of by
    themselves."""
    told = {line.at for line in lines}
    deeds = [
        (
            line.at,
            line.sentence,
            " · ".join(filter(None, [line.who, line.as_what])),
            [each for each in revisions if each.until == line.at],
        )
        for line in lines
    ]
    deeds += [
        (each.until, "Changed.", each.changed_by, [each]) for each in revisions if each.until not in told
    ]
    return HistoryPage(
        title=f"History of {label}",
        lead=f"What was done to this {RECORDS[kind].called}, the newest first.",
        label=label,
        back=address_of_record(kind, ref),
        deeds=tuple(
            Happening(title=sentence, at=at, by=by, body=_words_before(before))
            for at, sentence, by, before in sorted(deeds, key=lambda deed: deed[0], reverse=True)
        ),
        sights=None
        if sights is None
        else tuple(
            Sight(who=line.who, as_what=line.as_what, at=line.at, sentence=line.sentence) for line in sights
        ),
        log_href=f"{reverse('history:log')}?record={ref}" if sights is not None else "",
    )


def _words_before(revisions: Sequence[Any]) -> Content:
    """The words that a change replaced, each under the name of its field."""
    if not revisions:
        return ""
    return joined(
        [
            part
            for each in revisions
            for part in (
                element("p", f"The {each.field.replace('_', ' ')} was:", class_="heed-secondary"),
                element("blockquote", each.words or "empty", class_="heed-before"),
            )
        ]
    )
