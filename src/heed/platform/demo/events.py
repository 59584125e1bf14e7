"""What is written down about the demo itself."""

from __future__ import annotations

from heed.platform.audit_log.types import event


@event("demo.clock_moved")
class ClockMoved:
    """Moved the demo's clock to {to}."""

    to: str
