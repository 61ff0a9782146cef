"""python -m corpus.generator: makes the shipped sample, or any number of filings from a seed."""
from __future__ import annotations

import argparse
from pathlib import Path

from corpus.generator.data import ROOT, load
from corpus.generator.make import compose_shipped, make_all


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m corpus.generator", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT, help="folder that gets filings/ and gold/")
    parser.add_argument("--shipped", action="store_true", help="make the filings that the repository ships")
    options = parser.parse_args()
    for name, counts in make_all(load(), compose_shipped(load()), options.out).items():
        print(name, *(f"{kind} {number}" for kind, number in counts.items()))


if __name__ == "__main__":
    main()
