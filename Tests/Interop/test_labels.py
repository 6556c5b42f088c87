#!/usr/bin/env python3
"""Labels of whole images, vectors of images, and scores of unusual ones, through the program.

EMEND_BIN  the program (required); finds ONNX Runtime by itself
"""

import json
import sqlite3
import struct
import sys
import unittest
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Terminal"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Peers"))

import torchvision_beside_cpu  # noqa: E402, F401

from reviewer import Review  # noqa: E402
from test_models import ModelCase, save  # noqa: E402
from torchvision.datasets import ImageFolder  # noqa: E402

FLOAT = TensorProto.FLOAT
COLOURS = {
    "red": (230, 20, 30), "green": (20, 210, 40), "blue": (10, 40, 220), "dull": (90, 95, 90)}


def by_colour(path, output, weights, metadata=None):
    """A model that answers a linear map of an image's mean colour, `0...1`."""
    image = helper.make_tensor_value_info("images", FLOAT, ["batch", 3, 32, 32])
    answer = helper.make_tensor_value_info(output, FLOAT, ["batch", len(weights[0])])
    nodes = [
        helper.make_node("ReduceMean", ["images"], ["means"], axes=[2, 3], keepdims=0),
        helper.make_node("MatMul", ["means", "weights"], [output])]
    constants = [numpy_helper.from_array(np.float32(weights), "weights")]
    save(path, helper.make_graph(nodes, "test", [image], [answer], constants), metadata)


def map_of_red(path):
    """An anomaly map that is the red of each pixel, and its highest value."""
    image = helper.make_tensor_value_info("images", FLOAT, ["batch", 3, 32, 32])
    answers = [
        helper.make_tensor_value_info("anomaly_map", FLOAT, ["batch", 1, 32, 32]),
        helper.make_tensor_value_info("pred_score", FLOAT, ["batch"])]
    whole = {"begin": [0], "end": [1], "axis": [1]}
    constants = [numpy_helper.from_array(np.int64(v), name) for name, v in whole.items()]
    nodes = [
        helper.make_node("Slice", ["images", "begin", "end", "axis"], ["anomaly_map"]),
        helper.make_node("ReduceMax", ["anomaly_map"], ["pred_score"], axes=[1, 2, 3], keepdims=0)]
    save(path, helper.make_graph(nodes, "test", [image], answers, constants), None)


class WholeImageCase(ModelCase):
    def setUp(self):
        super().setUp()
        (self.folder / "emend.yaml").unlink()
        (self.folder / "project.sqlite").unlink()
        self.emend("init", ".", "--labels", "red,green,blue")

    def add(self, split="pool"):
        for name, colour in COLOURS.items():
            Image.new("RGB", (40, 30), colour).save(self.folder / f"{split}-{name}.png")
        self.emend("add", "--split", split, *(f"{split}-{name}.png" for name in COLOURS))

    def rows(self, sql, *values):
        with sqlite3.connect(self.folder / "project.sqlite") as database:
            return database.execute(sql, values).fetchall()


class ClassifierTests(WholeImageCase):
    def register(self, labels="red, green, violet"):
        by_colour(self.folder / "c.onnx", "logits", np.eye(3) * 6)
        (self.folder / "c.yaml").write_text(f"labels: [{labels}]\nfit: stretch\n")
        return self.emend("model", "add", "c.onnx")

    def test_each_image_gets_its_best_label_that_the_project_has(self):
        self.add()
        self.assertIn("champion", self.register())
        self.assertIn("2 of its 3 labels are in this project", self.said)
        self.emend("predict")
        found = dict(self.rows(
            "SELECT path, label.name FROM predicted_object JOIN prediction ON prediction.id ="
            " prediction JOIN image ON image.id = image JOIN label ON label.id = label"))
        # the blue picture is violet to the model, which this project does not know
        self.assertEqual(
            {name: found[f"pool-{name}.png"] for name in ("red", "green")},
            {"red": "red", "green": "green"})
        self.assertEqual(len(found), 4)
        shapes = self.rows("SELECT DISTINCT kind, x, y, width, height, geometry"
                           " FROM predicted_object")
        self.assertEqual(shapes, [("image", 0, 0, 40, 30, None)])
        shares = np.exp(6 * np.array(COLOURS["dull"]) / 255)
        shares /= shares.sum()
        (entropy, score), = self.rows(
            "SELECT entropy, score FROM predicted_object ORDER BY entropy DESC LIMIT 1")
        self.assertAlmostEqual(entropy, -(shares * np.log(shares)).sum(), 3)
        queue = json.loads(self.emend("queue", "--json"))
        first = next(row for row in queue if not row["control"])
        self.assertIn("pool-dull.png", first["image"])
        self.assertRegex(first["reason"], r"^green 0\.\d+ / red 0\.\d+$")
        self.emend("verify")

    def test_shards_bring_the_same_labels(self):
        self.add()
        self.register("red, green, blue")
        self.emend("predict", "--shard", "1/1")
        self.emend("merge", *(str(p) for p in (self.folder / "shards").glob("*.jsonl")))
        merged = self.rows("SELECT kind, label, score, entropy, width FROM predicted_object"
                           " ORDER BY prediction")
        self.emend("predict")
        self.assertEqual(len(merged), 4)
        again = self.rows("SELECT kind, label, score, entropy, width FROM predicted_object"
                          " ORDER BY prediction")
        self.assertEqual(merged, again)

    def test_accuracy_is_the_measure_and_exports_say_what_they_leave_out(self):
        self.add("test")
        self.register("red, green, blue")
        self.emend("predict")
        answers = {"red": "red", "green": "green", "blue": "green", "dull": "red"}
        self.review(answers)
        report = json.loads(self.emend("evaluate", "--json"))
        self.assertEqual((report["images"], report["accuracy"]), (4, 0.5))
        self.assertEqual(report["labels"]["red"]["truth"], 2)
        self.assertEqual(report["labels"]["red"]["recall"], 0.5)
        self.assertIn("accuracy 0.500   (2 of 4 labels are right)", self.emend("evaluate"))
        out = json.loads(self.emend("export", "coco", "out.json", "--json"))
        self.assertEqual((out["objects"], out["image_labels_left_out"]), (0, 4))
        self.assertIn("4 labels of whole images left out", self.said)
        self.emend("export", "yolo", "out")
        self.assertIn("4 labels of whole images left out", self.said)
        self.emend("export", "yolo", "folders", "--kind", "classify")
        self.assertNotIn("left out", self.said)
        found = ImageFolder(self.folder / "folders" / "test")
        self.assertEqual(found.classes, ["green", "red"])
        self.assertEqual(
            {Path(path).name: found.classes[label] for path, label in found.samples},
            {f"test-{name}.png": label for name, label in answers.items()})
        self.assertEqual(found[0][0].getpixel((3, 3)), COLOURS["blue"])
        self.emend("verify")

    def review(self, answers):
        """Says what each test image is; they are not in the queue, so K goes to them."""
        with Review(self.folder) as review:
            review.pty.until(
                lambda: "K goes back" in review.pty.text(), "an empty queue", 20)
            for name in reversed(COLOURS):
                review.press("K")
                review.until(lambda look: look.image == f"test-{name}.png", name)
                review.press(str(1 + ["red", "green", "blue"].index(answers[name])))
                review.until(lambda look: look.saved and look.progress == "reviewed", "the answer")
            self.assertEqual([row.sign for row in review.look.rows], ["+"])
            review.quit()


class VectorTests(WholeImageCase):
    def setUp(self):
        super().setUp()
        self.add()
        weights = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1]])
        by_colour(self.folder / "v.onnx", "embedding", weights)
        (self.folder / "v.yaml").write_text("fit: stretch\n")
        self.weights = weights

    def expected(self, name):
        return np.array(COLOURS[name]) / 255 @ self.weights

    def test_a_model_of_vectors_is_a_tool(self):
        self.assertIn("tool", self.emend("model", "add", "v.onnx"))
        self.assertIn("tool", self.emend("model", "list"))
        self.emend("model", "promote", "v", code=1)
        self.assertIn("v is a tool", self.said)
        self.emend("predict", "--model", "v", code=1)
        self.assertIn("v is a tool", self.said)
        self.emend("predict", code=1)
        self.assertIn("there is no champion", self.said)

    def test_vectors_are_kept_as_half_floats_and_made_once(self):
        self.emend("embed", code=1)
        self.assertIn("no model answers vectors yet", self.said)
        self.emend("model", "add", "v.onnx")
        self.emend("similar", "--duplicates", code=1)
        self.assertIn("run `emend embed`", self.said)
        self.assertEqual(json.loads(self.emend("embed", "--json"))["vectors"], 4)
        for path, vector in self.rows(
                "SELECT path, vector FROM embedding JOIN image ON image.id = image"):
            values = np.array(struct.unpack("<4e", vector))
            want = self.expected(Path(path).stem.split("-")[1])
            self.assertLess(np.abs(values - want).max(), 2e-3)
        self.assertEqual(json.loads(self.emend("embed", "--json"))["vectors"], 0)
        Image.new("RGB", (20, 20), (1, 2, 3)).save(self.folder / "more.png")
        self.emend("add", "more.png")
        self.emend("similar", "pool-red.png")
        self.assertIn("1 image without a vector left out", self.said)
        self.assertEqual(json.loads(self.emend("embed", "--json"))["vectors"], 1)

    def test_the_nearest_come_first_with_their_cosine(self):
        self.emend("model", "add", "v.onnx")
        self.emend("embed")
        found = json.loads(self.emend("similar", "pool-red.png", "--json"))
        own = self.expected("red")
        cosines = {
            f"pool-{name}.png": float(
                own @ self.expected(name) / np.linalg.norm(own)
                / np.linalg.norm(self.expected(name)))
            for name in COLOURS if name != "red"}
        self.assertEqual(
            [n["image"] for n in found["neighbours"]],
            sorted(cosines, key=cosines.get, reverse=True))
        for neighbour in found["neighbours"]:
            self.assertAlmostEqual(neighbour["similarity"], cosines[neighbour["image"]], 2)
        Image.new("RGB", (9, 9), COLOURS["blue"]).save(self.folder / "other.png")
        text = self.emend("similar", "other.png", "--limit", "1")
        self.assertIn("pool-blue.png", text)
        self.assertIn("1.000", text)
        self.emend("similar", "gone.png", code=1)

    def test_nearly_equal_images_come_in_groups(self):
        self.emend("model", "add", "v.onnx")
        for index, name in enumerate(["red", "red", "blue"]):
            colour = tuple(c + index for c in COLOURS[name])
            Image.new("RGB", (41, 30), colour).save(self.folder / f"again-{index}.png")
        self.emend("add", *(f"again-{i}.png" for i in range(3)))
        self.emend("embed")
        found = json.loads(self.emend("similar", "--duplicates", "--threshold", "0.999", "--json"))
        self.assertEqual(
            [sorted(group) for group in found["groups"]],
            [["again-0.png", "again-1.png", "pool-red.png"], ["again-2.png", "pool-blue.png"]])
        self.assertIn("2 groups of 5 images", self.emend(
            "similar", "--duplicates", "--threshold", "0.999"))
        self.emend("similar", code=64)
        self.emend("similar", "pool-red.png", "--duplicates", code=64)

    def test_objects_have_vectors_of_their_own(self):
        picture = np.zeros((30, 40, 3), dtype=np.uint8)
        picture[:, :20], picture[:, 20:] = COLOURS["red"], COLOURS["blue"]
        Image.fromarray(picture).save(self.folder / "two.png")
        truth = {
            "categories": [{"id": 1, "name": "red"}, {"id": 2, "name": "blue"}],
            "images": [{"id": 1, "file_name": "two.png", "width": 40, "height": 30}],
            "annotations": [
                {"id": i + 1, "image_id": 1, "category_id": i + 1, "iscrowd": 0, "area": 400,
                 "bbox": [20 * i, 5, 20, 20]} for i in range(2)]}
        (self.folder / "truth.json").write_text(json.dumps(truth))
        self.emend("import", "coco", "truth.json")
        self.emend("model", "add", "v.onnx")
        self.assertEqual(json.loads(self.emend("embed", "--objects", "--json"))["vectors"], 7)
        found = json.loads(self.emend("similar", "pool-blue.png", "--objects", "--json"))
        self.assertEqual(found["neighbours"][0]["box"], [20, 5, 20, 20])
        self.assertGreater(found["neighbours"][0]["similarity"], 0.999)
        self.assertLess(found["neighbours"][1]["similarity"], 0.9)


class AnomalyTests(WholeImageCase):
    def test_the_score_of_the_image_ranks_it_and_is_its_reason(self):
        self.emend("init", "odd", "--labels", "anomaly")
        self.folder /= "odd"
        self.add()
        map_of_red(self.folder / "a.onnx")
        (self.folder / "a.yaml").write_text("threshold: 0.4\nfit: stretch\n")
        self.emend("model", "add", "a.onnx")
        self.emend("predict")
        scores = dict(self.rows(
            "SELECT path, image_score FROM prediction JOIN image ON image.id = image"))
        wanted = {f"pool-{n}.png": c[0] / 255 / (c[0] / 255 + 0.4) for n, c in COLOURS.items()}
        for path, score in wanted.items():
            self.assertAlmostEqual(scores[path], score, 5)
        queue = [r for r in json.loads(self.emend("queue", "--json")) if not r["control"]]
        order = sorted((r["image"] for r in queue), key=lambda p: abs(wanted[Path(p).name] - 0.5))
        self.assertEqual([r["image"] for r in queue], order)
        for row in queue:
            self.assertEqual(row["reason"], f"unusual {wanted[Path(row['image']).name]:.2f}")
        # only what is above the threshold is an object
        self.assertEqual(self.rows("SELECT COUNT(*), MIN(score) > 0.5 FROM predicted_object")[0],
                         (1, 1))
        self.emend("verify")


if __name__ == "__main__":
    unittest.main(verbosity=2)
