"""Text and Markdown to blocks, and blocks cut by page ends made whole."""

from __future__ import annotations

import pytest

from heed.kit.reading import Unreadable, words
from heed.kit.reading.decode import decode
from heed.kit.reading.text import extract_text
from heed.kit.reading.types import BlockKind, Document


def _read(text: str, name: str = "report.txt") -> Document:
    return extract_text(text.encode(), name)


def _blocks(text: str) -> list[tuple[str, str, str]]:
    document = _read(text)
    return [(block.kind.value, block.marker, words(document.text, block.spans)) for block in document.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_file_is_read_in_the_encoding_it_was_saved_in(encoding: str) -> None:
    assert (
        decode("the Board\u2019s caf\u00e9 \u2013 \u00a340".encode(encoding))
        == "the Board\u2019s caf\u00e9 \u2013 \u00a340"
    )


@pytest.mark.parametrize("data", [b"", b"  \n ", b"PK\x00\x00\x01\x00"])
def test_a_file_without_words_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        extract_text(data, "report.txt")
    assert refused.value.message.endswith(".")


@pytest.mark.capability("B01")
def test_headings_are_told_by_their_signs_capitals_and_standing_alone() -> None:
    text = "# One\n\nTwo\n===\n\nTHREE\n\nActions to be taken\n\n4.1 Fellgate Council\n\nIt was said to be weak\n"
    assert [kind for kind, _, _ in _blocks(text)] == ["heading"] * 5 + ["paragraph"]


def test_a_list_interrupted_by_a_blank_line_goes_on_and_nests_by_indent() -> None:
    document = _read("- one\n - inner one\n\n - inner two\n- two\n")
    assert [block.level for block in document.blocks] == [0, 1, 0, 0] or [
        block.level for block in document.blocks
    ] == [0, 1, 1, 0]
    assert all(block.kind is BlockKind.ITEM for block in document.blocks)


def test_a_number_typed_after_a_bullet_is_the_marker() -> None:
    assert _blocks("- 4.2 That the Board acts\n- a) Publication\n") == [
        ("item", "4.2", "That the Board acts"),
        ("item", "a)", "Publication"),
    ]


def test_a_paragraph_cut_by_a_page_with_notes_between_is_whole_again() -> None:
    text = "A file was presented to the Crown\n\n\u00b9 See the website.\n\nProsecution Service. It decided in May.\n"
    assert _blocks(text) == [
        ("paragraph", "", "A file was presented to the Crown Prosecution Service. It decided in May."),
        ("footnote", "", "\u00b9 See the website."),
    ]


def test_a_bullet_that_breaks_in_mid_sentence_goes_on_in_the_next() -> None:
    text = " - Visits to schools so that staff know one another and\n\n- see what is hard;\n"
    assert [shown for _, _, shown in _blocks(text)] == [
        "Visits to schools so that staff know one another and see what is hard;"
    ]


def test_lines_that_merely_lack_a_full_stop_stay_apart() -> None:
    assert len(_blocks("They have training on exploitation\n\nPrimary Care- the group will share it.\n")) == 2
    assert len(_blocks("- share what is known; and\n- understand it\n")) == 2


def test_a_table_of_pipes_gives_its_cells_and_rules_are_dropped() -> None:
    document = _read("- | | |\n|-----|--|\n| 10. | The Board should act |\n|-----|--|\n")
    assert [(block.kind.value, words(document.text, block.spans)) for block in document.blocks] == [
        ("cell", "10."),
        ("cell", "The Board should act"),
    ]


def test_bold_over_two_lines_is_one_block() -> None:
    assert (
        _blocks("**REPORT OF FINDINGS\nFROM A REVIEW**\n")[0][2].replace("*", "")
        == "REPORT OF FINDINGS FROM A REVIEW"
    )


def test_hard_wrapped_lines_are_joined_and_short_ones_are_not() -> None:
    body = "This paragraph was broken by a program at about sixty letters,\nwhich is how plain text was once sent, and it should be read\nas one paragraph however many lines it runs to in the file, as\nall of these do.\n"
    blocks = _blocks(f"Review of Child Z\nFinal report\n\n{body}\n{body}")
    assert [shown[:20] for _, _, shown in blocks] == [
        "Review of Child Z",
        "Final report",
        "This paragraph was b",
        "This paragraph was b",
    ]


def test_page_feet_and_contents_are_furniture() -> None:
    said = ["Words on snow", "Words on rain", "Words on wind", "Words on sun"]
    pages = [
        f"{line} that go on for a while and end.\n\nFellgate Partnership\nPage {at} of 4\n"
        for at, line in enumerate(said, 1)
    ]
    document = _read("Recommendations ........ 3\n\n" + "\f".join(pages))
    assert document.pages == 4
    running = [
        words(document.text, block.spans)
        for block in document.blocks
        if block.kind is not BlockKind.FURNITURE
    ]
    assert all(line.startswith("Words on") for line in running)
    assert [block.spans[0].page for block in document.blocks if block.kind is BlockKind.PARAGRAPH] == [
        1,
        2,
        3,
        4,
    ]


def test_links_keep_their_address_even_when_it_is_lost() -> None:
    document = _read("See the [guidance \\(2015\\)](#) and <https://a.example/b>.\n")
    assert [address for _, address in document.blocks[0].links] == ["#", "https://a.example/b"]
