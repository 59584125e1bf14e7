"""Heed's components: typed functions that return markup, keyword-only, so that a misspelt name is an error.

In a template they are under `ui`; in Python, import them from here. One example of each:

    ui.button(text="Save")                          ui.link_button(text="Open", href=page.href)
    ui.post_button(text="Same lesson", action=page.href, csrf_token=csrf_token, fields={"is": "same"})
    ui.button_group(buttons=[ui.button(text="Save"), ui.link_button(text="Leave", href="/", tone="quiet")])

    ui.text_input(name="owner", label="Who will do it", hint="A post, such as Service manager", error="")
    ui.textarea(name="why", label="Why", rows=4)    ui.checkbox(name="public", label="May be published")
    ui.select(name="agency", label="Agency", choices=[ui.Choice(value="police", text="Police")])
    ui.radios(name="is", legend="Is it the same?", choices=page.choices, value="same")
    ui.checkboxes(name="to", legend="Addressed to", choices=page.choices, values=["police"])
    ui.date_input(name="due", legend="By when")     ui.file_upload(name="file", label="The report")
    ui.field(bound=form["owner"])                   ui.form_fields(form=form)       ui.form_errors(form=form)
    ui.error_summary(problems=[ui.Problem(text="Enter a title", field_id="id_title")])

    ui.notification(text="Recommendation 4 is in the register.", tone="success")
    ui.inset(body="...")    ui.warning(text="...")  ui.details(summary="How it is counted", body="...")
    ui.empty_state(sentence="No reviews yet.", action=ui.link_button(text="Bring in a review", href="/"))

    ui.tag(text="41 days late", tone="red")         tones: neutral, teal, amber, red, green
    ui.table(caption="Actions", columns=[ui.Column(label="Action")], rows=[ui.Row(cells=["Weekly list"])])
    ui.lines(main="Westmere Police", note="accepts, 9 May 2024")
    ui.summary_list(facts=[ui.Fact(name="Kind", value="Rapid review")])
    ui.register(caption="Recommendations", rows=[ui.RegisterRow(reference="REC-1", title="...", href="/")])
    ui.timeline(happenings=[ui.Happening(title="Verified", at=day, by="Ann Bell", body="...")])

    ui.breadcrumbs(crumbs=[ui.Crumb(text="Reviews", href="/reviews/"), ui.Crumb(text="Rowan")])
    ui.sub_navigation(label="Review Rowan", tabs=[ui.Tab(text="Actions", href="...", current=true)])
    ui.pagination(page=2, pages=9, query=page.query)        ui.address_with(page.query, order="new")
    ui.filter_panel(groups=[ui.FilterGroup(name="theme", label="Theme", choices=choices)], query=page.query)

    ui.thread(steps=[ui.Step("Recommended", "whole", "12 Mar 2024"), ...], size="small")    or "large"
    ui.thread_sentence(steps=steps)
    ui.quote(text="...", source="Page 31 of Review Rowan", href="...", size="large")        or "small"
    ui.who_and_when(what="Verified", who="Ann Bell", at=day)
    ui.shortened(text="…", of="REC-0412")
    ui.word(name="Verified", text="verified")
    ui.card(title="Recommended before", sub="2 earlier", body="...", actions=[...], tone="amber")
    ui.stat(value=121, label="reported complete", note="of 168")
    ui.bar_row(label="verified", value=74, of=168, tone="teal")
    ui.progress(done=12, of=48, text="Reading page 12 of 48")
    ui.needs(rows=[ui.Need(tag=ui.tag(text="Today", tone="red"), text="...", action=ui.link_button(...))])

    ui.draft_notice(draft=page.draft, csrf_token=csrf_token)        above a form that keeps drafts
    ui.draft_fields(draft=page.draft)                               within it, after its own button

    ui.element("p", "Words", class_="heed-secondary")       escaped HTML for what has no component
"""

from heed.platform.ui.components.buttons import button, button_group, link_button, post_button
from heed.platform.ui.components.cards import Need, bar_row, card, needs, progress, stat
from heed.platform.ui.components.drafts import DraftShown, draft_fields, draft_notice
from heed.platform.ui.components.element import Content, element, hidden, joined
from heed.platform.ui.components.fields import (
    Choice,
    checkbox,
    checkboxes,
    date_input,
    file_upload,
    radios,
    select,
    text_input,
    textarea,
)
from heed.platform.ui.components.filters import FilterGroup, filter_panel, select_filter
from heed.platform.ui.components.forms import field, form_errors, form_fields
from heed.platform.ui.components.notices import (
    Problem,
    details,
    empty_state,
    error_summary,
    inset,
    menu,
    notification,
    warning,
)
from heed.platform.ui.components.tables import (
    Column,
    Fact,
    Happening,
    RegisterRow,
    Row,
    lines,
    register,
    summary_list,
    table,
    timeline,
)
from heed.platform.ui.components.tags import tag
from heed.platform.ui.components.thread import Step, thread, thread_sentence
from heed.platform.ui.components.ways import Crumb, Tab, address_with, breadcrumbs, pagination, sub_navigation
from heed.platform.ui.components.words import quote, shortened, unbroken, who_and_when, word

__all__ = [
    "DraftShown",
    "draft_fields",
    "draft_notice",
    "Choice",
    "Column",
    "Content",
    "Crumb",
    "Fact",
    "FilterGroup",
    "Happening",
    "Need",
    "Problem",
    "RegisterRow",
    "Row",
    "Step",
    "Tab",
    "address_with",
    "bar_row",
    "breadcrumbs",
    "button",
    "button_group",
    "card",
    "checkbox",
    "checkboxes",
    "date_input",
    "details",
    "element",
    "empty_state",
    "error_summary",
    "field",
    "file_upload",
    "filter_panel",
    "form_errors",
    "form_fields",
    "hidden",
    "inset",
    "menu",
    "joined",
    "lines",
    "link_button",
    "needs",
    "notification",
    "pagination",
    "post_button",
    "progress",
    "quote",
    "radios",
    "register",
    "select",
    "select_filter",
    "stat",
    "sub_navigation",
    "summary_list",
    "table",
    "tag",
    "text_input",
    "textarea",
    "thread",
    "thread_sentence",
    "timeline",
    "shortened",
    "word",
    "unbroken",
    "warning",
    "who_and_when",
]
