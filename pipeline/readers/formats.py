"""What kind of file these bytes are: content first, the name's ending only where content does not tell."""

from __future__ import annotations

import io
import zipfile

from pipeline.records.vocabulary import FileFormat

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[bytes, FileFormat], ...] = (
    ("WordDocument".encode("utf-16-le"), "doc"),
    ("Workbook".encode("utf-16-le"), "xls"),
    ("Book".encode("utf-16-le"), "xls"),
)
_HEAD = 1024
_BY_SUFFIX: dict[str, FileFormat] = {
    "pdf": "pdf",
    "txt": "text",
    "docx": "docx",
    "doc": "doc",
    "xlsx": "xlsx",
    "xls": "xls",
    "html": "html",
    "htm": "html",
    "ofd": "ofd",
    "png": "image",
    "jpg": "image",
    "jpeg": "image",
    "tif": "image",
    "tiff": "image",
    "bmp": "image",
    "gif": "image",
}
ENCODINGS = ("utf-8-sig", "gb18030")


def sniff(data: bytes, suffix: str = "") -> FileFormat:
    """The format of a file's content.

    `suffix` is the name's ending (".pdf" or "pdf", any case). It decides where the content is plain text or empty,
    and between OLE files whose directory does not tell; a picture renamed .pdf is an image. Nothing recognised:
    unknown.
    """
    named = _BY_SUFFIX.get(suffix.lower().lstrip("."), "unknown")
    if not data:
        return named
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(_OLE):
        return next(
            (kind for name, kind in _OLE_STREAMS if name in data), named if named in ("doc", "xls") else "unknown"
        )
    text = decoded(data[: _HEAD * 4], is_cut=True)
    if text is None:
        return "unknown"
    head = text.lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<!doctype html", "<html", "<head", "<body")) or "<html" in head[:_HEAD]:
        return "html"
    return "text" if named in ("text", "pdf", "unknown") else named


def _zipped(data: bytes) -> FileFormat:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return "unknown"
    for start, kind in (("word/", "docx"), ("xl/", "xlsx"), ("OFD.xml", "ofd")):
        if any(name.startswith(start) for name in names):
            return kind  # type: ignore[return-value]
    return "unknown"


def decoded(data: bytes, is_cut: bool = False) -> str | None:
    """Plain text of these bytes, or None when they are not text. UTF-16 needs its mark; `is_cut` allows a
    torn last character."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data:
        return None
    for encoding in ENCODINGS:
        for end in (0, 1, 2, 3) if is_cut else (0,):
            try:
                text = data[: len(data) - end].decode(encoding)
            except UnicodeDecodeError:
                continue
            return text if _is_plain(text) else None
    return None


def _is_plain(text: str) -> bool:
    """Few control characters?"""
    odd = sum(character < " " and character not in "\t\r\n\f\x0b\x1a" for character in text)
    return odd * 50 <= len(text)
