#!/usr/bin/env python3
"""A review over a slow link: a coarse picture first, keys that wait for no picture, no backlog.

The terminal is read at a fixed rate, and answers after a delay.

EMEND_BIN, EMEND_PROJECT: as in test_kill.py.
"""

import os
import re
import time
import unittest

from ptyrun import Pty
from reviewer import PROGRAM, Scratch, query

RATE = 250_000  # bytes a second
DELAY = 0.03  # seconds to an answer
PICTURE = re.compile(rb"\x1bP[0-9;]*q.*?\x1b\\", re.S)


class SlowPty(Pty):
    """A terminal at the end of a slow link."""

    def pump(self, seconds):
        before = len(self.output)
        came = super().pump(seconds)
        time.sleep((len(self.output) - before) / RATE)
        return came

    def _answer(self, question):
        if question in self.answers:
            time.sleep(DELAY)
        super()._answer(question)

    def frames(self):
        """The bytes of each picture: the sixels up to each question that follows one."""
        parts = bytes(self.output).split(b"\x1b[5n")[:-1]
        return [sum(map(len, PICTURE.findall(part))) for part in parts]


@unittest.skipUnless(PROGRAM, "set EMEND_BIN")
class SlowLinkTests(unittest.TestCase):
    def setUp(self):
        scratch = Scratch()
        self.addCleanup(scratch.folder.cleanup)
        self.folder = scratch.path

    def review(self):
        pty = SlowPty.spawn(
            [PROGRAM, "review"], {"EMEND_REVIEWER": "ann"}, (120, 40), "sixel", (10, 20),
            self.folder)
        self.addCleanup(pty.close)
        return pty

    def decisions(self):
        return query(self.folder, "SELECT COUNT(*) FROM decision")[0][0]

    def test_a_coarse_picture_comes_first_and_is_refined_when_the_keys_rest(self):
        pty = self.review()
        pty.until(lambda: len(pty.frames()) >= 1, "a picture", 20)
        # What arrives within 100 ms of a link that is taken for one of 1 MB/s, and the marks.
        self.assertLess(pty.frames()[0], 200_000)
        pty.until(lambda: pty.frames()[-1] > 3 * pty.frames()[0], "the full picture", 40)
        sizes = pty.frames()
        self.assertEqual(sizes, sorted(sizes), "each picture has more detail than the last")

    def test_keys_wait_for_no_picture_and_leave_no_backlog(self):
        pty = self.review()
        pty.until(lambda: len(pty.frames()) >= 1, "a picture", 20)
        before = len(pty.output)
        # The fine picture, on its way for two seconds and more.
        pty.until(lambda: len(pty.output) > before + 60_000, "a part of the fine picture", 20)
        frames = len(pty.frames())
        pressed = time.monotonic()
        pty.press("f")
        pty.until(lambda: self.decisions() == 1, "a saved decision", 20)
        self.assertEqual(len(pty.frames()), frames, "the picture was still on its way")
        pty.press("e", *"llllllllllllllllllllllllllllll")
        pty.until(lambda: len(pty.frames()) >= frames + 2, "the moved edge", 60)
        while pty.pump(2):
            pass
        self.assertLess(len(pty.frames()) - frames, 12, "pictures in between are left out")
        self.assertLess(time.monotonic() - pressed, 60)


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_link: set EMEND_BIN to the program")
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    unittest.main()
