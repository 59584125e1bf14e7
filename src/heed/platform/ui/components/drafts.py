"""A form whose words survive a closed browser: the notice above it, and what stands within it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from heed.platform.ui.components.buttons import button, link_button, post_button
from heed.platform.ui.components.element import element, joined


@dataclass(frozen=True, kw_only=True)
class DraftShown:
    """`token` names the form, signed; `saved` is when a draft of it was kept, in words, "" for none; `taken`: the
    page shows that draft."""

    token: str
    save_href: str
    discard_href: str
    take_href: str
    saved: str
    taken: bool


def draft_notice(*, draft: DraftShown, csrf_token: str) -> Markup:
    """Above the form: that there is a draft, to take up or to discard. Nothing where there is none."""
    if not draft.saved:
        return Markup("")
    said = "This is your draft of {}." if draft.taken else "You have a draft of {}."
    discard = post_button(
        text="Discard it",
        action=draft.discard_href,
        csrf_token=csrf_token,
        fields={"_draft": draft.token},
        tone="quiet",
        small=True,
    )
    take = (
        None
        if draft.taken
        else link_button(text="Take it up", href=draft.take_href, tone="secondary", small=True)
    )
    ways = element("div", take, discard, class_="heed-ways")
    return element(
        "div",
        element("p", said.format(draft.saved)),
        ways,
        class_="govuk-inset-text heed-draft",
        role="status",
    )


def draft_fields(*, draft: DraftShown, button_too: bool = True) -> Markup:
    """Within the form: which form it is, a button that keeps it as it stands (unless the form has one of its own that
    does), and where the script says so."""
    keep = button(
        text="Save draft",
        tone="quiet",
        attributes={"formaction": draft.save_href, "formnovalidate": "formnovalidate"},
    )
    said = element("p", class_="heed-secondary", role="status", attributes={"data-draft-said": ""})
    named = element(
        "input",
        type="hidden",
        name="_draft",
        value=draft.token,
        attributes={"data-draft": draft.save_href},
    )
    return joined([named, *([keep] if button_too else []), said])
