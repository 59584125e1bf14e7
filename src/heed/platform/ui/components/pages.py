"""A document with places marked: the picture of a printed page, or its text where it has no pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from markupsafe import Markup

from heed.platform.ui.components.element import classes, element

_OUTLINED = ("recommendation", "unsure")
_ROOM = 3.0
"""Points between words and the line drawn around them."""


class Box(Protocol):
    """A box on a page, in points from its top left corner."""

    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


class Marked(Protocol):
    """Words that are marked: `ref` ties them to their record, `look` chooses how they are drawn.

    Looks: recommendation, unsure, response, action-taken, action-in_place, action-planned, action-stalled.
    """

    @property
    def ref(self) -> str: ...
    @property
    def look(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def chosen(self) -> bool: ...


class Shape(Protocol):
    """Marked words on one page: a box for each line, and one around them all."""

    @property
    def place(self) -> Marked: ...
    @property
    def lines(self) -> Sequence[Box]: ...
    @property
    def outline(self) -> Box: ...


class Line(Protocol):
    """A printed line's words where they stand."""

    @property
    def words(self) -> str: ...
    @property
    def rect(self) -> Box: ...


class Picture(Protocol):
    """One printed page: its picture, its size in points, its words and what is marked on it."""

    @property
    def number(self) -> int: ...
    @property
    def of(self) -> int: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def image_url(self) -> str: ...
    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def shapes(self) -> Sequence[Shape]: ...


class Run(Protocol):
    """A stretch of words under the same marks."""

    @property
    def words(self) -> str: ...
    @property
    def places(self) -> Sequence[Marked]: ...


class TextBlock(Protocol):
    """A heading, paragraph, item, cell or footnote of a document without pages."""

    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def marker(self) -> str: ...
    @property
    def runs(self) -> Sequence[Run]: ...


def page_picture(*, picture: Picture) -> Markup:
    """A printed page with its places drawn over it and its words there to be selected or listened to.

    The chosen place has the id `here`, so that an address can lead to it without script.
    """
    size = f"0 0 {_n(picture.width)} {_n(picture.height)}"
    image = element(
        "img",
        src=picture.image_url,
        alt=f"Page {picture.number} of {picture.of}",
        width=round(picture.width),
        height=round(picture.height),
        class_="page-picture__image",
    )
    places = element(
        "svg",
        [_shape(shape) for shape in picture.shapes],
        viewBox=size,
        class_="page-picture__places",
        aria_hidden="true",
        focusable="false",
    )
    words = element(
        "svg",
        [_line(line) for line in picture.lines],
        viewBox=size,
        class_="page-picture__words",
        role="group",
        aria_label=f"Words of page {picture.number}",
        focusable="false",
        data_text_layer=True,
    )
    return element("div", image, places, words, class_="page-picture", data_page=picture.number)


def document_text(*, blocks: Sequence[TextBlock]) -> Markup:
    """A document without pages as text, its places marked and its words there to be selected."""
    return element("div", [_block(each) for each in blocks], class_="document-text", data_text_layer=True)


def _shape(shape: Shape) -> Markup:
    place = shape.place
    if place.look in _OUTLINED:
        boxes = [_box(shape.outline, room=_ROOM)]
    else:
        boxes = [_box(line, room=0.5) for line in shape.lines]
    return element(
        "g",
        element("title", place.label) if place.label else None,
        boxes,
        id="here" if place.chosen else None,
        class_=_look(place),
        data_place=place.ref,
    )


def _box(box: Box, *, room: float) -> Markup:
    return element(
        "rect",
        x=_n(box.x - room),
        y=_n(box.y - room),
        width=_n(box.width + 2 * room),
        height=_n(box.height + 2 * room),
        rx=1,
    )


def _line(line: Line) -> Markup:
    rect = line.rect
    return element(
        "text",
        line.words + " ",
        x=_n(rect.x),
        y=_n(rect.y + 0.8 * rect.height),
        font_size=_n(0.9 * rect.height),
        attributes={"textLength": str(_n(max(rect.width, 0.1))), "lengthAdjust": "spacingAndGlyphs"},
    )


def _block(block: TextBlock) -> Markup:
    words = [_run(run) for run in block.runs]
    marker = element("span", block.marker, " ", class_="document-text__marker") if block.marker else None
    if block.kind == "heading":
        # The page has its own h1 and h2: a document's headings stand beneath them.
        return element(f"h{min(max(block.level, 1) + 2, 6)}", marker, words, class_="document-text__heading")
    level = min(max(block.level, 0), 4) if block.kind == "item" else 0
    return element(
        "p",
        marker,
        words,
        class_=f"document-text__{block.kind}{f' document-text__item--{level}' if level else ''}",
    )


def _run(run: Run) -> Markup | str:
    said: Markup | str = run.words
    for place in run.places:
        said = element(
            "mark",
            said,
            id="here" if place.chosen else None,
            class_=_look(place),
            title=place.label or None,
            data_place=place.ref,
        )
    return said


def _look(place: Marked) -> str:
    return classes("place", f"place--{place.look}", place.chosen and "place--chosen")


def _n(value: float) -> float:
    return round(value, 2)
