"""PaddleOCR's models as a worker, through the package rapidocr: texts with their places.

Needs rapidocr, onnxruntime and Pillow. What is found gets the card's or the project's first label.
"""

import json
import os
import sys

import numpy as np
from PIL import Image, ImageOps
from rapidocr import RapidOCR


def objects(read, label):
    if read.boxes is None:
        return
    for corners, text, score in zip(read.boxes.tolist(), read.txts, read.scores):
        ring = [value for corner in corners for value in corner]
        yield {"label": label, "score": float(score), "segmentation": [ring], "text": text}


def main():
    # It writes its log to standard output, which is for answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    engine = RapidOCR(params=json.loads(os.environ.get("EMEND_OPTIONS", "{}")))
    print(json.dumps({"ready": 1}), file=answers, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        answer = {"id": asked["id"]}
        try:
            with Image.open(asked["path"]) as file:
                image = ImageOps.exif_transpose(file).convert("RGB")
            # It takes arrays for OpenCV's, blue first.
            read = engine(np.ascontiguousarray(np.asarray(image)[:, :, ::-1]))
            answer["objects"] = list(objects(read, asked["labels"][0]))
        except Exception as error:  # one image must not end the worker
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
