"""Templates for the house rules: how each event happens."""

from __future__ import annotations

from collections.abc import Callable

from heed.kit.writing.templates import example_template
from heed.platform.registers.models import ExportTemplate
from heed.platform.registers.operations import (
    add_template_version,
    end_template,
    keep_template,
    note_template_taken,
)
from heed.platform.registers.templates import fields_of, usual_fields
from heed.platform.registers.views import REGISTERS
from tests.cast import AT, Cast, Register


def an_example(key: str = "actions", form: str = "docx") -> bytes:
    register = REGISTERS[key]
    return example_template(form, fields_of(register), usual_fields(register))


def kept(cast: Cast, key: str = "actions", form: str = "docx", name: str = "Board paper") -> ExportTemplate:
    return keep_template(
        cast.manager,
        register=REGISTERS[key],
        name=name,
        file_name=f"paper.{form}",
        chunks=[an_example(key, form)],
        at=AT,
    )


def things(cast: Cast) -> dict[str, str]:
    return {"template": kept(cast).public_id}


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "template.kept": lambda register, cast: add_template_version(
        cast.manager,
        ref=kept(cast).public_id,
        register=REGISTERS["actions"],
        file_name="paper.xlsx",
        chunks=[an_example(form="xlsx")],
        at=AT,
    ),
    "template.ended": lambda register, cast: end_template(cast.manager, ref=kept(cast).public_id, at=AT),
    "template.taken": lambda register, cast: note_template_taken(
        cast.manager, ref=kept(cast).public_id, number=1, at=AT
    ),
}
