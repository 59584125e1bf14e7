"""What a form's own view and template need, so that what is typed into it survives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from heed.platform.drafts.named import FIELD, FormNamed
from heed.platform.drafts.queries import find_draft
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components.drafts import DraftShown
from heed.platform.ui.wording import moment

NOT_KEPT = frozenset({FIELD, "csrfmiddlewaretoken", "_seen_at", "password"})


class OpenForm:
    """A form that somebody has open, and their draft of it. `taken` holds the draft's fields where the page was asked
    to take it up."""

    def __init__(self, request: HttpRequest, form: str, *, subject: str = "", title: str):
        actor = actor_of_request(request)
        self.named = FormNamed(
            actor.person_ref,
            actor.partnership_id,
            form,
            subject,
            request.get_full_path().split("?")[0],
            title,
        )
        self.draft = find_draft(actor, form=form, subject=subject)
        asked = request.method == "GET" and request.GET.get("draft") == "take"
        self.taken: dict[str, list[str]] = dict(self.draft.fields) if self.draft and asked else {}

    @property
    def shown(self) -> DraftShown:
        """For the template: `ui.draft_notice` above the form, `ui.draft_fields` within it."""
        return DraftShown(
            token=self.named.signed(),
            save_href=reverse("drafts:save"),
            discard_href=reverse("drafts:discard"),
            take_href=f"{self.named.address}?{urlencode({'draft': 'take'})}",
            saved=moment(self.draft.saved_at) if self.draft else "",
            taken=bool(self.taken),
        )

    def text(self, name: str, otherwise: str = "") -> str:
        """What the draft has for a field; `otherwise` where no draft was taken up."""
        return self.taken.get(name, [""])[0] if self.taken else otherwise

    def version(self, otherwise: int, name: str = "version") -> int:
        """The version that the draft was made from, so that what others saved since is not saved over."""
        kept = self.taken.get(name, [""])[0]
        return int(kept) if kept.isdigit() and len(kept) < 10 else otherwise

    def initial(self, usual: Mapping[str, Any], form: type[forms.Form] | forms.Form) -> dict[str, Any]:
        """What a Django form begins with: the draft's own texts where one was taken up."""
        if not self.taken:
            return dict(usual)
        fields = getattr(form, "base_fields", {})
        return {**usual, **{name: self._typed(name, field) for name, field in fields.items()}}

    def _typed(self, name: str, field: forms.Field) -> Any:
        texts = self.taken.get(name, [])
        if isinstance(field, forms.BooleanField):
            return bool(texts)
        if isinstance(field, forms.MultipleChoiceField):
            return texts
        return texts[0] if texts else ""
