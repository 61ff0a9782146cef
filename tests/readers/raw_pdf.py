"""A PDF written by hand, for what the drawing kit cannot draw."""


def raw_pdf(
    content: bytes, to_unicode: bytes | None = None, objects: tuple[bytes, ...] = (), resources: bytes = b""
) -> bytes:
    """One A4 page with font /F (Helvetica). `to_unicode` is its ToUnicode map; further `objects` are numbered
    from 6."""
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica" + (b" /ToUnicode 5 0 R" if to_unicode else b"") + b" >>"
    )
    cmap = to_unicode or b""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 7 0 R >> "
        + resources
        + b" >> >>",
        stream(content),
        stream(cmap),
        *(objects or (b"null",)),
        font,
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)
