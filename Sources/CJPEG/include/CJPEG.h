#ifndef EMEND_CJPEG_H
#define EMEND_CJPEG_H

// libjpeg reports errors by a callback that may not return, and longjmp may not cross Swift frames:
// the function here catches them. TurboJPEG's own calls give whole images only.

#define EMEND_JPEG_MESSAGE 200

typedef struct {
  char text[EMEND_JPEG_MESSAGE];
} emend_jpeg_message;

// Called with each row from the top, `channels` bytes a pixel; returns 0 to give up. It must not
// keep the pointer.
typedef int (*emend_jpeg_sink)(void *context, const unsigned char *row, int channels);

// What emend_jpeg_rows returns.
enum { EMEND_JPEG_FAILED = 0, EMEND_JPEG_DONE = 1, EMEND_JPEG_IN_SCANS = 2 };

// Decodes a JPEG file row by row, as RGB, or as inverted CMYK where it has four channels. `file` is
// read from its beginning and stays open. Files in several scans, which libjpeg would keep whole in
// memory, are refused before that.
int emend_jpeg_rows(int file, unsigned width, unsigned height, emend_jpeg_sink sink, void *context,
                    emend_jpeg_message *message);
#endif
