"""Writes what the package sahi makes of image sizes and of boxes.

    python make_cases.py OUTDIR [--seed 20261121]

For SlicePeerTests. OUTDIR then holds

    slices.json   [{width, height, side, overlap, slices: [[left, top, right, bottom], …]}, …]
    merged.json   [{measure, limit, found: [[x1, y1, x2, y2, score, label], …], merged: same}, …]
"""

import argparse
import json
import random
from pathlib import Path

from sahi.postprocess.combine import GreedyNMMPostprocess
from sahi.prediction import ObjectPrediction
from sahi.slicing import get_slice_bboxes


def slices(chance):
    sizes = [(100, 100), (640, 480), (641, 480), (1, 1), (4000, 3000), (512, 511)]
    sizes += [(chance.randint(1, 3000), chance.randint(1, 3000)) for _ in range(100)]
    for width, height in sizes:
        side, overlap = chance.choice([64, 320, 512, 640]), chance.choice([0, 0.1, 0.2, 0.25, 0.5])
        yield {"width": width, "height": height, "side": side, "overlap": overlap,
               "slices": get_slice_bboxes(height, width, side, side, False, overlap, overlap)}


def found(chance):
    """Boxes as slices find them: around some places, whole or in part, on whole pixels."""
    for _ in range(chance.randint(0, 12)):
        x, y = chance.randint(0, 900), chance.randint(0, 900)
        width, height, label = chance.randint(5, 90), chance.randint(5, 90), chance.randrange(3)
        for _ in range(chance.randint(1, 4)):
            left, top = x + chance.randint(-6, width // 2), y + chance.randint(-6, height // 2)
            right, bottom = left + chance.randint(1, width), top + chance.randint(1, height)
            other = chance.randrange(3) if chance.random() < 0.2 else label
            yield [max(0, left), max(0, top), max(1, right), max(1, bottom),
                   chance.randint(1, 20) / 20, other]


def merged(boxes, measure, limit):
    """What is left, best first."""
    predictions = [
        ObjectPrediction(bbox=box[:4], score=box[4], category_id=box[5],
                         category_name=str(box[5])) for box in boxes]
    left = GreedyNMMPostprocess(
        match_threshold=limit, match_metric=measure, class_agnostic=False)(predictions)
    rows = [[*map(float, one.bbox.to_xyxy()), one.score.value, one.category.id] for one in left]
    return sorted(rows, key=lambda row: (-row[4], *row[:4], row[5]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=20261121)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "slices.json").write_text(json.dumps(list(slices(chance))))
    cases = []
    for _ in range(400):
        boxes, measure = list(found(chance)), chance.choice(["IOS", "IOU"])
        limit = chance.choice([0.3, 0.5, 0.75])
        cases.append({"measure": measure, "limit": limit, "found": boxes,
                      "merged": merged(boxes, measure, limit) if boxes else []})
    (options.folder / "merged.json").write_text(json.dumps(cases))


if __name__ == "__main__":
    main()
