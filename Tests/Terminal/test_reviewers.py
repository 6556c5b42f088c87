#!/usr/bin/env python3
"""Several reviewers at once on one project: nothing is lost, nothing is overwritten.

EMEND_BIN, EMEND_PROJECT: as in test_kill.py.
"""

import collections
import os
import random
import time
import unittest

from reviewer import Review, Scratch, emend, query
from test_kill import Ledger

SEED = int(os.environ.get("EMEND_SEED", "7"))
SECONDS = 6
KEYS = "a a a x x 1 2 3 4 j k f".split()
# Taking a step back opens its image again, whoever has it by now.
KEYS_BACK = ["u", "u", "ctrl+r"]


class ReviewersCase(unittest.TestCase):
    def setUp(self):
        scratch = Scratch()
        self.addCleanup(scratch.folder.cleanup)
        self.folder = scratch.path

    def open(self, name):
        review = Review(self.folder, "--threshold", "0", reviewer=name)
        self.addCleanup(review.pty.close)
        review.opened()
        return review

    def leases(self):
        """Who has which image."""
        return dict(query(self.folder, """
            SELECT reviewer, path FROM lease JOIN image ON image.id = lease.image"""))

    def assert_well(self):
        self.assertEqual(query(self.folder, "PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(emend(self.folder, "verify").stdout.strip(), "all is well")


class CrowdTests(ReviewersCase):
    def test_two_and_four_reviewers_lose_nothing_and_work_apart(self):
        for count in (2, 4):
            with self.subTest(reviewers=count), Scratch() as self.folder:
                self.work(count, KEYS)
                self.assert_apart()

    def test_four_reviewers_who_change_their_minds_lose_nothing(self):
        self.work(4, KEYS + KEYS_BACK)

    def work(self, count, keys):
        chance = random.Random(SEED)
        names = ["ann", "bob", "cem", "dot"][:count]
        # A screen may be behind the log, so that each has a ledger of its own.
        ledgers = [Ledger(self.folder) for _ in names]
        reviews = {name: self.open(name) for name in names}
        for review, ledger in zip(reviews.values(), ledgers):
            review.noted = ledger.note
            self.assertEqual(review.look.progress, "open")
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for review in reviews.values():
                review.press(*chance.choices(keys, k=chance.randint(1, 4)))
                review.pty.pump(0.02)
                self.look_for_complaints(review)
        for review in reviews.values():
            self.leave(review)
            self.look_for_complaints(review)
        self.assertEqual([ledger.check() for ledger in ledgers], [[]] * count)
        self.assert_well()
        decided = dict(query(self.folder, "SELECT reviewer, COUNT(*) FROM decision GROUP BY 1"))
        self.assertEqual(sorted(decided), names, "everybody decided something")
        print(f"{count} reviewers: {sum(decided.values())} decisions in {SECONDS} s, "
              f"{sum(ledger.count() for ledger in ledgers)} changes shown as done, 0 of them lost")

    def leave(self, review):
        review.press("esc")
        review.settled()
        review.quit()

    def look_for_complaints(self, review):
        """A screen must never show SQLite's words."""
        bottom = review.look.bottom
        self.assertNotIn("locked", bottom)
        self.assertNotIn("another program", bottom)

    def assert_apart(self):
        owners = collections.defaultdict(set)
        for image, reviewer in query(self.folder, "SELECT image, reviewer FROM decision"):
            owners[image].add(reviewer)
        shared = {image: who for image, who in owners.items() if len(who) > 1}
        self.assertEqual(shared, {}, "two reviewers on one image")


class ConflictTests(ReviewersCase):
    """Two reviewers are brought to one image on purpose, by the keys that go back."""

    def bring_together(self):
        ann, bob = self.open("ann"), self.open("bob")
        self.assertNotEqual(ann.look.image, bob.look.image, "leased apart")
        self.assertEqual(len(set(self.leases().values())), 2)
        while bob.look.image != ann.look.image:
            here = bob.look.image
            bob.press("K")
            bob.until(lambda look: look.image != here, "the image before")
        return ann, bob

    def test_the_second_decision_on_an_object_is_refused_in_words_and_the_first_shown(self):
        ann, bob = self.bring_together()
        ann.press("x")
        ann.until(lambda look: look.saved and look.rows[0].sign == "x", "ann's word")
        self.assertEqual(bob.look.rows[0].sign, "?", "bob has not seen it")
        bob.press("a")
        told = bob.until(lambda look: "ann decided on this" in look.bottom, "the conflict")
        self.assertIn("not saved", told.bottom)
        bob.until(lambda look: look.saved and look.rows[0].sign == "x", "ann's word with bob")
        self.assertEqual(query(self.folder, "SELECT reviewer, kind FROM decision"),
                         [("ann", "reject")])
        bob.press("k") if bob.look.selected else None
        bob.until(lambda look: look.selected == 0, "the object")
        bob.press("a")
        bob.until(lambda look: look.saved and look.rows[0].sign == "+", "bob's second word")
        ann.press("u")
        ann.until(lambda look: "bob decided on this" in look.bottom, "a refused undo")
        self.assertEqual(query(self.folder, "SELECT reviewer, kind FROM decision"),
                         [("ann", "reject"), ("bob", "accept")])
        ann.quit()
        bob.quit()
        self.assert_well()

    def test_decisions_on_different_objects_of_one_image_are_both_kept(self):
        ann, bob = self.bring_together()
        ann.press("a")
        ann.until(lambda look: look.saved and look.rows[0].sign == "+", "ann's word")
        bob.press("j", "x")
        bob.until(lambda look: look.saved and look.rows[1].sign == "x", "bob's word")
        ann.press("a")
        ann.until(lambda look: "bob decided on this" in look.bottom, "the conflict")
        ann.until(lambda look: [row.sign for row in look.rows[:2]] == ["+", "x"], "both words")
        ann.quit()
        bob.quit()
        self.assert_well()


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("test_reviewers: set EMEND_BIN to the program")
    unittest.main()
