#!/usr/bin/env python3
"""Random edits in real sixel terminals, with an uncovered window now and then: no pixel is wrong.

Each edit is one key or a few, with a fixed seed: an edge moved, an object selected, accepted,
rejected, relabelled or added, a decision undone, a zoom, another image. After every 20 edits the
window is hidden and shown again while patches lie on it, and must show what the bytes recorded so
far paint, decoded without libsixel; in the end also what emend shows when it composes the whole
picture anew. More than 3/255 counts as wrong.

EMEND_BIN, EMEND_PROJECT, EMEND_SHOTS: as in test_xterm.py. EMEND_EDITS is how many (40); from 200
on every variant runs. Needs what test_xterm.py needs, mlterm for one case, Konsole for another, and
for one more foot with sway, wtype and grim.
"""

import os
import pathlib
import random
import re
import shutil
import subprocess
import unittest

import numpy

from emulators import konsole_corner
from reviewer import PROGRAM, query
from sway import Sway
from test_xterm import MISSING, TERMSHOT, Canvas, XtermCase

EDITS = int(os.environ.get("EMEND_EDITS", "40"))
IS_FULL = EDITS >= 200
SEED = 20261121
BETWEEN_SHOTS = 20
NUDGES = 5
# Slow enough that a release build shows a picture of most edits.
PAUSE = "wait 0.06"
# Long enough that a busy machine shows each of the nudges before a shot, and not all in one patch.
NUDGE_PAUSE = "wait 0.4"
# A coarse picture is refined after 0.25 s of rest; a debug build takes a second for that.
REST = ["wait 2", "settle"]
SHORT_REST = ["wait 0.7", "settle"]
COLUMNS = re.compile(rb'\x1bP[0-9;]*q"1;1;(\d+)')


class Reviewer:
    """Keys as a reviewer would mix them.

    No `l`: where no object could be edited, it opens the list of labels, which takes all keys.
    """

    NUDGE = "h h h j j k k H J K L L w d s Tab".split()

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.is_editing = False

    def pick(self, *weighted):
        return self.chance.choices(*zip(*weighted))[0].split()

    def edit(self):
        chance = self.chance.choice
        if self.is_editing:
            keys = self.pick((chance(self.NUDGE), 95), ("Return", 20), ("Escape", 2),
                             (chance(["greater", "less", "z", "0"]), 3))
            self.is_editing = keys[0] not in ("Return", "Escape")
        else:
            keys = self.pick(
                ("e", 40), (chance("jk"), 16), (chance("ax"), 10), (chance("1234"), 8), ("u", 8),
                (chance(["plus", "minus", "z", "0"]), 5), (chance("JK"), 2),
                ("b L J Return L J K Return", 3))
            self.is_editing = keys == ["e"]
        return keys

    def nudge(self):
        """An edit that moves an edge, or the key that begins this; no other view."""
        keys = [self.chance.choice(self.NUDGE) if self.is_editing else "e"]
        self.is_editing = True
        return keys

    def steps(self, name, count):
        """Of `count` edits, with numbered shots. The last before each shot come after a rest, which
        may send the whole picture again: the shot shows patches."""
        for number in range(1, count + 1):
            left = -number % BETWEEN_SHOTS
            yield "key " + " ".join(self.nudge() if left < NUDGES else self.edit())
            yield NUDGE_PAUSE if left < NUDGES else PAUSE
            if left == NUDGES:
                self.is_editing = False
                yield from ["key Escape", *REST]
            elif left == 0:
                yield from [*SHORT_REST, "expose", "settle", *self.shot(f"{name}-{number}")]
        yield from ["key Escape", *REST, *self.shot(name)]
        yield from ["key ctrl+l", *REST, *self.shot(f"{name}-anew")]

    def shot(self, name):
        """Steps that keep a screenshot and say so, while nothing else is done."""
        return [f"shot {name}", f"print {name}", "wait 0.3"]


@unittest.skipIf(MISSING, f"needs {' '.join(MISSING)}")
class EditsTests(XtermCase):
    # Where a window's text begins, by its height and how many rows of text there are.
    corner = staticmethod(lambda height, rows: (0, 0))

    def shot(self, name):
        pixels = super().shot(name)
        left, top = self.corner(len(pixels), self.rows)
        return pixels[top:, left:]

    def edit(self, name, size=(120, 40), options=(), play=None):
        """Play the edits and compare; `play` opens the terminal, else termshot with `options`."""
        self.rows = size[1]
        steps = ["wait 2", *Reviewer(SEED).steps(name, EDITS)]
        stream, marks = (play or self.play)(steps, size, options)
        cell = (self.shot(name).shape[1] // size[0], self.shot(name).shape[0] // size[1])
        canvas, painted, wrong, patches = Canvas(*size, cell), 0, {}, 0
        for shot, length in marks.items():
            canvas.paint(stream[painted:length])
            painted = length
            wrong[shot] = self.wrong(self.shot(shot), canvas.pixels.astype(int), size, cell)
            patches += self.patches(stream[:length])
        shown, anew = self.shot(name), self.shot(f"{name}-anew")
        wrong["whole"] = self.wrong(shown, anew, size, cell)
        made = query(self.folder, "SELECT count(*) FROM decision")[0][0]
        print(f"{name}: {EDITS} edits, {made} decisions, {len(COLUMNS.findall(stream))} images, "
              f"cell {cell[0]}x{cell[1]}, {len(marks)} shots with {patches} patches, "
              f"wrong pixels {sum(wrong.values())}")
        self.assertEqual({shot: count for shot, count in wrong.items() if count}, {})
        # An edit that is not taken back is a decision: the keys did what they were meant to.
        self.assertGreaterEqual(made, EDITS // 20)
        self.assertGreater(patches, EDITS // BETWEEN_SHOTS, "the shots show whole pictures alone")
        part = self.picture(shown, size, cell)
        self.assertGreater(len(numpy.unique(part.reshape(-1, 3), axis=0)), 30, "a real picture")

    def play(self, steps, size, options):
        """Answers the recorded bytes, and how many of them there were at each shot."""
        record, marks = pathlib.Path(self.folder) / "bytes", {}
        command = [str(TERMSHOT), "-g", f"{size[0]}x{size[1]}", "--record", str(record), *options,
                   "--timeout", "570"]
        for step in steps:
            command += ["--do", self.placed(step)]
        with subprocess.Popen([*command, "--", *self.review()], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as running:
            for line in running.stdout:
                marks[line.strip()] = record.stat().st_size
            self.assertEqual(running.wait(), 0, running.stderr.read())
        return record.read_bytes(), marks

    def play_in_foot(self, steps, size, _):
        record, marks = pathlib.Path(self.folder) / "bytes", {}
        with Sway(size, self.review(), record) as display:
            for step in steps:
                if step.startswith("print "):
                    marks[step[6:]] = record.stat().st_size
                else:
                    display.play(self.placed(step))
            return record.read_bytes(), marks

    def placed(self, step):
        return f"shot {self.shots / step[5:]}.png" if step.startswith("shot ") else step

    def review(self):
        return ["env", "EMEND_REVIEWER=ann", PROGRAM, "review", "-C", str(self.folder),
                "--threshold", "0.05"]

    def wrong(self, got, want, size, cell):
        """How many of the picture's pixels differ by more than 3/255; prints the first of them."""
        got, want = (self.picture(pixels, size, cell) for pixels in (got, want))
        self.assertEqual(got.shape, want.shape)
        places = numpy.argwhere(numpy.abs(got - want).max(axis=2) > 3)
        for row, column in places[:5]:
            print(f"pixel {column},{row}: {got[row, column]}, expected {want[row, column]}")
        return len(places)

    def patches(self, stream):
        """How many narrow images came after the last wide one."""
        widths = [int(width) for width in COLUMNS.findall(stream)]
        wide = max(widths) // 2
        return next((back for back, width in enumerate(reversed(widths)) if width > wide), 0)

    def test_xterm_with_a_palette_for_each_image(self):
        self.edit("edits-xterm-private", options=["--private-colors"])

    @unittest.skipUnless(IS_FULL, "EMEND_EDITS=200 asks for every variant")
    def test_xterm_with_a_shared_palette(self):
        self.edit("edits-xterm-shared")

    @unittest.skipUnless(IS_FULL, "EMEND_EDITS=200 asks for every variant")
    def test_xterm_with_its_own_limit_below_the_picture(self):
        self.edit("edits-xterm-limited", (170, 55),
                  ["--private-colors", "--max-graphic", "1000x1000"])

    @unittest.skipUnless(shutil.which("mlterm"), "needs mlterm")
    def test_mlterm(self):
        self.edit("edits-mlterm", options=[
            "--term", "mlterm", "--face-size", "8", "--term-arg=--border=0"])

    @unittest.skipUnless(IS_FULL, "EMEND_EDITS=200 asks for every variant")
    @unittest.skipUnless(shutil.which("konsole"), "needs konsole")
    def test_konsole(self):
        self.corner = konsole_corner
        self.edit("edits-konsole", (110, 36), ["--term", "konsole"])

    @unittest.skipUnless(IS_FULL, "EMEND_EDITS=200 asks for every variant")
    @unittest.skipIf(Sway.MISSING, f"needs {' '.join(Sway.MISSING)}")
    def test_foot(self):
        self.edit("edits-foot", play=self.play_in_foot)


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_edits: set EMEND_BIN to the program")
    if os.environ.get("EMEND_SHOTS"):
        os.makedirs(os.environ["EMEND_SHOTS"], exist_ok=True)
    unittest.main()
