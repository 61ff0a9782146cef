"""Basic expenditure of the general budget by economic code (公开06)."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from random import Random

from corpus.generator.model import GENERAL, ZERO, Line, Three

FROM_ITEM = {
    "2080505": "30108",
    "2080506": "30109",
    "2101101": "30110",
    "2101102": "30110",
    "2101103": "30111",
    "2101199": "30112",
    "2210201": "30113",
    "2210202": "30102",
    "2210203": "30102",
    "2080501": "30302",
    "2080502": "30302",
}
PAY = {
    "department": {"30101": 0.36, "30102": 0.31, "30103": 0.24, "30112": 0.02, "30199": 0.05, "30305": 0.02},
    "unit": {"30101": 0.38, "30102": 0.12, "30107": 0.41, "30112": 0.03, "30199": 0.04, "30305": 0.02},
    "university": {"30101": 0.30, "30102": 0.10, "30107": 0.46, "30112": 0.04, "30199": 0.04, "30308": 0.06},
}
RUNNING = {
    "30201": 0.16,
    "30202": 0.04,
    "30205": 0.01,
    "30206": 0.05,
    "30207": 0.07,
    "30209": 0.08,
    "30211": 0.05,
    "30213": 0.06,
    "30226": 0.08,
    "30227": 0.04,
    "30228": 0.09,
    "30229": 0.08,
    "30239": 0.14,
    "30299": 0.03,
    "31002": 0.02,
}


def parts(total: Decimal, weights: dict[str, float], rng: Random, grain: int) -> dict[str, Decimal]:
    """`total` cut up by weights with some noise; the first part takes the rest, so that the parts add up exactly."""
    noisy = {k: w * rng.uniform(0.8, 1.2) for k, w in weights.items()}
    scale, step = sum(noisy.values()), Decimal(grain) / 100
    out = {
        k: (total * Decimal(str(w / scale)) / step).quantize(Decimal(1), ROUND_DOWN) * step for k, w in noisy.items()
    }
    first = next(iter(out))
    out[first] += total - sum(out.values())
    return out


def spread_basic(lines: list[Line], three: dict[str, Three], rng: Random, kind: str, grain: int) -> dict[str, Decimal]:
    """Economic code → outturn, for the general budget's basic expenditure."""
    out: dict[str, Decimal] = {}
    pay, public = ZERO, ZERO
    for line in lines:
        if line.fund != GENERAL or not line.is_basic:
            continue
        if line.part == "public":
            public += line.actual
        elif line.code in FROM_ITEM:
            out[FROM_ITEM[line.code]] = out.get(FROM_ITEM[line.code], ZERO) + line.actual
        else:
            pay += line.actual
    for code, amount in parts(pay, PAY[kind], rng, grain).items():
        out[code] = out.get(code, ZERO) + amount
    fixed = {
        "30231": three["running"].actual,
        "30217": three["reception"].actual,
        "30215": three["meeting"].actual,
        "30216": three["training"].actual,
        "30212": three["abroad"].actual,
        "31013": three["purchase"].actual,
    }
    for code, amount in parts(public - sum(fixed.values(), ZERO), RUNNING, rng, grain).items():
        out[code] = amount
    return {**out, **{k: v for k, v in fixed.items() if v}}
