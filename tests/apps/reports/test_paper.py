"""Every layout as PDF, looked at by two readers that Heed does not draw with: PDFium and pdfminer."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pypdfium2
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from heed.reports.queries import bytes_of_composed, layouts_of
from heed.reports.types import Form
from tests.cast import AT, Cast, Register
from tests.house_rules.reports import a_logo
from tests.pdf_structure import structure_of

LEVELS = ("H1", "H2", "H3", "H4")


@pytest.mark.capability("G02")
def test_every_layout_is_a_tagged_pdf_that_a_screen_reader_can_follow(cast: Cast, register: Register) -> None:
    a_logo(cast, words="Westmere")
    layouts, _ = layouts_of(cast.officer, on=AT.date())
    assert len(layouts) >= 12
    for key, layout in layouts.items():
        subject = register.review.public_id if layout.of_review else ""
        made = bytes_of_composed(cast.officer, layout=key, subject=subject, form=Form.PDF, at=AT)
        check_for_screen_readers(key, made)


def check_for_screen_readers(key: str, made: bytes) -> None:
    """What PDF/UA-1 asks for that a machine can see: it says what it is, its language and its title; its headings begin
    with one and leave out no level; its tables have heads; its pictures have words."""
    catalog = PDFDocument(PDFParser(io.BytesIO(made))).catalog
    assert resolve1(catalog["MarkInfo"])["Marked"] is True, key
    assert "StructTreeRoot" in catalog, key
    assert catalog["Lang"] == b"en-GB", key
    assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"] is True, key
    about = resolve1(catalog["Metadata"]).get_data()
    assert b"pdfuaid" in about, key
    assert b"<dc:title>" in about, key
    found = structure_of(made)
    levels = [LEVELS.index(each.kind) + 1 for each in found if each.kind in LEVELS]
    assert levels[:1] == [1], key
    assert levels.count(1) == 1, key
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), (key, levels)
    assert [each.alt for each in found if each.kind == "Figure"] == ["Westmere"], key
    kinds = [each.kind for each in found]
    assert kinds.count("Table") == kinds.count("THead"), key


@pytest.mark.capability("G02")
def test_every_layouts_word_opens_in_libreoffice(cast: Cast, register: Register, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: apt-get install libreoffice-writer)")
    layouts, _ = layouts_of(cast.officer, on=AT.date())
    titles = {}
    for key, layout in layouts.items():
        subject = register.review.public_id if layout.of_review else ""
        made = bytes_of_composed(cast.officer, layout=key, subject=subject, form=Form.WORD, at=AT)
        (tmp_path / f"{key}.docx").write_bytes(made)
        titles[key] = docx.Document(io.BytesIO(made)).paragraphs[0].text
    own = f"-env:UserInstallation=file://{tmp_path}/settings"
    files = [str(tmp_path / f"{key}.docx") for key in titles]
    wanted = [office, own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(wanted, check=True, capture_output=True, timeout=120)  # noqa: S603
    for key, title in titles.items():
        with pypdfium2.PdfDocument(tmp_path / f"{key}.pdf") as opened:
            assert title.split(":")[0] in opened[0].get_textpage().get_text_bounded(), key
