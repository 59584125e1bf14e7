"""Templates in Word: words anywhere, rows of tables and paragraphs that repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import accumulate, groupby
from typing import Any

from heed.kit.writing.templates.fields import (
    PLACEHOLDER,
    Fields,
    FoundField,
    Trouble,
    Value,
    has_row_field,
    look_at,
    value_of,
)
from heed.kit.writing.templates.xml import parse, written

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_P, _T, _TR = f"{_W}p", f"{_W}t", f"{_W}tr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml$")
_NAMES = {"header": "In the header", "footer": "In the footer", "footnotes": "In a footnote"}


def look_at_word(members: Mapping[str, bytes], fields: Fields) -> Iterator[FoundField | Trouble]:
    """What the template asks for, in the order of its pages."""
    for name, root in _parts(members):
        part = _NAMES.get(name, "")
        for paragraph in root.iter(_P):
            text = _text(paragraph)
            if "{" not in text and "}" not in text:
                continue
            where = f"{part or 'At'}: “{text[:60]}”"
            yield from look_at(text, where, fields)
            if part and has_row_field(text, fields):
                yield Trouble("A field of a row cannot repeat here: put it into the body", where)


def fill_word(
    members: Mapping[str, bytes],
    fields: Fields,
    facts: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]],
) -> dict[str, bytes]:
    """The members with everything filled in."""
    changed = dict(members)
    for member in members:
        if not _PARTS.match(member):
            continue
        root = parse(members[member])
        lines = _innermost(root, fields)
        inside = {each for line in lines for each in line.iter(_P)}
        outside = [each for each in root.iter(_P) if each not in inside]
        asking = [each for each in outside if _asks(each, fields)]
        for paragraph in outside:
            if paragraph not in asking:
                _fill(paragraph, fields, facts)
        # Last, so that nothing looks for fields in the words of a row.
        _repeat(lines, fields, facts, rows)
        _repeat(asking, fields, facts, rows)
        changed[member] = written(root)
    return changed


def _parts(members: Mapping[str, bytes]) -> Iterator[tuple[str, Any]]:
    for member, content in members.items():
        if found := _PARTS.match(member):
            yield found[1], parse(content)


def _leaves(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph; what stands in a box within it is another's."""
    return [each for each in paragraph.iter(_T) if next(each.iterancestors(_P)) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(each.text or "" for each in _leaves(paragraph))


def _asks(element: Any, fields: Fields) -> bool:
    return any(has_row_field(_text(each), fields) for each in element.iter(_P))


def _innermost(root: Any, fields: Fields) -> list[Any]:
    """The rows of tables that repeat: of tables within tables, the inner ones."""
    asking = [each for each in root.iter(_TR) if _asks(each, fields)]
    around = {outer for each in asking for outer in each.iterancestors(_TR)}
    return [each for each in asking if each not in around]


def _repeat(
    elements: Sequence[Any],
    fields: Fields,
    facts: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]],
) -> None:
    """Each run of these that stand one after another, once for each row; once, empty, where there is none."""
    for run in _runs(elements):
        parent, at = run[0].getparent(), run[0].getparent().index(run[0])
        copies = []
        for row in rows or [{}]:
            values = {**facts, **row}
            for element in run:
                copy = deepcopy(element)
                for each in copy.iter():
                    for name in ("paraId", "textId"):  # each is given out once in a document
                        each.attrib.pop(f"{_W14}{name}", None)
                for paragraph in copy.iter(_P):
                    _fill(paragraph, fields, values)
                copies.append(copy)
        parent[at : at + len(run)] = copies


def _runs(elements: Sequence[Any]) -> list[list[Any]]:
    """Elements that follow one another within one parent, together."""
    placed = [
        (each.getparent(), each.getparent().index(each) - number, each)
        for number, each in enumerate(elements)
    ]
    return [[each for *_, each in run] for _, run in groupby(placed, lambda each: (id(each[0]), each[1]))]


def _fill(paragraph: Any, fields: Fields, values: Mapping[str, Value]) -> None:
    """Fill in a paragraph's fields, however Word has cut them into pieces; each takes the look of its first piece."""
    leaves = _leaves(paragraph)
    whole = "".join(each.text or "" for each in leaves)
    if "{{" not in whole:
        return
    ends = list(accumulate(len(each.text or "") for each in leaves))
    for match in reversed(list(PLACEHOLDER.finditer(whole))):
        words = " ".join(value_of(match[1], fields, values).split())
        for leaf, begin, end in zip(leaves, [0, *ends], ends, strict=False):
            if match.end() <= begin or match.start() >= end:
                continue
            text, first, last = leaf.text or "", max(match.start() - begin, 0), match.end() - begin
            leaf.text = text[:first] + (words if begin <= match.start() else "") + text[last:]
            leaf.set(_SPACE, "preserve")
