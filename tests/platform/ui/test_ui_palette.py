"""Contrast of every pair of colours that carries words (4.5) or a shape that means something (3), computed."""

from __future__ import annotations

import re

import pytest

from heed.platform.ui.build import STYLES

PALETTE = dict(
    re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", (STYLES / "_palette.scss").read_text(), re.MULTILINE)
)

WORDS = [
    ("ink", "page"), ("ink", "white"), ("secondary", "page"), ("secondary", "white"), ("teal", "page"),
    ("teal", "white"), ("teal", "teal-pale"), ("amber", "amber-pale"), ("amber", "white"), ("red", "red-pale"),
    ("red", "white"), ("green", "green-pale"), ("green", "white"), ("white", "teal"), ("white", "teal-dark"),
    ("white", "red"), ("white", "red-dark"), ("ink", "focus"), ("neutral", "track"), ("secondary", "track"),
    ("bar-words", "bar"), ("bar-quiet", "bar"), ("ink", "green-pale"), ("ink", "amber-pale"), ("ink", "red-pale"),
    ("ink", "violet-pale"), ("ink", "sand-pale"), ("ink", "teal-pale"), ("ink", "marked"), ("white", "ink"),
]  # fmt: skip
SHAPES = [
    ("faint", "white"), ("faint", "page"), ("teal", "white"), ("green", "white"), ("amber", "white"),
    ("control", "white"), ("bar-mark", "bar"), ("teal", "track"), ("green", "track"),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(PALETTE[one]), luminance(PALETTE[other])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_is_right() -> None:
    PALETTE.update(black="#000000")
    assert contrast("black", "white") == pytest.approx(21)


@pytest.mark.parametrize(("words", "behind"), WORDS)
def test_words_can_be_read(words: str, behind: str) -> None:
    assert contrast(words, behind) >= 4.5


@pytest.mark.parametrize(("shape", "behind"), SHAPES)
def test_shapes_that_mean_something_can_be_seen(shape: str, behind: str) -> None:
    assert contrast(shape, behind) >= 3


def test_no_style_sheet_but_the_palette_names_a_colour_for_words() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(STYLES.glob("*.scss"))
        if path.name != "_palette.scss"
        for line in path.read_text().splitlines()
        if re.search(r"(?<![-\w])color: *#", line) and "print" not in line and "#fff;" not in line
    ]
    assert found == []
