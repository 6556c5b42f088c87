#include "CPNG.h"

#include <png.h>

unsigned emend_png_version(void) { return png_access_version_number(); }
