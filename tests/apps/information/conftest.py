"""Each test of this room finds one of everything that it keeps."""

from __future__ import annotations

import pytest

from tests import cast_information
from tests.cast import AT, Cast


@pytest.fixture(autouse=True)
def governed(cast: Cast) -> None:
    cast_information.ensure(cast, at=AT)
