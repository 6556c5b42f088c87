#!/usr/bin/env python3
"""A review in a real xterm: what the window shows is what emend composed, pixel for pixel.

The bytes that emend writes are recorded, decoded here without libsixel, and compared with
screenshots of the window.

EMEND_BIN, EMEND_PROJECT: as in test_kill.py. EMEND_SHOTS names a folder to keep the screenshots in.
Needs xterm, Xvfb, xdotool and ImageMagick; numpy and Pillow.
"""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

import numpy
from PIL import Image

from reviewer import PROGRAM, Scratch, emend, query

TERMSHOT = pathlib.Path(__file__).with_name("termshot")
MISSING = [name for name in ("xterm", "Xvfb", "xdotool", "import", "script")
           if not shutil.which(name)]
CELL = (10, 20)  # the font 10x20

PLACED = re.compile(rb"\x1b\[(\d+);(\d+)H|\x1bP[0-9;]*q([^\x1b]*)\x1b\\|\x1b\[(\d*)S|\x1b\[2J")
PIECE = re.compile(rb'"([0-9;]+)|#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~]+)|([$-])')


class Canvas:
    """A window's pixels as sixel pictures paint them."""

    def __init__(self, columns, rows, cell=CELL):
        self.cell = cell
        self.pixels = numpy.zeros((rows * cell[1], columns * cell[0], 3), numpy.uint8)

    def paint(self, stream):
        """Apply every picture of a recorded stream at the place that the bytes before it name."""
        place = (0, 0)
        for found in PLACED.finditer(stream):
            if found[1]:
                place = ((int(found[1]) - 1) * self.cell[1], (int(found[2]) - 1) * self.cell[0])
            elif found[3] is not None:
                self.picture(found[3], *place)
            elif found[0] == b"\x1b[2J":
                self.pixels[:] = 0

    def picture(self, data, top, left):
        colour, palette, codes, colours = None, {}, bytearray(), []
        for piece in PIECE.finditer(data):
            if piece[2]:
                if piece[3]:
                    palette[piece[2]] = [
                        (int(part) * 255 + 50) // 100 for part in piece.group(3, 4, 5)]
                colour = palette[piece[2]]
            elif piece[7] or piece[8]:
                run = piece[7] * int(piece[6]) if piece[7] else piece[8]
                codes += run
                colours.append((colour, len(run)))
            elif piece[9]:
                self.columns(top, left, codes, colours)
                codes, colours = bytearray(), []
                top += 6 * (piece[9] == b"-")
        self.columns(top, left, codes, colours)

    def columns(self, y, x, codes, colours):
        """Paint the columns of six pixels that `codes` say; a clear bit leaves what is there."""
        if not codes:
            return
        bits = numpy.frombuffer(codes, numpy.uint8) - 63
        painted = (bits >> numpy.arange(6, dtype=numpy.uint8)[:, None] & 1).astype(bool)
        pixels = numpy.repeat(*(numpy.array(part) for part in zip(*(
            (colour or (0, 0, 0), count) for colour, count in colours))), axis=0)
        part = self.pixels[y:y + 6, x:x + len(codes)]
        part[painted] = numpy.broadcast_to(pixels, (6, *pixels.shape))[painted]


class XtermCase(unittest.TestCase):
    def setUp(self):
        scratch = Scratch()
        self.addCleanup(scratch.folder.cleanup)
        self.folder = scratch.path
        kept = os.environ.get("EMEND_SHOTS")
        self.shots = pathlib.Path(kept) if kept else pathlib.Path(scratch.folder.name)

    def show(self, *steps, size=(120, 40), options=(), before=(), arguments=()):
        """Play steps in an xterm; `shot NAME` keeps a screenshot. Answers the recorded bytes.

        `before` are words that start the review, and `arguments` some of its own.
        """
        record = pathlib.Path(self.folder) / "bytes"
        command = [str(TERMSHOT), "-g", f"{size[0]}x{size[1]}", "--record", str(record), *options,
                   "--env", "EMEND_REVIEWER=ann"]
        for step in ("settle", *steps):
            if step.startswith("shot "):
                # A debug build may take the link for a slow one: a coarse picture comes first, and
                # the fine one when the keys have rested and it is encoded.
                command += ["--do", "wait 3", "--do", "settle"]
                step = f"shot {self.shots / step[5:]}.png"
            command += ["--do", step]
        done = subprocess.run(
            [*command, "--", *before, PROGRAM, "review", "-C", str(self.folder),
             "--threshold", "0.3", *arguments], capture_output=True, text=True, timeout=240)
        self.assertEqual(done.returncode, 0, done.stderr)
        data = record.read_bytes()
        # Without the end of the review, where it was recorded; a review that was stopped left the
        # screen before.
        left, entered = data.rfind(b"\x1b[?1049l"), data.rfind(b"\x1b[?1049h")
        return data[:left] if left > entered else data

    def shot(self, name):
        return numpy.asarray(Image.open(self.shots / f"{name}.png").convert("RGB")).astype(int)

    def picture(self, pixels, size, cell=CELL):
        """The part that belongs to the picture."""
        columns = size[0] - min(max(size[0] // 4, 22), 36) - 1
        return pixels[cell[1]:(size[1] - 1) * cell[1], :columns * cell[0]]

    def assert_shows(self, name, stream, size=(120, 40), cell=CELL):
        """The screenshot's picture is what the stream paints, to 1/255."""
        canvas = Canvas(*size, cell)
        canvas.paint(stream)
        want, got = (self.picture(pixels, size, cell)
                     for pixels in (canvas.pixels.astype(int), self.shot(name)))
        self.assertEqual(got.shape, want.shape)
        apart = numpy.abs(got - want).max(axis=2) > 1
        self.assertEqual(int(apart.sum()), 0,
                         f"{name}: pixels differ, first at {numpy.argwhere(apart)[:3].tolist()}")
        self.assertGreater(len(numpy.unique(got.reshape(-1, 3), axis=0)), 30, "a real picture")


@unittest.skipIf(MISSING, f"needs {' '.join(MISSING)}")
class XtermTests(XtermCase):
    SESSION = ["key a", "settle", "key 2", "settle", "type eahhh", "settle", "key Return",
               "settle", "type bHHKK", "key Return", "type LLJJ", "settle", "key 3", "settle"]

    def test_a_session_is_shown_as_it_was_composed_and_opens_where_it_was(self):
        stream = self.show(*self.SESSION, "shot decided")
        self.assert_shows("decided", stream)
        kinds = [kind for kind, in query(self.folder, "SELECT kind FROM decision ORDER BY seq")]
        self.assertEqual(kinds, ["accept", "relabel", "reshape", "add"])

        stream = self.show("key u", "settle", "key Right", "settle", "key j z", "settle",
                           "shot left", "key q", "exit")
        self.assert_shows("left", stream)
        stream = self.show("shot again")
        self.assert_shows("again", stream)
        same = numpy.abs(self.shot("left") - self.shot("again"))[:-2 * CELL[1]]
        self.assertEqual(int(same.max()), 0, "the review opens where it was")
        self.assertEqual(emend(self.folder, "verify").stdout.strip(), "all is well")

    def test_many_moves_and_then_an_uncovered_window(self):
        stream = self.show("type eLLLhhhjjjkkklll", "repeat 30 j 20", "repeat 30 k 20",
                           "type aHHHdLL", "settle", "expose", "settle", "shot exposed")
        self.assert_shows("exposed", stream)

    def test_palettes_and_limits_of_other_terminals(self):
        for name, size, options in [
                ("private", (120, 40), ["--private-colors"]),
                ("limited", (120, 40), ["--max-graphic", "1000x1000"]),
                ("large", (170, 55), ["--max-graphic", "1000x1000"])]:
            with self.subTest(name):
                # A debug build takes a second for a large picture, longer than settling waits.
                stream = self.show("wait 3", "type jjz", "wait 2", "key 0", "wait 2", "type jx",
                                   "wait 3", "settle", f"shot {name}", size=size, options=options)
                self.assert_shows(name, stream, size)


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_xterm: set EMEND_BIN to the program")
    if os.environ.get("EMEND_SHOTS"):
        os.makedirs(os.environ["EMEND_SHOTS"], exist_ok=True)
    unittest.main()
