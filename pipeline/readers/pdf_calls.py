"""PDFium's functions, with prototypes of our own.

The generated bindings convert every pointer argument, which costs more than the call. Here handles and buffers are
plain integers: a NumPy buffer's address goes straight in. That is fast and unforgiving, so only the modules of this
reader call these, and every buffer they pass is allocated for the bound that the same library returned.
"""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_double, c_float, c_int, c_long, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as raw


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    """The function at the binding's own address, called with plain integers."""
    address = ctypes.cast(getattr(raw, name), c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def address_of(function: Any) -> int:
    """Where one of the functions below stands in memory, for compiled code to call it."""
    return ctypes.cast(function, c_void_p).value or 0


P, N = c_void_p, c_int  # a handle or an address; a C int

load_document = _bind("FPDF_LoadMemDocument64", P, P, c_ulong, c_char_p)
last_error = _bind("FPDF_GetLastError", c_ulong)
close_document = _bind("FPDF_CloseDocument", None, P)
page_count = _bind("FPDF_GetPageCount", N, P)
load_page = _bind("FPDF_LoadPage", P, P, N)
close_page = _bind("FPDF_ClosePage", None, P)
page_box = _bind("FPDF_GetPageBoundingBox", N, P, P)
page_width = _bind("FPDF_GetPageWidthF", c_float, P)
page_height = _bind("FPDF_GetPageHeightF", c_float, P)
page_rotation = _bind("FPDFPage_GetRotation", N, P)

load_text = _bind("FPDFText_LoadPage", P, P)
close_text = _bind("FPDFText_ClosePage", None, P)
count_characters = _bind("FPDFText_CountChars", N, P)
character_code = _bind("FPDFText_GetUnicode", c_uint, P, N)
is_generated = _bind("FPDFText_IsGenerated", N, P, N)
is_unmapped = _bind("FPDFText_HasUnicodeMapError", N, P, N)
character_origin = _bind("FPDFText_GetCharOrigin", N, P, N, P, P)
character_matrix = _bind("FPDFText_GetMatrix", N, P, N, P)
character_size = _bind("FPDFText_GetFontSize", c_double, P, N)
text_object = _bind("FPDFText_GetTextObject", P, P, N)

count_objects = _bind("FPDFPage_CountObjects", N, P)
page_object = _bind("FPDFPage_GetObject", P, P, N)
object_type = _bind("FPDFPageObj_GetType", N, P)
object_matrix = _bind("FPDFPageObj_GetMatrix", N, P, P)
object_bounds = _bind("FPDFPageObj_GetBounds", N, P, P, P, P, P)
fill_colour = _bind("FPDFPageObj_GetFillColor", N, P, P, P, P, P)
stroke_colour = _bind("FPDFPageObj_GetStrokeColor", N, P, P, P, P, P)
stroke_width = _bind("FPDFPageObj_GetStrokeWidth", N, P, P)
count_form_objects = _bind("FPDFFormObj_CountObjects", N, P)
form_object = _bind("FPDFFormObj_GetObject", P, P, c_ulong)
path_draw_mode = _bind("FPDFPath_GetDrawMode", N, P, P, P)
count_segments = _bind("FPDFPath_CountSegments", N, P)
path_segment = _bind("FPDFPath_GetPathSegment", P, P, N)
segment_point = _bind("FPDFPathSegment_GetPoint", N, P, P, P)
segment_type = _bind("FPDFPathSegment_GetType", N, P)
segment_closes = _bind("FPDFPathSegment_GetClose", N, P)
clip_path = _bind("FPDFPageObj_GetClipPath", P, P)
count_clip_paths = _bind("FPDFClipPath_CountPaths", N, P)
count_clip_segments = _bind("FPDFClipPath_CountPathSegments", N, P, N)
clip_segment = _bind("FPDFClipPath_GetPathSegment", P, P, N, N)

object_font = _bind("FPDFTextObj_GetFont", P, P)
render_mode = _bind("FPDFTextObj_GetTextRenderMode", N, P)
glyph_width = _bind("FPDFFont_GetGlyphWidth", N, P, c_uint, c_float, P)
font_name = _bind("FPDFFont_GetBaseFontName", c_long, P, P, c_ulong)
font_weight = _bind("FPDFFont_GetWeight", N, P)
is_embedded = _bind("FPDFFont_GetIsEmbedded", N, P)

make_bitmap = _bind("FPDFBitmap_CreateEx", P, N, N, N, P, N)
render_page = _bind("FPDF_RenderPageBitmap", None, P, P, N, N, N, N, N, N)
close_bitmap = _bind("FPDFBitmap_Destroy", None, P)

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
"""Kinds of page objects."""
LINE_TO, CURVE_TO, MOVE_TO = 0, 1, 2
"""Kinds of path segments."""
BGRX, WITH_ANNOTATIONS = 3, 1
"""Pixel format and flag for rendering."""
PASSWORD_ERROR = 4
