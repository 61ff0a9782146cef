"""Prints a document with headless Chromium: HTML tables, CSS pages, named landscape pages."""
from __future__ import annotations

import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from corpus.generator.document import Block, Cell, Document, Heading, PageBreak, Paragraph, Table
from corpus.generator.stamp import fix_stamps

PROGRAM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-pdf-header-footer")


def program() -> str | None:
    """The browser, where there is one."""
    return next((found for name in PROGRAM if (found := shutil.which(name))), None)


def style_sheet(look: dict[str, Any]) -> str:
    """The CSS of one look."""
    body, table, fonts, (left, right, top, bottom) = look["body"], look["table"], look["fonts"], look["margins"]
    number = css_number(look["page_number"])
    rule = f"{look.get('weight', 0.6)}pt solid #000"
    sides = rule if look.get("verticals", True) else "none"
    head = "table-header-group" if look.get("repeat_header") else "table-row-group"
    return f"""
    @page {{ size: A4 portrait; margin: {top}pt {right}pt {bottom}pt {left}pt;
             @bottom-center {{ content: {number}; font: {look.get('number_size', 10.5)}pt {fonts['body']}; }} }}
    @page land {{ size: A4 landscape; margin: {top}pt {right * 0.7:.0f}pt {bottom}pt {left * 0.7:.0f}pt; }}
    body {{ font: {body['size']}pt/{body['leading']}pt {fonts['body']}; margin: 0; }}
    p {{ text-indent: 2em; margin: 0; text-align: {'justify' if look.get('justify') else 'left'}; line-break: strict;
         {'word-break: break-all;' if look.get('break_numbers') else ''} }}
    h1, h2, h3 {{ font-family: {fonts['head']}; margin: 0; break-after: avoid; }}
    h1 {{ font-size: {body['size'] * 1.3:.1f}pt; text-align: center; line-height: {body['leading'] * 1.5:.1f}pt; }}
    h2 {{ font-size: {body['size'] * 1.05:.1f}pt; text-indent: 2em; }}
    h3 {{ font-size: {body['size']}pt; text-indent: 2em; font-weight: {'bold' if look.get('bold_all') else 'normal'}; }}
    .cover {{ font: bold 26pt/46pt {fonts['head']}; text-align: center; text-indent: 0; padding-top: 180pt; }}
    .contents_title {{ font: bold 18pt/46pt {fonts['head']}; text-align: center; text-indent: 0; }}
    .contents_1 {{ text-indent: 0; }}
    .break {{ break-before: page; height: 0; }}
    .land {{ page: land; }}
    .land, .tall {{ break-inside: auto; }}
    .title {{ font: bold 14pt/26pt {fonts['head']}; text-align: center; text-indent: 0; margin-bottom: 0; }}
    .caption {{ display: flex; justify-content: space-between; font: {table['size']}pt/{table['size'] * 1.7:.1f}pt {fonts['table']}; }}
    .caption span {{ min-width: 1pt; }}
    table {{ width: 100%; border-collapse: collapse; table-layout: fixed; font: {table['size']}pt/1.3 {fonts['table']}; }}
    thead {{ display: {head}; }}
    tr {{ break-inside: avoid; }}
    td {{ border-top: {rule}; border-bottom: {rule}; border-left: {sides}; border-right: {sides}; padding: {table['pad']}pt; word-break: break-all; }}
    td.center {{ text-align: center; }} td.right {{ text-align: right; }}
    .note {{ text-indent: 0; font: {table['size']}pt/{table['size'] * 1.6:.1f}pt {fonts['table']}; text-align: left; }}
    """


def css_number(style: str) -> str:
    """A page number style as a CSS content list."""
    if not style:
        return '""'
    parts: list[str] = []
    for n, piece in enumerate(style.replace("{total}", "\x00T\x00").replace("{n}", "\x00N\x00").split("\x00")):
        if piece:
            parts.append({"N": "counter(page)", "T": "counter(pages)"}.get(piece) if n % 2 else '"' + piece + '"')  # type: ignore[arg-type]
    return " ".join(parts)


def cell_html(cell: Cell) -> str:
    """One cell."""
    span = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "")
    return f'<td class="{cell.align}"{span}>{escape(cell.text).replace(chr(10), "<br>")}</td>'


def table_html(table: Table) -> str:
    """One table with its captions and notes."""
    title = escape(table.heading.text if table.heading else table.title)
    captions = "".join('<div class="caption">' + "".join(f"<span>{escape(x)}</span>" for x in line) + "</div>" for line in table.captions)
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{w * 100 / total:.2f}%">' for w in table.widths)
    rows = ["<tr>" + "".join(cell_html(cell) for _, cell in row) + "</tr>" for row in table.rows]
    body = f"<thead>{''.join(rows[:table.header_rows])}</thead><tbody>{''.join(rows[table.header_rows:])}</tbody>"
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.notes)
    return (f'<section class="{"land" if table.landscape else "tall"}"><p class="title">{title}</p>{captions}'
            f"<table><colgroup>{columns}</colgroup>{body}</table>{notes}</section>")


def block_html(block: Block) -> str:
    """One block."""
    if isinstance(block, PageBreak):
        return '<div class="break"></div>'
    if isinstance(block, Table):
        return table_html(block)
    if isinstance(block, Heading):
        level = min(block.level, 3)
        return f"<h{level}>{escape(block.text)}</h{level}>"
    assert isinstance(block, Paragraph)
    return f'<p class="{block.style}">{escape(block.text).replace(chr(10), "<br>")}</p>'


def render(document: Document, look: dict[str, Any], path: Path) -> None:
    """Write the document as PDF."""
    browser = program()
    if browser is None:
        raise FileNotFoundError("Chromium is not installed")
    title = escape(document.extra.get("title", document.entity_name))
    html = (f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{style_sheet(look)}</style></head><body>'
            + "\n".join(map(block_html, document.blocks)) + "</body></html>")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "filing.html"
        page.write_text(html, "utf-8")
        subprocess.run([browser, *FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={folder}/out.pdf", page.as_uri()],
                       check=True, capture_output=True, timeout=180)
        path.write_bytes(fix_stamps((Path(folder) / "out.pdf").read_bytes()))
