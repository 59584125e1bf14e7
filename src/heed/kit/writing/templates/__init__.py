"""Somebody's own Word or Excel file, filled with rows: placeholders and nothing else, so that no template can do harm.

`{{ title }}` stands for something that is said once. Whatever has a field of a row, such as `{{ row.owner }}`, is
repeated for each row: a row of a table, a row of a sheet, or paragraphs one after another. There are no conditions,
loops or expressions to write, and what is put in is words or a number, never a formula.

`look_at_template(data, form, fields)` says what a template asks for and what is wrong with it;
`fill_template(data, form, fields, facts, rows)` gives the file; `example_template(form, fields, usual)` gives one to
begin with. `look_at_frame(data)` and `fill_frame(data, document)` do so for a Word file in which a whole document
stands at `{{ report }}`. Those that look and fill take files that anybody may have made, and belong in the limited
process.
"""

from heed.kit.writing.templates.example import example_template
from heed.kit.writing.templates.fields import FIRST_OF_ROW, Fields, FoundField, Looked, Trouble
from heed.kit.writing.templates.filling import LARGEST, fill_template, look_at_template
from heed.kit.writing.templates.frame import fill_frame, look_at_frame

__all__ = [
    "FIRST_OF_ROW",
    "LARGEST",
    "Fields",
    "FoundField",
    "Looked",
    "Trouble",
    "example_template",
    "fill_frame",
    "fill_template",
    "look_at_frame",
    "look_at_template",
]
