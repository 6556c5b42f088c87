#!/usr/bin/env python3
"""A full disk and a read-only one: the screen says what to do, and nothing is lost.

EMEND_BIN, EMEND_PROJECT: as in test_kill.py. Needs root, to mount a small disk in memory.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from reviewer import PROJECT, Review, copy_project, emend, query

# The project, and room for a few hundred decisions.
SPARE = 600_000


def leave_as_killed(folder):
    """Leaves the log and its index beside the project, as a review that was killed does.

    Without them SQLite has to make them, which a full or read-only disk refuses.
    """
    script = ("import os, sqlite3, sys; file = sqlite3.connect(sys.argv[1]);"
              " file.execute('SELECT COUNT(*) FROM decision').fetchone(); os._exit(0)")
    subprocess.run([sys.executable, "-c", script, folder / "project.sqlite"], check=True)


class SmallDisk:
    """A disk of its own with a copy of the project."""

    def __init__(self):
        self.place = tempfile.mkdtemp(prefix="emend-disk-")
        needed = sum(file.stat().st_size for file in pathlib.Path(PROJECT).rglob("*")
                     if file.is_file())
        self.mount("-t", "tmpfs", "-o", f"size={needed + SPARE}", "emend-test", self.place)
        self.folder = copy_project(pathlib.Path(self.place) / "project")
        leave_as_killed(self.folder)
        self.filler = pathlib.Path(self.place) / "filler"

    def mount(self, *arguments):
        subprocess.run(["mount", *arguments], check=True, capture_output=True, text=True)

    def fill(self):
        """Write until nothing fits any more."""
        with open(self.filler, "ab", buffering=0) as file:
            for size in (65536, 4096, 1):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError:
                    pass

    def free(self):
        self.filler.unlink()

    def close(self):
        subprocess.run(["umount", self.place], check=False, capture_output=True)
        os.rmdir(self.place)


def why_not():
    """Why no disk can be mounted here, or None."""
    if os.geteuid() != 0:
        return "needs root, to mount a small disk"
    try:
        SmallDisk().close()
    except (OSError, subprocess.CalledProcessError) as error:
        return f"a small disk cannot be mounted here: {getattr(error, 'stderr', error)}"
    return None


class DiskCase(unittest.TestCase):
    def setUp(self):
        self.disk = SmallDisk()
        self.addCleanup(self.disk.close)
        self.folder = self.disk.folder

    def open(self):
        review = Review(self.folder, "--threshold", "0.3",
                        env={"XDG_STATE_HOME": self.state()})
        self.addCleanup(review.pty.close)
        return review

    def state(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        return folder

    def row(self, review, index, sign):
        review.until(lambda look: look.saved and look.rows[index].sign == sign, f"{sign} {index}")


class FullDiskTests(DiskCase):
    def test_what_was_shown_as_done_stays_and_the_review_goes_on_when_there_is_room(self):
        review = self.open()
        review.opened()
        review.press("a")
        self.row(review, 0, "+")
        self.disk.fill()
        told = self.type_until_refused(review)
        self.assertIn("free some space", told.bottom)
        review.until(lambda look: look.saved, "what is on disk")
        held = [row.sign for row in review.settled().rows]
        self.assertEqual(held.count("…"), 0)
        self.disk.free()
        count = self.count()
        review.press("f")
        review.until(lambda look: look.flagged and look.saved, "a decision")
        self.assertEqual(self.count(), count + 1)
        review.quit()
        again = self.open()
        again.opened()
        self.assertEqual([row.sign for row in again.look.rows], held)
        again.quit()
        self.assertEqual(emend(self.folder, "verify").stdout.strip(), "all is well")

    def test_a_review_that_begins_on_a_full_disk_opens_and_refuses(self):
        self.disk.fill()
        review = self.open()
        review.opened()
        review.press("a")
        review.until(lambda look: "disk is full" in look.bottom, "the refusal")
        self.assertEqual(review.settled().rows[0].sign, "?")
        self.disk.free()
        review.press("a")
        self.row(review, 0, "+")
        review.quit()

    def type_until_refused(self, review):
        """Decide and take back: the log's file has some room left at first."""
        for _ in range(400):
            review.press("a" if review.look.rows[1].sign == "?" else "u")
            look = review.settled(0.05)
            if "disk is full" in look.bottom:
                return look
        self.fail(f"never refused; the screen:\n{review.pty.text()}")

    def count(self):
        return query(self.folder, "SELECT COUNT(*) FROM decision")[0][0]


class ReadOnlyTests(DiskCase):
    def test_a_read_only_project_opens_for_looking_and_says_so(self):
        self.disk.mount("-o", "remount,ro", self.disk.place)
        review = self.open()
        look = review.opened()
        self.assertGreater(look.open, 1)
        self.assertIn("not writable", look.bottom)
        review.press("a")
        review.until(lambda look: "not saved" in look.bottom, "the refusal")
        self.assertIn("change its permissions", review.look.bottom)
        self.assertEqual(review.settled().rows[0].sign, "?")
        review.press("J")
        review.until(lambda now: now.image not in ("", look.image), "another image")
        review.quit()
        self.assertEqual(query(self.folder, "SELECT COUNT(*) FROM decision"), [(0,)])

    def test_the_other_commands_say_so_too(self):
        self.disk.mount("-o", "remount,ro", self.disk.place)
        told = json.loads(emend(self.folder, "status", "--json").stdout)
        self.assertTrue(told)
        done = emend(self.folder, "add", "/usr/share", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not writable", done.stderr)


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("test_disk: set EMEND_BIN to the program")
    reason = why_not()
    if reason:
        print(f"test_disk: skipped: {reason}")
        raise SystemExit(0)
    unittest.main()
