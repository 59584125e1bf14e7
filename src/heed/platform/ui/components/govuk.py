"""The GOV.UK design system's macros, called from Python.

They pass names that nobody gave, so they need a lenient Jinja environment; and they ignore parameters that
they do not know, so only the typed functions of this package call them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from heed.platform.ui.components.element import Content


@cache
def _environment() -> Environment:
    packaged = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    environment = Environment(loader=packaged, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    # The macros indent what they nest, which would add spaces to every line typed in a nested textarea.
    environment.filters["indent"] = lambda words, *_, **__: words
    return environment


@cache
def _macro(component: str) -> Callable[[dict[str, Any]], Markup]:
    template = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    return cast(Callable[[dict[str, Any]], Markup], getattr(template.module, name))


def govuk(component: str, **params: Any) -> Markup:
    """A component of the design system, by its name there ("error-summary"), without what is None."""
    return Markup(_macro(component)(_given(params)).strip())


def content(value: Content | None) -> dict[str, Content] | None:
    """Words or markup as the macros want them: under `text`, which they escape, or `html`."""
    if value is None or value == "":
        return None
    return {"html": value} if isinstance(value, Markup) else {"text": value}


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _given(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_given(inner) for inner in value]
    return value
