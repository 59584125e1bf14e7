"""HTML from Python: one function, which escapes what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

Content = str | Markup
"""Words (escaped when shown) or markup made by a component (shown as it is)."""

Attributes = Mapping[str, str]
"""Further HTML attributes, such as `hx-get` or `data-key`, by their HTML names."""

_VOID = {"input", "br", "img", "hr"}
_SVG_LEAF = {"circle", "line", "path", "rect"}


def element(name: str, /, *children: object, attributes: Attributes | None = None, **named: object) -> Markup:
    """An HTML or SVG element.

    Children are escaped unless they are Markup; None is left out and iterables of children are opened. In
    named attributes `_` stands for `-` and a `_` at the end is dropped (`class_`, `aria_label`); None and
    False leave an attribute out, True writes it without a value.
    """
    given = {key.rstrip("_").replace("_", "-"): value for key, value in named.items()}
    opening = name + "".join(_attribute(key, value) for key, value in {**given, **(attributes or {})}.items())
    if name in _SVG_LEAF:
        return Markup(f"<{opening}/>")
    if name in _VOID:
        return Markup(f"<{opening}>")
    return Markup(f"<{opening}>{''.join(_parts(children))}</{name}>")


def joined(children: Iterable[object], between: str = "") -> Markup:
    """Children one after another, escaped unless they are Markup, with `between` between them."""
    return Markup(escape(between)).join(_parts(children))


def hidden(text: str) -> Markup:
    """Words for those who listen rather than look."""
    return element("span", text, class_="govuk-visually-hidden")


def classes(*names: str | None | bool) -> str:
    """Class names in one string, without those that are None or False."""
    return " ".join(name for name in names if isinstance(name, str) and name)


def _parts(children: Iterable[object]) -> Iterable[Markup]:
    for child in children:
        if child is None or child is False:
            continue
        if isinstance(child, (list, tuple)):
            yield from _parts(child)
        else:
            yield escape(child)


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
