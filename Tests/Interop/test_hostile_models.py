#!/usr/bin/env python3
"""Model files that lie, break off or answer nonsense get a sentence and harm nothing.

EMEND_BIN      the program (required); finds ONNX Runtime by itself
EMEND_PROJECT  a project with images and a model; a copy of it is worked on
"""

import os
import re
import resource
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

EMEND = os.environ.get("EMEND_BIN", "")
PROJECT = os.environ.get("EMEND_PROJECT", "")
ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "samples/plates/starter.onnx"
LABELS = ["scratch", "dent", "discoloration", "missing_screw"]
SIDE = 32
ROWS = 21  # 4 x 4 + 2 x 2 + 1 x 1 places of strides 8, 16 and 32

# A terminal obeys these: C0 but the line end, DEL, and C1 as UTF-8.
CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
# No file here needs more than a few hundred megabytes; one that claims to must not get it.
MEMORY = 4 << 30


def metadata(labels=LABELS, side=SIDE, **more):
    return {"task": "detect", "stride": "32", "batch": "1", "imgsz": f"[{side}, {side}]",
            "names": str(dict(enumerate(labels))), "description": "Ultralytics YOLO11n model",
            "version": "8.4.190", "head": "Detect", "end2end": "False", **more}


def write(path, nodes, inputs, outputs, initialisers=(), facts=None):
    """A file of the graph, unchecked: what it says of itself need not be true."""
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("images", TensorProto.FLOAT, inputs)],
        [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in outputs],
        list(initialisers))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, metadata() if facts is None else facts)
    path.write_bytes(model.SerializeToString())
    return path


def constant_model(path, values, facts=None, inputs=(1, 3, SIDE, SIDE), shape=None):
    """A detector that answers `values` for every image: what a zero of the image adds to them."""
    nodes = [
        helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
        helper.make_node("Add", ["values", "nothing"], ["output0"])]
    zero = numpy_helper.from_array(np.zeros((), np.float32), "zero")
    values = numpy_helper.from_array(values.astype(np.float32), "values")
    shape = shape if shape is not None else list(values.dims)
    return write(path, nodes, list(inputs), [("output0", TensorProto.FLOAT, shape)],
                 [zero, values], facts)


def answers(value=0.0):
    values = np.full((1, 4 + len(LABELS), ROWS), value, np.float32)
    values[:, :4] = 8  # boxes of 8 x 8 around 8, 8
    return values


class HostileModelCase(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name).resolve()
        self.project = self.folder / "project"
        shutil.copytree(PROJECT, self.project)
        self.model = self.folder / "model.onnx"

    def emend(self, *words, code=0):
        """What it said; never a control character, and never more memory than `MEMORY`."""
        def limit():
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        done = subprocess.run(
            [EMEND, *words], cwd=self.project, capture_output=True, stdin=subprocess.DEVNULL,
            preexec_fn=limit, timeout=120)
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, (words, said[-500:]))
        self.assertIsNone(CONTROL.search(said), said)
        return said.decode()

    def refused(self, *parts, words=("model", "add")):
        """`model add` refuses the file in one sentence with these parts, and nothing is kept."""
        said = self.emend(*words, str(self.model), code=1)
        self.assertEqual(len(said.strip().splitlines()), 1, said)
        self.assertTrue(said.startswith(f"Error: {self.model}"), said)
        self.assertLess(len(said), 2500)
        for part in parts:
            self.assertIn(part, said)
        self.assertFalse((self.project / "models" / self.model.name).exists())
        self.emend("verify")

    def fails(self, *parts):
        """The file is taken, and then every image fails with a sentence; the rest stands."""
        self.emend("model", "add", str(self.model))
        said = self.emend("predict", "--model", "model", code=1)
        for part in parts:
            self.assertIn(part, said)
        self.assertIn("0 images predicted", said)
        self.emend("verify")

    def test_a_cut_file(self):
        data = STARTER.read_bytes()
        for count in (0, 1, 100, len(data) // 2, len(data) - 1000):
            with self.subTest(count):
                self.model.write_bytes(data[:count])
                self.refused("cannot be loaded as an ONNX model; export it again")

    def test_no_model_at_all(self):
        self.model.write_text("<html>404</html>\x1b[31m")
        self.refused("cannot be loaded as an ONNX model")
        self.model.unlink()
        self.model.mkdir()
        self.refused("there is no such file")

    def test_a_flipped_byte_never_ends_the_program(self):
        data = bytearray(constant_model(self.model, answers()).read_bytes())
        random = np.random.default_rng(0)
        for place in random.integers(0, len(data), 12):
            changed = bytearray(data)
            changed[place] ^= 1 << random.integers(8)
            self.model.write_bytes(changed)
            done = subprocess.run(
                [EMEND, "model", "add", str(self.model)], cwd=self.project, capture_output=True,
                stdin=subprocess.DEVNULL, timeout=120)
            self.assertIn(done.returncode, (0, 1), (place, done.stderr[-500:]))
            self.assertIsNone(CONTROL.search(done.stdout + done.stderr))

    def test_wrong_shapes(self):
        for inputs, values, part in [
                ((1, 1, SIDE, SIDE), answers(), "is 1x1x32x32; expected batch x 3"),
                ((1, 3, SIDE), answers(), "is 1x3x32; expected batch x 3"),
                ((1, 3, SIDE, SIDE), answers()[:, :6], "4 labels"),
                ((1, 3, SIDE, SIDE), answers()[0], "one table of rows")]:
            with self.subTest(part):
                constant_model(self.model, values, inputs=inputs)
                self.refused(part)

    def test_another_shape_than_the_header_says(self):
        constant_model(self.model, answers()[:, :7], shape=[1, 4 + len(LABELS), ROWS])
        self.fails("it answered [[7, 21]], which does not fit yolo detect")

    def test_values_that_are_no_numbers(self):
        for value in (np.nan, np.inf, -np.inf):
            with self.subTest(value):
                constant_model(self.model, answers(value))
                self.fails("output0 holds values that are no numbers; train or export it again")
                self.setUp()

    def test_a_tensor_of_ten_gigabytes_in_the_header(self):
        claimed = TensorProto(name="values", data_type=TensorProto.FLOAT, dims=[1, 8, 335_544_320])
        write(self.model, [helper.make_node("Identity", ["values"], ["output0"])],
              [1, 3, SIDE, SIDE], [("output0", TensorProto.FLOAT, [1, 8, 335_544_320])], [claimed])
        self.refused("cannot be loaded as an ONNX model")

    def test_an_input_of_ten_gigabytes(self):
        side = 28_800  # 3 x 28,800 x 28,800 x 4 bytes
        constant_model(self.model, answers(), facts=metadata(side=side), inputs=(1, 3, side, side))
        self.refused("28800x28800")

    def test_a_run_that_needs_ten_terabytes(self):
        nodes = [
            helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
            helper.make_node("Expand", ["mean", "shape"], ["wide"]),
            helper.make_node("Slice", ["wide", "from", "to", "axis"], ["output0"])]
        numbers = {"shape": [1, 8, 312_500_000_000], "from": [0], "to": [ROWS], "axis": [2]}
        write(self.model, nodes, [1, 3, SIDE, SIDE],
              [("output0", TensorProto.FLOAT, [1, 8, ROWS])],
              [numpy_helper.from_array(np.array(v, np.int64), k) for k, v in numbers.items()])
        self.fails("failed on 1 images of 32x32")

    def test_labels_with_orders_for_the_terminal(self):
        evil = ["scratch", "\x1b[2J\x07dent\u202e", "x" * 100_000, "a\nb"]
        constant_model(self.model, answers(), facts=metadata(labels=evil))
        said = self.emend("model", "add", str(self.model))
        self.assertIn("1 of its 4 labels are in this project", said)
        self.model = self.folder / "other.onnx"
        for labels in (["\x1b[31m", "b", "c", "x" * 100_000], [f"label {n}" for n in range(1000)]):
            values = np.zeros((1, 4 + len(labels), ROWS))
            constant_model(self.model, values, facts=metadata(labels=labels))
            self.refused("none of its labels")

    def test_metadata_that_is_no_literal(self):
        for key, value in [("names", "__import__('os').system('id')"), ("names", "{0: "),
                           ("names", "[" * 100_000), ("imgsz", "[-1, 1e99]"),
                           ("names", str({2**70: "a"}))]:
            with self.subTest(value[:20]):
                constant_model(self.model, answers(), facts=metadata(**{key: value}))
                self.refused()


if __name__ == "__main__":
    unittest.main(verbosity=2)
