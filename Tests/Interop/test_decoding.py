#!/usr/bin/env python3
"""`decoding: scaled` finds what `full` finds, on images larger than the model takes.

EMEND_BIN  the program (required); finds ONNX Runtime by itself
"""

import json
import os
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

from PIL import Image

EMEND = os.environ.get("EMEND_BIN", "")
PLATES = Path(__file__).resolve().parents[2] / "samples/plates"
SIDE = 1280


class DecodingTests(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name).resolve()
        self.emend("init", ".", "--labels", "scratch,dent,discoloration,missing_screw")
        for path in sorted((PLATES / "pool").glob("*.jpg"))[:8]:
            picture = Image.open(path).resize((SIDE, SIDE), Image.BICUBIC)
            picture.save(self.folder / path.name, quality=90)
        self.emend("add", ".")
        self.emend("model", "add", str(PLATES / "starter.onnx"))

    def emend(self, *words):
        done = subprocess.run([EMEND, *words], cwd=self.folder, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 0, f"emend {words}: {done.stderr}")
        return done.stdout

    def boxes(self, decoding):
        """Image and label, box and score of all that is predicted."""
        settings = self.folder / "emend.yaml"
        text = settings.read_text()
        self.assertIn("decoding: ", text)
        lines = [f"  decoding: {decoding}" if line.startswith("  decoding: ") else line
                 for line in text.splitlines()]
        settings.write_text("\n".join(lines) + "\n")
        said = json.loads(self.emend("predict", "--json"))
        self.assertEqual(said["predicted"], 8, "another decoding is another prediction")
        with sqlite3.connect(self.folder / "project.sqlite") as database:
            rows = database.execute(
                "SELECT image, label, x, y, width, height, score FROM predicted_object"
                " JOIN prediction ON prediction.id = prediction"
                " WHERE (settings LIKE '%;decoding=scaled%') = ?", [decoding == "scaled"])
            return [(row[:2], row[2:6], row[6]) for row in rows]

    def missing(self, found, others):
        """What is certain and was not found by the others.

        The picture is four times as large as the model's: 24 pixels are 6 of the model's.
        """
        certain = [one for one in found if one[2] > 0.4]
        self.assertGreater(len(certain), 5)
        return [one for one in certain if not any(
            one[0] == other[0] and max(abs(a - b) for a, b in zip(one[1], other[1])) < 24
            for other in others)]

    def test_scaled_decoding_finds_the_same_objects(self):
        full, scaled = self.boxes("full"), self.boxes("scaled")
        self.assertNotEqual(full, scaled, "nothing was decoded smaller")
        self.assertEqual(self.missing(full, scaled), [])
        self.assertEqual(self.missing(scaled, full), [])


if __name__ == "__main__":
    unittest.main()
