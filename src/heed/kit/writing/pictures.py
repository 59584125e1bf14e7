"""A logo that somebody sent, made anew: its points alone, of the size at which it is printed."""

from __future__ import annotations

import io

LARGEST = 2_000_000
"""Bytes of the file that is sent."""
WIDE, HIGH = 60, 18
"""Millimetres that a logo has at most on paper."""
_POINTS_A_MM = 12
_MOST_POINTS = 25_000_000
_LEAST = 40


def logo_of(data: bytes) -> tuple[bytes, str]:
    """The picture as PNG, without anything that it carried beside its points, and "" for what is wrong with it; or
    nothing and one sentence. For files that anybody may have made: it belongs in the limited process."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as sent:
            wide, high = sent.size
            if wide * high > _MOST_POINTS:
                return b"", "It has more points than a logo needs: save it smaller"
            if min(wide, high) < _LEAST:
                return b"", f"It is too small to print: it needs {_LEAST} points each way"
            clear = "A" in sent.getbands() or "transparency" in sent.info
            picture = sent.convert("RGBA" if clear else "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return b"", "It is no picture that can be opened: send it as PNG or JPEG"
    picture.thumbnail((WIDE * _POINTS_A_MM, HIGH * _POINTS_A_MM))
    anew = Image.new(picture.mode, picture.size)
    anew.paste(picture)
    scale = min(WIDE / anew.width, HIGH / anew.height)
    an_inch = 25.4 / scale
    out = io.BytesIO()
    anew.save(out, "PNG", optimize=True, dpi=(an_inch, an_inch))
    return out.getvalue(), ""
