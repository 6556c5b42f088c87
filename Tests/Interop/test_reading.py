#!/usr/bin/env python3
"""Models that read text come with all their files, and what they read lies in the project.

EMEND_BIN         the program (required); finds ONNX Runtime by itself
EMEND_PEER_CASES  the folder with the models of Tests/Peers/families
"""

import json
import shutil
import unittest
from pathlib import Path

import numpy as np
import onnx
from exchange import EMEND, rows
from onnx import helper, numpy_helper
from test_pipeline import CASES, MODELS, PipelineCase

FOUND = """
    SELECT path, kind, text, score FROM predicted_object p
      JOIN prediction ON prediction.id = prediction JOIN image ON image.id = image"""


@unittest.skipUnless(EMEND and MODELS.exists(), "set EMEND_BIN and EMEND_PEER_CASES")
class ReadingCase(PipelineCase):
    def setUp(self):
        super().setUp()
        self.project = self.make_project("texts", ["text"])
        self.emend(self.project, "add", self.folder / "pictures")
        self.files = self.folder / "files"

    def copy(self, model, names):
        """Some files of a model under other names."""
        for name, other in names.items():
            target = self.files / other
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(MODELS / model / name, target)

    def copy_reader(self, model="trocr", folder="."):
        self.copy(model, {
            path.name: f"{folder}/{path.name.replace('model.onnx', 'encoder_model.onnx')}"
            if path.name == "model.onnx" else f"{folder}/{path.name}"
            for path in (MODELS / model).iterdir() if path.is_file()})

    def add(self, file, *words, code=0):
        return self.emend(self.project, "model", "add", self.files / file, *words, code=code)

    def kept(self):
        """What the project keeps of the models' files, without their endings."""
        folder = self.project / "models"
        return {path.name.removesuffix(".onnx").removesuffix(".txt") for path in folder.iterdir()}

    def predict(self, floor):
        self.settings(f"predict: {{score-floor: {floor}}}\n")
        self.emend(self.project, "predict")
        return sorted(rows(self.project, FOUND))

    def expected(self, model, kind):
        found, image = [], None
        for line in (CASES / f"families/expected/{model}.txt").read_text().splitlines():
            words = line.split(" ")
            if words[0] == "image":
                image = words[1]
            elif image in self.images:
                text = bytes.fromhex(words[-1].removeprefix("=")).decode()
                found.append((f"pictures/{image}.png", kind, text, float(words[1])))
        return sorted(found)

    def compare(self, found, expected):
        self.assertGreater(len(expected), 3)
        self.assertEqual([row[2] for row in found], [row[2] for row in expected])
        self.assertEqual([row[1] for row in found], [row[1] for row in expected])
        self.assertEqual([Path(row[0]).name for row in found],
                         [Path(row[0]).name for row in expected])
        np.testing.assert_allclose(
            [row[3] for row in found], [row[3] for row in expected], atol=0.01)


class ReadingTests(ReadingCase):
    def test_a_detector_finds_its_recogniser_and_the_characters_beside_it(self):
        self.copy("ppocr", {
            "model.onnx": "det.onnx", "card": "det.yaml", "recogniser.onnx": "rec.onnx",
            "model_dict.txt": "en_dict.txt"})
        self.assertIn("det: ocr detect, 1 label", self.add("det.onnx"))
        self.assertEqual(self.kept(), {"det", "det.recogniser", "det.characters"})
        # what was registered is all that it needs
        shutil.rmtree(self.files)
        self.compare(self.predict(0.1), self.expected("ppocr", "polygon"))
        self.assertIn("all is well", self.emend(self.project, "verify"))

    def test_its_parts_may_be_named(self):
        self.copy("ppocr", {
            "model.onnx": "places.onnx", "card": "places.yaml", "recogniser.onnx": "a/words.onnx",
            "model_dict.txt": "b/letters.txt"})
        self.add(
            "places.onnx", "--name", "signs", "--with", f"recogniser={self.files / 'a/words.onnx'}",
            "--with", f"characters={self.files / 'b/letters.txt'}")
        self.assertEqual(self.kept(), {"signs", "signs.recogniser", "signs.characters"})
        self.compare(self.predict(0.1), self.expected("ppocr", "polygon"))

    def test_a_list_of_other_characters_is_refused(self):
        self.copy("ppocr", {
            "model.onnx": "det.onnx", "card": "det.yaml", "recogniser.onnx": "rec.onnx"})
        self.assertIn("put its list (*_dict.txt) beside it", self.add("det.onnx", code=1))
        (self.files / "en_dict.txt").write_text("a\nb\n")
        self.assertIn("and its list has 2", self.add("det.onnx", code=1))

    def test_trocr_reads_whole_images(self):
        for model in "trocr", "trocr-merged":
            with self.subTest(model):
                self.copy_reader(model)
                said = self.add("encoder_model.onnx", "--name", model)
                self.assertIn(f"{model}: trocr, 1 label, 96x96", said)
                shutil.rmtree(self.files)
                self.emend(self.project, "model", "promote", model)
                self.compare(self.predict(0), self.expected(model, "image"))
                self.setUp()

    def test_trocr_reads_what_a_detector_finds(self):
        self.copy("ppocr-trocr", {"model.onnx": "det.onnx", "card": "det.yaml"})
        self.copy_reader("ppocr-trocr/reader", "reader/onnx")
        for name in "tokenizer.json", "config.json", "generation_config.json":
            (self.files / "reader/onnx" / name).rename(self.files / "reader" / name)
        (self.files / "reader/onnx/preprocessor_config.json").rename(
            self.files / "reader/preprocessor_config.json")
        encoder = self.files / "reader/onnx/encoder_model.onnx"
        self.add("det.onnx", "--with", f"recogniser={encoder}")
        self.assertEqual(self.kept(), {"det", "det.recogniser", "det.decoder", "det.tokenizer"})
        shutil.rmtree(self.files)
        self.compare(self.predict(0.1), self.expected("ppocr-trocr", "polygon"))


class DamagedReaderTests(ReadingCase):
    """Files of TrOCR that are missing, of another model, or answer nonsense."""

    def setUp(self):
        super().setUp()
        self.copy_reader()

    def refused(self, *parts, file="encoder_model.onnx"):
        said = self.add(file, code=1)
        self.assertEqual(len(said.strip().splitlines()), 1, said)
        for part in parts:
            self.assertIn(part, said)
        self.assertFalse((self.project / "models").exists())

    def fails(self, part):
        """It is taken, and then each image fails with a sentence."""
        self.add("encoder_model.onnx")
        said = self.emend(self.project, "predict", code=1)
        self.assertIn(part, said)
        self.assertIn("0 images predicted", said)

    def change_decoder(self, change):
        path = self.files / "decoder_model.onnx"
        model = onnx.load(path)
        change(model.graph)
        onnx.save(model, path)

    def change_json(self, name, change):
        path = self.files / name
        value = json.loads(path.read_text())
        change(value)
        path.write_text(json.dumps(value))

    def test_parts_that_are_missing(self):
        (self.files / "tokenizer.json").rename(self.files / "kept")
        self.refused("its tokenizer is missing; put the model's tokenizer.json beside it")
        (self.files / "kept").rename(self.files / "tokenizer.json")
        (self.files / "decoder_model.onnx").rename(self.files / "other.onnx")
        self.refused("its decoder is missing", "--with decoder=FILE")
        self.refused("it is the decoder of a model that reads text", file="other.onnx")

    def test_a_decoder_of_another_model(self):
        shutil.copy(MODELS / "trocr/model.onnx", self.files / "decoder_model.onnx")
        self.refused("a decoder of text takes input_ids and encoder_hidden_states")

    def test_a_decoder_of_another_width(self):
        def change(graph):
            graph.input[1].type.tensor_type.shape.dim[2].dim_value = 64
        self.change_decoder(change)
        self.refused("decoder_model.onnx")

    def test_logits_that_are_no_numbers(self):
        def change(graph):
            for node in graph.node:
                node.output[:] = ["good" if o == "logits" else o for o in node.output]
            graph.initializer.append(numpy_helper.from_array(np.float32(np.nan), "nan"))
            graph.node.append(helper.make_node("Mul", ["good", "nan"], ["logits"]))
        self.change_decoder(change)
        self.fails("its logits hold values that are no numbers")

    def test_a_tokenizer_with_too_few_tokens(self):
        (self.files / "tokenizer.json").unlink()
        (self.files / "tokenizer_config.json").unlink()
        (self.files / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n")
        self.fails("which its tokenizer does not have")

    def test_rules_that_are_not_kept_to(self):
        def change(value):
            value["repetition_penalty"] = 1.2
        self.change_json("generation_config.json", change)
        self.refused("asks for repetition_penalty, which emend does not do")

    def test_a_first_token_that_is_none(self):
        for start, part in [(10**6, "and its texts begin or end with others"), (-1, "(-1, 2)")]:
            with self.subTest(start):
                def change(value, start=start):
                    value["decoder_start_token_id"] = start
                self.change_json("generation_config.json", change)
                self.refused(part)


if __name__ == "__main__":
    unittest.main()
