"""PP-OCRv5 of transformers with random weights, read as PaddleOCR reads it."""

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import torch
import transformers
from case import Case, line
from untrained import settle, spread_layers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "reading"))

import paddle  # noqa: E402

CHARACTERS = list("abcdefghijklmnopqrstuvwxyz0123456789-./é漢字")


class First(torch.nn.Module):
    """A module of one tensor in and one out, which is what the exporter takes."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(pixel_values=x).last_hidden_state


def export(model, example, path, output, axes):
    sides = {0: "batch", 2: "height", 3: "width"} if 2 in axes else {0: "batch", 3: "width"}
    with torch.no_grad():
        torch.onnx.export(
            First(model.eval()), (example,), str(path), input_names=["x"], output_names=[output],
            opset_version=18, dynamo=False,
            dynamic_axes={"x": sides, output: {0: "batch", **axes}})


class Detector(Case):
    """A detector of text alone, its images prepared by PaddleOCR's way."""

    family, kind, floor, overlap = "ocr", "polygons", 0.45, 1.0
    # other than PaddleOCR's own, which the readers have
    card = {"threshold": 0.2, "box-threshold": 0.5, "unclip": 1.8}
    places = dict(threshold=0.2, least=0.5, ratio=1.8)

    def make(self, folder, pictures):
        card = {"fit": "limited", "limit": "max", "side": 320}
        (folder / "card").write_text(json.dumps({**card, **self.card}))
        model = transformers.PPOCRV5MobileDetForObjectDetection(
            transformers.PPOCRV5MobileDetConfig())
        square = torch.from_numpy(np.concatenate([
            self.prepare(cv2.resize(p, (320, 320))) for p in list(pictures.values())[:4]]))
        settle(model, square)
        spread_layers(model, [model.head.conv_final], square, -1.0, 12.0)
        export(model, square[:1], folder / "model.onnx", "probability", {2: "height", 3: "width"})

    def prepare(self, image):
        return paddle.image_tensor(image, 320)

    def find(self, image):
        probability = self.run(self.prepare(image))[0][0, 0]
        return paddle.boxes(probability, image.shape[1::-1], **self.places)

    def answer(self, image):
        return [line(0, score, box.ravel()) for box, score in self.find(image)]


class Reader(Detector):
    """The same with its recogniser."""

    floor, card, places = 0.1, {}, {}

    def make(self, folder, pictures):
        super().make(folder, pictures)
        (folder / "model_dict.txt").write_text("".join(f"{c}\n" for c in CHARACTERS))
        backbone = transformers.PPLCNetV3Config(
            scale=0.5, out_features=["stage5"], block_configs=[
                [[3, 16, 32, 1, False]], [[3, 32, 64, 1, False]],
                [[3, 64, 128, [2, 1], False]], [[3, 128, 256, [1, 2], False]],
                [[5, 256, 512, [2, 1], True], [5, 512, 512, [2, 1], False]]])
        model = transformers.PPOCRV5MobileRecForTextRecognition(
            transformers.PPOCRV5MobileRecConfig(
                backbone_config=backbone, head_out_channels=len(CHARACTERS) + 2))
        lines = torch.from_numpy(np.concatenate([
            paddle.line_tensor(image[:48, :200]) for image in list(pictures.values())[:4]]))
        settle(model, lines)
        heads = [m for m in model.modules() if isinstance(m, torch.nn.Linear)
                 and m.out_features == len(CHARACTERS) + 2]
        spread_layers(model, heads, lines, 0.0, 4.0)
        export(model, lines[:1], folder / "recogniser.onnx", "scores", {1: "steps"})

    def open(self, folder):
        super().open(folder)
        self.recogniser = onnxruntime.InferenceSession(
            str(folder / "recogniser.onnx"), providers=["CPUExecutionProvider"])

    def answer(self, image):
        lines = []
        for box, _ in self.find(image):
            tensor = paddle.line_tensor(np.ascontiguousarray(paddle.cut(image, box)))
            scores = self.recogniser.run(None, {"x": tensor})[0][0]
            text, score = paddle.read(scores, ["", *CHARACTERS, " "])
            if score > self.floor:
                lines.append(line(0, score, box.ravel()) + " =" + text.encode().hex())
        return lines


CASES = {"ppocr-det": Detector, "ppocr": Reader}
