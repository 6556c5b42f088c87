#!/usr/bin/env python3
"""A program beside emend answers images; one that breaks down costs few of them.

EMEND_BIN  the program (required)
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import time
import unittest
from pathlib import Path

from exchange import EMEND, ExchangeCase

SAMPLES = Path(__file__).parents[2] / "samples" / "workers"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")

# Answers a box on every image; `{act}` sees each image first.
WORKER = """
import json, os, sys, time
print(json.dumps({{"ready": 1}}))
for number, line in enumerate(sys.stdin):
    image = json.loads(line)
    name = os.path.basename(image["path"])
    found = [{{"label": "dent", "score": 0.5, "bbox": [1, 1, 4, 3]}}]
    {act}
    print(json.dumps({{"id": image["id"], "objects": found}}))
"""


class WorkerCase(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.project = self.make_project("p")
        self.draw_pictures(self.folder / "pictures", [(20 + n, 16) for n in range(7)])
        self.emend(self.project, "add", self.folder / "pictures")

    def worker(self, act="pass", *lines, program=None):
        """Registers a worker; `lines` are further ones of its card."""
        (self.folder / "w.py").write_text(program or WORKER.format(act=act))
        card = self.folder / "w.yaml"
        card.write_text("\n".join(["command: [python3, w.py]", *lines]))
        return self.emend(self.project, "model", "add", card)

    def rows(self, query):
        with sqlite3.connect(self.project / "project.sqlite") as database:
            return database.execute(query).fetchall()

    def predict(self, *words, code=0):
        said = self.emend(self.project, "predict", *words, code=code)
        self.assertIsNone(CONTROL.search(said), said)
        self.assertEqual(self.running(), [], "a worker was left behind")
        return said

    def running(self):
        """The numbers of the workers that run in this test's folder."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
                if b"w.py" in words and (process / "cwd").resolve() == self.folder.resolve():
                    found.append(int(process.name))
            except OSError:
                pass
        return found


class AnswerTests(WorkerCase):
    def test_the_sample_answers_every_image(self):
        said = self.emend(self.project, "model", "add", SAMPLES / "tiny.yaml")
        self.assertIn("tiny: worker detect, python3 tiny.py", said)
        self.assertIn("7 images predicted by tiny, 7 objects", self.predict())
        shapes = self.rows(
            "SELECT x, y, o.width, o.height, i.width, i.height, score FROM predicted_object o "
            "JOIN prediction p ON p.id = prediction JOIN image i ON i.id = image")
        self.assertEqual(len(shapes), 7)
        for x, y, width, height, whole, high, score in shapes:
            self.assertEqual((x, y, width, height), (whole / 4, high / 4, whole / 2, high / 2))
            self.assertEqual(score, 0.5)
        self.assertIn("0 images predicted", self.predict())

    def test_it_is_told_all_that_a_model_needs(self):
        self.worker('open("seen", "a").write(line)', "options: {task: '<OD>'}")
        self.predict()
        seen = [json.loads(row) for row in (self.folder / "seen").read_text().splitlines()]
        stored = self.rows("SELECT id, sha256, width, height, orientation FROM image ORDER BY id")
        self.assertEqual(
            sorted((s["id"], s["sha256"], s["width"], s["height"], s["orientation"]) for s in seen),
            stored)
        for image in seen:
            self.assertEqual(image["labels"], ["scratch", "dent", "missing screw"])
            self.assertTrue(os.path.isfile(image["path"]))

    def test_shards_and_processes_share_the_work(self):
        self.worker('open("who", "a").write(f"{os.getpid()}\\n"); time.sleep(0.05)', "processes: 2")
        for part in ("1/2", "2/2"):
            self.predict("--shard", part)
        self.emend(self.project, "merge", *sorted((self.project / "shards").glob("*.jsonl")))
        self.assertEqual(self.rows("SELECT count(*) FROM predicted_object"), [(7,)])
        self.assertGreater(len(set((self.folder / "who").read_text().split())), 2)

    def test_labels_of_the_whole_image_and_texts_are_kept(self):
        self.worker(
            'found[0]["text"] = "A 7"; '
            'number and (found.clear(), print(json.dumps({"id": image["id"], "labels": ['
            '{"label": "scratch", "score": 0.25}, {"label": "dent", "score": 0.75}]}))); '
            "time.sleep(0.01)")
        # The second answer to an image is one too many, and passed over.
        self.predict()
        self.assertEqual(
            self.rows("SELECT kind, label, score, alternative_label, text, count(*) "
                      "FROM predicted_object GROUP BY 1, 2, 3, 4, 5 ORDER BY 1"),
            [("box", 1, 0.5, None, "A 7", 1), ("image", 1, 0.75, 0, "", 6)])

    def test_labels_that_it_was_not_asked_for_are_told_of(self):
        self.worker('found[0]["label"] = "w\\x1b[2J"')
        said = self.predict()
        self.assertIn("7 images predicted by w, 0 objects", said)
        self.assertIn("objects of 1 label that its card does not name were left out", said)


class FailureTests(WorkerCase):
    def test_an_image_that_it_refuses_gets_its_sentence(self):
        self.worker("""if number == 2:
        print(json.dumps({"id": image["id"], "error": "too\\x1b[31m dark"})); continue""")
        said = self.predict()
        self.assertIn("6 images predicted by w", said)
        self.assertRegex(said, r"picture \d.png: too\\x1b\[31m dark")

    def test_one_that_ends_costs_one_image(self):
        self.worker('"picture 3" in name and sys.exit("no \\x1b[2J memory")')
        said = self.predict()
        self.assertIn("6 images predicted by w", said)
        self.assertRegex(
            said,
            r"picture 3.png: w: it ended with status 1: no \\x1b\[2J memory; its log is runs/w")
        log, = (self.project / "runs").glob("w-*.log")
        self.assertEqual(log.read_text(), "no \x1b[2J memory\n")

    def test_one_that_hangs_is_ended_and_the_others_go_on(self):
        self.worker('"picture 3" in name and time.sleep(100)', "timeout: 0.5")
        said = self.predict()
        self.assertIn("6 images predicted by w", said)
        self.assertIn("picture 3.png: w: no answer within 0.5 s", said)

    def test_what_is_no_answer_is_named_with_its_line(self):
        self.worker('number == 1 and print("Loading\\x1b[2J")')
        said = self.predict()
        self.assertIn("6 images predicted by w", said)
        self.assertIn(r'''w's output:3: is no JSON: "Loading\x1b[2J"''', said)

    def test_a_wrong_value_is_named(self):
        self.worker('found[0]["bbox"] = [0, 0, -1, 1] if number == 1 else [0, 0, 1, 1]')
        self.assertIn(
            "w's output:3: objects[0].bbox has a width or height below 0", self.predict())

    def test_one_that_always_ends_is_given_up(self):
        self.worker("number >= 1 and os.kill(os.getpid(), 9)", "processes: 1")
        self.predict("--model", "w")
        self.worker("os.kill(os.getpid(), 9)")
        said = self.predict("--model", "w-2", code=1)
        self.assertIn("w-2: it failed on 5 images in a row", said)
        self.assertIn("it was ended by signal 9", said)

    def test_one_that_does_not_become_ready_ends_the_run(self):
        for number, (program, lines, sentence) in enumerate((
                ("import nothing_here", [], "ModuleNotFoundError: No module named 'nothing_here'"),
                ("print('{\"ready\": 2}'); input()", [], "speaks version 2 of the protocol"),
                ("print('hello'); input()", [], 'output:1: is no JSON: "hello"'),
                ("input()", ["start: 0.3"], "not ready within 0.3 s"),
                ("print('{\"id\": 1}'); input()", [], 'first line must be {"ready": 1}'))):
            with self.subTest(program):
                self.worker("", *lines, program=program)
                name = "w" if number == 0 else f"w-{number + 1}"
                self.assertIn(sentence, self.predict("--model", name, code=1))

    def test_ctrl_c_stops_it_and_keeps_what_it_said(self):
        self.worker('if number >= 3: open("asleep", "w"); time.sleep(100)')
        with subprocess.Popen(
                [EMEND, "predict", "--project", self.project], text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
            for _ in range(200):
                time.sleep(0.05)
                if (self.folder / "asleep").exists():
                    break
            self.assertEqual(len(self.running()), 1)
            run.send_signal(signal.SIGINT)
            said, _ = run.communicate(timeout=20)
        self.assertEqual(run.returncode, 1, said)
        self.assertIn("3 images predicted by w", said)
        self.assertIn("stopped, the next `emend predict` goes on", said)
        self.assertEqual(self.running(), [])


class CardTests(WorkerCase):
    def test_a_changed_program_is_another_model(self):
        self.worker()
        with open(self.folder / "w.py", "a") as file:
            file.write("# more\n")
        said = self.predict(code=1)
        self.assertIn("w.py: not the file that was registered as part of w", said)
        self.assertIn("w-2: worker detect", self.emend(
            self.project, "model", "add", self.folder / "w.yaml"))
        self.predict("--model", "w-2")

    def test_a_card_with_a_fault_gets_a_sentence(self):
        for text, sentence in (
                ("command: [no-such-program]", "there is no program no-such-program"),
                ("command: [python3]\nfiles: [gone.pt]", "gone.pt, one of its files, is no file"),
                ("command: [python3]\nlabels: [cat]", "none of its labels (cat) is a label of"),
                ("command: [python3]\ntimout: 3", "w.yaml:2: there is no key \"timout\"")):
            with self.subTest(text):
                card = self.folder / "w.yaml"
                card.write_text(text)
                self.assertIn(
                    sentence, self.emend(self.project, "model", "add", card, code=1))


if __name__ == "__main__":
    unittest.main()
