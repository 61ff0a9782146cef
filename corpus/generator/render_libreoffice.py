"""Sets a document with LibreOffice Writer from a flat OpenDocument file that we write."""
from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from corpus.generator.document import Block, Document, Heading, PageBreak, Paragraph, Table
from corpus.generator.stamp import fix_stamps

PROGRAM = ("soffice", "libreoffice")
SPACES = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in (
    ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")))
HEADS = {1: ("center", "0pt", 1.3, "bold"), 2: ("start", "2em", 1.05, "bold"), 3: ("start", "2em", 1.0, "normal")}


def program() -> str | None:
    """LibreOffice, where it is installed."""
    return next((found for name in PROGRAM if (found := shutil.which(name))), None)


def paragraph_style(name: str, size: float, leading: float, font: str, latin: str, align: str = "justify", indent: float = 0.0,
                    weight: str = "normal", more: str = "", master: str = "") -> str:
    """One paragraph style."""
    page = f' style:master-page-name="{master}"' if master else ""
    return (f'<style:style style:name="{name}" style:family="paragraph"{page}><style:paragraph-properties fo:text-align="{align}" '
            f'fo:text-indent="{indent:.1f}pt" fo:line-height="{leading:.1f}pt" fo:orphans="0" fo:widows="0" style:text-autospace="none" style:punctuation-wrap="simple" '
            f'fo:margin-top="0pt" fo:margin-bottom="0pt" {more}/><style:text-properties style:font-name={quoteattr(latin)} '
            f'style:font-name-asian={quoteattr(font)} fo:font-size="{size:.1f}pt" style:font-size-asian="{size:.1f}pt" fo:font-weight="{weight}" '
            f'style:font-weight-asian="{weight}" fo:language="en" fo:country="US" style:language-asian="zh" style:country-asian="CN"/></style:style>')


def styles(look: dict[str, Any]) -> str:
    """Automatic styles: each also in a version that starts a portrait or a landscape page."""
    body, table, fonts = look["body"], look["table"], look["fonts"]
    latin = fonts.get("digits", fonts["body"])
    size, leading, small = body["size"], body["leading"], table["size"]
    justify = "justify" if look.get("justify") else "start"
    plain = {
        "body": (size, leading, fonts["body"], latin, justify, size * 2, "normal"),
        "cover": (26, 46, fonts["head"], latin, "center", 0, "bold", 'fo:padding-top="180pt"'),
        "contents_title": (18, 46, fonts["head"], latin, "center", 0, "bold"),
        "contents_1": (size, leading, fonts["body"], latin, "start", 0),
        "contents_2": (size, leading, fonts["body"], latin, "start", size * 2),
        "title": (14, 26, fonts["head"], latin, "center", 0, "bold", 'fo:keep-with-next="always"'),
        "note": (small, small * 1.6, fonts["table"], latin, "start", 0),
        "foot": (look.get("number_size", 10.5), 14, fonts["body"], latin, "center", 0)}
    for level, (align, indent, scale, weight) in HEADS.items():
        plain[f"h{level}"] = (size * scale, leading * (1.5 if level == 1 else 1.1), fonts["head"], latin, align, size * 2 if indent != "0pt" else 0,
                              weight, 'fo:keep-with-next="always"')
    out = []
    for name, values in plain.items():
        out.append(paragraph_style(name, *values))
        out += [paragraph_style(f"{name}_{page}", *values, master=page) for page in ("tall", "wide")]
    for page, width in (("tall", 595.3), ("wide", 841.9)):
        room = width - (look["margins"][0] + look["margins"][1]) * (0.7 if page == "wide" else 1.0)
        stops = f'<style:tab-stop style:position="{room / 2:.0f}pt" style:type="center"/><style:tab-stop style:position="{room:.0f}pt" style:type="right"/>'
        style = paragraph_style(f"caption_{page}", small, small * 1.7, fonts["table"], latin, "start", 0, more='fo:keep-with-next="always"')
        out.append(style.replace("/><style:text-prop", f"><style:tab-stops>{stops}</style:tab-stops></style:paragraph-properties><style:text-prop", 1))
    for align in ("left", "center", "right"):
        out.append(paragraph_style(f"cell_{align}", small, small * 1.3, fonts["table"], latin, {"left": "start", "right": "end"}.get(align, align)))
    side = f"{look.get('weight', 0.5)}pt solid #000000"
    across = side if look.get("verticals", True) else "none"
    out.append(f'<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties style:vertical-align="middle" '
               f'fo:padding="{table["pad"]}pt" fo:border-top="{side}" fo:border-bottom="{side}" fo:border-left="{across}" fo:border-right="{across}"/>'
               f'</style:style><style:style style:name="row" style:family="table-row"><style:table-row-properties fo:keep-together="always" '
               f'style:min-row-height="{look.get("row", small * 1.8):.1f}pt"/></style:style>')
    return "".join(out)


def page_styles(look: dict[str, Any]) -> tuple[str, str]:
    """(page layouts, master pages) for upright and landscape pages with the page number at the foot."""
    left, right, top, bottom = look["margins"]
    layouts, masters = "", ""
    number = escape(look["page_number"]).replace("{n}", "<text:page-number/>").replace("{total}", "<text:page-count/>")
    for name, (wide, high, turn) in {"tall": (595.3, 841.9, "portrait"), "wide": (841.9, 595.3, "landscape")}.items():
        k = 0.7 if name == "wide" else 1.0
        layouts += (f'<style:page-layout style:name="L{name}"><style:page-layout-properties fo:page-width="{wide}pt" fo:page-height="{high}pt" '
                    f'style:print-orientation="{turn}" fo:margin-left="{left * k:.0f}pt" fo:margin-right="{right * k:.0f}pt" fo:margin-top="{top}pt" '
                    f'fo:margin-bottom="{max(bottom - 30, 20)}pt"/><style:footer-style><style:header-footer-properties fo:min-height="20pt" '
                    f'fo:margin-top="10pt"/></style:footer-style></style:page-layout>')
        masters += (f'<style:master-page style:name="{name}" style:page-layout-name="L{name}"><style:footer><text:p text:style-name="foot">{number}'
                    f"</text:p></style:footer></style:master-page>")
    return layouts, masters


def text_xml(text: str) -> str:
    """Text with its runs of spaces and line breaks kept."""
    out = escape(text).replace("\n", "<text:line-break/>")
    while "  " in out:
        out = out.replace("  ", " <text:s/>")
    return out


def table_xml(table: Table, number: int, look: dict[str, Any], start: str) -> tuple[str, str]:
    """(column styles, content) of one table; the first paragraph starts the page that the table needs."""
    name, page = f"T{number}", "wide" if table.landscape else "tall"
    wide = (841.9 - sum(look["margins"][:2]) * 0.7) if table.landscape else 595.3 - sum(look["margins"][:2])
    total = sum(table.widths)
    auto = (f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{wide:.1f}pt" table:align="margins"/>'
            f"</style:style>")
    columns = ""
    for n, part in enumerate(table.widths):
        auto += (f'<style:style style:name="{name}.{n}" style:family="table-column"><style:table-column-properties '
                 f'style:column-width="{wide * part / total:.2f}pt"/></style:style>')
        columns += f'<table:table-column table:style-name="{name}.{n}"/>'
    covered = {(r + dr, c + dc) for r, row in enumerate(table.rows) for c, cell in row for dr in range(cell.rowspan) for dc in range(cell.colspan)
               if dr or dc}
    rows = []
    for r, row in enumerate(table.rows):
        cells = dict(row)
        xml = ""
        for c in range(len(table.widths)):
            if c in cells:
                cell = cells[c]
                span = f' table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
                xml += (f'<table:table-cell table:style-name="cell" office:value-type="string"{span}><text:p text:style-name="cell_{cell.align}">'
                        f"{text_xml(cell.text)}</text:p></table:table-cell>")
            else:
                xml += "<table:covered-table-cell/>" if (r, c) in covered else '<table:table-cell table:style-name="cell"><text:p/></table:table-cell>'
        rows.append(f'<table:table-row table:style-name="row">{xml}</table:table-row>')
    head, rest = "".join(rows[:table.header_rows]), "".join(rows[table.header_rows:])
    head = f"<table:table-header-rows>{head}</table:table-header-rows>" if look.get("repeat_header") else head
    title = table.heading.text if table.heading else table.title
    captions = "".join(f'<text:p text:style-name="caption_{page}">' + "<text:tab/>".join(map(text_xml, line)) + "</text:p>" for line in table.captions)
    notes = "".join(f'<text:p text:style-name="note">{text_xml(note)}</text:p>' for note in table.notes)
    return auto, (f'<text:p text:style-name="title{start}">{text_xml(title)}</text:p>{captions}<table:table table:name="{name}" '
                  f'table:style-name="{name}">{columns}{head}{rest}</table:table>{notes}')


def content(blocks: tuple[Block, ...], look: dict[str, Any]) -> tuple[str, str]:
    """(table styles, body): page breaks are page styles of the paragraph after them."""
    auto, body = "", ""
    wants, page = "_tall", "tall"
    for n, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            wants = "_tall"
        elif isinstance(block, Table):
            now = "wide" if block.landscape else "tall"
            start = f"_{now}" if now != page or block.landscape else wants
            style, xml = table_xml(block, n, look, start)
            auto, body, wants, page = auto + style, body + xml, "", now
        else:
            start = "_tall" if page == "wide" else wants
            name = f"h{min(block.level, 3)}" if isinstance(block, Heading) else block.style
            body += f'<text:p text:style-name="{name}{start}">{text_xml(block.text)}</text:p>'
            wants, page = "", "tall"
    return auto, body


def flat_document(document: Document, look: dict[str, Any]) -> str:
    """The whole filing as flat OpenDocument text."""
    layouts, masters = page_styles(look)
    auto, body = content(document.blocks, look)
    fonts = sorted(set(look["fonts"].values()))
    faces = "".join(f"<style:font-face style:name={quoteattr(f)} svg:font-family={quoteattr(f)}/>" for f in fonts)
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
            f'office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>{faces}</office:font-face-decls>'
            f"<office:automatic-styles>{layouts}{styles(look)}{auto}</office:automatic-styles><office:master-styles>{masters}</office:master-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document>")


def render(document: Document, look: dict[str, Any], path: Path) -> None:
    """Write the document as PDF."""
    office = program()
    if office is None:
        raise FileNotFoundError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "filing.fodt"
        source.write_text(flat_document(document, look), "utf-8")
        subprocess.run([office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", folder, str(source)],
                       check=True, capture_output=True, timeout=300)
        path.write_bytes(fix_stamps((Path(folder) / "filing.pdf").read_bytes()))


__all__ = ["Paragraph", "flat_document", "program", "render"]
