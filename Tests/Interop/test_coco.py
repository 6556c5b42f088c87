#!/usr/bin/env python3
"""COCO files go in and out of a project without losing a value, and pycocotools agrees.

EMEND_BIN  the program (required)
"""

import contextlib
import io
import json
import random
import unittest

import numpy as np
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from exchange import LABELS, ExchangeCase, everything, rows

SIZES = [(64, 48), (640, 427), (33, 21)]


def run_lengths(size, seed):
    width, height = size
    pixels = np.random.default_rng(seed).random((height, width)) < 0.4
    found = coco_mask.encode(np.asfortranarray(pixels.astype(np.uint8)))
    return {"size": [height, width], "counts": found["counts"].decode()}


def plain_run_lengths(size, seed):
    width, height = size
    pixels = (np.random.default_rng(seed).random((height, width)) < 0.2).flatten("F")
    counts, value = [0], False
    for pixel in pixels:
        if bool(pixel) != value:
            counts.append(0)
            value = bool(pixel)
        counts[-1] += 1
    return {"counts": counts, "size": [height, width]}


def foreign_text(names):
    """A file as other programs write it: odd ids, odd order, odd numbers, keys of their own."""
    compressed = json.dumps(run_lengths(SIZES[0], 1))
    plain = json.dumps(plain_run_lengths(SIZES[2], 2))
    return f"""{{
  "licenses": [{{"id": 4, "name": "none", "url": "http://example.org/\\u00e9"}}],
  "info": {{"year": 2026, "version": "1.10", "contributor": null, "score": 1.50}},
  "annotations": [
    {{"segmentation": [[1.5, 2.25, 30.125, 2.25, 30.125, 20.0, 1.5, 2e1],
                       [40, 30, 50.000000001, 30, 45, 40.3333333333333]],
      "area": 702.7053, "iscrowd": 0, "image_id": 17, "bbox": [1.5, 2.25, 48.5, 38.08],
      "category_id": 90, "id": 900001, "attributes": {{"occluded": false, "z": -0.0}}}},
    {{"id": 3, "image_id": 900, "category_id": 1, "iscrowd": 0, "area": 1e2,
      "bbox": [12.50, 1e1, 10, 10.0], "segmentation": []}},
    {{"id": 12, "image_id": 17, "category_id": 44, "iscrowd": 1, "area": 1,
      "bbox": [0, 0, 64, 48], "segmentation": {compressed}}},
    {{"id": 1e3, "image_id": 2, "category_id": 44, "iscrowd": 0, "area": 7.25,
      "bbox": [0.1, 0.2, 0.30000000000000004, 1e-3], "segmentation": {plain},
      "score": 0.75, "note": "\\u2028 and \\"quotes\\" and \\ud83d\\ude00"}},
    {{"id": 4, "image_id": 900, "category_id": 1,
      "bbox": [-3.25, 400.123456789012, 643.5, 26.9]}}
  ],
  "images": [
    {{"file_name": {json.dumps(names[1])}, "height": 427, "width": 640.0, "id": 900, "license": 4}},
    {{"id": 17, "file_name": {json.dumps(names[0])}, "height": 48, "width": 64,
      "date_captured": "2013-11-14 17:02:52"}},
    {{"id": 2, "file_name": {json.dumps(names[2])}}}
  ],
  "categories": [
    {{"supercategory": "damage", "id": 90, "name": "scratch"}},
    {{"supercategory": "damage", "id": 1, "name": "dent"}},
    {{"supercategory": "loss", "id": 44, "name": "missing screw", "keypoints": []}}
  ],
  "custom": [1, 2.50, {{"deep": [null, true]}}]
}}"""


def exact(value):
    """Text that tells apart what == does not: 0.0 and -0.0; members in any order."""
    return json.dumps(json.loads(json.dumps(value), parse_int=float), sort_keys=True, indent=1)


def with_required(value):
    """Areas and crowd flags that a file lacks are added, as COCO's evaluation fails without."""
    for record in value["annotations"]:
        box = record["bbox"]
        record.setdefault("area", box[2] * box[3])
        record.setdefault("iscrowd", 0)
    return value


class RoundTrips(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.names = self.draw_pictures(self.folder / "images", SIZES)
        self.file = self.folder / "foreign.json"
        self.file.write_text(foreign_text(self.names))
        self.project = self.make_project("project")

    def export(self, project, *words):
        file = self.folder / "out.json"
        self.emend(project, "export", "coco", file, *words)
        return file.read_bytes()

    def test_an_untouched_foreign_file_keeps_every_value(self):
        self.emend(self.project, "import", "coco", self.file)
        exported = json.loads(self.export(self.project))
        wanted = with_required(json.loads(self.file.read_text()))
        self.assertEqual(exact(exported), exact(wanted))
        self.assertEqual(
            [list(record) for record in exported["annotations"][:3]],
            [list(record) for record in wanted["annotations"][:3]])

    def test_the_order_of_images_that_were_there_before_is_the_file_s(self):
        self.emend(self.project, "add", self.folder / "images")
        self.emend(self.project, "import", "coco", self.file)
        exported = json.loads(self.export(self.project))
        self.assertEqual(exported, with_required(json.loads(self.file.read_text())))

    def test_our_own_file_comes_back_to_the_byte(self):
        self.emend(self.project, "import", "coco", self.file)
        rows_before = self.export(self.project)
        again = self.make_project("again")
        self.emend(again, "import", "coco", self.folder / "out.json")
        self.assertEqual(self.export(again), rows_before)

    def test_the_same_file_twice_changes_nothing_and_says_so(self):
        first = self.counts(self.project, "import", "coco", self.file)
        self.assertEqual((first["added"], first["new_images"], first["reviewed"]), (5, 3, 3))
        before = everything(self.project)
        self.assertIn("nothing changed", self.emend(self.project, "import", "coco", self.file))
        self.assertEqual(everything(self.project), before)

    def test_our_own_export_is_no_news_to_the_same_project(self):
        self.emend(self.project, "import", "coco", self.file)
        self.export(self.project)
        self.assertIn(
            "nothing changed",
            self.emend(self.project, "import", "coco", self.folder / "out.json"))
        self.assertEqual(rows(self.project, "SELECT COUNT(*) FROM object"), [(5,)])

    def test_imported_truth_is_in_the_log(self):
        self.emend(self.project, "import", "coco", self.file)
        self.assertEqual(
            rows(self.project, "SELECT kind, reviewer, COUNT(*) FROM decision GROUP BY 1, 2"),
            [("accept", "import:foreign.json", 3), ("add", "import:foreign.json", 5)])

    def test_a_split_marks_known_images_as_held_out(self):
        self.emend(self.project, "add", self.folder / "images")
        self.emend(self.project, "import", "coco", self.file, "--split", "test")
        self.assertEqual(rows(self.project, "SELECT DISTINCT split FROM image"), [("test",)])
        self.assertEqual(json.loads(self.export(self.project, "--split", "pool"))["images"], [])

    def test_names_start_from_the_folder_that_is_asked_for(self):
        self.emend(self.project, "import", "coco", self.file)
        exported = json.loads(self.export(self.project, "--images", self.folder))
        self.assertEqual(
            sorted(image["file_name"] for image in exported["images"]),
            [f"images/{name}" for name in self.names])


class Peers(ExchangeCase):
    def test_our_file_against_itself_scores_one(self):
        names = self.draw_pictures(self.folder, [(320, 240)] * 6)
        file = self.folder / "random.json"
        file.write_text(json.dumps(random_file(names)))
        project = self.make_project("project")
        self.emend(project, "import", "coco", file)
        out = self.folder / "out.json"
        self.emend(project, "export", "coco", out)
        with contextlib.redirect_stdout(io.StringIO()):
            truth = COCO(str(out))
            found = [dict(record, score=0.9) for record in truth.dataset["annotations"]
                     if not record["iscrowd"]]
            results = truth.loadRes([{key: record[key] for key in (
                "image_id", "category_id", "bbox", "segmentation", "score") if key in record}
                for record in found])
            for kind in ("bbox", "segm"):
                measured = COCOeval(truth, results, kind)
                measured.evaluate()
                measured.accumulate()
                measured.summarize()
                self.assertEqual(measured.stats[0], 1.0, kind)

    def test_poses_keep_their_outlines_and_score_one_against_themselves(self):
        names = self.draw_pictures(self.folder, [(320, 240)] * 2)
        file = self.folder / "persons.json"
        file.write_text(json.dumps(persons(names)))
        project = self.make_project("project")
        self.emend(project, "import", "coco", file)
        out = self.folder / "out.json"
        self.emend(project, "export", "coco", out)
        before, after = (json.loads(path.read_text()) for path in (file, out))
        self.assertEqual(before["annotations"], after["annotations"])
        self.assertEqual(before["categories"], after["categories"][:1])
        kinds = rows(project, "SELECT kind, count(*) FROM object GROUP BY kind")
        self.assertEqual(kinds, [("keypoints", 20)])
        with contextlib.redirect_stdout(io.StringIO()):
            truth = COCO(str(out))
            results = truth.loadRes([
                {"image_id": record["image_id"], "category_id": record["category_id"],
                 "keypoints": record["keypoints"], "score": 0.9}
                for record in truth.dataset["annotations"]])
            measured = COCOeval(truth, results, "keypoints")
            measured.evaluate()
            measured.accumulate()
            measured.summarize()
        self.assertEqual(measured.stats[0], 1.0)


def persons(names):
    """People with outlines and 17 points, as COCO's person_keypoints files have them."""
    choose = random.Random(6)
    annotations = []
    for number in range(1, 21):
        x, y = choose.randint(0, 200), choose.randint(0, 150)
        seen = [choose.choice([0, 1, 2]) for _ in range(16)] + [2]
        points = [[x + choose.randint(0, 60), y + choose.randint(0, 60), v] if v else [0, 0, 0]
                  for v in seen]
        annotations.append({
            "segmentation": [[x, y, x + 60.5, y, x, y + 60.5]], "num_keypoints": 17 - seen.count(0),
            "area": 1830.125, "iscrowd": 0, "keypoints": sum(points, []),
            "image_id": choose.randint(1, len(names)), "bbox": [x, y, 60.5, 60.5],
            "category_id": 1, "id": number})
    return {
        "images": [{"id": number, "file_name": name, "width": 320, "height": 240}
                   for number, name in enumerate(names, 1)],
        "annotations": annotations,
        "categories": [{
            "supercategory": "person", "id": 1, "name": LABELS[0],
            "keypoints": [f"part {number}" for number in range(17)],
            "skeleton": [[16, 14], [1, 2]]}]}


def random_file(names):
    choose = random.Random(5)
    annotations = []
    for number in range(1, 61):
        x, y = choose.uniform(0, 250), choose.uniform(0, 180)
        width, height = choose.uniform(5, 60), choose.uniform(5, 50)
        ring = [x, y, x + width, y, x + width, y + height, x, y + height]
        record = {
            "id": number, "image_id": choose.randint(1, len(names)),
            "category_id": choose.randint(1, 3), "iscrowd": 0, "segmentation": [ring]}
        if number % 10 == 0:
            record["segmentation"] = run_lengths((320, 240), number)
            record["iscrowd"] = 1
        annotations.append(record)
    return {
        "images": [{"id": number, "file_name": name, "width": 320, "height": 240}
                   for number, name in enumerate(names, 1)],
        "categories": [{"id": number, "name": name} for number, name in enumerate(LABELS, 1)],
        "annotations": annotations}


if __name__ == "__main__":
    unittest.main()
