#ifndef EMEND_CPNG_H
#define EMEND_CPNG_H
// libpng's version number, 10639 for 1.6.39.
unsigned emend_png_version(void);
#endif
