// Cairo and FreeType, for pages. Cairo brings a dozen libraries, X11's among them.
#include <cairo-ft.h>
#include <cairo-pdf.h>

#include "base/lazy_library.hpp"

namespace {
constexpr vpass::LateLibrary kCairo{"libcairo.so.2", "libcairo2"};
constexpr vpass::LateLibrary kFreeType{"libfreetype.so.6", "libfreetype6"};
}  // namespace

// Each of the functions that sheet.cpp calls.
LATE(kCairo, cairo_t*, cairo_create, (cairo_surface_t * surface), (surface))
LATE(kCairo, void, cairo_destroy, (cairo_t * page), (page))
LATE(kCairo, void, cairo_fill, (cairo_t * page), (page))
LATE(kCairo, void, cairo_font_face_destroy, (cairo_font_face_t * face), (face))
LATE(kCairo, cairo_status_t, cairo_font_face_set_user_data,
     (cairo_font_face_t * face, const cairo_user_data_key_t* key, void* data, cairo_destroy_func_t destroy),
     (face, key, data, destroy))
LATE(kCairo, cairo_font_face_t*, cairo_ft_font_face_create_for_ft_face, (FT_Face face, int flags),
     (face, flags))
LATE(kCairo, void, cairo_move_to, (cairo_t * page, double x, double y), (page, x, y))
LATE(kCairo, cairo_surface_t*, cairo_pdf_surface_create_for_stream,
     (cairo_write_func_t write, void* closure, double width, double height), (write, closure, width, height))
LATE(kCairo, void, cairo_pdf_surface_set_metadata,
     (cairo_surface_t * surface, cairo_pdf_metadata_t which, const char* text), (surface, which, text))
LATE(kCairo, void, cairo_rectangle, (cairo_t * page, double x, double y, double width, double height),
     (page, x, y, width, height))
LATE(kCairo, void, cairo_set_font_face, (cairo_t * page, cairo_font_face_t* face), (page, face))
LATE(kCairo, void, cairo_set_font_size, (cairo_t * page, double size), (page, size))
LATE(kCairo, void, cairo_set_source_rgb, (cairo_t * page, double red, double green, double blue),
     (page, red, green, blue))
LATE(kCairo, void, cairo_show_page, (cairo_t * page), (page))
LATE(kCairo, void, cairo_show_text, (cairo_t * page, const char* text), (page, text))
LATE(kCairo, cairo_status_t, cairo_status, (cairo_t * page), (page))
LATE(kCairo, const char*, cairo_status_to_string, (cairo_status_t status), (status))
LATE(kCairo, void, cairo_surface_destroy, (cairo_surface_t * surface), (surface))
LATE(kCairo, void, cairo_surface_finish, (cairo_surface_t * surface), (surface))
LATE(kCairo, cairo_status_t, cairo_surface_status, (cairo_surface_t * surface), (surface))
LATE(kCairo, void, cairo_text_extents, (cairo_t * page, const char* text, cairo_text_extents_t* extents),
     (page, text, extents))

LATE(kFreeType, FT_Error, FT_Done_Face, (FT_Face face), (face))
LATE(kFreeType, FT_Error, FT_Done_FreeType, (FT_Library library), (library))
LATE(kFreeType, FT_UInt, FT_Get_Char_Index, (FT_Face face, FT_ULong character), (face, character))
LATE(kFreeType, FT_Error, FT_Init_FreeType, (FT_Library * library), (library))
LATE(kFreeType, FT_Error, FT_New_Face, (FT_Library library, const char* file, FT_Long index, FT_Face* face),
     (library, file, index, face))
