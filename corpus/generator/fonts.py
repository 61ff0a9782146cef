"""Fonts of the pure-Python renderer: CID fonts that every reader knows, or TrueType files of the machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

PLACES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
CID = "STSong-Light"


@cache
def find_file(name: str) -> Path | None:
    """A font file anywhere below the usual places, or None."""
    for place in PLACES:
        found = sorted(place.rglob(name)) if place.is_dir() else []
        if found:
            return found[0]
    return None


@cache
def use_font(name: str) -> str:
    """Register a font and return its name for drawing; CID Song where the machine lacks the file.

    `name` is a built-in name or file.ttc#index.
    """
    if name in pdfmetrics.standardFonts:
        return name
    file, _, index = name.partition("#")
    path = find_file(file) if "." in file else None
    if path is None:
        if CID not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(CID))
        return CID
    key = name.replace(".", "_").replace("#", "_")
    pdfmetrics.registerFont(TTFont(key, str(path), subfontIndex=int(index or 0)))
    return key


def width(text: str, font: str, size: float) -> float:
    """Width of a text in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
