"""How the parts of a web page look and what they are: shown, bold, a link, the site's or the document's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from heed.kit.reading.layout import layout_rules
from heed.kit.reading.types import Place

NOT_SHOWN = frozenset((
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed",
    "audio", "video", "canvas", "map", "select", "button", "input", "textarea", "datalist", "dialog",
))  # fmt: skip
_FURNITURE = frozenset(("nav", "footer", "aside"))
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
))  # fmt: skip
_BOLD = frozenset(("b", "strong", "th"))
_ITALIC = frozenset(("i", "em", "cite", "dfn", "var"))
_NOTE_NUMBER = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§¶]{1,3})[\])]?\s*$")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands down to what it contains."""

    bold: bool = False
    italic: bool = False
    link: str = ""
    furniture: bool = False
    note: bool = False
    preformatted: bool = False
    content: bool = False  # inside main or article, where a header belongs to the document
    place: Place | None = None
    depth: int = -1  # of lists


def inline_look(tag: str, attributes: dict[str, str | None], look: Look) -> Look:
    """The look that an inline element hands down."""
    style = (attributes.get("style") or "").lower()
    weight = re.search(r"font-weight\s*:\s*(\w+)", style)
    bold = look.bold or tag in _BOLD
    if weight:
        bold = weight.group(1) in ("bold", "bolder", "600", "700", "800", "900")
    italic = look.italic or tag in _ITALIC or "font-style:italic" in style.replace(" ", "")
    link = (attributes.get("href") or "") if tag == "a" else look.link
    return replace(look, bold=bold, italic=italic, link=link)


def block_look(node: LexborNode, tag: str, attributes: dict[str, str | None], look: Look) -> Look:
    """The look that a block element hands down."""
    role = (attributes.get("role") or "").lower()
    classes = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    note = look.note or role in ("doc-footnote", "doc-endnotes", "doc-endnote") or "footnote" in classes
    if tag == "li" and re.fullmatch(r"fn[:_-]?\d+", (attributes.get("id") or "").lower()):
        note = True
    content = look.content or tag in ("main", "article") or role == "main"
    furniture = look.furniture or (
        not note
        and (
            tag in _FURNITURE
            or (tag == "header" and not content)
            or role in ("navigation", "banner", "contentinfo", "search", "complementary")
            or _is_site_part(node, classes)
        )
    )
    inherited = inline_look(tag, attributes, look)
    return replace(
        inherited,
        note=note,
        content=content,
        furniture=furniture,
        preformatted=look.preformatted or tag == "pre",
    )


def _is_site_part(node: LexborNode, classes: str) -> bool:
    """Whether a part is named for what it is to the site, and does not wrap the document itself."""
    named = not layout_rules()["site_parts"].isdisjoint(re.findall("[a-z]+", classes))
    return named and node.css_first("main, article, h1") is None


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether its own style hides an element."""
    style = (attributes.get("style") or "").lower().replace(" ", "")
    return "display:none" in style or "visibility:hidden" in style


def is_note_number(node: LexborNode, tag: str, attributes: dict[str, str | None]) -> bool:
    """A raised note number, or the arrow that leads back from a note."""
    if tag == "sup":
        return bool(_NOTE_NUMBER.match(node.text()))
    if tag == "a":
        role = attributes.get("role") or ""
        return role in ("doc-noteref", "doc-backlink") or node.text().strip() in ("↩", "↩︎", "^")
    return False
