#!/usr/bin/env python3
"""No decision that the screen shows as done is lost, however the review ends.

Rounds of a review with random keys, each ended by SIGKILL at a random moment (or by SIGTERM,
SIGHUP, a lost link), and then compared with the log by another program (Python's sqlite3).

EMEND_BIN      the program (required)
EMEND_PROJECT  a folder with a project that has predictions; it is copied, not changed
EMEND_KILLS    how many kills (200; Tests/Benchmarks/kill takes 1,000)
EMEND_SEED     another number gives other keys
"""

import collections
import json
import os
import random
import re
import signal
import sqlite3
import time
import unittest

from ptyrun import Failure
from reviewer import Review, Row, Scratch, emend, query

KILLS = int(os.environ.get("EMEND_KILLS", "200"))
SEED = int(os.environ.get("EMEND_SEED", "7"))
# A project is used so often, and then a fresh copy, so that there is always something to decide.
ROUNDS_PER_PROJECT = 8

ACTIONS = [
    (8, "a"), (6, "x"), (2, "1"), (2, "2"), (2, "3"), (2, "4"), (4, "u"), (3, "ctrl+r"),
    (2, "j"), (2, "k"), (1, "space"), (1, "f"), (1, "J"), (1, "K"), (1, "A"), (1, "z"), (1, "0"),
    (3, "e a h h enter"), (2, "e L enter"), (2, "b L L enter L J enter 2"),
    (1, "b H K enter L L J J J enter enter"), (1, "c n o t e enter"),
]


def random_keys(chance):
    weights, actions = zip(*ACTIONS)
    return " ".join(chance.choices(actions, weights, k=chance.randint(1, 5))).split()


class Ledger:
    """What the screens of one review promised, to be compared with the log."""

    def __init__(self, folder):
        self.folder = folder
        self.begin = query(folder, "SELECT COALESCE(MAX(seq), 0) FROM decision")[0][0]
        self.images = {path.rsplit("/", 1)[-1]: image
                       for image, path in query(folder, "SELECT id, path FROM image")}
        self.predicted = collections.defaultdict(list)
        self.said = {}
        for image, key, *said in query(folder, """
                SELECT image, predicted_object.id, label, x, y, width, height
                FROM predicted_object JOIN prediction ON prediction.id = prediction
                ORDER BY image, score, predicted_object.id"""):
            self.predicted[image].append(key)
            self.said[key] = said
        self.promised = collections.defaultdict(list)

    def note(self, look):
        """Keep what a screen promises; an object shown as being saved is no promise."""
        if look.image not in self.images:
            return
        image = self.images[look.image]
        for index, row in enumerate(look.rows):
            if row.sign != "…":
                self._promise(("row", image, index), (row.sign, row.number))
        if look.saved:
            self._promise(("image", image), (look.progress, look.flagged))

    def _promise(self, key, state):
        if self.promised[key][-1:] != [state]:
            self.promised[key].append(state)

    def states(self):
        """For everything that a screen can show, its states from the round's begin to its end."""
        log = collections.defaultdict(list)
        for seq, key, after in query(self.folder, """
                SELECT seq, COALESCE(CAST(predicted_object AS TEXT), object, 'image ' || image),
                  after FROM decision ORDER BY seq"""):
            log[key].append((seq, json.loads(after)))
        states = {}
        for image in self.images.values():
            drawn = [key for key, in query(self.folder, """
                SELECT id FROM object WHERE image = ? AND predicted_object IS NULL ORDER BY id
                """, image)]
            known = self.predicted[image]
            for index, key in enumerate([str(key) for key in known] + drawn):
                said = self.said[known[index]] if index < len(known) else None
                first = [] if said is None else [("?", said[0] + 1)]
                found = [(seq, object_state(after, said)) for seq, after in log[key]]
                states["row", image, index] = self._since(first, found)
            found = [(seq, (after["progress"], bool(after["flagged"])))
                     for seq, after in log[f"image {image}"]]
            states["image", image] = self._since([("open", False)], found)
        return states

    def _since(self, first, found):
        old = first + [state for seq, state in found if seq <= self.begin]
        return old[-1:] + [state for seq, state in found if seq > self.begin]

    def check(self):
        """What was promised and is not in the log, in words."""
        states = self.states()
        lost = []
        for key, promised in self.promised.items():
            held = iter(states.get(key, []))
            if not all(state in held for state in promised):
                lost.append(f"{key}: shown {promised}, in the log {states.get(key)}")
        return lost

    def count(self):
        """How many changes were shown as done."""
        return sum(max(0, len(states) - 1) for states in self.promised.values())


def object_state(after, said):
    """The sign and the number that the list shows for a state of the log."""
    number = after["label"] + 1
    if after["status"] == "open":
        return "?", number
    if after["status"] != "accepted":
        return "x", number
    if said is None:
        return "*", number
    return "+" if [after["label"], *after["bounds"]] == said else "~", number


class EndingCase(unittest.TestCase):
    def play(self, review, chance, bursts):
        """Type without looking, as somebody who is faster than the program."""
        for _ in range(bursts):
            review.press(*random_keys(chance))
            end = time.monotonic() + chance.uniform(0, 0.1)
            while (left := end - time.monotonic()) > 0:
                review.pty.pump(left)

    def open(self, folder):
        ledger = Ledger(folder)
        review = Review(folder, "--threshold", "0")
        self.addCleanup(review.pty.close)
        review.noted = ledger.note
        review.pty.until(lambda: review.look and review.look.image and review.look.saved
                         or "every image is reviewed" in review.pty.text(), "an image", 20)
        return review, ledger

    def assert_kept(self, ledger):
        self.assertEqual(ledger.check(), [])

    def assert_intact(self, folder):
        self.assertEqual(query(folder, "PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(query(folder, "PRAGMA foreign_key_check"), [])


class KillTests(EndingCase):
    def test_a_kill_at_any_moment_loses_nothing_that_was_shown_as_done(self):
        chance = random.Random(SEED)
        tally = collections.Counter()
        begun = time.monotonic()
        while tally["kills"] < KILLS:
            with Scratch() as folder:
                for _ in range(min(ROUNDS_PER_PROJECT, KILLS - tally["kills"])):
                    self.kill_once(folder, chance, tally)
                self.assertEqual(emend(folder, "verify").stdout.strip(), "all is well")
                tally["decisions"] += query(folder, "SELECT COUNT(*) FROM decision")[0][0]
        seconds = time.monotonic() - begun
        print(f"{tally['kills']} kills in {seconds:.0f} s: {tally['decisions']} decisions in the "
              f"log, {tally['shown']} changes shown as done, 0 of them lost; "
              f"{tally['hot']} kills while something was being saved")
        self.assertGreater(tally["shown"], 2 * KILLS, "too little was decided to prove anything")

    def kill_once(self, folder, chance, tally):
        review, ledger = self.open(folder)
        self.play(review, chance, chance.randint(1, 4))
        review.press(*random_keys(chance))
        time.sleep(chance.uniform(0, 0.02))
        review.pty.signal(signal.SIGKILL)
        review.pty.wait()
        tally["kills"] += 1
        tally["shown"] += ledger.count()
        tally["hot"] += bool(review.look) and not review.look.saved
        review.pty.close()  # a thousand kills would use up the process's files
        self.assert_kept(ledger)
        self.assert_intact(folder)

    def test_a_promise_that_the_log_does_not_keep_is_found(self):
        with Scratch() as folder:
            review, ledger = self.open(folder)
            look = review.look
            review.quit()
            self.assert_kept(ledger)
            false = Row("+", look.rows[0].number, "ok", True)
            ledger.note(type(look)(**{**vars(look), "rows": (false, *look.rows[1:])}))
            self.assertEqual(len(ledger.check()), 1)


class GoodbyeTests(EndingCase):
    """The ends that a program hears of: it finishes what it has, and opens there again."""

    def end(self, review, name):
        if name == "a lost link":
            review.pty.hang_up()
        else:
            review.pty.signal(signal.Signals[name])
        end = time.monotonic() + 10
        while not review.pty.has_ended():
            self.assertLess(time.monotonic(), end, "still running")
            review.pty.pump(0.01) or time.sleep(0.01)

    def look_around(self, review, chance):
        """Leave what the keys may have begun, go to an object and zoom; the last screen."""
        review.press("esc")
        review.settled()
        review.press(chance.choice(["z", "0", "+"]), *chance.choice(["j", "jj", "k"]))
        return review.settled()

    def test_nothing_is_lost_and_the_review_opens_where_it_was(self):
        chance = random.Random(SEED)
        for name in ("SIGHUP", "SIGTERM", "a lost link"):
            with self.subTest(end=name), Scratch() as folder:
                for _ in range(5):
                    review, ledger = self.open(folder)
                    self.play(review, chance, 2)
                    before = self.look_around(review, chance)
                    self.end(review, name)
                    self.assert_kept(ledger)
                    review, ledger = self.open(folder)
                    after = review.settled()
                    if before.progress == "open":
                        self.assertEqual(place(after), place(before))
                    self.play(review, chance, 1)
                    self.end(review, name)  # in the middle of it all
                    self.assert_kept(ledger)
                self.assert_intact(folder)
                self.assertEqual(emend(folder, "verify").stdout.strip(), "all is well")


def place(look):
    """Where a reviewer is: image, object and zoom."""
    return look.image, look.selected, re.findall(r"(?:whole )?\d+ %", look.status)


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("test_kill: set EMEND_BIN to the program")
    unittest.main()
