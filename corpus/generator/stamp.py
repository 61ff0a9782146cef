"""Takes clocks and chance out of a PDF, so that the same document gives the same bytes wherever its renderer allows."""

from __future__ import annotations

import re

DATE = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)(\d{14})([^)]*)\)")
IDENTITY = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]+)(>\s*<)([0-9A-Fa-f]+)(>)")
CHECKSUM = re.compile(rb"(/DocChecksum\s*/)([0-9A-Fa-f]+)")


def fix_stamps(content: bytes) -> bytes:
    """The same file with a fixed date and identity; lengths stay, so that the cross-reference table holds."""
    content = DATE.sub(lambda m: m[1] + b"20250801080000" + re.sub(rb"\d", b"0", m[3]) + b")", content)
    content = IDENTITY.sub(lambda m: m[1] + b"0" * len(m[2]) + m[3] + b"0" * len(m[4]) + m[5], content)
    return CHECKSUM.sub(lambda m: m[1] + b"0" * len(m[2]), content)
