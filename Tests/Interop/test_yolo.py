#!/usr/bin/env python3
"""YOLO datasets go in and out of a project without losing a value, and Ultralytics takes them.

EMEND_BIN  the program (required)
"""

import contextlib
import io
import json
import logging
import os
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Peers"))

import torchvision_beside_cpu  # noqa: E402, F401

from ultralytics import YOLO  # noqa: E402
from ultralytics.data.utils import (  # noqa: E402
    check_det_dataset, img2label_paths, verify_image_label)
from ultralytics.utils import LOGGER  # noqa: E402

from exchange import LABELS, ExchangeCase, everything, rows

SIZES = [(64, 48), (100, 75), (33, 21), (80, 80)]

DETECT = {
    "train/picture 0": "0 0.5 0.50 0.25 0.1\n2 0.123456789 0.25 0.0625 1e-2\n",
    "train/picture 1": "",
    "val/picture 2": "1 0.5 0.5 1 1.0\n",
    "test/picture 3": "0 .25 0.25 0.3333333333333333 0.1\n",
}
SEGMENT = {
    "train/picture 0": "0 0.5 0.50 0.25 0.1 0.7 0.9\n",
    "train/picture 1": "2 0.1 0.1 0.9 0.1 0.9 0.9 0.1 0.123456789012\n1 0 0 1 0 1 1.0\n",
    "val/picture 2": "1 0.5 0.5 1 1.0 0.25 1e-1\n",
    "test/picture 3": "",
}
YAML = """# A comment of its owner.
train: images/train
val: images/val
test: images/test
names: [scratch, dent, "missing screw"]
download: none
"""


class Complaints(logging.Handler):
    """What Ultralytics complains of; what it says of labels comes as information."""

    WORDS = ("corrupt", "duplicate", "removed", "missing", "no labels", "nonstandard")

    def __init__(self):
        super().__init__(logging.INFO)
        self.texts = []

    def emit(self, record):
        text = record.getMessage()
        if record.levelno >= logging.WARNING or any(word in text.lower() for word in self.WORDS):
            self.texts.append(text)


class YOLOCase(ExchangeCase):
    def lay_out(self, labels, name="foreign"):
        root = self.folder / name
        for index, (place, text) in enumerate(labels.items()):
            split = place.split("/")[0]
            picture = f"picture {index}.png"
            self.draw_pictures(self.folder / "all", SIZES)
            (root / "images" / split).mkdir(parents=True, exist_ok=True)
            (self.folder / "all" / picture).replace(root / "images" / split / picture)
            (root / "labels" / split).mkdir(parents=True, exist_ok=True)
            (root / "labels" / f"{place}.txt").write_text(text)
        (root / "data.yaml").write_text(YAML)
        return root

    def export(self, project, name="out", *words):
        self.emend(project, "export", "yolo", self.folder / name, *words)
        return self.folder / name


def texts(root):
    return {str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*")) if path.suffix in (".txt", ".yaml")}


def pictures(root):
    return {str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*.png"))}


class RoundTrips(YOLOCase):
    def test_an_untouched_dataset_comes_back_to_the_byte(self):
        for kind, labels in (("detect", DETECT), ("segment", SEGMENT)):
            with self.subTest(kind=kind):
                root = self.lay_out(labels, f"foreign-{kind}")
                project = self.make_project(f"project-{kind}")
                self.emend(project, "import", "yolo", root)
                out = self.export(project, f"out-{kind}")
                self.assertEqual(texts(out), texts(root))
                self.assertEqual(pictures(out), pictures(root))

    def test_our_own_dataset_comes_back_to_the_byte(self):
        project = self.make_project("project")
        self.emend(project, "import", "yolo", self.lay_out(SEGMENT))
        out = self.export(project, "out", "--copy", "--kind", "detect")
        again = self.make_project("again")
        self.emend(again, "import", "yolo", out)
        second = self.export(again, "second")
        self.assertEqual(texts(second), texts(out))
        self.assertEqual(pictures(second), pictures(out))

    def test_the_same_dataset_twice_changes_nothing_and_says_so(self):
        root = self.lay_out(DETECT)
        project = self.make_project("project")
        self.emend(project, "import", "yolo", root)
        before = everything(project)
        self.assertIn("nothing changed", self.emend(project, "import", "yolo", root / "data.yaml"))
        self.assertEqual(everything(project), before)

    def test_the_test_split_is_held_out(self):
        project = self.make_project("project")
        self.emend(project, "import", "yolo", self.lay_out(DETECT))
        self.assertEqual(
            rows(project, "SELECT split, COUNT(*) FROM image GROUP BY 1"),
            [("pool", 3), ("test", 1)])


class Layout(YOLOCase):
    """Where images go that came from no YOLO dataset."""

    def setUp(self):
        super().setUp()
        self.project = self.make_project("project")
        # Below the project, so that paths and their hashes are the same in every run.
        names = self.draw_pictures(self.project / "pool", [(40, 30)] * 20)
        self.draw_pictures(self.project / "held out", [(30, 40)] * 2)
        for folder, size, split, chosen in (
                ("pool", (40, 30), "pool", names), ("held out", (30, 40), "test", names[:2])):
            file = self.project / folder / "truth.json"
            file.write_text(json.dumps({
                "images": [{"id": number, "file_name": name, "width": size[0], "height": size[1]}
                           for number, name in enumerate(chosen, 1)],
                "categories": [], "annotations": []}))
            self.emend(self.project, "import", "coco", file, "--split", split)

    def split(self, root):
        return {part: sorted(path.name for path in (root / "images" / part).rglob("*.png"))
                for part in ("train", "val", "test")}

    def test_the_pool_is_parted_by_hash_and_held_out_images_are_test(self):
        out = self.export(self.project)
        parts = self.split(out)
        self.assertEqual(len(parts["train"]) + len(parts["val"]), 20)
        self.assertTrue(parts["train"] and parts["val"])
        self.assertEqual(len(parts["test"]), 2)
        self.assertEqual(texts(self.export(self.project, "again")), texts(out))

    def test_more_val_never_moves_an_image_back_to_train(self):
        few = self.split(self.export(self.project, "few", "--val-share", "0.2"))
        many = self.split(self.export(self.project, "many", "--val-share", "0.6"))
        self.assertLess(set(few["val"]), set(many["val"]))

    def test_a_folder_in_use_is_left_alone(self):
        out = self.export(self.project)
        before = texts(out)
        said = self.emend(self.project, "export", "yolo", out, code=1)
        self.assertIn("not an empty folder", said)
        self.assertEqual(texts(out), before)
        self.assertEqual(list(self.folder.glob("*.partial")), [])

    def test_images_are_links_unless_copies_are_asked_for(self):
        linked = next((self.export(self.project) / "images").rglob("*.png"))
        copied = next((self.export(self.project, "copies", "--copy") / "images").rglob("*.png"))
        self.assertEqual((linked.is_symlink(), copied.is_symlink()), (True, False))
        self.assertEqual(linked.read_bytes(), copied.read_bytes())


class Peers(YOLOCase):
    def truth(self, count, kind):
        """A project with random objects on pictures of one size, from a COCO file."""
        project = self.make_project(f"project-{kind}")
        pool = project / "pool"
        names = self.draw_pictures(pool, [(96, 64)] * count)
        choose = random.Random(3)
        annotations = []
        for number in range(1, count * 3):
            x, y = choose.uniform(-5, 70), choose.uniform(-5, 45)
            width, height = choose.uniform(8, 40), choose.uniform(8, 30)
            record = {
                "id": number, "image_id": choose.randint(1, count - 1),
                "category_id": choose.randint(1, 3), "iscrowd": 0, "area": width * height,
                "bbox": [x, y, width, height]}
            if kind == "segment":
                record["segmentation"] = [[x, y, x + width, y, x + width / 2, y + height]]
            annotations.append(record)
        file = self.folder / "truth.json"
        file.write_text(json.dumps({
            "images": [{"id": number, "file_name": name, "width": 96, "height": 64}
                       for number, name in enumerate(names, 1)],
            "categories": [{"id": number, "name": name} for number, name in enumerate(LABELS, 1)],
            "annotations": annotations}))
        self.emend(project, "import", "coco", file, "--images", pool)
        return project

    def test_ultralytics_verifies_every_file_without_a_word(self):
        for kind in ("detect", "segment"):
            with self.subTest(kind=kind):
                out = self.export(self.truth(24, kind), f"out-{kind}")
                found = check_det_dataset(str(out / "data.yaml"), autodownload=False)
                self.assertEqual(list(found["names"].values()), LABELS)
                images = sorted((out / "images").rglob("*.png"))
                self.assertEqual(len(images), 24)
                self.assertTrue((out / "images/val").is_dir())
                for image, label in zip(images, img2label_paths(list(map(str, images)))):
                    answer = verify_image_label(
                        (str(image), label, "", False, len(LABELS), 0, 0, False))
                    missing, present, _, corrupt, message = answer[-5:]
                    self.assertEqual((missing, present, corrupt, message), (0, 1, 0, ""))

    def test_ultralytics_trains_on_it_without_a_warning(self):
        os.environ["YOLO_OFFLINE"] = "true"
        out = self.export(self.truth(12, "detect"))
        complaints = Complaints()
        LOGGER.addHandler(complaints)
        self.addCleanup(LOGGER.removeHandler, complaints)
        with contextlib.redirect_stdout(io.StringIO()):
            YOLO("yolo11n.yaml").train(
                data=str(out / "data.yaml"), epochs=1, imgsz=64, workers=0, batch=4, device="cpu",
                plots=False, amp=False, project=str(self.folder / "runs"), verbose=False)
        self.assertEqual(complaints.texts, [])


if __name__ == "__main__":
    unittest.main()
