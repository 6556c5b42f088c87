#!/usr/bin/env python3
"""Writes random detections, their truths and what pycocotools' COCOeval says of them.

    make_cases.py OUTDIR            40 cases of all kinds, one file each
    make_cases.py --frozen FILE     the few small ones that are kept in the repository

Needs numpy and pycocotools. A file holds lines of words:

    case NAME boxes|masks
    image
    truth LABEL CROWD AREA SHAPE            SHAPE: box X Y WIDTH HEIGHT
    detection LABEL SCORE SHAPE                    mask WIDTH HEIGHT RUN...
    stats NUMBER*12
    label LABEL AP AP50 AP75
    precision LABEL NUMBER*101              at overlap 0.5
    scores LABEL NUMBER*101
    end
"""
import contextlib
import io
import os
import sys

import numpy as np
from pycocotools import mask as masks
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

SIDE = 90  # of a picture with masks


def random_box(rng, span):
    side = float(rng.choice([12, 28, 32, 60, 96, 130, 220])) * span / 400
    width, height = side * rng.uniform(0.6, 1.5, 2)
    x, y = rng.uniform(0, span - 10, 2)
    return [round(float(v), 2) for v in (x, y, width, height)]


def moved(rng, box, by):
    x, y, width, height = box
    dx, dy = rng.normal(0, by, 2) * (width, height)
    sx, sy = np.exp(rng.normal(0, by, 2))
    return [round(float(v), 2) for v in (x + dx, y + dy, width * sx, height * sy)]


def runs_of(box, round_shape):
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    left, top, width, height = box
    if round_shape:
        inside = ((x - left - width / 2) / (width / 2 + 0.1)) ** 2 + (
            (y - top - height / 2) / (height / 2 + 0.1)) ** 2 <= 1
    else:
        inside = (x >= left) & (x < left + width) & (y >= top) & (y < top + height)
    flat = inside.astype(np.uint8).flatten(order="F")
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat]))).tolist()
    return np.diff([0] + edges + [flat.size]).tolist()


def compressed(runs):
    rle = {"size": [SIDE, SIDE], "counts": runs}
    return masks.frPyObjects(rle, SIDE, SIDE)


def make(seed, kind, images, labels, truths, detections, ties, crowd, perfect=False):
    """Random truths and detections; about one picture in six is empty on either side."""
    rng = np.random.default_rng(seed)
    span = SIDE if kind == "masks" else 400
    result = []
    for _ in range(images):
        boxes, said = [], []
        for _ in range(0 if rng.random() < 0.16 else rng.integers(1, truths + 1)):
            box = random_box(rng, span)
            # The label after the last one has detections only.
            boxes.append((int(rng.integers(0, labels)), bool(rng.random() < crowd), box))
        for _ in range(0 if rng.random() < 0.16 else rng.integers(1, detections + 1)):
            score = float(rng.random())
            score = round(score, 1) if ties else score
            if boxes and rng.random() < 0.7:
                label, _, box = boxes[rng.integers(0, len(boxes))]
                box = list(box) if perfect or rng.random() < 0.1 else moved(rng, box, 0.12)
                label = int(rng.integers(0, labels + 1)) if rng.random() < 0.15 else label
            else:
                label, box = int(rng.integers(0, labels + 1)), random_box(rng, span)
            said.append((label, score, box))
        result.append((boxes, said))
    return result, rng


def evaluate(case, rng, kind, labels, write):
    coco_truths, coco_said = [], []
    for index, (boxes, said) in enumerate(case):
        write("image")
        for label, crowd, box in boxes:
            entry = {"id": len(coco_truths) + 1, "image_id": index + 1, "category_id": label,
                     "bbox": box, "iscrowd": int(crowd), "area": box[2] * box[3]}
            shape = "box " + " ".join(map(repr, box))
            if kind == "masks":
                runs = runs_of(box, rng.random() < 0.5)
                entry["segmentation"] = compressed(runs)
                entry["area"] = float(rng.choice([500.0, 1024.0, 5000.0, 9216.0, 20000.0]))
                shape = f"mask {SIDE} {SIDE} " + " ".join(map(str, runs))
            coco_truths.append(entry)
            write(f"truth {label} {int(crowd)} {entry['area']!r} {shape}")
        for label, score, box in said:
            entry = {"image_id": index + 1, "category_id": label, "score": score}
            if kind == "masks":
                runs = runs_of(box, rng.random() < 0.5)
                entry["segmentation"] = compressed(runs)
                shape = f"mask {SIDE} {SIDE} " + " ".join(map(str, runs))
            else:
                entry["bbox"] = box
                shape = "box " + " ".join(map(repr, box))
            coco_said.append(entry)
            write(f"detection {label} {score!r} {shape}")
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = {
            "info": {}, "annotations": coco_truths,
            "images": [{"id": i + 1, "width": 400, "height": 400} for i in range(len(case))],
            "categories": [{"id": i, "name": str(i)} for i in range(labels + 1)]}
        truth.createIndex()
        evaluation = COCOeval(
            truth, truth.loadRes(coco_said), "segm" if kind == "masks" else "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return evaluation


def line(values):
    return " ".join(repr(float(v)) for v in values)


def write_case(name, path, mode, *, curves, seed, kind, **shape):
    with open(path, mode) as file:
        def write(text):
            file.write(text + "\n")
        write(f"case {name} {kind}")
        case, rng = make(seed, kind, **shape)
        evaluation = evaluate(case, rng, kind, shape["labels"], write)
        write("stats " + line(evaluation.stats))
        precision, scores = evaluation.eval["precision"], evaluation.eval["scores"]
        for index, label in enumerate(evaluation.params.catIds):
            own = precision[:, :, index, 0, 2]
            if (own == -1).all():
                continue
            write(f"label {label} " + line([own.mean(), own[0].mean(), own[5].mean()]))
            if curves:
                write(f"precision {label} " + line(own[0]))
                write(f"scores {label} " + line(scores[0, :, index, 0, 2]))
        write("end")


def frozen(path):
    open(path, "w").close()
    common = dict(truths=4, ties=True, crowd=0.15)
    write_case("ties-crowd", path, "a", curves=True, seed=1, kind="boxes", images=12, labels=2,
               detections=12, **common)
    write_case("sizes", path, "a", curves=False, seed=2, kind="boxes", images=40, labels=3,
               detections=8, truths=4, ties=False, crowd=0.05)
    write_case("masks", path, "a", curves=False, seed=3, kind="masks", images=12, labels=2,
               detections=6, **common)
    write_case("perfect", path, "a", curves=False, seed=4, kind="boxes", images=6, labels=2,
               detections=4, truths=3, ties=False, crowd=0, perfect=True)


def main():
    if sys.argv[1:2] == ["--frozen"]:
        return frozen(sys.argv[2])
    os.makedirs(sys.argv[1], exist_ok=True)
    for seed in range(40):
        rng = np.random.default_rng(1000 + seed)
        kind = "masks" if seed % 4 == 3 else "boxes"
        crowded = seed % 10 == 0  # more than 100 detections an image and label
        write_case(
            f"random-{seed}", os.path.join(sys.argv[1], f"{seed:02}.txt"), "w",
            curves=True, seed=seed, kind=kind, images=int(rng.integers(1, 60)),
            labels=1 if crowded else int(rng.integers(1, 6)), truths=int(rng.integers(1, 12)),
            detections=250 if crowded else int(rng.integers(1, 60)),
            ties=bool(rng.random() < 0.5), crowd=float(rng.choice([0, 0.1, 0.4])),
            perfect=bool(rng.random() < 0.2))


if __name__ == "__main__":
    main()
