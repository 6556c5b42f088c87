#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>
#include <jerror.h>

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf jump;
  emend_jpeg_message *message;
} errors;

static void on_error(j_common_ptr info) {
  errors *state = (errors *)info->err;
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  snprintf(state->message->text, sizeof state->message->text, "%s", text);
  longjmp(state->jump, 1);
}

// As when whole images are decoded: a file is refused at its first warning, but for two that leave
// every pixel as it should be. Samsung cameras write odd scan parameters, others fill up before the
// end marker.
static void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  int code = info->err->msg_code;
  if (code == JWRN_NOT_SEQUENTIAL) return;
  if (code == JWRN_EXTRANEOUS_DATA && info->err->msg_parm.i[1] == 0xd9) return;
  on_error(info);
}

static void fail(j_decompress_ptr info, const char *text) {
  errors *state = (errors *)info->err;
  snprintf(state->message->text, sizeof state->message->text, "%s", text);
  longjmp(state->jump, 1);
}

static void read_rows(j_decompress_ptr info, unsigned width, unsigned height, unsigned char *row,
                      emend_jpeg_sink sink, void *context) {
  int is_inks = info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
  info->out_color_space = is_inks ? JCS_CMYK : JCS_RGB;
  info->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(info);
  // Ours and libjpeg's reading of the header must agree before a row is written.
  if (info->output_width != width || info->output_height != height)
    fail(info, "the size in its header makes no sense");
  while (info->output_scanline < height) {
    jpeg_read_scanlines(info, &row, 1);
    if (!sink(context, row, info->output_components)) fail(info, "stopped");
  }
  jpeg_finish_decompress(info);
}

static int decode(FILE *file, unsigned width, unsigned height, unsigned char *row,
                  emend_jpeg_sink sink, void *context, emend_jpeg_message *message) {
  struct jpeg_decompress_struct info;
  errors state = {.message = message};
  volatile int result = EMEND_JPEG_FAILED;
  info.err = jpeg_std_error(&state.base);
  state.base.error_exit = on_error;
  state.base.emit_message = on_message;
  if (!setjmp(state.jump)) {
    jpeg_create_decompress(&info);
    jpeg_stdio_src(&info, file);
    jpeg_read_header(&info, TRUE);
    if (jpeg_has_multiple_scans(&info)) {
      result = EMEND_JPEG_IN_SCANS;
    } else {
      read_rows(&info, width, height, row, sink, context);
      result = EMEND_JPEG_DONE;
    }
  }
  jpeg_destroy_decompress(&info);
  return result;
}

int emend_jpeg_rows(int file, unsigned width, unsigned height, emend_jpeg_sink sink, void *context,
                    emend_jpeg_message *message) {
  unsigned char *row = malloc((size_t)width * 4);
  int copy = dup(file);
  FILE *stream = copy < 0 ? NULL : fdopen(copy, "rb");
  int result = EMEND_JPEG_FAILED;
  memset(message, 0, sizeof *message);
  strcpy(message->text, "it cannot be opened twice, or there is not enough memory");
  if (stream && row) {
    rewind(stream);
    result = decode(stream, width, height, row, sink, context, message);
  }
  if (stream) fclose(stream);
  else if (copy >= 0) close(copy);
  free(row);
  return result;
}
