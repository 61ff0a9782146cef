"""Breaks text into lines as Chinese is set: by character, numbers whole, no closing mark at a line's start."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.generator.fonts import width

CLOSING = "，。、；：！？）》”’%％,.;:)"
OPENING = "（《“‘("
ASCII = re.compile(r"[0-9A-Za-z.,+\-%/]+|.", re.S)


@dataclass(frozen=True, slots=True)
class Face:
    """The fonts of one kind of text: Han characters and (perhaps another font) digits, with a size."""

    han: str
    digits: str
    size: float
    bold: bool = False

    def font(self, text: str) -> str:
        """The font in which a run is drawn."""
        return self.digits if text[0] < "\u0100" else self.han

    def wide(self, text: str) -> float:
        """Width of a text of mixed runs."""
        return sum(width(run, self.font(run), self.size) for run in runs(text))


def runs(text: str) -> list[str]:
    """Text cut where it changes between Latin and other characters."""
    return re.findall(r"[\u0000-\u00ff]+|[^\u0000-\u00ff]+", text)


def atoms(text: str, breaks_numbers: bool) -> list[str]:
    """The pieces that a line break may stand between."""
    pieces: list[str] = []
    for piece in list(text) if breaks_numbers else ASCII.findall(text):
        if pieces and (piece[0] in CLOSING or pieces[-1][-1] in OPENING):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def break_lines(text: str, face: Face, room: float, indent: float = 0.0, breaks_numbers: bool = False) -> list[str]:
    """Lines no wider than `room` (the first starts after `indent`); a piece wider than a line is cut."""
    lines, line, left = [], "", room - indent
    for piece in atoms(text, breaks_numbers):
        size = face.wide(piece)
        while size > room and len(piece) > 1:  # cut what no line can hold
            cut = max(1, int(len(piece) * max(left, face.size) / size))
            while cut > 1 and face.wide(line + piece[:cut]) > room:
                cut -= 1
            lines.append(line + piece[:cut])
            line, piece, left = "", piece[cut:], room
            size = face.wide(piece)
        if size > left + 0.01 and line:
            lines.append(line)
            line, left = "", room
        line += piece
        left -= size
    return [*lines, line] if line or not lines else lines
