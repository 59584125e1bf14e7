"""A file that is looked at and not kept: empty, too large and unreadable ones are refused; others come whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from heed.platform.base.errors import Invalid
from heed.platform.files.checking import read_harmless
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import _remove, path_of, store_file
from tests.cast import AT

TEXT = b"The partnership should listen to schools.\n"


def given(content: bytes, **other: Any) -> bytes:
    chunks = [content[:7], content[7:]]
    return read_harmless(**{"name": "plan.txt", "size": len(content), "chunks": chunks, **other})


def test_every_piece_of_it_comes_in_order() -> None:
    assert given(TEXT) == TEXT


def test_an_empty_one_and_one_that_is_too_large_are_refused_at_the_field(settings: Any) -> None:
    settings.MAX_DOCUMENT_BYTES = 3 * 1024**2
    for size, sentence in ((0, "It is empty"), (3 * 1024**2 + 1, "It is larger than 3 MB.")):
        with pytest.raises(Invalid, match=sentence) as refusal:
            given(TEXT, size=size)
        assert set(refusal.value.fields) == {"file"}
    assert given(TEXT, size=3 * 1024**2) == TEXT


def test_what_cannot_be_read_is_refused_by_its_name() -> None:
    with pytest.raises(Invalid, match="plan.txt"):
        given(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff")


def test_a_file_stays_while_another_record_has_the_same_bytes(db: None, data_folder: Path) -> None:
    one = store_file(chunks=[TEXT], at=AT)
    path = path_of(one)
    assert path.read_bytes() == TEXT
    _remove([one])
    assert path.exists(), "its row is not erased"
    StoredFile.objects.filter(pk=one.pk).update(erased_at="2025-03-04T10:00:00Z")
    _remove([one])
    assert not path.exists()
    _remove([one])
