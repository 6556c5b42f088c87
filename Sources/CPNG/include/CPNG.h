#ifndef EMEND_CPNG_H
#define EMEND_CPNG_H
#include <stddef.h>

// libpng reports errors by longjmp, which may not cross Swift frames: each function here catches
// them and returns 0 with a sentence, or 1.

#define EMEND_PNG_MESSAGE 128

typedef struct {
  char text[EMEND_PNG_MESSAGE];
} emend_png_message;

// libpng's version number, 10639 for 1.6.39.
unsigned emend_png_version(void);

// Decodes a PNG file to RGB8, top row first, 3 * width bytes a row. Alpha is dropped, 16 bits are
// cut to 8. `width` and `height` must be those of the file's IHDR.
int emend_png_decode(const unsigned char *bytes, size_t count, unsigned width, unsigned height,
                     unsigned char *rgb, emend_png_message *message);

// Called with each row from the top, 3 bytes a pixel; returns 0 to give up. It must not keep the
// pointer.
typedef int (*emend_png_row_sink)(void *context, const unsigned char *row);

// What emend_png_rows returns.
enum { EMEND_PNG_FAILED = 0, EMEND_PNG_DONE = 1, EMEND_PNG_INTERLACED = 2 };

// Decodes a PNG file row by row as emend_png_decode does. `file` is read from its beginning and
// stays open. Interlaced files, whose rows are complete only at the end, are refused.
int emend_png_rows(int file, unsigned width, unsigned height, emend_png_row_sink sink,
                   void *context, emend_png_message *message);

// Called with each piece of the file; returns 0 to give up.
typedef int (*emend_png_sink)(void *context, const unsigned char *bytes, size_t count);

// Encodes RGB8, laid out as above, at zlib level 6.
int emend_png_encode(const unsigned char *rgb, unsigned width, unsigned height,
                     emend_png_sink sink, void *context, emend_png_message *message);

// Encodes numbers of colours, one byte a pixel, top row first; the file has 1, 2, 4 or 8 bits a
// pixel. `palette` is RGB8, 1 to 256 colours; `level` is zlib's, 1 to 9.
int emend_png_encode_palette(const unsigned char *numbers, unsigned width, unsigned height,
                             const unsigned char *palette, unsigned colours, int first_is_clear,
                             int level, emend_png_sink sink, void *context,
                             emend_png_message *message);
#endif
