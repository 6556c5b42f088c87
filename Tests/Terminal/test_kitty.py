#!/usr/bin/env python3
"""A review in a real kitty: what the window shows is what emend composed, pixel for pixel.

The bytes that emend writes are recorded, decoded here by Pillow, and compared with screenshots of
the window.

EMEND_BIN, EMEND_PROJECT, EMEND_SHOTS: as in test_xterm.py.
Needs kitty with Mesa's software OpenGL, Xvfb, xdotool and ImageMagick; numpy and Pillow.
"""

import base64
import io
import os
import random
import re
import shutil
import unittest

import numpy
from PIL import Image

from reviewer import PROGRAM
from test_xterm import XtermCase

MISSING = [name for name in ("kitty", "Xvfb", "xdotool", "import", "script")
           if not shutil.which(name)]
SIZE = (120, 40)
PLACED = re.compile(rb"\x1b\[(\d+);(\d+)H|\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\|\x1b\[2J")


class Model:
    """kitty's images and placements as its documentation says."""

    def __init__(self):
        self.images, self.placements = {}, {}
        self.sent = self.moved = 0

    def play(self, stream):
        """Carry out every command of a recorded stream at the place that the bytes before it name.
        """
        cell, keys, data = (0, 0), {}, b""
        for found in PLACED.finditer(stream):
            if found[1]:
                cell = (int(found[2]) - 1, int(found[1]) - 1)
            elif found[3] is None:
                self.placements.clear()
            else:
                part = dict(pair.split("=") for pair in found[3].decode().split(","))
                keys, data = ({**part, **keys}, data + found[4])
                if part.get("m", "0") == "0":
                    self.carry_out(keys, data, cell)
                    keys, data = {}, b""

    def carry_out(self, keys, data, cell):
        action, number = keys["a"], int(keys["i"])
        if action == "d":
            self.images.pop(number, None)
            self.placements.pop(number, None)
        elif action in "Tp":
            self.sent += action == "T"
            self.moved += action == "p"
            if action == "T":
                file = io.BytesIO(base64.b64decode(data, validate=True))
                self.images[number] = Image.open(file).convert("RGBA")
            self.placements[number] = (
                int(keys["z"]), cell, (int(keys.get("X", 0)), int(keys.get("Y", 0))))

    def paint(self, canvas, cell):
        for number, (_, at, offset) in sorted(
                self.placements.items(), key=lambda item: (item[1][0], item[0])):
            image = self.images[number]
            place = tuple(at[axis] * cell[axis] + offset[axis] for axis in (0, 1))
            canvas.paste(image, place, image)


@unittest.skipIf(MISSING, f"needs {' '.join(MISSING)}")
class KittyTests(XtermCase):
    def show_kitty(self, *steps):
        model = Model()
        model.play(self.show(*steps, size=SIZE, options=["--term", "kitty"]))
        return model

    def assert_same(self, name, model):
        """The screenshot's picture is what the stream places, to 3/255."""
        got = self.shot(name)
        cell = (got.shape[1] // SIZE[0], got.shape[0] // SIZE[1])
        canvas = Image.new("RGB", (got.shape[1], got.shape[0]))
        model.paint(canvas, cell)
        want, got = (self.picture(pixels, SIZE, cell)
                     for pixels in (numpy.asarray(canvas).astype(int), got))
        apart = numpy.abs(got - want).max(axis=2) > 3
        self.assertEqual(int(apart.sum()), 0,
                         f"{name}: pixels differ, first at {numpy.argwhere(apart)[:3].tolist()}")
        self.assertGreater(len(numpy.unique(got.reshape(-1, 3), axis=0)), 30, "a real picture")

    def test_a_session_is_shown_as_it_was_composed(self):
        model = self.show_kitty(
            "key a", "settle", "key 2", "settle", "type eahhh", "settle", "key Return", "settle",
            "type bHHKK", "key Return", "type LLJJ", "settle", "key 3", "settle", "shot kitty")
        self.assert_same("kitty", model)
        self.assertEqual(set(model.images), set(model.placements), "images without a use")

    def test_200_random_edits_and_then_an_uncovered_window(self):
        chance = random.Random(7)
        edits = "".join(chance.choice("hjklhjklHJKL") for _ in range(200))
        model = self.show_kitty(f"type e{edits}", "wait 1", "settle", "expose", "settle",
                                "shot kitty-edited")
        self.assert_same("kitty-edited", model)
        self.assertGreater(model.moved, 0, "no edge was moved by its place alone")


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_kitty: set EMEND_BIN to the program")
    if os.environ.get("EMEND_SHOTS"):
        os.makedirs(os.environ["EMEND_SHOTS"], exist_ok=True)
    unittest.main()
