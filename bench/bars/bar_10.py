"""Identifiers planted in every place of a hundred files: all are found, and none is in what is published instead.

What is published is written anew from what is seen, as it was decided, in Word and in PDF. Readers that know nothing of
Heed then look for each identifier in it: PDFium's text, `unzip`, `strings` over everything that is packed, and an EXIF
reader over every picture. The same readers look into the files as they came, to show that they would find it.
"""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
import zlib

from bench.bars.types import NEITHER, Outcome, Size

TITLE = (
    "Whatever was planted in a file, in whatever place, is found, and nothing of it is in what is published."
)
DATABASES = NEITHER
ONE_SIZE = True
FILES, PLANTS, PLACES = 100, 500, 15


def run(size: Size) -> Outcome:
    from heed.kit.disclosure import Kind, find_identifiers, rebuild
    from heed.kit.disclosure.layers import LAYERS
    from heed.kit.reading.process import call_in_process
    from heed.kit.writing import to_pdf, to_word
    from tests.kit.disclosure.judged import score
    from tests.kit.disclosure.planted import KNOWN, as_proposed, documents

    planted = found = named = readable = recovered = 0
    places: set[tuple[str, str]] = set()
    for file in documents(FILES):
        layers = call_in_process(LAYERS, file.data, file.name)
        hits = find_identifiers(layers, None, KNOWN)
        out = rebuild(layers, as_proposed(hits))
        published = letters(read_by_others(to_word(out)) + read_by_others(to_pdf(out)))
        original = letters(read_by_others(file.data))
        by_name = [letters(hit.words) for hit in hits if hit.kind is not Kind.HIDDEN]
        unseen = [letters(hit.words) for hit in hits if hit.kind is Kind.HIDDEN]
        for plant in file.plants:
            words = letters(plant.words)
            planted += 1
            places.add((file.name.rpartition(".")[2], plant.place))
            as_itself = any(words in said or len(said) > 3 and said in words for said in by_name)
            named += as_itself
            found += as_itself or any(words in said for said in unseen)
            readable += words in original
            if words in published:
                recovered += 1
                print(f"{file.name}: {plant.kind} from {plant.place} can be recovered")
    sealed = score("sealed")
    figure = (
        f"{FILES} files, {planted} planted in {len(places)} places of 5 kinds of file: {found} found ({named} by what "
        f"they are), {recovered} recovered from what is published by PDFium, unzip, strings and an EXIF reader (which "
        f"find {readable} in the files as they came); names on sealed pages: {sealed.found} of {sealed.names}, "
        f"{sealed.false_a_page:.1f} false alarms a page"
    )
    enough = planted >= PLANTS and len(places) >= PLACES and readable > 0.8 * planted
    judged = sealed.recall >= 0.99 and sealed.false_a_page <= 3
    return Outcome(enough and found == planted and recovered == 0 and judged, figure)


def letters(words: str) -> str:
    """Only letters and figures, so that no blank hides a name."""
    return re.sub(r"[\W_]+", "", words).casefold()


def read_by_others(data: bytes, depth: int = 0) -> str:
    """What PDFium, `unzip`, `strings` and an EXIF reader make of a file."""
    said = [_strings(data)]
    if b"%PDF" in data[:1024]:
        said += [_pdfium(data), *(_strings(each) for each in _unpacked(data))]
    elif data.startswith(b"PK") and depth < 3:
        said += [read_by_others(each, depth + 1) for each in _unzipped(data)]
    elif data[:2] == b"\xff\xd8":
        said.append(_exif(data))
    if data[:1] == b"<":
        said.append(re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace")))
    return "\n".join(said)


def _strings(data: bytes) -> str:
    done = [
        subprocess.run(
            ["strings", "-n", "3", "-e", width], input=data, capture_output=True, check=True
        ).stdout
        for width in ("s", "l", "b")
    ]
    return "\n".join(each.decode("latin-1") for each in done)


def _unzipped(data: bytes) -> list[bytes]:
    """Each member, as the command `unzip` writes it."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(data)
        file.flush()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
        return [
            subprocess.run(
                ["unzip", "-p", file.name, re.sub(r"([\[\]*?])", r"\\\1", name)],
                capture_output=True,
                check=False,
            ).stdout
            for name in names
        ]


def _pdfium(data: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    said = [page.get_textpage().get_text_range() for page in document]
    said += [str(each) for each in document.get_metadata_dict().values()]
    said += [each.get_title() for each in document.get_toc()]
    for index in range(document.count_attachments()):
        attachment = document.get_attachment(index)
        said += [attachment.get_name(), read_by_others(bytes(attachment.get_data()), 1)]
    return "\n".join(said)


def _unpacked(data: bytes) -> list[bytes]:
    found = []
    for start in re.finditer(rb"stream\r?\n", data):
        try:
            found.append(zlib.decompressobj().decompress(data[start.end() :], 20_000_000))
        except zlib.error:
            continue
    return found


def _exif(data: bytes) -> str:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        return "\n".join(map(str, [*picture.getexif().values(), *picture.info.values()]))
