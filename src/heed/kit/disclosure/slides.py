"""PowerPoint files: slides as they are seen, hidden slides, notes, comments, and what stands behind them."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.office import Parts, local, words_of
from heed.kit.disclosure.types import Form, Layer
from heed.kit.reading.docx_parts import R

_TITLES = ("title", "ctrTitle")
_WHITE = re.compile(r"^(?:F[C-F]){3}$", re.IGNORECASE)
_TINY = 400  # hundredths of a point


def fill_from_slides(data: bytes, found: Collected) -> None:
    """Add every piece of text of a PowerPoint file."""
    parts = Parts(data, found)
    main = parts.package.main
    show, relations = parts.xml(main), parts.relations(main)
    size = None if show is None else show.find("{*}sldSz")
    width, height = _number(size, "cx", 12_192_000), _number(size, "cy", 6_858_000)
    listed = [] if show is None else [each.get(R + "id", "") for each in show.iter("{*}sldId")]
    targets = [relations[each][1] for each in listed if each in relations]
    left = sorted(
        name for name in parts.names if re.fullmatch(r"ppt/slides/[^/]+\.xml", name) and name not in targets
    )
    for number, name in enumerate(targets, start=1):
        if name in parts.names:
            _slide(parts, found, name, number, (width, height))
    for name in left:
        root = parts.xml(name)
        if root is not None:
            parts.texts(root, Layer.LEFT_OVER, f"a slide that is no longer shown ({name})")
    for name in parts.names:
        _beside(parts, found, name)
    if show is not None:
        parts.texts(show, Layer.ELSEWHERE, "the presentation")
    parts.rest()
    found.pages = len(targets)


def _slide(parts: Parts, found: Collected, name: str, number: int, size: tuple[int, int]) -> None:
    root = parts.xml(name)
    if root is None:
        return
    hidden = root.get("show") in ("0", "false")
    place = f"slide {number}"
    for paragraph in root.iter("{*}p"):
        if local(paragraph.getparent()) != "txBody":
            continue
        shape = next(
            (each for each in paragraph.iterancestors() if local(each) in ("sp", "tc", "graphicFrame")), None
        )
        layer = Layer.HIDDEN_SLIDE if hidden else _layer(paragraph, shape, size)
        found.add("".join(words_of(paragraph)), layer, place, page=number, **_about(paragraph, shape))
    for each in root.iter("{*}cNvPr"):
        for tag in ("descr", "title", "name"):
            found.add(each.get(tag), Layer.ALT_TEXT, f"{place}, an object's {tag}")
    parts.attributes(root, place)
    for comment in root.iter(etree.Comment):
        found.add(comment.text, Layer.ELSEWHERE, place)


def _about(paragraph: Any, shape: Any) -> dict[str, Any]:
    if shape is None:
        return {}
    holder = next(shape.iter("{*}ph"), None)
    if holder is not None and holder.get("type") in _TITLES:
        return {"form": Form.HEADING, "level": 1}
    return {"form": Form.POINT} if holder is not None and holder.get("type") in (None, "body") else {}


def _layer(paragraph: Any, shape: Any, size: tuple[int, int]) -> Layer:
    if shape is not None:
        about = next(shape.iter("{*}cNvPr"), None)
        if about is not None and about.get("hidden") in ("1", "true"):
            return Layer.HIDDEN_TEXT
        at, extent = next(shape.iter("{*}off"), None), next(shape.iter("{*}ext"), None)
        if at is not None and extent is not None and extent.get("cx"):
            x, y = _number(at, "x", 0), _number(at, "y", 0)
            outside = x >= size[0] or y >= size[1]
            if outside or x + _number(extent, "cx", 0) <= 0 or y + _number(extent, "cy", 0) <= 0:
                return Layer.OFF_PAGE
    runs = list(paragraph.iter("{*}rPr"))
    if runs and all(_number(each, "sz", 1800) <= _TINY for each in runs):
        return Layer.TINY_TEXT
    if runs and all(_is_white(each) for each in runs):
        return Layer.WHITE_TEXT
    return Layer.VISIBLE


def _is_white(run: Any) -> bool:
    colour = run.find("{*}solidFill/{*}srgbClr")
    return colour is not None and bool(_WHITE.match(colour.get("val", "")))


def _beside(parts: Parts, found: Collected, name: str) -> None:
    lower = name.lower()
    if name in parts.taken or not lower.endswith(".xml"):
        return
    layer = (
        Layer.SPEAKER_NOTES
        if "/notesslides/" in lower
        else Layer.COMMENT
        if "comment" in lower or "/authors" in lower
        else Layer.HEADER
        if any(each in lower for each in ("slidemaster", "slidelayout", "notesmaster", "handoutmaster"))
        else None
    )
    root = parts.xml(name) if layer else None
    if root is not None and layer:
        parts.texts(root, layer, name)


def _number(element: Any, name: str, otherwise: int) -> int:
    said = "" if element is None else element.get(name) or ""
    return int(said) if re.fullmatch(r"-?\d{1,12}", said) else otherwise
