#!/usr/bin/env python3
"""A review in a tmux that is attached to one real terminal after the other.

The bytes that emend writes into tmux are recorded, and compared with screenshots of the terminal
behind it.

EMEND_BIN, EMEND_PROJECT, EMEND_SHOTS, and what it needs: as in test_xterm.py. EMEND_TMUX names
another tmux than the PATH's: sixel needs 3.4 or newer, built with it (Debian 13 and Ubuntu 24.04
have one, Debian 12 in its backports); placeholders need kitty 0.28 or newer.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import time
import unittest

import numpy

from reviewer import PROGRAM
from test_xterm import CELL, MISSING, TERMSHOT, XtermCase

TMUX = os.environ.get("EMEND_TMUX", "tmux")
# Whole groups of three rows, which tmux does not scale: 38 rows, a status line, 36 of the picture.
SIZE = (120, 39)
PANE = (120, 38)


def version_of(program, option):
    """Its version's numbers; (0, 0) where there is none."""
    try:
        said = subprocess.run([program, option], capture_output=True, text=True, check=False).stdout
    except OSError:
        return (0, 0)
    found = re.search(r"(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def has_sixel():
    """Whether tmux answers a program in it that it shows sixel."""
    if version_of(TMUX, "-V") < (3, 4):
        return False
    with tempfile.TemporaryDirectory() as folder:
        answer = pathlib.Path(folder) / "answer"
        ask = f"printf '\\033[c'; read -rsd c answer; echo \"$answer\" >{answer}; sleep 9"
        tmux = [TMUX, "-S", f"{folder}/tmux", "-f", "/dev/null"]
        subprocess.run([*tmux, "new-session", "-d", "bash", "-c", ask], check=True)
        end = time.monotonic() + 5
        while time.monotonic() < end and not (answer.exists() and answer.read_text()):
            time.sleep(0.02)
        subprocess.run([*tmux, "kill-server"], check=True)
        return answer.exists() and "4" in re.findall(r"\d+", answer.read_text())


HAS_SIXEL = has_sixel()


@unittest.skipIf(MISSING or not shutil.which(TMUX), f"needs {' '.join(MISSING)} tmux")
class TmuxTests(XtermCase):
    def setUp(self):
        super().setUp()
        self.socket = str(pathlib.Path(self.folder) / "tmux")
        self.record = pathlib.Path(self.folder) / "bytes"

    def tmux(self, *words):
        return subprocess.run([TMUX, "-S", self.socket, *words], check=True, capture_output=True,
                              text=True, timeout=30, env={**os.environ, "EMEND_REVIEWER": "ann"})

    def start(self, *options):
        """Start the review in a tmux without a terminal, and without anybody's settings."""
        review = shlex.join([PROGRAM, "review", "-C", str(self.folder), "--threshold", "0.3"])
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(SIZE[0]), "-y", str(SIZE[1]),
                  f"sleep 1; script -qefc {shlex.quote(review)} {shlex.quote(str(self.record))}")
        self.addCleanup(self.stop)
        for name, value in options:
            self.tmux("set", "-g", name, value)

    def stop(self):
        """End the review by its key, because `script` outlives a terminal that is gone."""
        self.tmux("send-keys", "q")
        end = time.monotonic() + 10
        while time.monotonic() < end and os.path.exists(self.socket):
            if subprocess.run([TMUX, "-S", self.socket, "has-session"], capture_output=True,
                              check=False).returncode:
                return
            time.sleep(0.1)
        self.tmux("kill-server")

    def attach(self, *steps, term="xterm", options=(), size=SIZE):
        """Play steps in a terminal that is attached; answers what emend wrote from then on."""
        before = self.record.stat().st_size if self.record.exists() else 0
        command = [str(TERMSHOT), "--term", term, "-g", f"{size[0]}x{size[1]}", *options]
        for step in ("wait 3", "settle", *steps):
            if step.startswith("shot "):
                step = f"shot {self.shots / step[5:]}.png"
            command += ["--do", step]
        subprocess.run([*command, "--", TMUX, "-S", self.socket, "attach"], check=True, timeout=240)
        return self.record.read_bytes()[before:]

    def assert_pane_shows(self, name, stream):
        """As `assert_shows`, for the part of the window that is not tmux's own line."""
        shot = self.shot(name)[:PANE[1] * CELL[1]]
        self.shot = lambda _: shot
        self.assert_shows(name, stream, PANE)
        del self.shot

    def has_sixel_in(self, stream):
        return b"\x1bP0;0;0q" in stream

    def colours(self, name):
        """How many colours there are where the picture is."""
        part = self.picture(self.shot(name), PANE)
        return len(numpy.unique(part.reshape(-1, 3), axis=0))

    @unittest.skipUnless(HAS_SIXEL, f"{TMUX} has no sixel")
    def test_sixel_after_edits_in_xterm_and_attached_anew(self):
        self.start()
        stream = self.attach("type eLLLhh", "key Return", "wait 3", "settle", "key a", "wait 3",
                             "settle", "shot tmux-xterm")
        self.assertTrue(self.has_sixel_in(stream))
        self.assert_pane_shows("tmux-xterm", stream)
        self.attach("shot tmux-again")
        again = self.shot("tmux-again")
        self.assertEqual(int(numpy.abs(again - self.shot("tmux-xterm"))[:-CELL[1]].max()), 0)

    @unittest.skipUnless(HAS_SIXEL and shutil.which("kitty"), f"needs kitty; {TMUX} with sixel")
    def test_a_terminal_without_sixel_gets_text_and_one_with_it_sixel_again(self):
        self.start()
        self.attach("shot tmux-first", size=(80, 24))
        stream = self.attach("wait 2", "settle", "shot tmux-kitty", term="kitty")
        # The first look at another size comes before kitty has answered tmux.
        self.assertFalse(self.has_sixel_in(stream[-5000:]))
        self.assertGreater(self.colours("tmux-kitty"), 30)
        # The size stays, so that a key is what makes emend look; and tmux keeps counting in kitty's
        # cells, so that it scales the picture.
        stream = self.attach("key j", "wait 3", "settle", "shot tmux-back")
        self.assertTrue(self.has_sixel_in(stream))
        self.assertGreater(self.colours("tmux-back"), 30, "a real picture")

    @unittest.skipUnless(version_of("kitty", "--version") >= (0, 28)
                         and version_of(TMUX, "-V") >= (3, 3), "needs kitty 0.28 and tmux 3.3")
    def test_placeholders_in_kitty(self):
        self.start(("allow-passthrough", "on"))
        stream = self.attach(
            "type eLLLhh", "key Return", "wait 3", "settle", "key a", "wait 3", "settle",
            "shot tmux-patched", "key ctrl+l", "wait 3", "settle", "shot tmux-anew", term="kitty")
        self.assertTrue("\U0010eeee".encode() in stream)
        patched, anew = self.shot("tmux-patched"), self.shot("tmux-anew")
        self.assertEqual(int((numpy.abs(patched - anew).max(axis=2) > 3).sum()), 0)
        self.assertGreater(self.colours("tmux-anew"), 30, "a real picture")


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_tmux: set EMEND_BIN to the program")
    if os.environ.get("EMEND_SHOTS"):
        os.makedirs(os.environ["EMEND_SHOTS"], exist_ok=True)
    unittest.main()
