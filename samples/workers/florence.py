"""Florence-2 as a worker: its generation has no ONNX form.

Needs torch, transformers (5 or newer) and Pillow; the card beside it says which model and task.

Each label of the project is asked for by its name, one generation a label. A project of one label
may set `task: <OCR_WITH_REGION>` to read texts, or `<REGION_PROPOSAL>` to find anything: all that
is found gets that label.
"""

import json
import os
import sys

import torch
from PIL import Image, ImageOps
from transformers import Florence2ForConditionalGeneration, Florence2Processor

OPTIONS = json.loads(os.environ.get("EMEND_OPTIONS", "{}"))


class Florence:
    def __init__(
            self, model, task="<OPEN_VOCABULARY_DETECTION>", device=None, tokens=1024, beams=3):
        self.device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        self.processor = Florence2Processor.from_pretrained(model)
        self.model = Florence2ForConditionalGeneration.from_pretrained(model).to(self.device).eval()
        self.task, self.tokens, self.beams = task, tokens, beams

    def objects(self, image, labels):
        if self.task in self.processor.task_prompts_without_inputs:
            return self.regions(image, self.task, labels[0])
        return [
            found for label in labels
            for found in self.regions(image, self.task + label, label)]

    @torch.inference_mode()
    def regions(self, image, prompt, label):
        inputs = self.processor(text=prompt, images=image, return_tensors="pt").to(self.device)
        sequence = self.model.generate(
            **inputs, max_new_tokens=self.tokens, num_beams=self.beams, do_sample=False)[0]
        text = self.processor.tokenizer.decode(sequence, skip_special_tokens=False)
        read = self.processor.post_process_generation(
            text=text, task=self.task, image_size=image.size)[self.task]
        return list(shapes(read, label))


def shapes(read, label):
    """What one generation found, as emend's objects; Florence-2 gives no scores."""
    for x, y, other_x, other_y in read.get("bboxes", []):
        yield {"label": label, "bbox": [
            min(x, other_x), min(y, other_y), abs(other_x - x), abs(other_y - y)]}
    for polygons in read.get("polygons", []):
        rings = [[float(value) for value in ring] for ring in polygons if len(ring) >= 6]
        if rings:
            yield {"label": label, "segmentation": rings}
    for corners, text in zip(read.get("quad_boxes", []), read.get("labels", [])):
        yield {"label": label, "segmentation": [corners], "text": text.replace("</s>", "")}


def main():
    florence = Florence(**OPTIONS)
    print(json.dumps({"ready": 1}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        answer = {"id": asked["id"]}
        try:
            with Image.open(asked["path"]) as file:
                image = ImageOps.exif_transpose(file).convert("RGB")
            answer["objects"] = florence.objects(image, asked["labels"])
        except Exception as error:  # one image must not end the worker
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
