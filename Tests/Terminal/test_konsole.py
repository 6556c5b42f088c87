#!/usr/bin/env python3
"""A review by iTerm2's inline images in a real Konsole: the window shows what was sent.

The bytes that emend writes are recorded, their images decoded here by Pillow and put where the
bytes before them say, and compared with a screenshot.

EMEND_BIN, EMEND_PROJECT, EMEND_SHOTS: as in test_xterm.py. Needs konsole, Xvfb, xdotool and
ImageMagick; numpy and Pillow.
"""

import base64
import io
import os
import re
import shutil
import unittest

import numpy
from PIL import Image

from emulators import konsole_corner
from reviewer import PROGRAM
from test_xterm import MISSING, XtermCase

SIZE = (110, 36)
PLACED = re.compile(rb"\x1b\[(\d+);(\d+)H|\x1b\]1337;File=[^:]*:([^\x07\x1b]*)|\x1b\[2J")


@unittest.skipIf(MISSING or not shutil.which("konsole"), f"needs {' '.join(MISSING)} konsole")
class KonsoleTests(XtermCase):
    def paint(self, stream, size, cell):
        """The pixels that the images of a stream leave, and the kinds of file that they are."""
        pixels, place, formats = numpy.zeros((size[1], size[0], 3), int), (0, 0), []
        for found in PLACED.finditer(stream):
            if found[1]:
                place = ((int(found[1]) - 1) * cell[1], (int(found[2]) - 1) * cell[0])
            elif found[3] is None:
                pixels[:] = 0
            else:
                image = Image.open(io.BytesIO(base64.b64decode(found[3], validate=True)))
                part = numpy.asarray(image.convert("RGB")).astype(int)
                formats.append(image.format)
                pixels[place[0]:place[0] + part.shape[0], place[1]:place[1] + part.shape[1]] = part
        return pixels, formats

    def test_images_and_patches_of_them(self):
        options = ["--term", "konsole"]
        stream = self.show("key j", "type eLLhhj", "settle", "key Return", "settle", "key a x",
                           "settle", "expose", "settle", "shot konsole-images",
                           size=SIZE, options=options, arguments=["--graphics", "iterm"])
        shot = self.shot("konsole-images")
        left, top = konsole_corner(shot.shape[0], SIZE[1])
        shot = shot[top:, left:]
        cell = (shot.shape[1] // SIZE[0], shot.shape[0] // SIZE[1])
        want, formats = self.paint(stream, (SIZE[0] * cell[0], SIZE[1] * cell[1]), cell)
        want, got = (self.picture(pixels, SIZE, cell) for pixels in (want, shot))
        self.assertEqual(int((numpy.abs(want - got).max(axis=2) > 1).sum()), 0)
        self.assertLess(formats.index("JPEG"), formats.index("PNG"), "a whole, then patches")


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_konsole: set EMEND_BIN to the program")
    if os.environ.get("EMEND_SHOTS"):
        os.makedirs(os.environ["EMEND_SHOTS"], exist_ok=True)
    unittest.main()
