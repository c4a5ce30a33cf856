// Cairo, loaded by the first page that is drawn: it brings a dozen libraries, X11's among them, which would
// take a fifth of the time of every command to start.
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <dlfcn.h>

#include <string>

#include "vpass/error.hpp"

namespace {

void* symbol(const char* name) {
    static void* const library = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
    void* const found = library ? dlsym(library, name) : nullptr;
    if (!found) {
        throw vpass::Error("io", std::string("cannot load cairo: ") + dlerror(),
                           "Debian's package libcairo2 has it; only PDF pages need it");
    }
    return found;
}

}  // namespace

// Each of the functions that sheet.cpp calls, as cairo declares it.
#define LATE(result, name, parameters, arguments)                                    \
    extern "C" result name parameters {                                              \
        static const auto late = reinterpret_cast<decltype(&(name))>(symbol(#name)); \
        return late arguments;                                                       \
    }

LATE(cairo_t*, cairo_create, (cairo_surface_t * surface), (surface))
LATE(void, cairo_destroy, (cairo_t * page), (page))
LATE(void, cairo_fill, (cairo_t * page), (page))
LATE(void, cairo_font_face_destroy, (cairo_font_face_t * face), (face))
LATE(cairo_status_t, cairo_font_face_set_user_data,
     (cairo_font_face_t * face, const cairo_user_data_key_t* key, void* data, cairo_destroy_func_t destroy),
     (face, key, data, destroy))
LATE(cairo_font_face_t*, cairo_ft_font_face_create_for_ft_face, (FT_Face face, int flags), (face, flags))
LATE(void, cairo_move_to, (cairo_t * page, double x, double y), (page, x, y))
LATE(cairo_surface_t*, cairo_pdf_surface_create_for_stream,
     (cairo_write_func_t write, void* closure, double width, double height), (write, closure, width, height))
LATE(void, cairo_pdf_surface_set_metadata,
     (cairo_surface_t * surface, cairo_pdf_metadata_t which, const char* text), (surface, which, text))
LATE(void, cairo_rectangle, (cairo_t * page, double x, double y, double width, double height),
     (page, x, y, width, height))
LATE(void, cairo_set_font_face, (cairo_t * page, cairo_font_face_t* face), (page, face))
LATE(void, cairo_set_font_size, (cairo_t * page, double size), (page, size))
LATE(void, cairo_set_source_rgb, (cairo_t * page, double red, double green, double blue),
     (page, red, green, blue))
LATE(void, cairo_show_page, (cairo_t * page), (page))
LATE(void, cairo_show_text, (cairo_t * page, const char* text), (page, text))
LATE(cairo_status_t, cairo_status, (cairo_t * page), (page))
LATE(const char*, cairo_status_to_string, (cairo_status_t status), (status))
LATE(void, cairo_surface_destroy, (cairo_surface_t * surface), (surface))
LATE(void, cairo_surface_finish, (cairo_surface_t * surface), (surface))
LATE(cairo_status_t, cairo_surface_status, (cairo_surface_t * surface), (surface))
LATE(void, cairo_text_extents, (cairo_t * page, const char* text, cairo_text_extents_t* extents),
     (page, text, extents))
