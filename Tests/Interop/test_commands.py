#!/usr/bin/env python3
"""Every command has its help, its JSON, its exit codes and its sentences; odd names do no harm.

EMEND_BIN  the program (required); finds ONNX Runtime by itself
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

EMEND = os.environ.get("EMEND_BIN", "")
ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "samples/plates/starter.onnx"
LABELS = "scratch,dent,discoloration,missing_screw"

# What each command must have: -C to name a project, --json because it prints data.
COMMANDS = {
    "init": "", "add": "project json", "predict": "project json", "merge": "project json",
    "embed": "project json", "similar": "project json",
    "queue": "project json", "review": "project", "train": "project json",
    "evaluate": "project json", "status": "project json", "verify": "project json",
    "backup": "project", "doctor": "json", "keys": "json", "model add": "project",
    "model check": "", "model list": "project json", "model promote": "project",
    "model rollback": "project",
    "import coco": "project json", "import yolo": "project json", "export coco": "project json",
    "export yolo": "project json", "runtime install": ""}
GROUPS = ["", "model", "import", "export", "runtime"]

# A terminal obeys these: C0 but the line end, DEL, and C1 as UTF-8.
CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
# What a sentence for a person does not have: types, places in source, what a trap says.
INNARDS = re.compile(
    r"[a-z]Error\b|Error\(|NSCocoa|NSPOSIX|Foundation|GRDB|Swift\.|\.swift|SQLite error|Optional\("
    r"|rawValue|0x[0-9a-f]{6}|Fatal|Traceback|Stack dump|Domain=")

# Wrong uses in a project with a model and an image: words, exit code, what the sentence says.
WRONG = [
    ("frobnicate", 64, "Unexpected argument 'frobnicate'"),
    ("status --bogus", 64, "Unknown option '--bogus'"),
    ("add", 64, "Missing expected argument '<paths> ...'"),
    ("add . --split train", 64, "'pool' and 'test'"),
    ("queue --limit 0", 64, "--limit must be 1 or more"),
    ("queue --control-share 7", 64, "a number from 0 to 1"),
    ("queue --strategy best", 64, "'entropy', 'margin'"),
    ("review --threshold 7", 64, "a number from 0 to 1"),
    ("similar", 64, "give an image, or --duplicates"),
    ("similar picture.png --duplicates", 64, "give an image, or --duplicates"),
    ("similar picture.png --limit 0", 64, "--limit takes 1 or more"),
    ("similar --duplicates --threshold 2", 64, "a number from -1 to 1"),
    ("train --minutes 0", 64, "--minutes must be above 0"),
    ("evaluate --plot pr.gif", 64, ".svg or .png"),
    ("init other", 64, "--labels a,b,c or by --from"),
    ("runtime install --gpu --trainer", 64, "choose one of --gpu, --openvino and --trainer"),
    ("init other --labels a,,b", 1, "a label has no name"),
    ("init other --labels a,b,a", 1, "a is there twice"),
    ("init other --from nothere.yaml", 1, "nothere.yaml: cannot be read"),
    ("init other --from broken.yaml", 1, "broken.yaml:2: is not YAML"),
    ("init . --labels a", 1, "project.sqlite: there already"),
    ("init /proc/other --labels a", 1, "/proc/other: the folder cannot be made"),
    ("status -C /", 1, "no project here or above; make one with `emend init`"),
    ("add nothere", 1, "nothere: there is no such file or folder"),
    ("model add nothere.onnx", 1, "nothere.onnx: there is no such file"),
    ("model add damaged.onnx", 1, "damaged.onnx cannot be loaded as an ONNX model"),
    ("model add starter.onnx", 1, "registered already, as starter"),
    ("model promote nobody", 1, "no model version is called nobody; there are: starter"),
    ("model rollback", 1, "no model version was champion before"),
    ("predict --model nobody", 1, "no model version is called nobody"),
    ("predict --provider abacus", 1, "abacus"),
    ("predict --provider ,", 1, "no provider is named"),
    ("evaluate --split test", 1, ""),
    ("embed", 1, "no model answers vectors yet"),
    ("embed --model starter", 1, "starter answers no vectors"),
    ("similar picture.png", 1, "no model answers vectors yet"),
    ("train", 1, "no reviewed image to learn from yet"),
    ("import coco nothere.json", 1, "nothere.json: cannot be read"),
    ("import coco broken.json", 1, "broken.json:1:14"),
    ("import yolo broken.yaml", 1, "broken.yaml:"),
    ("export coco /proc/truth.json", 1, "/proc/truth.json: cannot be written"),
    ("backup emend.yaml", 1, "emend.yaml: there already; name another file"),
    ("review", 1, "this needs a terminal")]

# Commands that answer the same from any folder below the project.
ANSWERS = ["status --json", "queue --json", "model list --json", "verify", "keys --json"]

ODD_NAMES = [
    b"with space.png", b"it's \"quoted\".png", b"-rf.png", b"two\nlines.png",
    b"tab\tand\rreturn.png",
    b"\x1b[31mred\x1b[0m.png", b"\x1b]0;title\x07.png", b"\x9b2J.png", b"\xc2\x9b2J.png",
    b"caf\xe9.png", b"\xff\xfe\x80.png", b"back\\slash.png", b"\\x41.png", b"$(touch harm).png",
    "müll ✓ \u202egnp.png".encode(), b"%s%n.png", b"a;b&c|d.png"]


def run(words, folder, **more):
    return subprocess.run(
        [EMEND, *words], cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, **more)


def draw(path, seed=0):
    pixels = np.random.default_rng(seed).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path)


class CommandCase(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name).resolve()

    def emend(self, *words, code=0, folder=None):
        """Standard output; no command may write a control character or a trace of its innards."""
        done = run(words, folder or self.folder)
        told = f"emend {words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        self.assertEqual(done.returncode, code, told)
        for stream in (done.stdout, done.stderr):
            self.assertIsNone(CONTROL.search(stream), told)
        self.said = done.stderr.decode()
        self.assertIsNone(INNARDS.search(self.said), told)
        return done.stdout.decode()

    def make_project(self):
        self.emend("init", ".", "--labels", LABELS)
        draw(self.folder / "picture.png")
        self.emend("add", "picture.png")


class HelpTests(CommandCase):
    def subcommands(self, group):
        text = self.emend(*group.split(), "--help")
        listed = text.partition("SUBCOMMANDS:\n")[2]
        return re.findall(r"^  (\w+)  +\w", listed, re.MULTILINE)

    def test_the_table_has_every_command_there_is(self):
        found = [f"{group} {name}".strip() for group in GROUPS for name in self.subcommands(group)]
        self.assertEqual(sorted(found), sorted([*COMMANDS, *GROUPS[1:]]))

    def test_every_command_has_help_with_an_example_of_itself(self):
        for name in [*COMMANDS, *GROUPS[1:]]:
            with self.subTest(name):
                text = self.emend(*name.split(), "--help")
                self.assertTrue(text.startswith("OVERVIEW: "))
                self.assertRegex(" ".join(text.split()), rf"Example: emend {name}\b")
                self.assertEqual(self.emend("help", *name.split()), text)

    def test_every_command_takes_the_options_that_the_table_says(self):
        for name, wanted in COMMANDS.items():
            with self.subTest(name):
                text = self.emend(*name.split(), "--help")
                self.assertEqual("-C, --project" in text, "project" in wanted)
                self.assertEqual("--json" in text, "json" in wanted)

    def test_shells_can_complete(self):
        for shell in ("bash", "zsh", "fish"):
            with self.subTest(shell):
                script = self.emend("--generate-completion-script", shell)
                for name in COMMANDS:
                    self.assertIn(name.split()[-1], script)

    def test_bash_completes_a_command(self):
        script = self.emend("--generate-completion-script", "bash")
        asked = script + """
            COMP_WORDS=(emend mo) COMP_CWORD=1 COMP_LINE="emend mo" COMP_POINT=8
            _emend emend mo emend
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True)
        self.assertEqual((done.stdout.split(), done.stderr), (["model"], ""))


class WrongUseTests(CommandCase):
    def test_each_wrong_use_is_a_sentence_and_an_exit_code(self):
        self.make_project()
        shutil.copy(STARTER, self.folder)
        self.emend("model", "add", "starter.onnx")
        (self.folder / "damaged.onnx").write_text("no model")
        (self.folder / "broken.yaml").write_text("names: [1\n")
        (self.folder / "broken.json").write_text('{"images": [{]}')
        before = self.emend("status", "--json")
        for words, code, sentence in WRONG:
            with self.subTest(words):
                self.emend(*words.split(), code=code)
                self.assertIn(sentence, self.said)
                self.assertTrue(self.said.startswith("Error: "), self.said)
                if code == 1:
                    self.assertEqual(self.said.count("\n"), 1, self.said)
        self.assertFalse((self.folder / "other").exists())
        self.assertEqual(self.emend("status", "--json"), before)

    def test_of_several_providers_the_first_that_runs_is_taken(self):
        self.make_project()
        self.emend("model", "add", str(STARTER))
        said = self.emend("predict", "--provider", "abacus,cpu")
        self.assertIn("1 image predicted", said)
        self.assertRegex(self.said, r"cannot run models on abacus; .*; trying cpu\n")

    def test_a_folder_that_may_not_be_written_is_named_and_left_alone(self):
        self.make_project()
        files = [self.folder, *self.folder.iterdir()]
        for file in files:
            file.chmod(0o555 if file.is_dir() else 0o444)
        more = {}
        if os.geteuid() == 0:  # root may write anywhere
            more = {"user": 65534, "group": 65534, "extra_groups": []}
        try:
            done = run(["add", "picture.png"], self.folder, **more)
        except PermissionError:
            self.skipTest("another user cannot run the program")
        finally:
            for file in files:
                file.chmod(0o755)
        said = done.stderr.decode()
        self.assertEqual(done.returncode, 1, said)
        self.assertIn(str(self.folder), said)
        self.assertIsNone(INNARDS.search(said), said)

    def test_a_label_that_is_an_escape_sequence_is_shown_as_text(self):
        self.emend("init", ".", "--labels", "\x1b[31mred,\x9b2J")
        self.assertIn(r"\x1b[31mred", self.emend("status"))
        self.assertIn(r"\u001b[31mred", self.emend("status", "--json"))


class FolderTests(CommandCase):
    def test_commands_work_from_any_folder_below_the_project(self):
        self.make_project()
        below = self.folder / "one/two"
        below.mkdir(parents=True)
        for words in ANSWERS:
            with self.subTest(words):
                here = self.emend(*words.split())
                self.assertEqual(self.emend(*words.split(), folder=below), here)
                if words != "keys --json":
                    self.assertEqual(self.emend(*words.split(), "-C", below, folder="/"), here)
        self.emend("export", "coco", "truth.json", folder=below)
        self.assertTrue((below / "truth.json").exists(), "a path is from where one stands")


class OddImageTests(CommandCase):
    def test_names_of_any_bytes_are_added_predicted_and_shown_harmlessly(self):
        self.emend("init", ".", "--labels", LABELS)
        pictures = self.folder / "pictures \x1b[2J"
        pictures.mkdir()
        for seed, name in enumerate(ODD_NAMES):
            draw(self.folder / "drawn.png", seed)
            os.rename(self.folder / "drawn.png", os.path.join(os.fsencode(pictures), name))
        count = len(ODD_NAMES)
        self.assertEqual(json.loads(self.emend("add", ".", "--json"))["added"], count)
        self.emend("model", "add", str(STARTER))
        self.emend("predict")
        self.assertIn(f"{count} in the queue", self.emend("status"))
        queue = self.emend("queue", "--limit", "100")
        for shown in (r"\x1b[31mred", r"two\x0alines.png", r"caf\xe9", r"\x9b2J", r"\xc2\x9b2J"):
            self.assertIn(shown, queue)
        self.assertEqual(len(json.loads(self.emend("queue", "--json", "--limit", "100"))), count)
        self.assertEqual(self.emend("verify", "--images"), "all is well\n")
        self.emend("export", "coco", "truth.json")
        self.assertEqual(json.loads(self.emend("add", ".", "--json"))["added"], 0)
        self.assertFalse((self.folder / "harm").exists())

    def test_files_that_cannot_be_decoded_are_named_counted_and_skipped(self):
        self.emend("init", ".", "--labels", LABELS)
        good = next((ROOT / "samples/plates/pool").glob("*.jpg")).read_bytes()
        png = self.folder / "lying.png"
        draw(png)
        header = bytearray(png.read_bytes())
        header[16:24] = (60_000).to_bytes(4, "big") * 2  # width and height
        png.write_bytes(header)
        (self.folder / "cut.jpg").write_bytes(good[: len(good) // 2])
        (self.folder / "good.jpg").write_bytes(good)
        (self.folder / "empty.webp").write_bytes(b"")
        self.assertIn("2 images added, 0 already here, 2 unreadable", self.emend("add", "."))
        self.assertIn("empty.webp: is empty; copy the file again", self.said)
        self.assertRegex(
            self.said, "lying.png: has 60000x60000 pixels, .*; raise images: megapixel-limit")
        self.emend("model", "add", str(STARTER))
        self.assertRegex(self.emend("predict"), "^1 image predicted .*, 1 failed")
        self.assertRegex(self.said, r"cut.jpg: is a damaged JPEG file \(.+\); copy the file again")


if __name__ == "__main__":
    unittest.main()
