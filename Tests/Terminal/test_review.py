#!/usr/bin/env python3
"""One review after the other on the real program: keys in, screen out, and what the log holds.

EMEND_BIN, EMEND_PROJECT: as in test_kill.py.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

from ptyrun import Pty
from reviewer import PROGRAM, Review, Scratch, emend, query


class ReviewCase(unittest.TestCase):
    def setUp(self):
        scratch = Scratch()
        self.addCleanup(scratch.folder.cleanup)
        self.folder = scratch.path

    def open(self, *arguments, **options):
        review = Review(self.folder, *(arguments or ("--threshold", "0.3")), **options)
        self.addCleanup(review.pty.close)
        review.opened()
        return review

    def decisions(self):
        """Kind, and what the decision left, of the whole log."""
        return [(kind, json.loads(after)) for kind, after in query(
            self.folder, "SELECT kind, after FROM decision ORDER BY seq")]

    def kinds(self):
        return [kind for kind, _ in self.decisions()]

    def assert_well(self):
        self.assertEqual(emend(self.folder, "verify").stdout.strip(), "all is well")

    def row(self, review, index, sign, number=None):
        """Wait until a row of the list has a sign, and a label's number if one is given."""
        return review.until(
            lambda look: look.saved and len(look.rows) > index
            and look.rows[index].sign == sign and number in (None, look.rows[index].number),
            f"{sign} {number or ''} in row {index}").rows[index]


class SessionTests(ReviewCase):
    """What a reviewer does on the first day, as one session."""

    def test_each_decision_is_shown_and_logged_and_the_review_opens_where_it_was(self):
        review = self.open()
        first = review.look
        self.assertGreaterEqual(first.open, 5, "the first image of the samples has objects")
        self.assertEqual((first.selected, first.rows[0].sign), (0, "?"))
        drawn = len(first.rows)
        self.decide_on_three(review, first)
        self.draw_one(review, drawn)

        self.assertEqual(self.kinds(), ["accept", "relabel", "reshape", "add", "undo", "undo"])
        self.leave_and_come_back(review, first)
        self.assert_well()

    def leave_and_come_back(self, review, first):
        """Go on, quit, open again at the same place, and go back to the first image."""
        drawn = len(first.rows)
        second = self.next_with_objects(review)
        review.press("j", "z")
        left = review.until(lambda look: look.selected == 1 and "whole" not in look.status,
                            "the second object, larger")
        review.quit()

        again = self.open()
        self.assertEqual((again.look.image, again.look.selected), (second.image, 1))
        self.assertEqual(zoom(again.look), zoom(left))
        while again.look.image != first.image:
            here = again.look.image
            again.press("K")
            again.until(lambda look: look.image != here, "the image before")
        back = again.until(lambda look: look.image == first.image, "the first image")
        self.assertEqual([row.sign for row in back.rows[:4]] + [back.rows[drawn].sign],
                         ["+", "~", "~", "?", "*"])
        again.press("u")
        again.until(lambda look: look.rows[drawn].sign == "x", "undo across a restart")
        again.quit()

    def decide_on_three(self, review, first):
        """Accept, relabel, and move the left edge by 10.9 pixels."""
        review.press("a")
        self.row(review, 0, "+", first.rows[0].number)
        self.assertEqual(review.look.selected, 1)

        other = 1 if first.rows[1].number != 1 else 2
        review.press(str(other))
        self.row(review, 1, "~", other)

        review.press("e", "a", "h", "H", "right", "enter")
        self.row(review, 2, "~", first.rows[2].number)
        before, after = [json.loads(text) for text in query(
            self.folder, "SELECT before, after FROM decision WHERE kind = 'reshape'")[0]]
        self.assertAlmostEqual(after["bounds"][0] - before["bounds"][0], -10.9, delta=0.06)
        self.assertAlmostEqual(after["bounds"][2] - before["bounds"][2], 10.9, delta=0.11)
        self.assertAlmostEqual(after["bounds"][1], before["bounds"][1], delta=0.06)

    def draw_one(self, review, drawn):
        """Draw a box, which becomes row `drawn`; take it back and bring it again."""
        review.press("b", "H", "K", "enter", "L", "J", "enter", "2")
        self.row(review, drawn, "*", 2)

        review.press("u")
        review.until(lambda look: "1 decision taken back" in look.bottom, "a taken back box")
        self.row(review, drawn, "x", 2)
        review.press("ctrl+r")
        self.row(review, drawn, "*", 2)

    def next_with_objects(self, review):
        """Go on to the next image that has two objects or more."""
        look = review.look
        first = look.image
        while look.image == first or len(look.rows) < 2:
            review.press("J")
            here = look.image
            look = review.until(lambda look: look.image not in ("", here), "another image")
        return look

    def test_the_last_decision_of_an_image_opens_the_next(self):
        review = self.open()
        first = review.look
        review.press(*"x" * first.open)
        review.until(lambda look: look.image not in ("", first.image) and look.saved, "the next")
        review.quit()
        self.assertEqual(self.kinds(), ["reject"] * first.open + ["accept"])
        self.assertEqual(query(self.folder, "SELECT count(*) FROM image "
                               "WHERE progress = 'reviewed'"), [(1,)])

    def test_flag_comment_filter_and_threshold(self):
        review = self.open()
        first = review.look
        review.press("f")
        review.until(lambda look: look.flagged and look.saved, "the flag")
        review.press("c", *"too dark?", "enter")
        review.until(lambda look: "“too dark?”" in look.status and look.saved, "the comment")
        self.assertEqual(self.decisions()[-1], (
            "comment", {"progress": "open", "flagged": True, "comment": "too dark?"}))
        review.press("/", *"open disc", "enter")
        number = {3}
        review.until(lambda look: {row.number for row in look.rows} == number, "one label")
        review.press("/", "enter")
        review.until(lambda look: len(look.rows) == len(first.rows), "all objects")
        review.press(":", *"threshold 0.6", "enter")
        fewer = review.until(lambda look: len(look.rows) < len(first.rows), "fewer objects")
        self.assertTrue(all(float(row.word) >= 0.6 for row in fewer.rows))
        review.press(*"<<<<<<")
        review.until(lambda look: len(look.rows) == len(first.rows), "all objects again")
        review.quit()

    def test_what_an_object_says_is_typed_and_exported(self):
        review = self.open()
        review.press("w", *"A 7", "enter")
        self.row(review, 0, "~")
        review.press("k", "w", "backspace", "8")
        review.pty.expect("text: A 8")
        review.press("enter")
        review.until(lambda look: look.saved and len(self.kinds()) == 2, "the second text")
        review.press("A")
        review.until(lambda look: look.saved and self.kinds()[-1] == "accept", "the image")
        review.quit()
        texts = [(kind, after["text"]) for kind, after in self.decisions()[:2]]
        self.assertEqual(texts, [("transcribe", "A 7"), ("transcribe", "A 8")])
        self.assert_well()
        emend(self.folder, "export", "coco", self.folder / "out.json")
        objects = json.loads((self.folder / "out.json").read_text())["annotations"]
        self.assertEqual([found["text"] for found in objects if "text" in found], ["A 8"])

    def test_help_lists_the_keys_and_goes_away(self):
        review = self.open()
        review.press("?")
        review.pty.expect("keys of review")
        review.pty.expect("Accept the selected object")
        review.press("esc")
        review.pty.expect_gone("keys of review")
        review.quit()
        self.assertEqual(self.kinds(), [])


class TypingAheadTests(ReviewCase):
    """Keys that come all at once, before and while images open, are all handled."""

    def test_199_decisions_at_once(self):
        review = self.open()
        review.press(*"f" * 199)
        review.until(lambda look: look.saved and look.flagged
                     and self.kinds() == ["flag"] * 199, "199 decisions", 60)
        review.quit()
        self.assert_well()

    def test_a_review_of_all_images_at_once(self):
        images, = query(self.folder, "SELECT COUNT(*) FROM queue WHERE is_open")[0]
        review = self.open("--threshold", "0")
        review.press(*"A" * images)
        review.pty.expect("every image is reviewed", 60)
        review.quit()
        objects, = query(self.folder, "SELECT COUNT(*) FROM predicted_object")[0]
        self.assertEqual(self.kinds().count("accept"), objects + images)
        self.assert_well()

    def test_decisions_and_undos_at_once_leave_what_they_would_one_by_one(self):
        keys = ["a", "x", "u", "2", "u", "ctrl+r", "u", "u", "ctrl+r", "x", "a", "u"] * 16
        together = self.open()
        together.press(*keys)
        held = self.wait_for_all(together)
        scratch, self.folder = self.folder, Scratch()
        self.addCleanup(self.folder.folder.cleanup)
        self.folder = self.folder.path
        single = self.open()
        for key in keys:
            single.press(key)
            single.pty.pump(0.05)
        self.assertEqual(self.wait_for_all(single), held)
        self.assertNotEqual(scratch, self.folder)

    def wait_for_all(self, review):
        """Type a mark at the end and wait for it; what all decisions left."""
        review.press("f")
        review.until(lambda look: look.flagged and look.saved, "the flag", 60)
        review.quit()
        return self.decisions()

    def test_keys_before_the_program_is_there(self):
        with Pty.spawn([PROGRAM, "review", "--threshold", "0.3"], {"EMEND_REVIEWER": "ann"},
                       (120, 44), "sixel", cwd=self.folder, typed_ahead="axq") as pty:
            self.assertEqual(pty.wait(), 0)
        self.assertEqual(self.kinds(), ["accept", "reject"])


class ScreenTests(ReviewCase):
    def test_a_new_size_shows_the_same_in_another_layout(self):
        review = self.open()
        rows = review.look.rows
        for size in [(100, 30), (40, 14), (200, 60), (120, 44)]:
            review.pty.resize(*size)
            review.settled(0.3)
            self.assertIn("saved", review.pty.model.part(0, 0, size[0]))
            self.assertRegex(review.pty.text(), rf"{len(rows)} objects, {len(rows)} open")
        review.press("ctrl+l")
        review.settled(0.3)
        review.press("a")
        self.row(review, 0, "+")
        review.quit()

    def test_a_window_that_is_too_small_says_so_and_comes_back(self):
        review = self.open()
        for size in [(39, 6), (40, 5), (10, 3), (3, 2), (1, 1)]:
            review.pty.resize(*size)
            review.settled(0.3)
            said = "".join(line.ljust(size[0]) for line in review.pty.screen())
            self.assertTrue("emend needs 40x6 cells".startswith(said[:size[0]].rstrip()), said)
        review.pty.resize(40, 6)
        review.settled(0.3)
        self.assertIn("objects", review.pty.text())
        review.press("a")
        review.settled(0.3)
        self.assertEqual(self.kinds(), ["accept"])
        review.quit()

    def test_it_opens_in_40_by_6_and_in_less(self):
        for size in [(40, 6), (12, 3)]:
            with self.subTest(size=size):
                with Pty.spawn([PROGRAM, "review"], size=size, cwd=self.folder) as pty:
                    pty.until(lambda: pty.model.in_alternate_screen and any(pty.model.lines()),
                              "a screen")
                    pty.press("q")
                    self.assertEqual(pty.wait(), 0)
                    self.assertEqual(pty.complaints(), [])

    def test_a_picture_that_cannot_be_made_is_asked_for_once(self):
        with sqlite3.connect(self.folder / "project.sqlite") as project:
            project.execute("UPDATE image SET path = '/gone/' || id || '.jpg'")
        project.close()
        review = self.open()
        review.settled(0.5)
        self.assertIn("gone", review.pty.text())
        before = processor_seconds(review.pty.pid)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            review.pty.pump(0.1)
        self.assertLess(processor_seconds(review.pty.pid) - before, 1, "it tries again and again")
        review.press("a")
        self.row(review, 0, "+")
        review.quit()

    def test_redrawing_restores_a_screen_that_others_wrote_on(self):
        review = self.open()
        whole = review.pty.screen()
        review.pty.model.feed(b"\x1b[5;5Hbroadcast message\x1b[20;20Hfrom root")
        self.assertNotEqual(review.pty.screen(), whole)
        review.press("ctrl+l")
        review.settled(0.3)
        self.assertEqual(review.pty.screen(), whole)
        review.quit()

    def test_a_terminal_of_few_colours_shows_the_same_text(self):
        texts = set()
        for term in ("xterm-256color", "xterm", "linux", "vt100", "screen"):
            with self.subTest(term=term):
                with Pty.spawn([PROGRAM, "review", "--graphics", "blocks"], {"TERM": term},
                               (100, 30), cwd=self.folder) as pty:
                    pty.until(lambda: art(pty.text()) > 300, "a picture")
                    texts.add("\n".join([line.rpartition("│")[2] for line in pty.screen()]))
                    pty.press("q")
                    self.assertEqual(pty.wait(), 0)
                    self.assertEqual(pty.complaints(), [])
        self.assertEqual(len(texts), 1, texts)


class RefusalTests(ReviewCase):
    def test_no_terminal_no_review(self):
        for arguments in (["review"],):
            done = emend(self.folder, *arguments, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("terminal", done.stderr)
            self.assertNotIn("\x1b", done.stdout + done.stderr)

    def test_sixel_is_refused_where_the_terminal_has_none(self):
        with Pty.spawn([PROGRAM, "review", "--graphics", "sixel"], cwd=self.folder) as pty:
            self.assertEqual(pty.wait(), 1)
            self.assertIn("--graphics blocks", pty.text().replace("\n", " "))

    def test_a_folder_without_a_project(self):
        with tempfile.TemporaryDirectory() as empty:
            done = emend(empty, "review", check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("emend init", done.stderr)


@unittest.skipUnless(shutil.which("tmux"), "needs tmux")
class MultiplexerTests(ReviewCase):
    """In tmux 3.3a, which shows no sixel: quadrants."""

    def tmux(self, *arguments):
        return subprocess.run(
            ["tmux", "-L", f"emend-{os.getpid()}", "-f", "/dev/null", *arguments],
            capture_output=True, text=True, timeout=10, cwd=self.folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
                 "EMEND_REVIEWER": "ann"}).stdout

    def wait_for(self, condition, what):
        for _ in range(200):
            text = self.tmux("capture-pane", "-p")
            if condition(text):
                return text
            signal.sigtimedwait([], 0.05)
        self.fail(f"{what} did not come:\n{text}")

    def test_half_blocks_keys_and_detaching(self):
        self.addCleanup(self.tmux, "kill-server")
        self.tmux("new-session", "-d", "-x", "110", "-y", "34", f"'{PROGRAM}' review; sleep 60")
        text = self.wait_for(lambda text: " open" in text and art(text) > 500, "a picture")
        self.assertNotIn("\x1b", text)
        self.tmux("send-keys", "a")
        self.wait_for(lambda text: "+ " in text and " ok" in text, "the accepted object")
        self.assertEqual(self.kinds(), ["accept"])
        self.tmux("send-keys", "q")
        self.wait_for(lambda text: art(text) == 0, "the shell's screen")


def processor_seconds(pid):
    """What a process has used so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def art(text):
    """How many cells show a part of the picture."""
    return len(re.findall("[▀-▟]", text))


def zoom(look):
    return re.findall(r"(?:whole )?\d+ %", look.status)


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_review: set EMEND_BIN to the program")
    unittest.main()
