"""python -m corpus.generator: makes the shipped sample, or any number of filings from a seed."""

from __future__ import annotations

import argparse
from pathlib import Path

from corpus.generator.data import ROOT, load
from corpus.generator.make import available, compose_shipped, make_filing
from corpus.generator.sampling import HELD_OUT, sample


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m corpus.generator", description=__doc__)
    parser.add_argument("--out", type=Path, help="folder that gets filings/ and gold/ (default: the repository's own)")
    parser.add_argument("--seed", type=int, help=f"make a sample; from {HELD_OUT} on for evaluation only")
    parser.add_argument("--count", type=int, default=10, help="how many filings to make from the seed")
    parser.add_argument("--renderer", choices=("auto", "pure"), default="auto", help="pure: reportlab alone")
    options = parser.parse_args()
    data = load()
    if options.seed is None:
        documents = [(data, document) for document in compose_shipped(data)]
    else:
        renderers = ("reportlab",) if options.renderer == "pure" else available()
        documents = list(sample(data, options.seed, options.count, renderers))
    out = options.out or (ROOT if options.seed is None else Path("build/corpus") / str(options.seed))
    for world, document in documents:
        counts = make_filing(world, document, out)
        print(document.name, document.renderer, *(f"{kind} {number}" for kind, number in counts.items()), flush=True)


if __name__ == "__main__":
    main()
