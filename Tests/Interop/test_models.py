#!/usr/bin/env python3
"""A model is known by its file, by what lies beside it or by --family; a bad one gets a sentence.

EMEND_BIN  the program (required); finds ONNX Runtime by itself
"""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

EMEND = os.environ.get("EMEND_BIN", "")
CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
FLOAT = TensorProto.FLOAT
YOLO = {"task": "detect", "names": "{0: 'a', 1: 'b'}", "imgsz": "[32, 32]", "stride": "32"}


def model(path, outputs, metadata=None):
    """A file that answers the same to every image: `outputs` maps names to arrays."""
    image = helper.make_tensor_value_info("images", FLOAT, ["batch", 3, 32, 32])
    nodes, infos = [], []
    for name, values in outputs.items():
        values = np.asarray(values, dtype=np.float32)
        nodes += [
            helper.make_node("ReduceMean", ["images"], [f"{name}-mean"], keepdims=0),
            helper.make_node("Constant", [], [f"{name}-0"], value=helper.make_tensor(
                f"{name}-v", FLOAT, [], [0.0])),
            helper.make_node("Mul", [f"{name}-mean", f"{name}-0"], [f"{name}-1"]),
            helper.make_node(
                "Constant", [], [f"{name}-2"], value=numpy_helper.from_array(values)),
            helper.make_node("Add", [f"{name}-1", f"{name}-2"], [name])]
        infos.append(helper.make_tensor_value_info(name, FLOAT, values.shape))
    save(path, helper.make_graph(nodes, "test", [image], infos), metadata)


def model_that_lies(path, metadata):
    """A file whose answer has 5 rows, which nobody can tell before it runs."""
    image = helper.make_tensor_value_info("images", FLOAT, ["batch", 3, 32, 32])
    answer = helper.make_tensor_value_info("output0", FLOAT, ["batch", "rows", "places"])
    whole = [("five", [5.0]), ("nothing", [0.0])]
    constants = [numpy_helper.from_array(np.float32(v), name) for name, v in whole] + [
        numpy_helper.from_array(np.int64(v), name) for name, v in (("one", [1]), ("eight", [8]))]
    nodes = [
        helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "nothing"], ["zero"]),
        helper.make_node("Add", ["zero", "five"], ["count"]),
        helper.make_node("Cast", ["count"], ["rows"], to=TensorProto.INT64),
        helper.make_node("Concat", ["one", "rows", "eight"], ["shape"], axis=0),
        helper.make_node("ConstantOfShape", ["shape"], ["output0"])]
    save(path, helper.make_graph(nodes, "test", [image], [answer], constants), metadata)


def save(path, graph, metadata):
    whole = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    helper.set_model_props(whole, metadata or {})
    onnx.save(whole, path)


class ModelCase(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name).resolve()
        self.emend("init", ".", "--labels", "a,b")
        pixels = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(self.folder / "picture.png")
        self.emend("add", "picture.png")

    def emend(self, *words, code=0):
        """Standard output; no command may write a control character."""
        done = subprocess.run(
            [EMEND, *words], cwd=self.folder, capture_output=True, stdin=subprocess.DEVNULL)
        told = f"emend {words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        self.assertEqual(done.returncode, code, told)
        for stream in (done.stdout, done.stderr):
            self.assertIsNone(CONTROL.search(stream), told)
        self.said = done.stderr.decode()
        return done.stdout.decode()

    def objects(self):
        return json.loads(self.emend("predict", "--json"))["objects"]


class OutsideTests(ModelCase):
    """Models that keep their tensors in a file beside them, as torch's exporter writes them."""

    def outside(self, score, folder="export"):
        """A model that finds one object of this score; answers the path of its ONNX file."""
        path = self.folder / folder / "model.onnx"
        path.parent.mkdir(exist_ok=True)
        box = np.zeros((1, 6, 8))
        box[0, :5, 0] = 16, 16, 8, 8, score
        model(path, {"output0": box}, YOLO)
        onnx.save(onnx.load(path), path, save_as_external_data=True, size_threshold=0,
                  location="model.onnx.data", convert_attribute=True)
        self.assertTrue((path.parent / "model.onnx.data").exists())
        return path

    def test_the_copy_needs_no_other_file(self):
        path = self.outside(0.5)
        self.emend("model", "add", "export/model.onnx")
        (path.parent / "model.onnx.data").unlink()
        path.unlink()
        self.assertEqual(self.objects(), 1)
        copy = onnx.load(self.folder / "models/model.onnx", load_external_data=False)
        onnx.checker.check_model(copy)
        self.assertFalse(onnx.external_data_helper.uses_external_data(
            copy.graph.node[1].attribute[0].t))

    def test_two_trainings_with_equal_onnx_files_are_two_models(self):
        first, second = self.outside(0.5), self.outside(0.25, "again")
        self.assertEqual(first.read_bytes(), second.read_bytes())
        self.emend("model", "add", "export/model.onnx")
        self.emend("model", "add", "again/model.onnx", "--name", "again")
        self.emend("model", "add", "again/model.onnx", code=1)
        self.assertIn("registered already, as again", self.said)

    def test_what_is_missing_or_cut_gets_a_sentence(self):
        data = self.outside(0.5).parent / "model.onnx.data"
        data.write_bytes(data.read_bytes()[:20])
        self.emend("model", "add", "export/model.onnx", code=1)
        self.assertIn("model.onnx", self.said)
        data.unlink()
        self.emend("model", "add", "export/model.onnx", code=1)
        self.assertIn("model.onnx.data", self.said)
        self.assertFalse((self.folder / "models/model.onnx").exists())


class CardTests(ModelCase):
    LOGITS = {"logits": [[[5, -5], [-5, 5], [-5, -5]]], "pred_boxes": [[[0.5] * 4] * 3]}

    def test_a_card_says_what_the_file_does_not(self):
        model(self.folder / "m.onnx", self.LOGITS)
        self.emend("model", "add", "m.onnx", code=1)
        self.assertIn("it could be rtdetrv2 or detr; say which by --family", self.said)
        (self.folder / "m.yaml").write_text("family: rtdetrv2\nlabels: [a, b]  # as trained\n")
        self.assertIn("rtdetrv2 detect, 2 labels", self.emend("model", "add", "m.onnx"))
        # the project keeps the words, so the file beside the model may go
        (self.folder / "m.yaml").unlink()
        self.assertEqual(self.objects(), 2)

    def test_the_files_of_hugging_face_travel_with_the_model(self):
        inner = self.folder / "hub" / "onnx"
        inner.mkdir(parents=True)
        model(inner / "model.onnx", self.LOGITS)
        config = {"model_type": "rt_detr_v2", "id2label": {"0": "a", "1": "b"}}
        (inner.parent / "config.json").write_text(json.dumps(config))
        self.emend("model", "add", str(inner / "model.onnx"))
        self.assertEqual(self.objects(), 2)

    def test_a_wrong_family_is_refused_with_what_was_found(self):
        model(self.folder / "m.onnx", self.LOGITS)
        self.emend("model", "add", "m.onnx", "--family", "mask2former", code=1)
        self.assertIn("logits 1x3x2, pred_boxes 1x3x4", self.said)
        self.assertIn("expected pixel_values; class_queries_logits", self.said)

    def test_a_broken_card_is_told_of_with_its_line(self):
        model(self.folder / "m.onnx", self.LOGITS)
        (self.folder / "m.yaml").write_text("family: detr\nlabels: [a, b\n")
        self.emend("model", "add", "m.onnx", code=1)
        self.assertRegex(self.said, r"m\.yaml:\d+: is not YAML")

    def test_the_plan_of_a_network_beside_a_model_is_no_card(self):
        model(self.folder / "m.onnx", {"output0": np.zeros((1, 6, 8))}, YOLO)
        (self.folder / "m.yaml").write_text("nc: 80\nscales: {n: [0.5, 0.25, 1024]}\n")
        self.assertIn("yolo detect", self.emend("model", "add", "m.onnx"))
        self.assertIn("m.yaml: no card of a model (it has nc, scales)", self.said)


class HostileTests(ModelCase):
    def add(self, values, metadata=None):
        model(self.folder / "m.onnx", {"output0": values}, {**YOLO, **(metadata or {})})
        self.emend("model", "add", "m.onnx")

    def fails(self, sentence):
        self.emend("predict", code=1)
        self.assertIn(sentence, self.said)

    def test_answers_that_are_no_numbers(self):
        for value in (np.nan, np.inf, -np.inf):
            with self.subTest(value):
                (self.folder / "m.onnx").unlink(missing_ok=True)
                self.setUp()
                self.add(np.full((1, 6, 8), value))
                self.fails("output output0 holds values that are no numbers")

    def test_answers_of_another_shape_than_declared(self):
        model_that_lies(self.folder / "m.onnx", YOLO)
        self.emend("model", "add", "m.onnx")
        self.fails("which does not fit yolo detect, 2 labels, 32x32")

    def test_a_file_that_is_cut(self):
        self.add(np.zeros((1, 6, 8)))
        whole = (self.folder / "m.onnx").read_bytes()
        for share in (0.1, 0.5, 0.99):
            (self.folder / "cut.onnx").write_bytes(whole[:int(len(whole) * share)])
            self.emend("model", "add", "cut.onnx", code=1)
            self.assertIn("cut.onnx", self.said)

    def test_a_tensor_of_ten_gigabytes_in_the_header(self):
        image = helper.make_tensor_value_info("images", FLOAT, ["batch", 3, 32, 32])
        answer = helper.make_tensor_value_info("output0", FLOAT, [1, 6, 450_000_000])
        huge = onnx.TensorProto(
            name="huge", data_type=FLOAT, dims=[1, 6, 450_000_000], raw_data=b"1234")
        nodes = [helper.make_node("Identity", ["huge"], ["output0"])]
        graph = helper.make_graph(nodes, "test", [image], [answer], [huge])
        save(self.folder / "m.onnx", graph, YOLO)
        self.emend("model", "add", "m.onnx", code=1)
        self.assertIn("m.onnx cannot be loaded as an ONNX model", self.said)

    def test_names_that_would_move_the_cursor(self):
        names = {"names": repr({0: "a", 1: "b\x1b[2J\x07\u202e"})}
        self.add(np.zeros((1, 6, 8)), names)
        self.emend("predict")


class CheckTests(ModelCase):
    def test_a_tensor_is_compared_and_the_difference_named(self):
        model(self.folder / "m.onnx", {"logits": [[1, 2]]})
        (self.folder / "m.yaml").write_text("labels: [a, b]\nfit: stretch\nresample: bicubic\n")
        small = Image.open(self.folder / "picture.png").resize((32, 32), Image.Resampling.BICUBIC)
        tensor = np.asarray(small, dtype=np.float32).transpose(2, 0, 1)[None] / 255
        np.save(self.folder / "right.npy", tensor)
        np.savez(self.folder / "wrong.npz", x=(tensor - 0.5) / 0.5)
        np.savez_compressed(self.folder / "packed.npz", x=tensor)
        words = ("model", "check", "m.onnx")
        said = self.emend(*words, "right.npy", "--image", "picture.png")
        self.assertIn("difference: mean 0.00/255, most 0.00/255", said)
        said = self.emend(*words, "wrong.npz", "--image", "picture.png", code=1)
        self.assertIn("  mean: [0.5, 0.5, 0.5]", said)
        self.assertNotIn("resample", said)
        self.emend(*words, "packed.npz", "--image", "picture.png", code=1)
        self.assertIn("save it by np.savez, not by np.savez_compressed", self.said)


if __name__ == "__main__":
    unittest.main()
