"""Writes small models of every family, and what the originals' own code says of images.

    python make_cases.py OUTDIR [--images 10] [--only NAME ...]

Weights are random, with batch norms calibrated and scores spread; nothing is downloaded. The
preparation that an original keeps beside its models is written beside ours. OUTDIR then holds

    images.txt             one line an image: NAME WIDTH HEIGHT
    images/NAME.rgb        its bytes, red, green, blue, row after row
    cases.txt              one line a model: NAME FAMILY KIND FLOOR OVERLAP
    models/NAME/model.onnx and what lies beside it; where the model is asked with texts, its
                           tokenizer.json, text_model.onnx, and asked.txt with a label a line
    prepared/NAME-IMAGE.f32    the original's tensor of the first images
    prepared.txt           one line each: NAME IMAGE HEIGHT WIDTH
    raw/NAME-OUTPUT.f32    what Python's onnxruntime answers to the first of these
    expected/NAME.txt      for each image `image NAME COUNT`, then COUNT lines
                           objects: `LABEL SCORE X1 Y1 X2 Y2 [RUN,RUN,...]`
                           keypoints: `LABEL SCORE X1 Y1 X2 Y2`, then `X Y V` for each
                           polygons: `LABEL SCORE X1 Y1 X2 Y2 X3 Y3 X4 Y4 [=TEXT]`, the text as
                           UTF-8 in hexadecimal
                           texts: `LABEL SCORE =TEXT`
                           labels: `LABEL SCORE`; values: `VALUE`
                           an anomaly's first line is `-1 SCORE`, of the whole image
"""

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime

os.environ.setdefault("YOLO_OFFLINE", "true")
os.environ.setdefault("YOLO_AUTOINSTALL", "false")
os.environ.setdefault("YOLO_VERBOSE", "false")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torchvision_beside_cpu  # noqa: E402, F401

import ocr_cases  # noqa: E402
import text_cases  # noqa: E402
import timm_cases  # noqa: E402
import torch  # noqa: E402
import transformers_cases  # noqa: E402
import trocr_cases  # noqa: E402
import ultralytics_cases  # noqa: E402
from drawn import write_pictures  # noqa: E402

onnxruntime.set_default_logger_severity(3)


def write(out, name, case, pictures):
    folder = out / "models" / name
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    case.make(folder, pictures)
    case.open(folder)
    prepared = []
    for index, (image, picture) in enumerate(pictures.items()):
        if index == 10:
            break
        tensor = np.ascontiguousarray(case.prepare(picture), dtype=np.float32)
        tensor.tofile(out / "prepared" / f"{name}-{image}.f32")
        prepared.append(f"{name} {image} {tensor.shape[2]} {tensor.shape[3]}\n")
        if index == 0:
            for number, answer in enumerate(case.run(tensor)):
                answer.astype(np.float32).tofile(out / "raw" / f"{name}-{number}.f32")
    total = 0
    with open(out / "expected" / f"{name}.txt", "w") as file:
        for image, picture in pictures.items():
            lines = case.answer(picture)
            total += len(lines)
            print(f"image {image} {len(lines)}", *lines, sep="\n", file=file)
    taken = time.monotonic() - begun
    print(f"{name}: {total} lines on {len(pictures)} images, {taken:.1f} s", flush=True)
    return f"{name} {case.family} {case.kind} {case.floor} {case.overlap}\n", prepared


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--images", type=int, default=10)
    parser.add_argument("--only", nargs="*", help="names of models; all when none is named")
    options = parser.parse_args()
    out = options.out.resolve()
    for folder in ("images", "models", "prepared", "raw", "expected"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    pictures = write_pictures(out, options.images, np.random.default_rng(1))
    cases = {
        **ultralytics_cases.CASES, **transformers_cases.CASES, **text_cases.CASES,
        **timm_cases.CASES, **ocr_cases.CASES, **trocr_cases.CASES}
    lines, prepared = [], []
    for name in options.only or cases:
        torch.manual_seed(0)
        line, more = write(out, name, cases[name](), pictures)
        lines.append(line)
        prepared += more
    (out / "cases.txt").write_text("".join(lines))
    (out / "prepared.txt").write_text("".join(prepared))


if __name__ == "__main__":
    main()
