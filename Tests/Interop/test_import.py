#!/usr/bin/env python3
"""What an import refuses, and what becomes of predictions and of objects that a reviewer changes.

EMEND_BIN  the program (required)
"""

import copy
import json
import sys
import unittest
from pathlib import Path

from exchange import EMEND, LABELS, ExchangeCase, everything, rows

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Terminal"))
from ptyrun import Pty  # noqa: E402

SIZE = (120, 90)


def box_file(names):
    """Boxes only, with keys and numbers of their own."""
    images = [{"id": 10 * number, "file_name": name, "width": SIZE[0], "height": SIZE[1]}
              for number, name in enumerate(names, 1)]
    annotations = [
        {"id": 7 + number, "image_id": images[number % len(images)]["id"],
         "category_id": 1 + number % 3, "bbox": [10.25 + number, 20.5, 30.125, 12.75],
         "area": 5.5 + number, "iscrowd": 0, "by": "somebody"} for number in range(6)]
    return {
        "images": images, "annotations": annotations,
        "categories": [{"id": number, "name": name} for number, name in enumerate(LABELS, 1)]}


class ImportCase(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.names = self.draw_pictures(self.folder, [SIZE] * 3)
        self.project = self.make_project("project")
        self.content = box_file(self.names)

    def write(self, content, name="file.json"):
        text = content if isinstance(content, str) else json.dumps(content)
        (self.folder / name).write_text(text)
        return self.folder / name


def change(path, value):
    """Sets one member, given as `annotations[1].bbox` in Python's own terms."""
    def changed(content):
        target = content
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value
    return changed


REFUSED = [
    ("unknown category", change(("annotations", 2, "category_id"), 99),
     ["annotations[2].category_id", "99"]),
    ("unknown image", change(("annotations", 2, "image_id"), 99), ["annotations[2].image_id"]),
    ("outside", change(("annotations", 4, "bbox"), [120, 5, 10, 10]),
     ["annotations[4].bbox", "outside"]),
    ("no box", change(("annotations", 1, "bbox"), [1, 2, 3]), ["annotations[1].bbox", "four"]),
    ("below 0", change(("annotations", 1, "bbox"), [1, 2, -3, 4]), ["annotations[1].bbox"]),
    ("two points", change(("annotations", 1, "segmentation"), [[1, 2, 3, 4]]),
     ["annotations[1].segmentation[0]"]),
    ("bad run lengths", change(("annotations", 1, "segmentation"),
                               {"size": [90, 120], "counts": [1, 2]}),
     ["annotations[1].segmentation.counts"]),
    ("run lengths of another size", change(("annotations", 1, "segmentation"),
                                           {"size": [9, 12], "counts": [108]}),
     ["annotations[1].segmentation.size"]),
    ("lost image", change(("images", 1, "file_name"), "gone.png"),
     ["images[1]", "gone.png", "--images", "--skip-missing"]),
    ("another size", change(("images", 1, "width"), 121), ["images[1]", "121x90", "120x90"]),
    ("one picture twice", change(("images", 1, "file_name"), "picture 0.png"),
     ["images[1]", "same picture"]),
    ("new label", change(("categories", 1, "name"), "tear"), ["tear", "--add-labels"]),
    ("one name twice", change(("categories", 1, "name"), "scratch"), ["scratch", "once"]),
    ("id twice", change(("images", 1, "id"), 10), ["images[1].id"]),
    ("no picture", change(("images", 1, "file_name"), "file.json"), ["file.json"]),
    ("escape sequences", change(("images", 1, "file_name"), "\x1b[2Jgone.png"), ["\\x1b[2Jgone"]),
]


class Refusals(ImportCase):
    def test_a_faulty_file_is_refused_with_its_place_and_changes_nothing(self):
        before = everything(self.project)
        for name, changed, wanted in REFUSED:
            with self.subTest(name):
                content = copy.deepcopy(self.content)
                changed(content)
                said = self.emend(
                    self.project, "import", "coco", self.write(content), code=1)
                for text in ["file.json", *wanted]:
                    self.assertIn(text, said)
                self.assertNotIn("\x1b", said)
                self.assertEqual(everything(self.project), before)

    def test_a_file_that_is_cut_anywhere_is_refused(self):
        before = everything(self.project)
        text = json.dumps(self.content)
        for length in range(0, len(text), 97):
            said = self.emend(
                self.project, "import", "coco", self.write(text[:length], "cut.json"), code=1)
            self.assertIn("cut.json", said)
        self.assertEqual(everything(self.project), before)

    def test_a_yolo_dataset_is_refused_with_file_and_line(self):
        root = self.folder / "yolo"
        for folder in ("images/train", "labels/train"):
            (root / folder).mkdir(parents=True)
        (self.folder / self.names[0]).replace(root / "images/train/a.png")
        before = everything(self.project)
        yaml = "train: images/train\nval: images/train\nnames: [scratch, dent, missing screw]\n"
        for row, wanted in (
                ("0 0.5 0.5 0.1", "columns"), ("3 0.5 0.5 0.1 0.1", "label 3"),
                ("0 0.5 1.5 0.1 0.1", "1.5"), ("x 0.5 0.5 0.1 0.1", "index"),
                ("0 0.5 0.5 -0.1 0.1", "-0.1"), ("0 1 1 0 1 0 0", "polygons")):
            with self.subTest(row):
                (root / "data.yaml").write_text(yaml)
                (root / "labels/train/a.txt").write_text(f"0 0.5 0.5 0.1 0.1\n{row}\n")
                said = self.emend(self.project, "import", "yolo", root, code=1)
                self.assertIn("labels/train/a.txt:2", said)
                self.assertIn(wanted, said)
        (root / "labels/train/a.txt").write_text("")
        for text, wanted in (
                (yaml.replace("dent", "tear"), "tear"), ("names: [dent]\n", "names no images"),
                (yaml.replace("train: images/train", "train: images/gone"), "data.yaml:1"),
                ("train: [", "data.yaml")):
            (root / "data.yaml").write_text(text)
            self.assertIn(wanted, self.emend(self.project, "import", "yolo", root, code=1))
        self.assertEqual(everything(self.project), before)

    def test_new_labels_go_to_the_end_when_asked_for(self):
        self.content["categories"].insert(0, {"id": 9, "name": "tear"})
        self.emend(self.project, "import", "coco", self.write(self.content), "--add-labels")
        self.assertEqual(
            rows(self.project, "SELECT id, name FROM label ORDER BY id"),
            list(enumerate(LABELS + ["tear"])))

    def test_missing_images_are_left_out_when_asked_for(self):
        self.content["images"][1]["file_name"] = "gone.png"
        done = self.counts(
            self.project, "import", "coco", self.write(self.content), "--skip-missing")
        self.assertEqual((done["images"], done["left_out"], done["added"]), (2, 1, 4))


class Changes(ImportCase):
    def setUp(self):
        super().setUp()
        self.draw_pictures(self.folder, [SIZE] * 4)  # the last one is in no file and stays open

    def review(self, *keys):
        with Pty.spawn([EMEND, "review", "--graphics", "blocks"], cwd=str(self.project),
                       size=(100, 30)) as pty:
            pty.expect("picture 3")
            pty.press("K")
            pty.expect("picture 2.png · reviewed")
            pty.press(*keys)
            pty.press("q")
            self.assertEqual(pty.wait(), 0)

    def test_only_the_object_that_a_reviewer_changed_differs(self):
        self.emend(self.project, "add", self.folder)
        self.emend(self.project, "import", "coco", self.write(self.content))
        out = self.folder / "out.json"
        self.emend(self.project, "export", "coco", out)
        before = json.loads(out.read_text())
        self.assertEqual(before.pop("info"), {"description": "Written by emend"})
        self.assertEqual(before, self.content)
        self.review("e", "right", "enter")
        extras = rows(
            self.project, "SELECT object.extras FROM decision JOIN object ON object.id = object "
            "WHERE decision.reviewer NOT LIKE 'import:%'")
        self.assertEqual(len(extras), 1)
        changed = json.loads(extras[0][0])["coco"]["keep"]["id"]
        self.emend(self.project, "export", "coco", out)
        after = json.loads(out.read_text())
        for old, new in zip(before["annotations"], after["annotations"]):
            if old["id"] != changed:
                self.assertEqual(new, old)
                continue
            self.assertNotEqual(new["bbox"], old["bbox"])
            for key in ("bbox", "area"):
                old.pop(key)
                new.pop(key)
            self.assertEqual(new, old)
        self.assertEqual(after["images"], before["images"])

    def test_what_the_file_says_anew_is_taken_over_where_nobody_decided(self):
        self.emend(self.project, "import", "coco", self.write(self.content))
        self.content["annotations"][1]["by"] = "somebody else"
        self.content["annotations"][2]["bbox"][0] = 0.125
        done = self.counts(self.project, "import", "coco", self.write(self.content))
        self.assertEqual((done["updated"], done["unchanged"]), (2, 4))
        out = self.folder / "out.json"
        self.emend(self.project, "export", "coco", out)
        self.assertEqual(json.loads(out.read_text())["annotations"], self.content["annotations"])

    def test_what_a_reviewer_decided_stands_when_the_file_comes_again(self):
        self.emend(self.project, "add", self.folder)
        file = self.write(self.content)
        self.emend(self.project, "import", "coco", file)
        self.review("e", "right", "enter")
        self.assertEqual(self.counts(self.project, "import", "coco", file)["kept"], 1)


class Predictions(ImportCase):
    def results(self):
        return [{"image_id": 10, "category_id": 2, "bbox": [1.5, 2, 30, 40], "score": 0.625},
                {"image_id": 10, "category_id": 1, "bbox": [50, 20, 30, 40], "score": 0.5},
                {"image_id": 30, "category_id": 3, "bbox": [5, 2, 3, 4], "score": 1}]

    def test_a_results_file_becomes_a_model_version_and_ranks_the_queue(self):
        meaning = self.write(dict(self.content, annotations=[]), "images.json")
        results = self.write(self.results(), "results.json")
        words = ("import", "coco", results, "--for", meaning, "--model", "elsewhere")
        done = self.counts(self.project, *words)
        self.assertEqual(
            (done["model"], done["images"], done["added"], done["new_images"]),
            ("elsewhere", 3, 3, 3))
        self.assertEqual(
            rows(self.project, "SELECT label, score, x, y, width, height FROM predicted_object"),
            [(1, 0.625, 1.5, 2.0, 30.0, 40.0), (0, 0.5, 50.0, 20.0, 30.0, 40.0),
             (2, 1.0, 5.0, 2.0, 3.0, 4.0)])
        self.assertEqual(rows(self.project, "SELECT progress, COUNT(*) FROM image"), [("open", 3)])
        queue = json.loads(self.emend(self.project, "queue", "--json"))
        self.assertIn("scratch 0.50", [row["reason"] for row in queue])
        before = everything(self.project)
        self.assertIn("nothing changed", self.emend(self.project, *words))
        self.assertEqual(everything(self.project), before)

    def test_the_ids_are_those_of_the_file_imported_before(self):
        self.emend(self.project, "import", "coco", self.write(self.content))
        done = self.counts(self.project, "import", "coco", self.write(self.results(), "run.json"))
        self.assertEqual((done["model"], done["added"]), ("run", 3))

    def test_a_file_of_objects_with_scores_is_taken_as_predictions_when_asked_for(self):
        for record in self.content["annotations"]:
            record["score"] = 0.5
        file = self.write(self.content)
        self.assertEqual(
            self.counts(self.project, "import", "coco", file, "--predictions")["added"], 6)
        del self.content["annotations"][2]["score"]
        said = self.emend(
            self.project, "import", "coco", self.write(self.content), "--predictions", code=1)
        self.assertIn("without a score", said)

    def test_a_name_that_is_taken_is_refused_before_anything_is_written(self):
        self.emend(self.project, "import", "coco", self.write(self.content))
        self.emend(self.project, "import", "coco", self.write(self.results(), "run.json"))
        before = everything(self.project)
        self.draw_pictures(self.folder, [SIZE] * 4)
        images = self.content["images"] + [{"id": 77, "file_name": "picture 3.png"}]
        meaning = self.write(dict(self.content, annotations=[], images=images), "images.json")
        other = self.write(self.results()[:1], "other.json")
        said = self.emend(
            self.project, "import", "coco", other, "--for", meaning, "--model", "run", code=1)
        self.assertIn("run", said)
        self.assertEqual(everything(self.project), before)

    def test_faulty_results_are_refused_with_their_place(self):
        meaning = self.write(dict(self.content, annotations=[]), "images.json")
        before = everything(self.project)
        for changed, wanted in (
                (change((1, "image_id"), 11), "[1].image_id"),
                (change((1, "category_id"), 11), "[1].category_id"),
                (change((1, "score"), 1.5), "[1].score"),
                (change((1, "bbox"), [500, 1, 2, 2]), "[1].bbox")):
            results = self.results()
            changed(results)
            said = self.emend(
                self.project, "import", "coco", self.write(results, "results.json"), "--for",
                meaning, code=1)
            self.assertIn(wanted, said)
        results = self.write(self.results(), "results.json")
        said = self.emend(self.project, "import", "coco", results, code=1)
        self.assertIn("--for", said)
        self.assertEqual(everything(self.project), before)


if __name__ == "__main__":
    unittest.main()
