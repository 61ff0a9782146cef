"""Files that do harm, and workers that a file harms: what is done to them is real, death by a signal included."""

from __future__ import annotations

import os
import signal
import time
import zlib

from pipeline.runner.process import Done, Job, process
from tests.readers.raw_pdf import raw_pdf, stream

MEBIBYTE = 1 << 20


def inflating(mebibytes: int) -> bytes:
    """A zlib stream of so many MiB of zeros, written without making them: one segment of it again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(bytes(MEBIBYTE))
    packer.flush(zlib.Z_FULL_FLUSH)
    segment = packer.compress(bytes(MEBIBYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    sum_of_zeros = (mebibytes * MEBIBYTE % 65521 << 16) | 1
    return b"\x78\x9c" + segment * mebibytes + b"\x03\x00" + sum_of_zeros.to_bytes(4, "big")


def harmed(job: Job) -> Done:
    """What `process` does, in a worker to which the file's name does what it says."""
    name = job.located.source.source_path
    if "一次" not in name or job.after is None:
        if "崩溃" in name:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "挂起" in name:
            time.sleep(600)
        if "吃内存" in name:
            while True:
                bytearray(64 * MEBIBYTE).extend(bytearray(1 << 40))
    return process(job)


def bomb() -> bytes:
    """A PDF of a few hundred bytes that inflates, twice over, to more than a worker may take."""
    placeholder = stream(b"@@@")
    content = zlib.compress(inflating(400), 9)
    return raw_pdf(b"@@@").replace(placeholder, stream(content, b"/Filter [/FlateDecode /FlateDecode]"))
