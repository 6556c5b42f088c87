#!/usr/bin/env python3
"""Clicks and boxes become masks in the review, by a model whose masks can be computed beside it.

The model is the hand-made one of Tests/Peers/prompted; which masks it gives is asked of Python's
onnxruntime, with the same two files.

EMEND_BIN, EMEND_PROJECT: as in test_kill.py. Needs the peers' Python; for the screenshots what
test_xterm.py needs, and EMEND_SHOTS names a folder to keep them in.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import numpy as np
import onnxruntime
from PIL import Image

from reviewer import emend, query
from test_review import ReviewCase
from test_xterm import MISSING, XtermCase

ROOT = pathlib.Path(__file__).resolve().parents[2]
STANDING = re.compile(r" mask (\d) of (\d), (0\.\d\d)")
MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
FILES = None
# Where the program finds ONNX Runtime; the rest of a review's environment is pinned.
RUNTIME = {name: os.environ[name] for name in ("EMEND_ONNXRUNTIME", "VIRTUAL_ENV")
           if name in os.environ}


def setUpModule():
    global FILES
    folder = tempfile.TemporaryDirectory(prefix="emend-masks-")
    unittest.addModuleCleanup(folder.cleanup)
    script = ROOT / "Tests/Peers/prompted/by_colour.py"
    subprocess.run([sys.executable, script, folder.name], check=True, capture_output=True)
    FILES = [pathlib.Path(folder.name) / f"by_colour_{part}.onnx"
             for part in ("encoder", "decoder")]


def add_model(folder, *arguments):
    return emend(folder, "model", "add", FILES[0], *arguments).stdout.strip()


class Python:
    """What Python makes of an image with the same files."""

    def __init__(self, path):
        onnxruntime.set_default_logger_severity(3)
        encoder, self.decoder = (onnxruntime.InferenceSession(str(file)) for file in FILES)
        image = Image.open(path).convert("RGB")
        self.size = image.size
        values = np.asarray(image.resize((1024, 1024), Image.Resampling.BILINEAR)) / 255
        values = ((values - MEAN) / DEVIATION).astype(np.float32).transpose(2, 0, 1)[None]
        names = [port.name for port in encoder.get_outputs()]
        self.maps = dict(zip(names, encoder.run(None, {"image": np.ascontiguousarray(values)})))

    def masks(self, tokens):
        """The masks of `(x, y, kind)`, best first, as bool arrays."""
        scale = 1024 / np.array(self.size)
        places = [np.array(token[:2]) * scale for token in tokens] + [np.zeros(2)]
        masks, scores = self.decoder.run(None, {
            **self.maps, "point_coords": np.array([places], np.float32),
            "point_labels": np.array([[token[2] for token in tokens] + [-1]], np.float32)})
        order = np.argsort(-scores[0])
        return [np.asarray(Image.fromarray(masks[0, index]).resize(
            self.size, Image.Resampling.BILINEAR)) > 0 for index in order]


def mask_of(state):
    """The pixels of a logged state."""
    coded = json.loads(state["geometry"])
    height, width = coded["size"]
    values = np.repeat(np.arange(len(coded["counts"])) % 2, coded["counts"])
    return values.reshape(width, height).T.astype(bool)


def overlap(one, other):
    return (one & other).sum() / max(1, (one | other).sum())


class MasksCase(ReviewCase):
    def open(self, *arguments, **options):
        return super().open(*arguments, env=RUNTIME, **options)

    def standing(self, review, mask=None):
        """Wait for the line that says which mask is shown."""
        def shown():
            found = STANDING.match(review.pty.screen()[-1])
            return found and mask in (None, int(found[1]))
        review.pty.until(shown, f"mask {mask or ''}", 30)

    def ready(self, review):
        review.pty.expect("masks ready", 30)

    def last(self):
        """The last decision: its kind, the states before and after, and the image's path."""
        kind, before, after, path = query(
            self.folder, "SELECT kind, before, after, path FROM decision JOIN image "
            "ON image.id = decision.image ORDER BY seq DESC LIMIT 1")[0]
        return kind, json.loads(before or "null"), json.loads(after), self.folder / path

    @staticmethod
    def corners(state):
        x, y, width, height = state["bounds"]
        return [(x, y, 2), (x + width, y + height, 3)]


class FindingMasksTests(MasksCase):
    def setUp(self):
        super().setUp()
        add_model(self.folder)

    def test_the_box_becomes_the_mask_that_the_model_gives(self):
        review = self.open()
        review.until(lambda look: "masks ready" in look.status, "masks ready", 30)
        review.press("m")
        self.standing(review)
        review.press("tab")
        self.standing(review, mask=2)
        review.press("enter")
        self.row(review, 0, "~")
        kind, before, after, path = self.last()
        self.assertEqual((kind, before["kind"], after["kind"]), ("reshape", "box", "mask"))
        expected = Python(path).masks(self.corners(before))[1]
        self.assertGreater(overlap(mask_of(after), expected), 0.95)
        ys, xs = np.nonzero(mask_of(after))
        self.assertEqual(after["bounds"], [
            xs.min(), ys.min(), xs.max() + 1 - xs.min(), ys.max() + 1 - ys.min()])
        self.assertEqual(after["label"], before["label"])

        review.press("u")
        self.row(review, 0, "?")
        self.assertEqual(self.last()[2], before)
        review.quit()
        self.assert_well()

    def test_points_become_a_new_object(self):
        review = self.open()
        objects = len(review.look.rows)
        # The keys do not wait until the image is read.
        review.press("n", "a", "L", "L", "J", "x", "u")
        self.standing(review)
        review.press("2")
        self.row(review, objects, "*", 2)
        kind, before, after, path = self.last()
        self.assertEqual((kind, before, after["kind"]), ("add", None, "mask"))
        self.assertEqual(after["label"], 1)
        with Image.open(path) as image:
            width, height = image.size
        expected = Python(path).masks([(width / 2, height / 2, 1)])[0]
        self.assertGreater(overlap(mask_of(after), expected), 0.95)

        review.press("n", "a", "L", "L", "J", "x")
        review.pty.expect("2 points")
        self.standing(review)
        review.press("enter", "3")
        self.row(review, objects + 1, "*", 3)
        tokens = [(width / 2, height / 2, 1), self.point_off(review, width, height)]
        expected = Python(path).masks(tokens)[0]
        self.assertGreater(overlap(mask_of(self.last()[2]), expected), 0.95)
        review.quit()
        self.assert_well()

    @staticmethod
    def point_off(review, width, height):
        """Ten cells to the right of the middle and five below."""
        columns, rows = review.pty.size
        area = columns - min(max(columns // 4, 22), 36) - 1, rows - 2
        zoom = min(area[0] * 4 / width, area[1] * 8 / height)
        return width / 2 + 10 * 4 / zoom, height / 2 + 5 * 8 / zoom, 0

    def test_answers_to_dots_become_points(self):
        review = self.open()
        review.press("n", "a")
        self.standing(review)
        review.press("p")
        review.pty.expect("is this dot on the object?")
        review.press("n")
        review.pty.until(lambda: "is this dot" in review.pty.screen()[-1]
                         or "the masks agree" in review.pty.screen()[-1], "the next dot", 30)
        review.press("p")
        review.pty.expect("2 points")
        review.press("enter", "1")
        review.until(lambda look: look.rows and look.rows[-1].sign == "*", "a drawn object")
        review.quit()

    def test_the_next_image_is_read_ahead(self):
        review = self.open()
        self.ready(review)
        review.settled(quiet=3)
        review.press("J")
        review.opened()
        review.settled(quiet=0.3)
        self.assertIn("masks ready", review.look.status)
        review.quit()


class ModelTests(MasksCase):
    def test_an_encoder_with_its_decoder_is_a_tool(self):
        self.assertEqual(add_model(self.folder), "by_colour_encoder: sam, 1024x1024, tool")
        self.assertRegex(emend(self.folder, "model", "list").stdout, r"starter +champion")
        kept = self.folder / "models/by_colour_encoder.decoder.onnx"
        self.assertEqual(kept.read_bytes(), FILES[1].read_bytes())
        refused = emend(self.folder, "model", "promote", "by_colour_encoder", check=False)
        self.assertIn("is a tool", refused.stderr)

    def test_what_is_no_pair_is_refused(self):
        with tempfile.TemporaryDirectory() as name:
            alone = pathlib.Path(name) / "encoder.onnx"
            shutil.copy(FILES[0], alone)
            for words, sentence in [
                    ([alone], "its decoder is not beside it"),
                    ([alone, "--with", f"decoder={FILES[0]}"], "expected a decoder of"),
                    ([FILES[1]], "register the encoder")]:
                done = emend(self.folder, "model", "add", *words, check=False)
                self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))
                self.assertIn(sentence, done.stderr)

    def says(self, review, sentence):
        review.press("m")
        review.pty.until(lambda: sentence in review.pty.screen()[-1], sentence, 20)
        review.press("a")
        self.row(review, 0, "+")
        review.quit()

    def test_without_a_model_the_review_says_how_to_get_one(self):
        self.says(self.open(), "no model finds masks: `emend model add")

    def test_the_settings_choose_the_model_or_none(self):
        add_model(self.folder)
        settings = self.folder / "emend.yaml"
        text = settings.read_text()
        for name, sentence in [("none", "review.segmenter is none"),
                               ("other", "there are: by_colour_encoder")]:
            settings.write_text(re.sub("segmenter: .*", f"segmenter: {name}", text))
            self.says(self.open(), sentence)
            emend(self.folder, "verify")
            review = self.open()
            review.press("u")
            self.row(review, 0, "?")
            review.quit()

    def test_a_changed_decoder_is_told_of_and_the_review_goes_on(self):
        add_model(self.folder)
        with open(self.folder / "models/by_colour_encoder.decoder.onnx", "ab") as file:
            file.write(b"\0")
        review = self.open()
        review.settled(quiet=2)
        self.says(review, "not the decoder that was registered")


@unittest.skipIf(MISSING, f"needs {' '.join(MISSING)}")
class MasksInXtermTests(XtermCase):
    def test_masks_points_and_dots_are_shown_as_they_were_composed(self):
        add_model(self.folder)
        # A debug build needs some seconds for the pictures of three answers.
        stream = self.show("wait 2", "key m", "settle", "key z", "settle", "key a L L x",
                           "wait 5", "settle", "shot mask")
        self.assert_shows("mask", stream)
        stream = self.show("wait 2", "key n a p", "wait 5", "settle", "shot dot")
        self.assert_shows("dot", stream)


if __name__ == "__main__":
    unittest.main()
