"""The hashes by which spaCy finds the weights of a token: MurmurHash, in the variants that it uses."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

Keys = np.ndarray[Any, np.dtype[np.uint64]]

_M64 = 0xC6A4A7935BD1E995
_ALL = (1 << 64) - 1


@lru_cache(maxsize=1 << 13)
def bytes_hash(data: bytes, seed: int) -> int:
    """MurmurHash64A of bytes: how spaCy numbers a token."""
    mixed = seed ^ (len(data) * _M64 & _ALL)
    whole = len(data) - len(data) % 8
    for start in range(0, whole, 8):
        block = int.from_bytes(data[start : start + 8], "little") * _M64 & _ALL
        mixed = (mixed ^ ((block ^ block >> 47) * _M64 & _ALL)) * _M64 & _ALL
    if whole < len(data):
        mixed = (mixed ^ int.from_bytes(data[whole:], "little")) * _M64 & _ALL
    mixed = (mixed ^ mixed >> 47) * _M64 & _ALL
    return mixed ^ mixed >> 47


def pair_hashes(keys: Keys) -> Keys:
    """MurmurHash64A, without seed, of every key and the next one."""
    prime = np.uint64(_M64)
    mixed = np.full(max(len(keys) - 1, 0), 16 * _M64 & _ALL, dtype=np.uint64)
    for part in (keys[:-1], keys[1:]):
        block = part * prime
        mixed = (mixed ^ ((block ^ block >> np.uint64(47)) * prime)) * prime
    mixed = (mixed ^ mixed >> np.uint64(47)) * prime
    return mixed ^ mixed >> np.uint64(47)


def row_hashes(keys: Keys, seed: int) -> Keys:
    """The four 32-bit parts of MurmurHash3 with 128 bits, a row for each key: which rows embed a token."""
    first = keys * np.uint64(0x87C37B91114253D5)
    first = (first << np.uint64(31) | first >> np.uint64(33)) * np.uint64(0x4CF5AD432745937F)
    first ^= np.uint64(seed ^ 8)
    second = np.full_like(keys, seed ^ 8)
    first += second
    second += first
    first, second = _finished(first), _finished(second)
    first += second
    second += first
    low, half = np.uint64(0xFFFFFFFF), np.uint64(32)
    return np.stack([first & low, first >> half, second & low, second >> half], axis=1)


def bucket_hashes(keys: Keys, seed: int) -> Keys:
    """MurmurHash3 with 32 bits: the place of a key among the weights of a bag."""
    low = np.uint64(0xFFFFFFFF)
    mixed = np.full_like(keys, seed)
    for part in (keys & low, keys >> np.uint64(32)):
        block = _turned(part * np.uint64(0xCC9E2D51) & low, 15) * np.uint64(0x1B873593) & low
        mixed = (_turned(mixed ^ block, 13) * np.uint64(5) + np.uint64(0xE6546B64)) & low
    mixed ^= np.uint64(8)
    for shift, prime in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(prime) & low
    return mixed ^ mixed >> np.uint64(16)


def _turned(values: Keys, by: int) -> Keys:
    """32-bit values turned left."""
    return (values << np.uint64(by) | values >> np.uint64(32 - by)) & np.uint64(0xFFFFFFFF)


def _finished(values: Keys) -> Keys:
    shift = np.uint64(33)
    for prime in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ values >> shift) * np.uint64(prime)
    return values ^ values >> shift
