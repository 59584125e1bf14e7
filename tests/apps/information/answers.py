"""What a streamed answer holds."""

from __future__ import annotations

from typing import Any


def body_of(answer: Any) -> bytes:
    """All bytes of a download."""
    return b"".join(answer.streaming_content)
