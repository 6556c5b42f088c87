#!/usr/bin/env python3
"""Models that are asked with texts, and pipelines, say what their originals say one by one.

EMEND_BIN         the program (required); finds ONNX Runtime by itself
EMEND_PEER_CASES  the folder with the models of Tests/Peers/families and Tests/Peers/prompted
"""

import json
import os
import shutil
import unittest
from pathlib import Path

import numpy as np
from exchange import EMEND, ExchangeCase, rows
from PIL import Image

CASES = Path(os.environ.get("EMEND_PEER_CASES", "/nowhere"))
MODELS, MASKS = CASES / "families/models", CASES / "prompted/models/sam2-samexporter"
LABELS = ["scratch", "dent", "discoloration", "missing_screw"]
PHRASES = ["scratch", "dent", "discoloration", "missing screw"]
FOUND = """
    SELECT path, label, score, kind, x, y, p.width, p.height, geometry, alternative_label
    FROM predicted_object p JOIN prediction ON prediction.id = prediction
      JOIN image ON image.id = image"""


def overlap(left, right):
    return (left & right).sum() / max(1, (left | right).sum())


def mask(geometry):
    """COCO's run lengths as pixels."""
    made = json.loads(geometry)
    height, width = made["size"]
    flat = np.repeat(np.arange(len(made["counts"])) % 2 == 1, made["counts"])
    return flat.reshape(width, height).T


@unittest.skipUnless(EMEND and MODELS.exists(), "set EMEND_BIN and EMEND_PEER_CASES")
class PipelineCase(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.project = self.make_project("project", LABELS)
        self.images = self.pictures(4)
        self.emend(self.project, "add", self.folder / "pictures")

    def pictures(self, count):
        folder = self.folder / "pictures"
        folder.mkdir()
        images = {}
        for line in (CASES / "families/images.txt").read_text().splitlines()[:count]:
            name, width, height = line.split()
            content = (CASES / f"families/images/{name}.rgb").read_bytes()
            images[name] = np.frombuffer(content, np.uint8).reshape(
                int(height), int(width), 3).copy()
            Image.fromarray(images[name]).save(folder / f"{name}.png")
        return images

    def add(self, *models):
        for name in models:
            self.emend(
                self.project, "model", "add", MODELS / name / "model.onnx", "--name", name)

    def settings(self, text):
        with open(self.project / "emend.yaml", "w") as file:
            file.write(text)

    def found(self, model=None):
        query = FOUND + (
            f" WHERE model_version = (SELECT id FROM model_version WHERE name = '{model}')"
            if model else "")
        found = {}
        for path, *row in rows(self.project, query):
            found.setdefault(Path(path).stem, []).append(row)
        return found

    def originals(self):
        """transformers takes ten seconds to come; the sentences below need it not."""
        import originals
        return originals

    def compare(self, found, expected, agrees):
        """Each object is one of the original's, by label, score within 0.01 and half a pixel."""
        agreed = wanted = 0
        for name in self.images:
            mine, theirs = list(found.get(name, [])), list(expected[name])
            wanted += max(len(mine), len(theirs))
            for label, score, box, *more in theirs:
                near = [row for row in mine if row[0] == label and abs(row[1] - score) < 0.01
                        and agrees(row, box, *more)]
                row = min(near, key=lambda row: abs(row[1] - score), default=None)
                if row:
                    mine.remove(row)
                    agreed += 1
        self.assertGreater(wanted, 12)
        self.assertGreaterEqual(agreed, 0.99 * wanted, f"{agreed} of {wanted}")
        print(f"{self.id().split('.')[-1]}: {agreed} of {wanted} agree")


def has_box(row, box, *_):
    x, y, width, height = row[3:7]
    return max(abs(np.subtract(box, (x, y, x + width, y + height)))) <= 0.5


def has_mask(row, box, expected, *_):
    if expected is None:
        return row[2] == "box" and has_box(row, box)
    return row[2] == "mask" and overlap(mask(row[7]), expected) >= 0.98


def has_mask_and_second(row, box, expected, second):
    return has_mask(row, box, expected) and row[8] == second


SETTINGS = "predict: {score-floor: 0.25, overlap-limit: 1, text-floor: 0}\n"


class TextTests(PipelineCase):
    def test_grounding_dino_is_asked_for_the_labels(self):
        self.settings(SETTINGS)
        self.add("grounding-dino")
        self.emend(self.project, "predict")
        model = self.originals().GroundingDINO(MODELS / "grounding-dino")
        self.compare(self.found(), {
            name: model(image, PHRASES, 0.25) for name, image in self.images.items()}, has_box)

    def test_owlv2_is_asked_for_the_phrases_of_emend_yaml(self):
        asked = ["scratch", "a photo of a dent", "hole", "no screw", "missing screw"]
        owners = [0, 1, 1, 3, 3]
        self.settings(
            SETTINGS + "prompts: {dent: [a photo of a dent, hole], "
            "missing_screw: [no screw, missing screw], discoloration: hole}\n")
        self.add("owlv2")
        self.emend(self.project, "predict")
        # "hole" stands for two labels: the first of equals wins here, as in the original
        asked.insert(3, "hole")
        owners.insert(3, 2)
        model = self.originals().OWLv2(MODELS / "owlv2")
        self.compare(self.found(), {
            name: [(owners[text], *rest) for text, *rest in model(image, asked, 0.25)]
            for name, image in self.images.items()}, has_box)

    def test_other_words_are_other_predictions(self):
        self.settings(SETTINGS)
        self.add("owlv2")
        count = len(self.images)
        self.assertEqual(self.counts(self.project, "predict")["predicted"], count)
        self.assertEqual(self.counts(self.project, "predict")["predicted"], 0)
        self.settings(SETTINGS + "prompts: {dent: a small dent}\n")
        self.assertEqual(self.counts(self.project, "predict")["predicted"], count)


class PipelineTests(PipelineCase):
    FLOOR = 0.4
    SETTINGS = SETTINGS.replace("0.25", str(FLOOR))

    def setUp(self):
        super().setUp()
        self.emend(self.project, "model", "add", MASKS / "encoder.onnx", "--name", "sam")

    def use(self, boxes):
        self.add(boxes)
        self.settings(f"{self.SETTINGS}pipelines: {{plates: {{boxes: {boxes}, masks: sam}}}}\n")

    def expected(self):
        """Boxes of phrases and masks of boxes, one original after the other."""
        made = self.originals()
        boxes, masks = made.GroundingDINO(MODELS / "grounding-dino"), made.SAM2(MASKS)
        return {
            name: [(*found, masks(image, found[2])) for found in boxes(image, PHRASES, self.FLOOR)]
            for name, image in self.images.items()}

    def test_masks_are_those_of_the_boxes(self):
        self.use("grounding-dino")
        said = self.emend(self.project, "predict", "--pipeline", "plates")
        self.assertIn("predicted by plates", said)
        self.assertIn("emend model promote plates", said)
        self.compare(self.found("plates"), self.expected(), has_mask)
        # as a champion it is predicted, and verified, like any other
        self.emend(self.project, "model", "promote", "plates")
        self.assertEqual(self.counts(self.project, "predict")["predicted"], 0)
        self.assertIn("all is well", self.emend(self.project, "verify"))

    def test_labels_are_those_of_what_the_boxes_hold(self):
        self.add("grounding-dino")
        # a name that does not say where the other tower is
        self.emend(
            self.project, "model", "add", MODELS / "clip/model.onnx", "--name", "clip",
            "--with", f"text={MODELS / 'clip/text_model.onnx'}")
        templates = ["This is a photo of {}.", "{} on metal"]
        self.settings(
            self.SETTINGS.replace("}", f", templates: {json.dumps(templates)}}}")
            + "prompts: {dent: [dent, a hole]}\n"
            "pipelines: {plates: {boxes: grounding-dino, masks: sam, labels: clip}}\n")
        self.emend(self.project, "predict", "--pipeline", "plates")
        made = self.originals()
        boxes, masks = made.GroundingDINO(MODELS / "grounding-dino"), made.SAM2(MASKS)
        labels = made.CLIP(MODELS / "clip")
        asked = [[PHRASES[0]], ["dent", "a hole"], [PHRASES[2]], [PHRASES[3]]]
        sentences = [[t.format(phrase) for phrase in own for t in templates] for own in asked]
        expected = {name: [] for name in self.images}
        for name, image in self.images.items():
            for _, score, box in boxes(image, sum(asked, []), self.FLOOR):
                part = Image.fromarray(image).crop([round(float(side)) for side in box])
                shares = labels(np.asarray(part), sentences)
                first, second = np.argsort(-shares)[:2]
                expected[name].append((first, score, box, masks(image, box), second))
        self.compare(self.found("plates"), expected, has_mask_and_second)

    def test_another_model_makes_another_version(self):
        self.use("owlv2")
        self.emend(self.project, "predict", "--pipeline", "plates")
        self.emend(self.project, "predict", "--pipeline", "plates")
        self.settings(self.SETTINGS + "pipelines: {plates: {boxes: owlv2}}\n")
        self.assertIn(
            "predicted by plates-2", self.emend(self.project, "predict", "--pipeline", "plates"))

    def test_parts_are_those_of_one_run(self):
        self.use("owlv2")
        other = self.folder / "parts"
        shutil.copytree(self.project, other)
        self.emend(self.project, "predict", "--pipeline", "plates")
        for part in ("1/2", "2/2"):
            self.emend(other, "predict", "--pipeline", "plates", "--shard", part)
        self.emend(other, "merge", *(other / "shards").glob("*.jsonl"))
        query = FOUND + " ORDER BY 1, 2, 3, 5, 6"
        self.assertEqual(rows(other, query), rows(self.project, query))

    def test_a_model_that_cannot_do_it_is_refused(self):
        self.add("owlv2")
        for text, sentence in [
                ("{boxes: sam}", "boxes come from a model that finds objects, and sam is none"),
                ("{boxes: owlv2, masks: owlv2}", "masks come from a model that"),
                ("{boxes: nobody}", "no model version is called nobody"),
                ("{masks: sam}", 'plates has no "boxes"'),
                ("{boxes: sam, mask: sam}", 'did you mean "masks"?')]:
            with self.subTest(text):
                self.settings(f"pipelines: {{plates: {text}}}\n")
                self.assertIn(sentence, self.emend(
                    self.project, "predict", "--pipeline", "plates", code=1))
        self.settings("")
        self.assertIn("emend.yaml has no pipelines", self.emend(
            self.project, "predict", "--pipeline", "plates", code=1))

    def test_a_part_that_changed_is_told_of(self):
        self.use("owlv2")
        self.emend(self.project, "predict", "--pipeline", "plates")
        decoder = self.project / "models/sam.decoder.onnx"
        decoder.write_bytes(decoder.read_bytes()[:-1])
        for words in (("predict", "--pipeline", "plates"), ("verify",)):
            self.assertIn(
                "not the decoder that was registered with sam",
                self.emend(self.project, *words, code=1))


class HostileTests(PipelineCase):
    def copy(self, name):
        folder = self.folder / "model"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(MODELS / name, folder)
        return folder

    def refused(self, folder, *sentences):
        said = self.emend(self.project, "model", "add", folder / "model.onnx", code=1)
        for sentence in sentences:
            self.assertIn(sentence, said)
        self.assertNotRegex(said, "[\x00-\x09\x0b-\x1f\x7f]")

    def test_a_tokenizer_that_is_missing_cut_or_another_models(self):
        folder = self.copy("grounding-dino")
        whole = (folder / "tokenizer.json").read_bytes()
        (folder / "tokenizer.json").write_bytes(whole[:len(whole) // 2])
        self.refused(folder, "tokenizer.json")
        (folder / "tokenizer.json").write_bytes(b"")
        self.refused(folder, "tokenizer.json")
        (folder / "tokenizer.json").unlink()
        self.refused(folder, "no tokenizer lies beside it", "--with tokenizer=FOLDER")
        shutil.copy(MODELS / "clip/tokenizer.json", folder)
        self.emend(self.project, "model", "add", folder / "model.onnx")
        self.assertIn("failed on", self.emend(self.project, "predict", code=1))

    def test_labels_that_cannot_be_asked_for(self):
        folder = self.copy("grounding-dino")
        for phrase, sentence in [
                ("a. b", 'a. b" holds a full stop'), ('" "', "text 2 to look for is empty"),
                ('"\\e[2Jx. \\u202e"', "holds a full stop"),
                (str(["dent"] * 400), "tokens, and the model reads 256")]:
            with self.subTest(phrase[:20]):
                self.settings(f"prompts: {{dent: {phrase}}}\n")
                self.refused(folder, sentence)

    def test_an_escape_sequence_is_asked_for_like_any_text(self):
        self.settings(SETTINGS + 'prompts: {dent: "\\e[31mdent\\a"}\n')
        self.add("owlv2")
        self.assertNotIn("\x1b", self.emend(self.project, "predict"))

    def test_a_tower_that_is_missing_or_no_tower(self):
        folder = self.copy("clip")
        tower = (folder / "text_model.onnx").read_bytes()
        (folder / "text_model.onnx").unlink()
        said = self.emend(
            self.project, "model", "add", folder / "model.onnx", "--family", "clip", code=1)
        self.assertIn("its tower of texts is missing", said)
        (folder / "vision_model.onnx").write_bytes((folder / "model.onnx").read_bytes())
        (folder / "text_model.onnx").write_bytes(tower[:len(tower) // 2])
        said = self.emend(self.project, "model", "add", folder / "vision_model.onnx", code=1)
        self.assertIn("text_model.onnx cannot be loaded", said)
        shutil.copy(folder / "model.onnx", folder / "text_model.onnx")
        said = self.emend(self.project, "model", "add", folder / "vision_model.onnx", code=1)
        self.assertIn("a tower of texts takes input_ids", said)

    def test_siglip_without_its_scale(self):
        folder = self.copy("siglip")
        (folder / "model.onnx").rename(folder / "vision_model.onnx")
        said = self.emend(self.project, "model", "add", folder / "vision_model.onnx", code=1)
        self.assertIn("put logit-scale (the model's logit_scale.exp())", said)


if __name__ == "__main__":
    unittest.main()
