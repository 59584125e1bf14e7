"""Web pages with words planted in each of their places."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from tests.kit.disclosure.planted_office import VISIBLE, jpeg

PLACES = (
    "paragraph", "comment", "hidden element", "script", "data attribute", "description of the page", "alt text",
    "white text", "style", "picture within the page", "hidden field", "template", "title", "tiny text", "text off the page",
    "address of a link",
)  # fmt: skip


def make_page(plants: Sequence[tuple[str, str]]) -> bytes:
    head, body = ["<title>What we learned</title>"], [f"<h1>What we learned</h1><p>{VISIBLE}</p>"]
    for place, words in plants:
        said = escape(words)
        if place == "title":
            head[0] = f"<title>{said}</title>"
        elif place == "description of the page":
            head.append(f'<meta name="description" content="about {said}">')
        elif place == "style":
            head.append(f"<style>/* {said} */ p {{ margin: 0 }}</style>")
        else:
            body.append(_in_body(place, words, said))
    return f"<!doctype html><html><head>{''.join(head)}</head><body>{''.join(body)}</body></html>".encode()


def _in_body(place: str, words: str, said: str) -> str:
    return {
        "paragraph": f"<p>The worker spoke with {said} that day.</p>",
        "comment": f"<!-- ask {said} -->",
        "hidden element": f'<div style="display:none">{said}</div>',
        "script": f'<script>var person = "{said}";</script>',
        "data attribute": f'<p data-person="{said}">It was agreed.</p>',
        "alt text": f'<img src="x.png" alt="House of {said}">',
        "white text": f'<p style="color:#ffffff">{said}</p>',
        "picture within the page": '<img alt="" src="data:image/jpeg;base64,'
        f'{base64.b64encode(jpeg(exif=words)).decode()}">',
        "hidden field": f'<input type="hidden" name="person" value="{said}">',
        "template": f"<template><p>{said}</p></template>",
        "tiny text": f'<p style="font-size: 1px">{said}</p>',
        "text off the page": f'<p style="position:absolute; left:-9999px">{said}</p>',
        "address of a link": f'<a href="https://example.org/?case={said}">more</a>',
    }[place]
