"""A partnership's own templates: what they may ask of a register, looking at one, and filling it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from heed.kit.reading.process import call_in_process
from heed.kit.reading.types import Unreadable
from heed.kit.writing.templates import FIRST_OF_ROW, LARGEST, Fields, Looked
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, Unavailable
from heed.platform.files.checking import check_harmless
from heed.platform.files.operations import path_of
from heed.platform.registers.models import ExportTemplateVersion
from heed.platform.registers.types import Asked, Cell, Register
from heed.platform.ui.components import FilterGroup
from heed.platform.ui.wording import day

MOST_ROWS = 5000
"""So many rows are put into a template at most; the plain downloads have no such end."""
_FACTS = {
    "title": "Title",
    "partnership": "Partnership",
    "narrowed": "What is listed",
    "count": "How many",
    "today": "Day",
    "by": "Made by",
}
_KIT = "heed.kit.writing.templates"


def fields_of(register: Register) -> Fields:
    """What a template for this register may ask for: its columns, and what is said once."""
    return Fields(facts=_FACTS, row={column.key: column.label for column in register.columns})


def usual_fields(register: Register) -> list[str]:
    """The columns that an example shows."""
    return [column.key for column in register.columns if column.usual]


def facts_of(register: Register, actor: Actor, asked: Asked, *, count: int) -> dict[str, Cell]:
    """What is said once of the rows that somebody takes away."""
    return {
        "title": register.title,
        "partnership": actor.partnership_name,
        "narrowed": narrowed_words(register, actor, asked),
        "count": count,
        "today": day(clock.today()),
        "by": actor.name,
    }


def narrowed_words(register: Register, actor: Actor, asked: Asked) -> str:
    """What narrows the rows, in the words of the filters: "State: Agreed, Agency: Vale NHS Trust"."""
    return words_of_filters(register.filter_groups(actor) if asked.filters else (), asked)


def words_of_filters(drawn: Iterable[FilterGroup], asked: Asked) -> str:
    """The same of filters that are drawn already."""
    groups = {group.name: group for group in drawn}
    said = []
    for name, value in asked.filters.items():
        group = groups.get(name)
        chosen = next((each.text for each in group.choices if each.value == value), value) if group else value
        said.append(f"{group.label if group else name.capitalize()}: {chosen}")
    return ", ".join([*said, *(["the rows ticked"] if asked.refs else [])]) or "Everything"


@dataclass
class Checked:
    """A file on its way in as a template; once it was checked, what it asks for."""

    register: Register
    file_name: str
    form: str = ""
    asks_for: list[dict[str, str]] = field(default_factory=list)

    def check(self, path: Path) -> None:
        """Raise `Invalid` with everything that is wrong, each on a line, unless this can be a template."""
        if path.stat().st_size > LARGEST:
            raise self._refused([f"It is larger than {LARGEST // 1_000_000} MB: use a smaller logo"])
        check_harmless(path, name=self.file_name)
        data = path.read_bytes()
        self.form = call_in_process("heed.kit.reading.sniff.sniff", data)
        if self.form not in ("docx", "xlsx"):
            raise self._refused(["It is neither a Word document (.docx) nor an Excel workbook (.xlsx)"])
        looked: Looked = call_in_process(
            f"{_KIT}.look_at_template", data, self.form, fields_of(self.register)
        )
        if looked.troubles:
            raise self._refused(
                [f"{each.words} ({each.where})" if each.where else each.words for each in looked.troubles]
            )
        seen = {each.written: f"{FIRST_OF_ROW if each.of_row else ''}{each.name}" for each in looked.found}
        self.asks_for = [{"written": written, "means": means} for written, means in seen.items()]

    def _refused(self, sentences: Sequence[str]) -> Invalid:
        said = "\n".join(sentences)
        return Invalid(f"“{self.file_name}” was not taken. {sentences[0]}.", fields={"file": said})


def fill(
    version: ExportTemplateVersion, register: Register, facts: dict[str, Cell], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """The file made of a template; each row has all the register's columns."""
    names = [f"{FIRST_OF_ROW}{column.key}" for column in register.columns]
    values = [dict(zip(names, row, strict=True)) for row in rows]
    try:
        made: bytes = call_in_process(
            f"{_KIT}.fill_template",
            path_of(version.file).read_bytes(),
            version.form,
            fields_of(register),
            facts,
            values,
        )
    except (Unreadable, OSError) as reason:
        raise Unavailable(
            "This template cannot be filled at the moment. Take the plain download."
        ) from reason
    return made
