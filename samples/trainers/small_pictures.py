"""Reads a snapshot in the YOLO layout, and changes its pictures while they are learnt from."""

import json
import math
import re
import sys

import numpy as np
import torch
from PIL import Image, ImageOps

GREY = (114, 114, 114)  # what a letterbox is filled with
BATCH = 16


class Refused(Exception):
    """What the person who started the training has to be told, as one sentence."""


# Files ---------------------------------------------------------------------------------------

def label_names(text):
    """The names in a data.yaml: `names:` as a list or as a map of numbers, in either style."""
    found = re.search(r"^names:[ \t]*(\S.*)?\n?((?:[ \t]+.*\n?|- .*\n?)*)", text, re.MULTILINE)
    if not found:
        raise Refused("data.yaml has no entry names; write the snapshot again.")
    flow, block = found.groups()
    if flow and flow[0] in "[{":
        rows = re.split(r",(?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)", flow.strip()[1:-1])
    else:
        rows = [re.sub(r"^\s*-\s+", "", line) for line in block.splitlines() if line.strip()]
    return [unquoted(re.sub(r"^\s*\d+\s*:\s*", "", row).strip()) for row in rows]


def unquoted(text):
    if text[:1] == text[-1:] == "'":
        return text[1:-1].replace("''", "'")
    return json.loads(text) if text[:1] == '"' else text


def read_truth(file, labels):
    """Label numbers and boxes x1 y1 x2 y2 in fractions, from one YOLO label file."""
    kinds, boxes = [], []
    for number, line in enumerate(file.read_text().splitlines() if file.exists() else [], 1):
        if not line.strip():
            continue
        try:
            kind, *values = line.split()
            kind, values = int(kind), [float(value) for value in values]
        except ValueError:
            raise Refused(f"{file}:{number}: not a label and numbers; write the snapshot again.")
        if not 0 <= kind < labels or len(values) < 4 or len(values) % 2:
            raise Refused(f"{file}:{number}: label {kind} with {len(values)} numbers; data.yaml"
                          f" names {labels} labels, and a box has 4 numbers.")
        kinds.append(kind)
        boxes.append(box_of(values))
    return np.array(kinds, np.int64), np.array(boxes, np.float32).reshape(-1, 4)


def box_of(values):
    if len(values) == 4:
        x, y, width, height = values
        return [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
    return [min(values[::2]), min(values[1::2]), max(values[::2]), max(values[1::2])]


def letterboxed(path, side):
    """The upright picture in a square, with its offset and its size in there."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    scale = min(side / picture.width, side / picture.height)
    size = round(picture.width * scale), round(picture.height * scale)
    offset = (side - size[0]) // 2, (side - size[1]) // 2
    sheet = Image.new("RGB", (side, side), GREY)
    # Four neighbours and no smoothing, as OpenCV's INTER_LINEAR and so emend's own letterbox:
    # what the detector learns on must look like what it will be shown.
    small = picture.transform(
        size, Image.AFFINE, (1 / scale, 0, 0, 0, 1 / scale, 0), Image.BILINEAR)
    sheet.paste(small, offset)
    return np.asarray(sheet), np.array(offset * 2, np.float32), np.array(size * 2, np.float32)


def read_pictures(snapshot, labels, side):
    """(picture, kinds, boxes in its pixels) for each image; what cannot be read is reported."""
    examples, folder = [], snapshot / "images/train"
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            picture, offset, size = letterboxed(path, side)
        except OSError as problem:
            print(f"{path}: cannot be read and is left out ({problem})", file=sys.stderr)
            continue
        kinds, boxes = read_truth(snapshot / "labels/train" / f"{path.stem}.txt", labels)
        examples.append((picture, kinds, boxes * size + offset))
    if not any(len(kinds) for _, kinds, _ in examples):
        raise Refused(f"{folder} has no image with an object on it; review some images first.")
    return examples


# Changes -------------------------------------------------------------------------------------

def zoomed(picture, kinds, boxes, rng):
    """Nearer or farther, and shifted; objects that are mostly cut off are dropped."""
    side = len(picture)
    scale = math.exp(rng.uniform(math.log(0.65), math.log(1.5)))
    shift = rng.uniform(-0.15, 0.15, 2) * side + side / 2 * (1 - scale)
    inverse = (1 / scale, 0, -shift[0] / scale, 0, 1 / scale, -shift[1] / scale)
    picture = np.asarray(Image.fromarray(picture).transform(
        (side, side), Image.AFFINE, inverse, Image.BILINEAR, fillcolor=GREY))
    whole = (boxes[:, 2:] - boxes[:, :2]).prod(1) * scale**2
    boxes = (boxes * scale + np.tile(shift, 2)).clip(0, side).astype(np.float32)
    keep = (boxes[:, 2:] - boxes[:, :2]).prod(1) > 0.35 * whole
    return picture, kinds[keep], boxes[keep]


def changed(example, rng):
    """One example as another photograph might show it: a defect stays a defect."""
    picture, kinds, boxes = zoomed(*example, rng) if rng.random() < 0.8 else example
    side = len(picture)
    for _ in range(rng.integers(0, 4)):  # quarter turns
        picture = np.rot90(picture)
        boxes = np.stack([boxes[:, 1], side - boxes[:, 2], boxes[:, 3], side - boxes[:, 0]], 1)
    if rng.random() < 0.5:
        picture = picture[:, ::-1]
        boxes = np.stack([side - boxes[:, 2], boxes[:, 1], side - boxes[:, 0], boxes[:, 3]], 1)
    gain = (rng.uniform(0.7, 1.35) * rng.uniform(0.94, 1.06, 3)).astype(np.float32)
    values = (picture.astype(np.float32) / 255 * gain + np.float32(rng.uniform(-0.08, 0.08)))
    values = torch.from_numpy(values.clip(0, 1)).permute(2, 0, 1)
    boxes = torch.from_numpy(np.ascontiguousarray(boxes, np.float32))
    return values, torch.from_numpy(kinds), boxes


def batches(examples, rng):
    """One epoch: every example about once, in full batches."""
    order = rng.permutation(len(examples))
    while len(order) < BATCH:
        order = np.concatenate([order, rng.permutation(len(examples))])
    for first in range(0, len(order) - BATCH + 1, BATCH):
        yield [changed(examples[i], rng) for i in order[first : first + BATCH]]
