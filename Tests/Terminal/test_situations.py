#!/usr/bin/env python3
"""What happens to a review in a real xterm besides keys: stopped, another font, no pixels known.

EMEND_BIN, EMEND_PROJECT, EMEND_SHOTS, and what it needs: as in test_xterm.py.
"""

import os
import pathlib
import re
import unittest

from reviewer import PROGRAM
from test_xterm import MISSING, XtermCase

RELAY = pathlib.Path(__file__).with_name("relay.py")
FONT_KEY = "VT100.translations: #override <Key>F9: larger-vt-font()"
# A shell with jobs, whose first one is the review, and which goes on with it at a key.
SHELL = ["bash", "--norc", "-ic", '"$@"; read -rsn1; fg', "bash"]


@unittest.skipIf(MISSING, f"needs {' '.join(MISSING)}")
class SituationTests(XtermCase):
    def test_a_kernel_that_knows_no_pixels(self):
        size, cell = (110, 36), (6, 13)
        stream = self.show(
            "key j", "settle", "resize 130 40", "wait 1", "shot no-pixels", size=size,
            before=[RELAY, "--no-pixels"],
            options=["--font", "6x13", "--xrm", "allowWindowOps: false"])
        self.assert_shows("no-pixels", stream, (130, 40), cell)

    def test_eight_colours_and_no_answers(self):
        stream = self.show("key j", "settle", "shot eight", before=[RELAY, "--mute"],
                           options=["--env", "TERM=xterm"])
        codes = {code for codes in re.findall(rb"\x1b\[([\d;]*)m", stream)
                 for code in codes.split(b";") if code}
        known = {*range(8), 39, 49, *range(30, 38), *range(40, 48)}
        self.assertEqual({int(code) for code in codes} - known, set())
        self.assertGreater(stream.count("▀".encode()), 100)
        self.assertNotIn(b"\x1bP", stream.split(b"\x1b[?1049h")[1], "no sixel unasked")

    def test_another_font(self):
        for name, answers in (("asked", "true"), ("kernel", "false")):
            with self.subTest(name):
                stream = self.show(
                    "key F9", "wait 1", "settle", f"shot larger-{name}", size=(90, 30),
                    options=["--font", "7x13", "--xrm", FONT_KEY,
                             "--xrm", f"allowWindowOps: {answers}"])
                shot = self.shot(f"larger-{name}")
                cell = (shot.shape[1] // 90, shot.shape[0] // 30)
                self.assertGreater(cell, (7, 13), "the font was changed")
                self.assert_shows(f"larger-{name}", stream, (90, 30), cell)

    def test_stopped_and_resized_and_resumed(self):
        stream = self.show(
            "key ctrl+z", "settle", "shot stopped", "resize 100 32", "key space", "wait 1",
            "key j", "settle", "expose", "settle", "shot resumed", before=SHELL)
        stopped = self.shot("stopped").reshape(-1, 3)
        self.assertLess(len({tuple(pixel) for pixel in stopped[::7]}), 10, "a shell's screen")
        self.assert_shows("resumed", stream, (100, 32))

    def test_small_windows(self):
        stream = self.show("resize 20 5", "wait 1", "settle", "resize 40 10", "wait 1", "settle",
                           "key j", "settle", "shot small", size=(80, 24))
        # What was painted before the window shrank does not fit on the canvas.
        self.assert_shows("small", stream[stream.rfind(b"\x1b[2J"):], (40, 10))


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_situations: set EMEND_BIN to the program")
    if os.environ.get("EMEND_SHOTS"):
        os.makedirs(os.environ["EMEND_SHOTS"], exist_ok=True)
    unittest.main()
