#!/usr/bin/env python3
"""The built-in trainer keeps its contract: what it reads, writes, prints and refuses."""

import ast
import json
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

ROOT = Path(__file__).resolve().parents[2]
TRAINER = ROOT / "samples/trainers/small.py"
sys.path.insert(0, str(TRAINER.parent))

from small_detector import Detector, Exported  # noqa: E402
from small_pictures import label_names, read_truth  # noqa: E402

LABELS = ["scratch", "dent", "discoloration", "missing_screw"]


def draw_snapshot(folder, first=0):
    subprocess.run(
        [sys.executable, ROOT / "samples/plates.py", "snapshot", folder, "6",
         "--first", str(first)], check=True, capture_output=True)
    return folder


def command(snapshot, out, *more):
    return [sys.executable, TRAINER, "--snapshot", snapshot, "--out", out, "--minutes", "0.02",
            "--side", "64", *more]


def train(snapshot, out, *more):
    done = subprocess.run(command(snapshot, out, *more), capture_output=True, text=True)
    return done, [json.loads(line) for line in done.stdout.splitlines()]


class Trainer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        cls.snapshot = draw_snapshot(cls.folder / "snapshot")
        cls.done, cls.lines = train(cls.snapshot, cls.folder / "out")

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_reports_progress_from_nothing_to_done(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        self.assertEqual(self.lines[0]["progress"], 0)
        self.assertTrue(self.lines[-1]["done"])
        self.assertEqual(self.lines[-1]["pictures"], 6)

    def test_writes_a_file_in_the_layout_of_ultralytics(self):
        session = onnxruntime.InferenceSession(self.folder / "out/model.onnx")
        (output,) = session.run(None, {"images": np.zeros((2, 3, 64, 64), np.float32)})
        places = 8 * 8 + 4 * 4 + 2 * 2
        self.assertEqual(output.shape, (2, 4 + len(LABELS), places))
        metadata = session.get_modelmeta().custom_metadata_map
        self.assertEqual(ast.literal_eval(metadata["names"]), dict(enumerate(LABELS)))
        self.assertEqual(ast.literal_eval(metadata["imgsz"]), [64, 64])
        self.assertEqual((metadata["task"], metadata["stride"]), ("detect", "32"))
        self.assertEqual(metadata["end2end"], "False")

    def test_the_file_says_what_the_checkpoint_says(self):
        onnx.checker.check_model(onnx.load(self.folder / "out/model.onnx"))
        kept = torch.load(self.folder / "out/checkpoint.pt", weights_only=True)
        detector = Detector(len(LABELS)).eval()
        detector.load_state_dict(kept["weights"])
        picture = np.random.default_rng(1).random((1, 3, 64, 64), np.float32)
        with torch.no_grad():
            expected = Exported(detector)(torch.from_numpy(picture)).numpy()
        session = onnxruntime.InferenceSession(self.folder / "out/model.onnx")
        (output,) = session.run(None, {"images": picture})
        np.testing.assert_allclose(output, expected, rtol=1e-3, atol=1e-3)

    def test_goes_on_from_a_parent_that_knew_fewer_labels(self):
        snapshot = draw_snapshot(self.folder / "wider", first=20)
        data = snapshot / "data.yaml"
        data.write_text(data.read_text() + "  4: weld\n")
        parent = self.folder / "out/checkpoint.pt"
        done, _ = train(snapshot, self.folder / "second", "--parent", parent)
        self.assertEqual(done.returncode, 0, done.stderr)
        kept = torch.load(self.folder / "second/checkpoint.pt", weights_only=True)
        self.assertEqual(kept["labels"], [*LABELS, "weld"])

    def test_a_signal_stops_it_and_leaves_nothing(self):
        out = self.folder / "stopped"
        running = subprocess.Popen(
            [*command(self.snapshot, out), "--minutes", "10"], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        running.stdout.readline()  # it has begun
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 128 + signal.SIGTERM)
        self.assertEqual(said, "Stopped; no model was written.\n")
        self.assertFalse(out.exists())

    def refusal(self, *more, snapshot=None):
        done, lines = train(snapshot or self.snapshot, self.folder / "refused", *more)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.stderr

    def test_refuses_in_one_sentence(self):
        self.assertIn("data.yaml is not there", self.refusal(snapshot=self.folder))
        self.assertIn("not a checkpoint", self.refusal("--parent", TRAINER))
        self.assertIn("multiple of 32", self.refusal("--side", "100"))
        broken = draw_snapshot(self.folder / "broken")
        next((broken / "labels/train").iterdir()).write_text("9 0.5 0.5 0.1 0.1\n")
        self.assertIn(":1: label 9", self.refusal(snapshot=broken))

    def test_leaves_out_a_picture_that_cannot_be_read(self):
        snapshot = draw_snapshot(self.folder / "torn")
        picture = sorted((snapshot / "images/train").iterdir())[0]
        picture.write_bytes(picture.read_bytes()[:100])
        done, lines = train(snapshot, self.folder / "torn-out")
        self.assertEqual(lines[-1]["pictures"], 5)
        self.assertIn(picture.name, done.stderr)


class Reading(unittest.TestCase):
    def test_label_names_in_every_style_of_yaml(self):
        wanted = ["a b", "c, d", "it's"]
        for text in (
            "names:\n  0: a b\n  1: 'c, d'\n  2: \"it's\"\nval: x\n",
            "path: .\nnames:\n- a b\n- 'c, d'\n- 'it''s'\n",
            "names: [a b, 'c, d', \"it's\"]\nnc: 3\n",
            "names: {0: a b, 1: 'c, d', 2: \"it's\"}\n",
        ):
            self.assertEqual(label_names(text), wanted, text)

    def test_a_polygon_counts_as_the_box_around_it(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "a.txt"
            file.write_text("1 0.1 0.2 0.5 0.3 0.4 0.6\n0 0.5 0.5 0.5 0.25\n")
            kinds, boxes = read_truth(file, 2)
        self.assertEqual(kinds.tolist(), [1, 0])
        np.testing.assert_allclose(boxes, [[0.1, 0.2, 0.5, 0.6], [0.25, 0.375, 0.75, 0.625]])


if __name__ == "__main__":
    unittest.main()
