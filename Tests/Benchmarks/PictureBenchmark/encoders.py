"""The encoders that compare.py compares; each makes sixel bytes of RGB pixels.

All run in one thread; each answers the bytes and the CPU seconds from pixels in memory to bytes.
"""

import ctypes
import importlib.metadata
import importlib.util
import subprocess
import time
from pathlib import Path

POINTER = ctypes.c_void_p


def cpu():
    return time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)


class Emend:
    """PictureBenchmark, one process a picture."""

    def __init__(self, runner, quality, folder):
        self.name, self.runner, self.quality = f"emend {quality}", runner, quality
        self.folder, self.process, self.pixels = folder, None, None

    def encode(self, pixels):
        if pixels is not self.pixels:
            self.close()
            self.pixels = pixels
            source = self.folder / "pixels.rgb"
            source.write_bytes(pixels.tobytes())
            command = [self.runner, "encode", pixels.shape[1], pixels.shape[0], source]
            self.process = subprocess.Popen(
                list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        target = self.folder / f"{self.quality}.six"
        self.process.stdin.write(f"{self.quality} {target}\n")
        self.process.stdin.flush()
        seconds = float(self.process.stdout.readline())
        return target, seconds

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()


class GString(ctypes.Structure):
    _fields_ = [("text", POINTER), ("length", ctypes.c_size_t)]


class Chafa:
    """The library at `path`, as `chafa -f sixel -w 5 --dither none` uses it.

    Without a path, the newest that a package carries: chafa.py's.
    """

    def __init__(self, path=None):
        package = Path(importlib.util.find_spec("chafa").origin).parent
        self.name = "chafa"
        self.version = path or f"libchafa of chafa.py {importlib.metadata.version('chafa.py')}"
        self.library = library = ctypes.CDLL(path or str(package / "libs/libchafa.so"))
        for name in ("canvas_config_new", "canvas_new", "canvas_print", "term_db_get_default",
                     "term_db_get_fallback_info"):
            getattr(library, f"chafa_{name}").restype = POINTER
        library.chafa_set_n_threads(1)
        database = POINTER(library.chafa_term_db_get_default())
        self.terminal = POINTER(library.chafa_term_db_get_fallback_info(database))

    def config(self, width, height):
        config = POINTER(self.library.chafa_canvas_config_new())
        # The values are those of chafa.h: sixels, true colour, no dither; `-w 5` is 0.5.
        for name, values in (("pixel_mode", [1]), ("canvas_mode", [0]), ("dither_mode", [0]),
                             ("work_factor", [ctypes.c_float(0.5)]), ("cell_geometry", [10, 20]),
                             ("geometry", [width // 10, height // 20])):
            getattr(self.library, f"chafa_canvas_config_set_{name}")(config, *values)
        return config

    def encode(self, pixels):
        height, width = pixels.shape[:2]
        source = pixels.tobytes()
        begun = cpu()
        config = self.config(width, height)
        canvas = POINTER(self.library.chafa_canvas_new(config))
        rgb8 = 8
        self.library.chafa_canvas_draw_all_pixels(canvas, rgb8, source, width, height, width * 3)
        printed = self.library.chafa_canvas_print(canvas, self.terminal)
        seconds = cpu() - begun
        text = ctypes.cast(printed, ctypes.POINTER(GString)).contents
        image = ctypes.string_at(text.text, text.length)
        self.library.chafa_canvas_unref(canvas)
        self.library.chafa_canvas_config_unref(config)
        return image, seconds


class Libsixel:
    """libsixel as img2sixel uses it without options: 256 colours, Floyd-Steinberg."""

    WRITER = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, ctypes.c_int, POINTER)

    def __init__(self):
        self.name = "libsixel"
        self.library = ctypes.CDLL("libsixel.so.1")
        version = subprocess.run(["img2sixel", "-V"], capture_output=True, text=True).stdout
        self.version = f"libsixel {version.split()[1]}"

    def encode(self, pixels):
        height, width = pixels.shape[:2]
        source, parts = pixels.tobytes(), []

        def write(data, size, _):
            parts.append(ctypes.string_at(data, size))
            return size

        writer, rgb888, automatic = self.WRITER(write), 3, 0
        output, dither = POINTER(), POINTER()
        begun = cpu()
        self.library.sixel_output_new(ctypes.byref(output), writer, None, None)
        self.library.sixel_dither_new(ctypes.byref(dither), 256, None)
        self.library.sixel_dither_initialize(
            dither, source, width, height, rgb888, automatic, automatic, automatic)
        status = self.library.sixel_encode(source, width, height, 3, dither, output)
        seconds = cpu() - begun
        assert status == 0, f"libsixel status {status}"
        self.library.sixel_dither_unref(dither)
        self.library.sixel_output_unref(output)
        return b"".join(parts), seconds
