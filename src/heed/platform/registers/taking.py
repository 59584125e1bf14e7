"""Rows on their way out: what is shown and nothing else, each noted in the audit log first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.registers.downloads import FORMS, as_docx
from heed.platform.registers.operations import note_download
from heed.platform.registers.queries import find_template
from heed.platform.registers.templates import MOST_ROWS, facts_of, fill, narrowed_words
from heed.platform.registers.types import Asked, Cell, Column, Register
from heed.platform.ui.components import FilterGroup
from heed.platform.ui.wording import day

Answer = TypeVar("Answer", bound=HttpResponseBase)
OWN = "template-"
"""Before a template's public id: the form that is asked for is the partnership's own."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows on their way out: how many, and the file in pieces."""

    rows: int
    content: Iterator[bytes]


def take(
    register: Register,
    actor: Actor,
    asked: Asked,
    columns: tuple[Column, ...],
    form: str,
    *,
    tell: Callable[[int], None] = lambda _: None,
) -> Taken:
    """The rows in one of the plain forms, for the page and the command alike; `tell` is told of each row written, by
    its number."""
    write = FORMS[form][2]
    refs = register.refs_of_every(actor, asked)
    kind = register.kind or register.one
    note_download(actor, register=register.key, form=form, kind=kind, refs=refs, at=clock.now())
    rows = _told(rows_noted(register, actor, asked, columns, frozenset(refs)), tell)
    if form == "docx":
        narrowed = narrowed_words(register, actor, asked)
        write = partial(as_docx, note=f"{narrowed}. {register.counted(len(refs))}, {day(clock.today())}")
    return Taken(len(refs), write(register.title, [column.label for column in columns], rows))


def _told(rows: Iterator[list[Cell]], tell: Callable[[int], None]) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows, start=1):
        yield row
        tell(number)


def download(
    register: Register, actor: Actor, asked: Asked, columns: tuple[Column, ...], form: str
) -> StreamingHttpResponse:
    """The rows in one of the plain forms, streamed."""
    taken = take(register, actor, asked, columns, form)
    response = StreamingHttpResponse(taken.content, content_type=FORMS[form][1])
    return as_attachment(response, f"heed-{register.key}-{clock.today().isoformat()}.{form}")


def value_meant(groups: Iterable[FilterGroup], name: str, written: str) -> str:
    """What an address would say for a filter's value as somebody wrote it: a choice by what is sent or by what is
    read. `Invalid`, with all that there are, where a list of choices has no such one."""
    choices = next((group.choices for group in groups if group.name == name), ())
    there = {each.value: each.text for each in choices if each.value}
    if not there or written in there:
        return written
    by_words = {text.casefold(): value for value, text in there.items()}
    if written.casefold() in by_words:
        return by_words[written.casefold()]
    raise Invalid(f"There is no {name} “{written}” to narrow by. There are: {', '.join(there.values())}.")


def as_attachment(response: Answer, name: str) -> Answer:
    """The same response, to be kept as a file of this name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def rows_noted(
    register: Register, actor: Actor, asked: Asked, columns: tuple[Column, ...], noted: Set[str]
) -> Iterator[list[Cell]]:
    """The cells of every row that the audit log was told of; one that came in meanwhile is left out."""
    for row in register.every(actor, asked):
        if register.ref(row) in noted:
            yield [column.value(row) for column in columns]


def by_template(register: Register, actor: Actor, asked: Asked, ref: str) -> HttpResponseBase:
    """The rows that an address asks for, in one of the partnership's own templates."""
    found = find_template(actor, ref)
    if found.register != register.key or found.ended_at is not None:
        raise NotVisible
    version = found.versions.all()[0]
    refs = register.refs_of_every(actor, asked)
    if len(refs) > MOST_ROWS:
        raise Invalid(f"At most {MOST_ROWS:,} rows are put into a template. Narrow the list first.")
    facts = facts_of(register, actor, asked, count=len(refs))
    made = fill(
        version, register, facts, rows_noted(register, actor, asked, register.columns, frozenset(refs))
    )
    form = f"{version.form}, template {found.public_id}"
    kind = register.kind or register.one
    note_download(actor, register=register.key, form=form, kind=kind, refs=refs, at=clock.now())
    response = HttpResponse(made, content_type=FORMS[version.form][1])
    return as_attachment(response, f"heed-{register.key}-{clock.today().isoformat()}.{version.form}")
