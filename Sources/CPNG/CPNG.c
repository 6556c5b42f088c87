#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

unsigned emend_png_version(void) { return png_access_version_number(); }

static void on_error(png_structp png, png_const_charp text) {
  emend_png_message *message = png_get_error_ptr(png);
  strncpy(message->text, text, sizeof message->text - 1);
  message->text[sizeof message->text - 1] = 0;
  png_longjmp(png, 1);
}

// Warnings are about ancillary chunks; they change no pixel.
static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

typedef struct {
  const unsigned char *bytes;
  size_t count;
} source;

static void read_bytes(png_structp png, png_bytep into, size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->count) png_error(png, "the file ends too early");
  memcpy(into, from->bytes, count);
  from->bytes += count;
  from->count -= count;
}

// What OpenCV's imread(IMREAD_COLOR) asks for, so that a model sees the same pixels.
static void ask_for_rgb8(png_structp png) {
  png_set_strip_16(png);
  png_set_expand(png);
  png_set_strip_alpha(png);
  png_set_gray_to_rgb(png);
}

// Begins decoding and returns the number of passes.
static int begin(png_structp png, png_infop info, unsigned width, unsigned height) {
  png_read_info(png, info);
  ask_for_rgb8(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  // Ours and libpng's reading of the header must agree before a row is written.
  if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height ||
      png_get_rowbytes(png, info) != (size_t)width * 3)
    png_error(png, "the size in its header makes no sense");
  return passes;
}

// The caller has checked the size; what remains is what a chunk may claim.
static void limit_chunks(png_structp png) {
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(png, 8u << 20);
}

static void decode_rows(png_structp png, png_infop info, unsigned width, unsigned height,
                        unsigned char *rgb) {
  int passes = begin(png, info, width, height);
  for (int pass = 0; pass < passes; pass++)
    for (unsigned row = 0; row < height; row++)
      png_read_row(png, rgb + (size_t)row * width * 3, NULL);
  png_read_end(png, NULL);
}

int emend_png_decode(const unsigned char *bytes, size_t count, unsigned width, unsigned height,
                     unsigned char *rgb, emend_png_message *message) {
  source from = {bytes, count};
  png_infop info = NULL;
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, message, on_error, on_warning);
  if (png && !setjmp(png_jmpbuf(png))) {
    info = png_create_info_struct(png);
    if (!info) png_error(png, "not enough memory");
    limit_chunks(png);
    png_set_read_fn(png, &from, read_bytes);
    decode_rows(png, info, width, height, rgb);
    png_destroy_read_struct(&png, &info, NULL);
    return 1;
  }
  png_destroy_read_struct(&png, &info, NULL);
  return 0;
}

static void give_rows(png_structp png, unsigned height, unsigned char *row,
                      emend_png_row_sink sink, void *context) {
  for (unsigned index = 0; index < height; index++) {
    png_read_row(png, row, NULL);
    if (!sink(context, row)) png_error(png, "stopped");
  }
  png_read_end(png, NULL);
}

static int read_rows(FILE *file, unsigned width, unsigned height, unsigned char *row,
                     emend_png_row_sink sink, void *context, emend_png_message *message) {
  png_infop info = NULL;
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, message, on_error, on_warning);
  if (png && !setjmp(png_jmpbuf(png))) {
    info = png_create_info_struct(png);
    if (!info) png_error(png, "not enough memory");
    limit_chunks(png);
    png_init_io(png, file);
    int passes = begin(png, info, width, height);
    if (passes == 1) give_rows(png, height, row, sink, context);
    png_destroy_read_struct(&png, &info, NULL);
    return passes == 1 ? EMEND_PNG_DONE : EMEND_PNG_INTERLACED;
  }
  png_destroy_read_struct(&png, &info, NULL);
  return EMEND_PNG_FAILED;
}

int emend_png_rows(int file, unsigned width, unsigned height, emend_png_row_sink sink,
                   void *context, emend_png_message *message) {
  unsigned char *row = malloc((size_t)width * 3);
  int copy = dup(file);
  FILE *stream = copy < 0 ? NULL : fdopen(copy, "rb");
  int result = EMEND_PNG_FAILED;
  strcpy(message->text, "it cannot be opened twice, or there is not enough memory");
  if (stream && row) {
    rewind(stream);
    result = read_rows(stream, width, height, row, sink, context, message);
  }
  if (stream) fclose(stream);
  else if (copy >= 0) close(copy);
  free(row);
  return result;
}

typedef struct {
  emend_png_sink write;
  void *context;
} sink_state;

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  sink_state *to = png_get_io_ptr(png);
  if (!to->write(to->context, bytes, count)) png_error(png, "writing failed");
}

static void flush_nothing(png_structp png) { (void)png; }

typedef struct {
  int bit_depth, colour_type, level;
  png_color palette[256];
  int colours;
  // Whether the first colour is clear.
  int clear;
} file_form;

static void write_rows(png_structp png, png_infop info, const file_form *form,
                       const unsigned char *pixels, unsigned width, unsigned height,
                       size_t stride) {
  png_set_compression_level(png, form->level);
  png_set_IHDR(png, info, width, height, form->bit_depth, form->colour_type, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (form->colours) png_set_PLTE(png, info, form->palette, form->colours);
  png_byte alpha[1] = {0};
  if (form->clear) png_set_tRNS(png, info, alpha, 1, NULL);
  png_write_info(png, info);
  if (form->bit_depth < 8) png_set_packing(png);
  for (unsigned row = 0; row < height; row++) png_write_row(png, pixels + row * stride);
  png_write_end(png, info);
}

static int write_file(const file_form *form, const unsigned char *pixels, unsigned width,
                      unsigned height, size_t stride, emend_png_sink sink, void *context,
                      emend_png_message *message) {
  sink_state to = {sink, context};
  png_infop info = NULL;
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, message, on_error, on_warning);
  if (png && !setjmp(png_jmpbuf(png))) {
    info = png_create_info_struct(png);
    if (!info) png_error(png, "not enough memory");
    png_set_write_fn(png, &to, write_bytes, flush_nothing);
    write_rows(png, info, form, pixels, width, height, stride);
    png_destroy_write_struct(&png, &info);
    return 1;
  }
  png_destroy_write_struct(&png, &info);
  return 0;
}

int emend_png_encode(const unsigned char *rgb, unsigned width, unsigned height,
                     emend_png_sink sink, void *context, emend_png_message *message) {
  file_form form = {.bit_depth = 8, .colour_type = PNG_COLOR_TYPE_RGB, .level = 6};
  return write_file(&form, rgb, width, height, (size_t)width * 3, sink, context, message);
}

int emend_png_encode_palette(const unsigned char *numbers, unsigned width, unsigned height,
                             const unsigned char *palette, unsigned colours, int first_is_clear,
                             int level, emend_png_sink sink, void *context,
                             emend_png_message *message) {
  file_form form = {.colour_type = PNG_COLOR_TYPE_PALETTE, .level = level,
                    .colours = (int)colours, .clear = first_is_clear,
                    .bit_depth = colours <= 2 ? 1 : colours <= 4 ? 2 : colours <= 16 ? 4 : 8};
  if (colours == 0 || colours > 256) {
    strncpy(message->text, "1 to 256 colours are needed", sizeof message->text);
    return 0;
  }
  for (unsigned colour = 0; colour < colours; colour++)
    form.palette[colour] = (png_color){
        palette[colour * 3], palette[colour * 3 + 1], palette[colour * 3 + 2]};
  return write_file(&form, numbers, width, height, width, sink, context, message);
}
