"""HTML files: what a browser shows, and what stands in the source beside it."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import etree, html

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.inside import add_file
from heed.kit.disclosure.office import local
from heed.kit.disclosure.types import Form, Layer
from heed.kit.reading.decode import decode
from heed.kit.reading.sniff import refuse

_BLOCK = re.compile(
    r"p|h[1-6r]|[luod]l|li|d[dt]|t[rdh]|t(?:able|body|head|foot|itle|extarea)|div|section|article|header|footer|main|aside"
    r"|nav|blockquote|pre|caption|fig(?:ure|caption)|summary|details|form|fieldset|legend|label|button|option|select|body"
    r"|html|head|address|br"
)
_NOT_SHOWN = frozenset({"script", "style", "template", "noscript", "head"})
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|clip\s*:\s*rect\(\s*0|"
    r"(?:width|height)\s*:\s*[01]px", re.IGNORECASE
)  # fmt: skip
_OFF = re.compile(r"(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}", re.IGNORECASE)
_TINY = re.compile(
    r"font-size\s*:\s*(?:[0-4](?:\.\d+)?(?:px|pt)|0(?:\.[0-2]\d*)?(?:r?em|%)?)\s*(?:;|$|!)", re.IGNORECASE
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#f[c-f]f[c-f]f[c-f]|#fff|transparent|rgba?\(\s*255\s*,\s*255"
    r"\s*,\s*255)",
    re.IGNORECASE,
)
_DARK = re.compile(r"background(?:-color)?\s*:", re.IGNORECASE)
_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-only|hidden|hide|invisible|d-none)(?:$|[\s_-])", re.IGNORECASE
)
_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=-]+)*),([^\"')\s>]+)")
_PLAIN = frozenset(
    ["class", "style", "id", "lang", "dir", "type", "rel", "charset", "width", "height", "colspan", "rowspan", "scope",
     "role", "viewbox", "d", "fill", "stroke", "http-equiv", "method", "tabindex"]
)  # fmt: skip
_MOST = 2_000_000


def fill_from_web(data: bytes, found: Collected) -> None:
    """Add every piece of text of an HTML file."""
    text = decode(data)
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise refuse("damaged") from error
    _Page(found).read(root)
    for kind, coding, body in _DATA.findall(text[: 4 * _MOST]):
        _inside(kind, coding, body, found)


def _inside(kind: str, coding: str, body: str, found: Collected) -> None:
    """A file written into the page itself."""
    try:
        if "base64" in coding:
            content = base64.b64decode(unquote_to_bytes(body) + b"===", validate=False)
        else:
            content = unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return
    if content:
        ending = kind.rpartition("/")[2].split("+")[0] or "bin"
        add_file(content, f"inside.{ending}", Layer.EMBEDDED_FILE, f"a file within the page ({kind})", found)


class _Page:
    def __init__(self, found: Collected) -> None:
        self.found = found
        self.said: list[str] = []
        self.layer = Layer.VISIBLE
        self.about: dict[str, Any] = {}
        self.number = 0
        self.links: list[tuple[str, str]] = []
        self.cells: dict[Any, tuple[int, int, int]] = {}

    def read(self, root: Any) -> None:
        self._number(root)
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("comment", "pi"):
                self.found.add(element.text, Layer.HTML_COMMENT, "a comment in the source")
                self._say(element, element.tail)
            elif event == "start":
                if _BLOCK.fullmatch(local(element)):
                    self.flush(element)
                self._attributes(element)
                if local(element) == "a" and "href" in element.attrib:
                    self.links.append((" ".join("".join(element.itertext()).split()), element.get("href")))
                self._say(element, element.text, own=True)
            else:
                if _BLOCK.fullmatch(local(element)):
                    self.flush(element.getparent())
                self._say(element, element.tail)
        self.flush(None)

    def _number(self, root: Any) -> None:
        for number, table in enumerate(root.iter("table")):
            for y, row in enumerate(
                each for each in table.iter("tr") if next(each.iterancestors("table")) is table
            ):
                for x, cell in enumerate(each for each in row if local(each) in ("td", "th")):
                    self.cells[cell] = (number, y, x)

    def _say(self, element: Any, words: str | None, *, own: bool = False) -> None:
        if not words or not words.strip():
            if words:
                self.said.append(" ")
            return
        holder = element if own else element.getparent()
        layer = _layer_of(holder)
        if layer is not self.layer:
            self.flush(holder)
            self.layer = layer
        if not any(each.strip() for each in self.said):
            self.about = self._about(holder)
        self.said.append(words)

    def flush(self, _: Any | None) -> None:
        words, links = "".join(self.said), self.links
        self.said, self.links = [], []
        if words.strip():
            self.number += 1
            place = f"paragraph {self.number}" if self.layer is Layer.VISIBLE else "the source"
            about = {**self.about, "links": tuple(links)} if self.layer is Layer.VISIBLE else {}
            self.found.add(words, self.layer, place, **about)

    def _about(self, holder: Any | None) -> dict[str, Any]:
        each = holder
        while each is not None:
            tag = local(each)
            if re.fullmatch(r"h[1-6]", tag):
                return {"form": Form.HEADING, "level": int(tag[1])}
            if tag in ("td", "th") and each in self.cells:
                table, row, column = self.cells[each]
                return {"form": Form.CELL, "table": table, "row": row, "column": column}
            if tag == "li":
                return {"form": Form.POINT}
            each = each.getparent()
        return {}

    def _attributes(self, element: Any) -> None:
        for name, value in element.attrib.items():
            name = str(name).lower()
            if name in _PLAIN or not value.strip() or value.startswith("data:"):
                continue
            place = f"the attribute {name} of {local(element)}"
            if name in ("alt", "aria-label", "aria-description"):
                self.found.add(value, Layer.ALT_TEXT, place)
            elif name in ("href", "src", "action", "cite"):
                self.found.add_once(value, Layer.LINK, place)
            elif name == "content":
                self.found.add(value, Layer.PROPERTY, f"the page's {element.get('name') or name}")
            elif name in ("value", "placeholder"):
                self.found.add(value, Layer.FORM_FIELD, place)
            else:
                self.found.add_once(value, Layer.ATTRIBUTE, place)


def _layer_of(element: Any | None) -> Layer:
    """How text within an element is hidden, if it is: told by what the page itself says of it."""
    each = element
    while each is not None:
        tag, style = local(each), each.get("style") or ""
        if tag in ("script", "style"):
            return Layer.SCRIPT
        if tag == "title":
            return Layer.PROPERTY
        if (
            tag in _NOT_SHOWN
            or "hidden" in each.attrib
            or _HIDES.search(style)
            or _CLASSES.search(each.get("class") or "")
        ):
            return Layer.HIDDEN_TEXT
        if style and _OFF.search(style):
            return Layer.OFF_PAGE
        if style and _TINY.search(style):
            return Layer.TINY_TEXT
        if (
            style
            and _WHITE.search(style)
            and not any(_DARK.search(one.get("style") or "") for one in _upward(each))
        ):
            return Layer.WHITE_TEXT
        each = each.getparent()
    return Layer.VISIBLE


def _upward(element: Any) -> list[Any]:
    return [element, *element.iterancestors()]
