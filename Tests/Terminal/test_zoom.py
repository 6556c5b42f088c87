#!/usr/bin/env python3
"""Looking closer in the real program: the place and the tone, and that no key is lost meanwhile.

EMEND_BIN, EMEND_PROJECT: as in test_kill.py.
"""

import re
import unittest

from reviewer import PROGRAM, Review, Scratch


def percent(look):
    return int(re.search(r"(\d+) %", look.status)[1])


class ZoomTests(unittest.TestCase):
    def setUp(self):
        scratch = Scratch()
        self.addCleanup(scratch.folder.cleanup)
        self.folder = scratch.path

    def open(self):
        review = Review(self.folder, "--threshold", "0.3")
        self.addCleanup(review.pty.close)
        review.opened()
        return review

    def test_the_place_survives_a_restart_and_another_image_is_whole(self):
        review = self.open()
        first = review.look
        whole = percent(first)
        review.press("+", "+", "+", "+", "shift+right", "g", "j")
        left = review.until(lambda look: percent(look) > 2 * whole, "a larger image")
        self.assertNotIn("whole", left.status)
        review.quit()

        again = self.open()
        self.assertEqual((again.look.image, percent(again.look)), (left.image, percent(left)))
        again.press("J")
        again.until(lambda look: look.image != left.image and "whole" in look.status, "a whole one")
        again.quit()

    def test_the_wheel_zooms_and_decides_nothing(self):
        review = self.open()
        whole = percent(review.look)
        for _ in range(3):
            review.pty.send("\x1b[<64;20;10M")
        review.until(lambda look: percent(look) > whole * 2, "a larger image")
        for _ in range(4):
            review.pty.send("\x1b[<65;20;10M")
        look = review.until(lambda look: "whole" in look.status, "the whole image")
        self.assertEqual(percent(look), whole)
        self.assertEqual(look.open, review.looks[0].open)
        review.quit()

    def test_a_tone_stays_until_it_is_taken_off(self):
        review = self.open()
        first = review.look.image
        review.press("}", "}", "'")
        review.until(lambda look: "brightness +2 gamma +1" in look.status, "the tone")
        review.press("J")
        review.until(lambda look: look.image != first and "brightness +2" in look.status,
                     "the tone on the next image")
        review.press("T")
        review.until(lambda look: "brightness" not in look.status, "no tone")
        review.quit()


if __name__ == "__main__":
    if not PROGRAM:
        raise SystemExit("test_zoom: set EMEND_BIN to the program")
    unittest.main()
