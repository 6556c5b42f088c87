#!/usr/bin/env python3
"""The text beside the picture is never written with anything that moves or erases the picture.

A terminal keeps the pixels of a cell until something is printed there. ncurses takes those cells
for blanks, and would scroll a region, insert, delete or erase to save bytes.

EMEND_BIN, EMEND_ARGS, EMEND_PROJECT: as in test_sanity.py. The keys in EMEND_KEYS are pressed
(by default j k down up tab, which scroll and replace text).
"""

import os
import re
import unittest

from test_sanity import FOLDER, PROGRAM
from ptyrun import Pty

KEYS = os.environ.get("EMEND_KEYS", "j k down up tab j j j j k").split()

# CSI with a final letter that moves other cells than are printed on:
# IL DL ICH DCH SU SD DECSTBM.
MOVING = re.compile(rb"\x1b\[[0-9;]*[LMP@STr]")

# Clearing the screen, and the scrolling that makes xterm forget old pictures.
WHOLE = re.compile(rb"\x1b\[H\x1b\[2J|\x1b\[H\x1b\[100S")


def written_text(output):
    """What was written besides pictures and full redraws."""
    return WHOLE.sub(b"", re.sub(rb"\x1bP.*?\x1b\\", b"", bytes(output), flags=re.S))


def picture_cells(pty):
    """Where the screen holds the no-break spaces that stand for the picture."""
    columns, rows = pty.size
    return {(column, row) for row in range(rows) for column in range(columns)
            if pty.model.cell(column, row).data == "\xa0"}


class PictureTests(unittest.TestCase):
    def test_text_never_moves_or_erases_the_picture(self):
        with Pty.spawn(PROGRAM, cwd=FOLDER, answers="sixel", size=(90, 24)) as pty:
            pty.until(lambda: pty.model.pictures > 0, "a picture")
            pty.pump(0.3)
            start, cells = len(pty.output), picture_cells(pty)
            self.assertGreater(len(cells), 0)
            for key in KEYS:
                pty.press(key)
                pty.pump(0.5)
                while pty.pump(0.05):
                    pass
                self.assertEqual(picture_cells(pty), cells, f"after {key}")
            written = written_text(pty.output[start:])
            self.assertGreater(len(written), 50, "the keys changed nothing")
            self.assertEqual(MOVING.findall(written), [])
            pty.signal(15)
            pty.wait()

    def test_a_new_size_brings_the_picture_again(self):
        with Pty.spawn(PROGRAM, cwd=FOLDER, answers="sixel", size=(90, 24)) as pty:
            pty.until(lambda: pty.model.pictures > 0, "a picture")
            before = pty.model.pictures
            pty.resize(100, 30)
            pty.until(lambda: pty.model.pictures > before, "the picture again")
            pty.signal(15)
            pty.wait()

    def test_no_picture_is_sent_to_a_terminal_without_sixel(self):
        with Pty.spawn(PROGRAM, cwd=FOLDER, answers="plain", size=(90, 24)) as pty:
            pty.until(lambda: any(pty.model.lines()), "a screen")
            pty.pump(0.5)
            self.assertEqual(pty.model.pictures, 0)
            pty.signal(15)
            pty.wait()


if __name__ == "__main__":
    if not PROGRAM[0]:
        raise SystemExit("test_picture: set EMEND_BIN to the program")
    unittest.main()
