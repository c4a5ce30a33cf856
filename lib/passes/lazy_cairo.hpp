// The functions of Cairo and FreeType that sheet.cpp calls. Cairo brings a dozen libraries, X11 among them.
#pragma once
#include <cairo-ft.h>
#include <cairo-pdf.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kCairo;
VPASS_LAZY(kCairo, cairo_create)
VPASS_LAZY(kCairo, cairo_destroy)
VPASS_LAZY(kCairo, cairo_fill)
VPASS_LAZY(kCairo, cairo_font_face_destroy)
VPASS_LAZY(kCairo, cairo_font_face_set_user_data)
VPASS_LAZY(kCairo, cairo_ft_font_face_create_for_ft_face)
VPASS_LAZY(kCairo, cairo_move_to)
VPASS_LAZY(kCairo, cairo_pdf_surface_create_for_stream)
VPASS_LAZY(kCairo, cairo_pdf_surface_set_metadata)
VPASS_LAZY(kCairo, cairo_rectangle)
VPASS_LAZY(kCairo, cairo_set_font_face)
VPASS_LAZY(kCairo, cairo_set_font_size)
VPASS_LAZY(kCairo, cairo_set_source_rgb)
VPASS_LAZY(kCairo, cairo_show_page)
VPASS_LAZY(kCairo, cairo_show_text)
VPASS_LAZY(kCairo, cairo_status)
VPASS_LAZY(kCairo, cairo_status_to_string)
VPASS_LAZY(kCairo, cairo_surface_destroy)
VPASS_LAZY(kCairo, cairo_surface_finish)
VPASS_LAZY(kCairo, cairo_surface_status)
VPASS_LAZY(kCairo, cairo_text_extents)

extern const LazyLibrary kFreeType;
VPASS_LAZY(kFreeType, FT_Done_Face)
VPASS_LAZY(kFreeType, FT_Done_FreeType)
VPASS_LAZY(kFreeType, FT_Get_Char_Index)
VPASS_LAZY(kFreeType, FT_Init_FreeType)
VPASS_LAZY(kFreeType, FT_New_Face)

}  // namespace vpass
