"""What an answer says to what was asked is proposed from its own first words, and nothing where they do not say it."""

from __future__ import annotations

import pytest

from heed.intake.rules import stance_said
from heed.learning.types import Stance


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Accepted. Three men lived there.", Stance.ACCEPTS),
        ("The partnership accepts this. An e-mail tells all of us something.", Stance.ACCEPTS),
        ("We fully accept this recommendation.", Stance.ACCEPTS),
        ("Agreed.", Stance.ACCEPTS),
        ("Accepted in part. We agree that children should choose.", Stance.IN_PART),
        ("The Trust partially accepts this.", Stance.IN_PART),
        ("Not accepted. We agree with the aim.", Stance.REJECTS),
        ("We do not accept this recommendation.", Stance.REJECTS),
        ("Noted. We have done as the review asks.", Stance.NOTES),
        ("We accept this, but only for schools.", ""),
        ("The plan was not accepted by the court.", ""),
        ("A new form has been in use since May. The Board accepted it.", ""),
        ("Staff who note a bruise ring the named nurse.", ""),
        ("", ""),
    ],
)
def test_only_plain_first_words_say_it(text: str, says: str) -> None:
    assert stance_said(text) == says
