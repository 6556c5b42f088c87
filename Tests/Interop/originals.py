"""What transformers' own processors make of the answers of small models, stage by stage.

The models are those of Tests/Peers; Python's onnxruntime runs them.
"""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnxruntime

os.environ.setdefault("HF_HUB_OFFLINE", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Peers"))

import torchvision_beside_cpu  # noqa: E402, F401

import torch  # noqa: E402
import transformers  # noqa: E402

onnxruntime.set_default_logger_severity(3)
transformers.logging.set_verbosity_error()


class Session:
    """A file, run by the names of its inputs and outputs."""

    def __init__(self, path):
        self.file = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self.names = [port.name for port in self.file.get_inputs()]

    def __call__(self, **inputs):
        feeds = {name: np.asarray(inputs[name]) for name in self.names}
        answers = self.file.run(None, feeds)
        names = [port.name for port in self.file.get_outputs()]
        return SimpleNamespace(**{n: torch.from_numpy(a) for n, a in zip(names, answers)})


def words(folder, pad):
    return transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"), pad_token=pad)


class GroundingDINO:
    """Boxes of phrases, clipped to the image."""

    def __init__(self, folder):
        image = transformers.GroundingDinoImageProcessor.from_pretrained(folder)
        self.processor = transformers.GroundingDinoProcessor(image, words(folder, "[PAD]"))
        self.session = Session(folder / "model.onnx")

    def __call__(self, image, phrases, floor):
        """(score, box) of each object, and its place among the phrases."""
        inputs = self.processor(images=image, text=[phrases], return_tensors="pt")
        answer = self.session(**inputs)
        found = self.processor.post_process_grounded_object_detection(
            answer, inputs["input_ids"], threshold=floor, text_threshold=0,
            target_sizes=[image.shape[:2]])[0]
        owners, phrase = [], 0
        for token in self.processor.tokenizer.convert_ids_to_tokens(inputs["input_ids"][0]):
            owners.append(None if token in ("[CLS]", "[SEP]", ".") else phrase)
            phrase += token == "."
        shares = torch.sigmoid(answer.logits[0])
        for row, score, box in zip(
                shares[shares.amax(1) > floor], found["scores"].tolist(), found["boxes"].numpy()):
            own = {p: max(s for s, o in zip(row.tolist(), owners) if o == p)
                   for p in range(len(phrases))}
            yield max(own, key=own.get), score, clipped(box, image)


class OWLv2:
    def __init__(self, folder):
        image = transformers.Owlv2ImageProcessor.from_pretrained(folder)
        self.processor = transformers.Owlv2Processor(image, words(folder, "!"))
        self.session = Session(folder / "model.onnx")

    def __call__(self, image, phrases, floor):
        inputs = self.processor(
            images=image, text=[phrases], return_tensors="pt", padding="max_length",
            max_length=16, truncation=True)
        found = self.processor.image_processor.post_process_object_detection(
            self.session(**inputs), threshold=floor, target_sizes=[image.shape[:2]])[0]
        for label, score, box in zip(found["labels"], found["scores"], found["boxes"].numpy()):
            yield int(label), float(score), clipped(box, image)


class SAM2:
    """The best mask of a box, of samexporter's two files."""

    def __init__(self, folder):
        self.encoder = Session(folder / "encoder.onnx")
        self.decoder = Session(folder / "decoder.onnx")
        side = self.encoder.file.get_inputs()[0].shape[2]
        self.processor = transformers.Sam2Processor(
            transformers.Sam2ImageProcessor(size={"height": side, "width": side}))

    def __call__(self, image, box):
        inputs = self.processor(images=image, input_boxes=[[list(box)]], return_tensors="pt")
        maps = self.encoder(image=inputs["pixel_values"], images=inputs["pixel_values"])
        corners = inputs["input_boxes"].numpy().astype(np.float32).reshape(1, 2, 2)
        quarter = maps.image_embed.shape[-1] * 4
        answer = self.decoder(
            **vars(maps), has_mask_input=np.float32([0]),
            mask_input=np.zeros((1, 1, quarter, quarter), np.float32),
            # the end of a list of points, which says nothing
            point_coords=np.concatenate([corners, np.zeros((1, 1, 2), np.float32)], 1),
            point_labels=np.float32([[2, 3, -1]]))
        masks = self.processor.image_processor.post_process_masks(
            answer.masks[:, None], inputs["original_sizes"])[0][0].numpy()
        best = max(
            (n for n in range(len(masks)) if masks[n].any()),
            key=lambda n: float(answer.iou_predictions[0][n]), default=None)
        return None if best is None else masks[best]


class CLIP:
    """The labels of a part of an image by each label's sentences, whose vectors are averaged."""

    def __init__(self, folder):
        self.words = words(folder, "<|endoftext|>")
        self.images = transformers.CLIPImageProcessor.from_pretrained(folder)
        self.vision, self.text = Session(folder / "model.onnx"), Session(folder / "text_model.onnx")

    def __call__(self, image, sentences):
        """A share for each label; `sentences` has a list for each."""
        rows = []
        for own in sentences:
            made = self.words(
                own, padding="max_length", max_length=77, truncation=True, return_tensors="np")
            vectors = torch.nn.functional.normalize(self.text(**made).text_embeds, dim=-1)
            rows.append(torch.nn.functional.normalize(vectors.mean(0), dim=-1))
        pixels = self.images(images=image, return_tensors="np")["pixel_values"]
        seen = torch.nn.functional.normalize(
            self.vision(pixel_values=pixels).image_embeds[0], dim=-1)
        return (100 * torch.stack(rows) @ seen).softmax(0).numpy()


def clipped(box, image):
    height, width = image.shape[:2]
    return box.clip(0, [width, height, width, height])
