#!/usr/bin/env python3
"""`emend doctor` in terminals that answer well, badly or not at all, and in a real tmux.

EMEND_BIN, EMEND_PROJECT: as in test_kill.py. Needs tmux for its own part.
"""

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
import unittest

import ptyrun
from ptyrun import Pty
from reviewer import PROGRAM

ptyrun.ANSWERS["kitty"] = {
    b"\x1b[>0q": "\x1bP>|kitty(0.41.1)\x1b\\",
    b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\": "\x1b_Gi=31;OK\x1b\\",
    b"\x1b[16t": "\x1b[6;{cell_height};{cell_width}t", b"\x1b[c": "\x1b[?62;c"}
# The status is 1 where ONNX Runtime is missing, which is not looked at here.
ENDED = (0, 1)


def chosen(text):
    """The way that doctor says pictures go, and why."""
    return re.search(r"pictures by (\w+): (.+)", text).groups()


class DoctorTests(unittest.TestCase):
    def doctor(self, *options, size=(110, 60), act=None, **spawn):
        """What doctor prints; `act` is called with the pty until the program has ended."""
        with Pty.spawn([PROGRAM, "doctor", *options], size=size, **spawn) as pty:
            while act and not pty.has_ended():
                act(pty)
                pty.pump(0.001)
            self.assertIn(pty.wait(30), ENDED)
            self.assertEqual(pty.complaints(), [])
            return pty, pty.text()

    def test_each_question_stands_beside_its_answer(self):
        for answers, kind in [("kitty", "kitty"), ("sixel", "sixel"), ("plain", "quadrants")]:
            with self.subTest(answers):
                _, text = self.doctor(answers=answers)
                self.assertEqual(chosen(text)[0], kind)
                self.assertIn(r"features         \e[c", text)
        self.assertIn(r"\e[?62;22c", text)
        self.assertEqual(chosen(self.doctor(answers="none")[1])[0], "quadrants")

    def test_what_it_prints_as_json(self):
        pty, _ = self.doctor("--json", answers="sixel", size=(200, 100))
        text = pty.output.decode()
        found = json.loads(text[text.index("{"):])["terminal"]
        self.assertEqual((found["graphics"], found["cell"]), ("sixel", [10, 20]))
        self.assertEqual(found["questions"][-1]["answered"], r"\e[?63;1;2;4;6;9;15;16;22;28c")

    def test_the_output_may_go_to_a_file(self):
        for source in ("", "</dev/tty"):  # which opens the terminal for reading alone
            with self.subTest(source), tempfile.NamedTemporaryFile("r") as file:
                command = f"{PROGRAM} doctor >{file.name} {source}"
                with Pty.spawn(["sh", "-c", command], answers="sixel") as pty:
                    self.assertIn(pty.wait(30), ENDED)
                self.assertEqual(chosen(file.read())[0], "sixel")

    def test_a_picture_in_the_way_that_was_asked_for(self):
        pty, text = self.doctor("--picture", answers="sixel")
        self.assertGreater(pty.model.pictures, 0)
        pty, text = self.doctor("--picture", "--graphics", "blocks", answers="sixel")
        self.assertEqual((pty.model.pictures, chosen(text)[0]), (0, "blocks"))
        self.assertGreater(text.count("▀") + text.count("▌"), 50)
        self.assertIn("┌", text)
        pty, text = self.doctor("--picture", answers="kitty")
        self.assertIn(b"\x1b_Ga=T,f=100,i=", pty.output)
        _, text = self.doctor("--graphics", "sixel", answers="plain")
        self.assertIn("this terminal does not say that it shows sixel", text.replace("\n", ""))

    def test_a_flood_of_answers_ends_and_is_not_obeyed(self):
        chance = random.Random(11)
        start = time.monotonic()

        def flood(pty):
            os.set_blocking(pty.master, False)
            try:
                # No ctrl+c and the like, which the kernel itself would obey.
                os.write(pty.master, bytes(chance.choice(b"\x1b[?;0123456789PG_\\ctSy$>|")
                                           for _ in range(4096)))
            except BlockingIOError:
                pass
            os.set_blocking(pty.master, True)

        _, text = self.doctor(answers="none", act=flood)
        self.assertIn("pictures by", text)
        self.assertLess(time.monotonic() - start, 60)

    @unittest.skipUnless(shutil.which("tmux"), "needs tmux")
    def test_tmux_without_sixel_gets_text(self):
        with tempfile.TemporaryDirectory() as folder:
            tmux = ["tmux", "-S", f"{folder}/socket", "-f", "/dev/null"]
            said = f"{folder}/said"
            environment = {"PATH": os.environ["PATH"], "TERM": "xterm-kitty", "LANG": "C.UTF-8",
                           "HOME": folder}
            # A session that no terminal is attached to has a screen all the same.
            subprocess.run(
                [*tmux, "new-session", "-d", "-x", "120", "-y", "50",
                 f"{PROGRAM} doctor; tmux capture-pane -p >{said}.new; mv {said}.new {said}"],
                env=environment, check=True)
            end = time.monotonic() + 30
            while not os.path.exists(said) and time.monotonic() < end:
                time.sleep(0.05)
            with open(said, encoding="utf-8") as file:
                text = file.read()
        version = subprocess.run(["tmux", "-V"], capture_output=True, text=True).stdout
        if re.match(r"tmux 3\.[0-3]", version):
            self.assertEqual(chosen(text)[0], "quadrants")
        self.assertIn("in tmux", text)
        self.assertNotIn("kitty graphics", text)


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_doctor: set EMEND_BIN to the program")
    unittest.main()
