"""Which form a draft is of, and how that travels in the form itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

FIELD = "_draft"
"""The form's field that says, signed, whose form this is and which."""
COOKIE = "heed_held"
_SALT = "heed.drafts"


@dataclass(frozen=True, slots=True)
class FormNamed:
    """A form that one person has open: `form` names it ("agency"), `subject` the record it is about, by public id
    ("" for a new one), `address` the page it stands on, `title` what that page is called."""

    person_ref: str
    partnership_id: int
    form: str
    subject: str
    address: str
    title: str

    def signed(self) -> str:
        """For the form's hidden field: nobody can make one for somebody else."""
        parts = [
            self.person_ref,
            self.partnership_id,
            self.form,
            self.subject,
            self.address,
            self.title[:120],
        ]
        return signing.dumps(parts, salt=_SALT)


def form_of(token: str) -> FormNamed | None:
    """The form that a hidden field names; None where it was not signed here."""
    try:
        return FormNamed(*signing.loads(token, salt=_SALT)) if token else None
    except (signing.BadSignature, TypeError, ValueError):
        return None
