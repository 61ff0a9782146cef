"""A page as columns: characters and rules are many, so they are NumPy arrays in one frozen record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What stands on one page, as displayed (rotation applied), in points from the top left.

    `code` holds one Unicode code point per visible character, spaces included, characters that the engine made up
    excluded. `x0 x1 top bottom` are em boxes from origin and font size, `baseline` is the y of the origin, `size`
    the font size, `upright` whether the character reads left to right as displayed. `rules` (n, 4) and `images` (n,
    4) hold x0, top, x1, bottom: every thin filled rectangle, stroked line and rectangle border is a rule, whatever
    drew it. `number` counts from 1; text files are one page with number 0 and columns for coordinates.
    """

    number: int
    width: float
    height: float
    code: Ints
    x0: Floats
    x1: Floats
    top: Floats
    bottom: Floats
    baseline: Floats
    size: Floats
    bold: npt.NDArray[np.bool_]
    upright: npt.NDArray[np.bool_]
    rules: Floats
    images: Floats
