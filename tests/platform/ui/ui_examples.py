"""Invented pages for looking at: nothing in them is about a real place or child."""

from __future__ import annotations

from dataclasses import dataclass

from heed.platform.ui.components import Choice

PAGE_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842">'
    '<rect width="595" height="842" fill="#fff"/></svg>'
)


@dataclass(frozen=True)
class Anya:
    """Somebody signed in."""

    name: str = "Anya Petrov"
    partnership_name: str = "Westmere Partnership"
    role_name: str = "business manager"
    agency_name: str = "Westmere Council"
    on_behalf_of: str = ""

    def may(self, permission: object) -> bool:
        """She may do everything, so that every link is offered."""
        return True


SIDE_BY_SIDE = """
{% extends "layouts/two_panes.html" %}
{% block breadcrumbs %}{{ ui.breadcrumbs(crumbs=[ui.Crumb(text="Library", href="/"), ui.Crumb(text="Rowan.pdf")]) }}{% endblock %}
{% block lead %}<p class="heed-secondary"><span class="heed-keys"><b>J</b> next, <b>K</b> before, <b>A</b> accept,
<b>E</b> correct, <b>R</b> reject.</span></p>{% endblock %}
{% block left %}
<nav class="heed-pages" aria-label="Pages"><span>Page {{ page.number }} of 48</span><a class="govuk-link" href="#">Next page</a></nav>
<div class="heed-sheet">
<svg class="heed-picture" viewBox="0 0 595 842" role="group" aria-label="Page {{ page.number }} of 48" data-page="{{ page.number }}">
  <image href="/page.svg" width="595" height="842"/>
  {% for look, refs, top in page.places %}
  <g class="place place--{{ look }}" data-place="{{ refs }}"><title>{{ look }}</title><rect x="66" y="{{ top }}" width="460" height="34"/></g>
  {% endfor %}
  <g data-text-layer>
    {% for words, top in page.lines %}
    <text class="heed-picture__words" x="70" y="{{ top }}" font-size="12" textLength="440" lengthAdjust="spacingAndGlyphs">{{ words }}</text>
    {% endfor %}
  </g>
</svg>
</div>
{% endblock %}
{% block right %}
<h2 class="heed-panes__heading">Found</h2>
{% for card in page.cards %}
<article class="heed-proposal{{ '' if card.sure else ' heed-proposal--unsure' }} heed-proposal--{{ card.decision }}" id="{{ card.ref }}" data-proposal="{{ card.ref }}" tabindex="-1">
  <header class="heed-proposal__head">
    <p class="heed-proposal__which">{{ ui.tag(text="Sure" if card.sure else "Look at this", tone="green" if card.sure else "amber") }}
      <strong>{{ card.label }}</strong> <a class="heed-secondary govuk-link" data-page-link href="{{ card.href }}">the page</a></p>
    <div class="heed-proposal__buttons">
      {{ ui.post_button(text="Accept", action="/accept/" ~ card.ref ~ "/", csrf_token="t", small=true, key="a", describe=card.label) }}
      {{ ui.link_button(text="Correct", href="/edit/" ~ card.ref ~ "/", tone="quiet", small=true, key="e", describe=card.label) }}
      {{ ui.post_button(text="Reject", action="/reject/" ~ card.ref ~ "/", csrf_token="t", tone="quiet", small=true, key="r", describe=card.label) }}
    </div>
  </header>
  <p class="heed-proposal__words">{{ card.text }}</p>
  {% for ref in card.belonging %}<div class="heed-proposal__answer" data-belongs="{{ ref }}"><p><strong>Council</strong> A weekly list.</p></div>{% endfor %}
</article>
{% endfor %}
<section class="heed-card heed-missed" id="missed">
  <h2>Add what was missed</h2>
  <form method="post" action="/add/">
    <input type="hidden" name="page" value="">
    {{ ui.textarea(name="words", id="missed-words", label="Words", rows=3) }}
    {{ ui.radios(name="kind", legend="What they are", choices=page.kinds, value="recommendation", inline=true) }}
    {{ ui.button(text="Add", tone="secondary") }}
  </form>
</section>
{% endblock %}
"""
"""What a side-by-side page must have for its style sheet and script to work."""

LINES = (
    ("6. Recommendations", 110),
    ("Recommendation 3. Schools tell one another when a child has missed ten days.", 150),
    ("Recommendation 4. The partnership should satisfy itself that core groups take", 190),
    ("place within timescale and that the right people attend.", 206),
    ("Response. Children’s services have introduced a weekly list.", 250),
)


@dataclass(frozen=True)
class Card:
    """A proposal."""

    ref: str
    label: str
    text: str
    sure: bool = True
    href: str = "/"
    decision: str = "open"
    belonging: tuple[str, ...] = ()


@dataclass(frozen=True)
class SideBySide:
    """A page of a document with what was found in it."""

    title: str = "4 recommendations found, 1 to look at"
    number: int = 31
    places: tuple[tuple[str, str, int], ...] = (
        ("recommendation", "r3", 136),
        ("recommendation", "r4 x7", 176),
        ("response", "a1", 238),
        ("unsure", "u1", 290),
    )
    lines: tuple[tuple[str, int], ...] = LINES
    cards: tuple[Card, ...] = (
        Card("u1", "no number", "Agencies may wish to keep the child in view.", sure=False),
        Card("r3", "3", "Schools tell one another when a child has missed ten days."),
        Card(
            "r4", "4", "The partnership should satisfy itself that core groups take place.", belonging=("a1",)
        ),
        Card("r9", "9", "Tell the partnership when an action is late.", href="/p34"),
    )
    kinds: tuple[Choice, ...] = (
        Choice(value="recommendation", text="A recommendation"),
        Choice(value="response", text="An answer"),
        Choice(value="action", text="An action"),
    )
