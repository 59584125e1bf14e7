"""States in a few words, with a colour that says the same."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.element import Content, element

Tone = Literal["neutral", "teal", "amber", "red", "green"]


def tag(*, text: Content, tone: Tone = "neutral") -> Markup:
    """A state in words: red is late or refused, amber waits, green is verified, teal is done."""
    return element("strong", text, class_=f"heed-tag heed-tag--{tone}")
