"""The Jinja environment of Heed's own templates: strict, escaping, with the components at hand."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from heed.platform.ui import components, wording


def make_environment(**options: Any) -> Environment:
    """Jinja as Django's template engine asks for it, except that a name nobody gave is an error.

    Templates find `ui` (the components), `url` (an address by its name), `static` (a front-end file) and
    `frame_for` (what surrounds every page), and the functions of `wording` as filters.
    """
    from heed.platform.ui.frame import frame_for

    environment = Environment(
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    )
    environment.globals.update(ui=components, url=url, static=static, frame_for=frame_for)
    environment.filters.update(
        day=wording.day,
        long_day=wording.long_day,
        moment=wording.moment,
        until=wording.until,
        number=wording.number,
        count=wording.count,
        plural=wording.plural,
        words=wording.words,
        size=wording.size,
    )
    return environment


def url(name: str, /, *args: object, **kwargs: object) -> str:
    """The address of a page by its name. Raises NoReverseMatch for a name that no page has."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
