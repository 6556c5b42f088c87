#!/usr/bin/env python3
"""Prediction in parts gives the rows of one process, also when a part is killed and run again.

EMEND_BIN  the program (required); finds ONNX Runtime by itself
With Slurm's programs on the PATH and SLURM_TEST=1 the parts run as the tasks of a real job.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from exchange import EMEND, ExchangeCase, rows

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Terminal"))

from reviewer import Review  # noqa: E402

PLATES = Path(__file__).resolve().parents[2] / "samples/plates"
LABELS = ["scratch", "dent", "discoloration", "missing_screw"]
FOUND = """
    SELECT sha256, label, score, alternative_label, alternative_score, entropy, kind, x, y,
      p.width, p.height, geometry, settings, model_version
    FROM predicted_object p JOIN prediction ON prediction.id = prediction
      JOIN image ON image.id = image ORDER BY 1, 3, 2, 8, 9, 10, 11"""


@unittest.skipUnless(EMEND, "set EMEND_BIN")
class ShardTests(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.whole = self.make_project("whole", LABELS)
        self.emend(self.whole, "add", PLATES / "pool")
        self.emend(self.whole, "model", "add", PLATES / "starter.onnx")
        self.parts = self.folder / "parts"
        shutil.copytree(self.whole, self.parts)
        self.emend(self.whole, "predict")

    def assert_same(self):
        """The same rows, the same queue, and after the same keys the same export."""
        self.assertEqual(rows(self.parts, FOUND), rows(self.whole, FOUND))
        self.assertGreater(len(rows(self.whole, FOUND)), 100)
        counts = "SELECT label, objects FROM predicted_count ORDER BY label"
        self.assertEqual(rows(self.parts, counts), rows(self.whole, counts))
        queue = self.counts(self.whole, "queue")
        self.assertEqual(self.counts(self.parts, "queue"), queue)
        exported = [self.reviewed(project) for project in (self.whole, self.parts)]
        self.assertEqual(exported[1], exported[0])
        self.assertIn(b"bbox", exported[0])

    def reviewed(self, project):
        with Review(project, "--threshold", "0.3") as review:
            review.opened()
            for _ in range(3):
                before = review.look.image
                review.press("A")
                review.until(lambda look: look.image != before and look.saved, "the next image")
        self.emend(project, "export", "coco", project / "truth.json")
        return (project / "truth.json").read_bytes()

    def shards(self):
        return sorted(path.name for path in (self.parts / "shards").glob("*.jsonl"))

    def test_four_parts_one_of_them_killed_are_what_one_process_finds(self):
        for number in (1, 3, 4):
            self.emend(self.parts, "predict", "--shard", f"{number}/4")
        self.kill_half_way("2/4")
        self.assertEqual(len(self.shards()), 3)
        part, = (self.parts / "shards").glob("*.part")
        said = self.emend(self.parts, "merge", part, code=1)
        self.assertIn("not finished; run `emend predict --shard 2/4` again", said)
        # As a machine without power leaves a file: in the middle of a line.
        whole = part.read_bytes()
        part.write_bytes(whole[:-20])
        done = self.counts(self.parts, "predict", "--shard", "2/4")
        self.assertGreater(done["known"], 0)
        self.assertTrue(done["finished"])
        files = sorted((self.parts / "shards").glob("*.jsonl"))
        merged = self.counts(self.parts, "merge", *files)
        self.assertEqual((merged["images"], merged["known"]), (120, 0))
        again = self.counts(self.parts, "merge", *files)
        self.assertEqual((again["images"], again["known"]), (0, 120))
        self.assert_same()

    def kill_half_way(self, part):
        """Kill a part with SIGKILL when some of its images are in its file, and not all."""
        with subprocess.Popen([EMEND, "predict", "--shard", part, "-C", self.parts],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            for _ in range(2000):
                found = list((self.parts / "shards").glob("*.part"))
                if found and found[0].read_bytes().count(b"\n") > 3:
                    break
                time.sleep(0.005)
            running.send_signal(signal.SIGKILL)
        self.assertEqual(running.returncode, -signal.SIGKILL, "it was done before it was killed")

    def test_wrong_parts_and_files_are_told_of(self):
        self.assertIn("is no part; give one as 2/4",
                      self.emend(self.parts, "predict", "--shard", "5/4", code=64))
        other = self.folder / "other.jsonl"
        other.write_text('{"images":[]}\n')
        self.assertIn("is no shard of predictions", self.emend(self.parts, "merge", other, code=1))
        self.emend(self.parts, "predict", "--shard", "1/2")
        shard, = (self.parts / "shards").glob("*.jsonl")
        strange = self.make_project("strange", LABELS)
        self.assertIn("a model that this project does not have",
                      self.emend(strange, "merge", shard, code=1))
        lines = shard.read_text().splitlines(keepends=True)
        shard.write_text("".join(lines[:1] + lines[2:]))
        self.assertIn("run that part again", self.emend(self.parts, "merge", shard, code=1))

    @unittest.skipUnless(os.environ.get("SLURM_TEST") and shutil.which("sbatch"), "asks for Slurm")
    def test_a_slurm_job_one_of_whose_tasks_is_killed(self):
        self.emend(self.parts, "predict", "--slurm", "4")
        job = self.submit()
        self.kill_task(job, 3)
        self.wait(job)
        self.assertEqual(len(self.shards()), 3)
        self.wait(self.submit("--array=3"))
        self.assertEqual(len(self.shards()), 4)
        self.emend(self.parts, "merge", *sorted((self.parts / "shards").glob("*.jsonl")))
        self.assert_same()

    def submit(self, *options):
        said = subprocess.run(["sbatch", *options, self.parts / "predict.sbatch"], check=True,
                              capture_output=True, text=True).stdout
        return said.split()[-1]

    def kill_task(self, job, number):
        while not list((self.parts / "shards").glob(f"*-{number}-of-4.jsonl.part")):
            time.sleep(0.01)
        subprocess.run(["scancel", "--signal=KILL", "--full", f"{job}_{number}"], check=True)

    def wait(self, job):
        while subprocess.run(["squeue", "-h", "-j", job], capture_output=True, text=True).stdout:
            time.sleep(0.2)


if __name__ == "__main__":
    unittest.main()
