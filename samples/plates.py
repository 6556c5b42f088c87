#!/usr/bin/env python3
"""Draws pictures of screwed-down metal plates with defects, and knows exactly where they are.

    plates.py pictures FOLDER COUNT --truth FILE [--first SEED] [--side PIXELS] [--quality Q]
    plates.py snapshot FOLDER COUNT [--first SEED] [--side PIXELS] [--quality Q]

`pictures` writes FOLDER/*.jpg, and the truth as COCO boxes to FILE. `snapshot` writes what a
trainer reads: data.yaml, images/train/*.jpg, labels/train/*.txt and annotations/train.json.
The same seed always gives the same picture.

Labels: scratch, dent, discoloration, missing_screw.
"""

import argparse
import hashlib
import json
from pathlib import Path

from PIL import Image

from workpiece import LABELS, draw


def file_name(seed):
    """A name that says nothing of its neighbours: splits keep near-identical names together."""
    digest = hashlib.sha256(f"plate {seed}".encode()).digest()
    return "plate_" + "".join(chr(ord("a") + byte % 26) for byte in digest[:6]) + ".jpg"


def save(plate, path, quality):
    Image.fromarray(plate.picture).save(path, quality=quality, subsampling=2, optimize=True)


def coco(plates, side):
    """The truth of {file name: plate} as a COCO document; ids count from 1."""
    images, annotations = [], []
    for name, plate in sorted(plates.items()):
        images.append({"id": len(images) + 1, "file_name": name, "width": side, "height": side})
        for label, (x1, y1, x2, y2) in zip(plate.labels, plate.boxes.tolist()):
            annotations.append({
                "id": len(annotations) + 1, "image_id": len(images), "category_id": label + 1,
                "bbox": [x1, y1, x2 - x1, y2 - y1], "area": (x2 - x1) * (y2 - y1), "iscrowd": 0})
    categories = [{"id": i + 1, "name": name} for i, name in enumerate(LABELS)]
    return {"images": images, "annotations": annotations, "categories": categories}


def write_coco(plates, side, path):
    """One line an entry, so that a change can be read in a diff."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = []
    for key, rows in coco(plates, side).items():
        lines = ",\n".join(json.dumps(row) for row in rows)
        parts.append(f'"{key}": [\n{lines}\n]')
    path.write_text("{" + ",\n".join(parts) + "}\n")


def yolo(plate, side):
    """The label file of one picture: label cx cy w h, in fractions of the picture."""
    lines = []
    for label, (x1, y1, x2, y2) in zip(plate.labels, plate.boxes.tolist()):
        values = [(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1]
        lines.append(" ".join([str(label)] + [f"{value / side:.6f}" for value in values]) + "\n")
    return "".join(lines)


def write_pictures(folder, truth, seeds, side, quality):
    """Returns {file name: plate}; the plates no longer hold their pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    plates = {}
    for seed in seeds:
        plate = plates[file_name(seed)] = draw(seed, side)
        save(plate, folder / file_name(seed), quality)
        plate.picture = None
    write_coco(plates, side, truth)
    return plates


def write_snapshot(folder, seeds, side, quality):
    plates = write_pictures(
        folder / "images/train", folder / "annotations/train.json", seeds, side, quality)
    (folder / "labels/train").mkdir(parents=True, exist_ok=True)
    for name, plate in plates.items():
        (folder / "labels/train" / name).with_suffix(".txt").write_text(yolo(plate, side))
    names = "".join(f"  {index}: {name}\n" for index, name in enumerate(LABELS))
    (folder / "data.yaml").write_text(
        f"path: {folder.resolve()}\ntrain: images/train\nval: images/train\nnames:\n{names}")
    return plates


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["pictures", "snapshot"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--truth", type=Path, help="where the COCO file of the pictures goes")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--side", type=int, default=320)
    parser.add_argument("--quality", type=int, default=92)
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.count)
    drawn = options.side, options.quality
    if options.what == "snapshot":
        plates = write_snapshot(options.folder, seeds, *drawn)
    elif options.truth:
        plates = write_pictures(options.folder, options.truth, seeds, *drawn)
    else:
        parser.error("pictures: say with --truth FILE where the truth goes")
    objects = sum(len(plate.labels) for plate in plates.values())
    print(f"{options.count} pictures, {objects} objects")


if __name__ == "__main__":
    main()
