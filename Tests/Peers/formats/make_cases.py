"""Writes what pycocotools says of random masks, polygons and pairs, one JSON object a line.

Usage: make_cases.py FOLDER
"""

import json
import pathlib
import sys

import numpy as np
from pycocotools import mask as coco

COUNT = 10_000


def random_bitmap(random):
    height, width = random.integers(1, 40, 2)
    kind = random.integers(0, 4)
    if kind == 0:
        return (random.random((height, width)) < random.random()).astype(np.uint8)
    if kind == 1:
        return np.full((height, width), random.integers(0, 2), np.uint8)
    bitmap = np.zeros((height, width), np.uint8)
    for _ in range(random.integers(1, 4)):
        (top, bottom), (left, right) = sorted(random.integers(0, height + 1, 2)), sorted(
            random.integers(0, width + 1, 2))
        bitmap[top:bottom, left:right] ^= 1
    return bitmap


def mask_case(random):
    bitmap = random_bitmap(random)
    other = (random.random(bitmap.shape) < 0.5).astype(np.uint8)
    run = coco.encode(np.asfortranarray(bitmap))
    other_run = coco.encode(np.asfortranarray(other))
    crowd = int(random.integers(0, 2))
    return {
        "size": run["size"], "rows": "".join(map(str, bitmap.flatten())),
        "counts": run["counts"].decode(), "area": int(coco.area(run)),
        "bbox": coco.toBbox(run).tolist(), "other": other_run["counts"].decode(),
        "union": coco.merge([run, other_run])["counts"].decode(),
        "intersection": coco.merge([run, other_run], intersect=True)["counts"].decode(),
        "crowd": crowd, "iou": coco.iou([run], [other_run], [crowd])[0][0],
    }


def random_ring(random, height, width):
    points = random.random((random.integers(3, 9), 2)) * [width * 1.4, height * 1.4]
    points -= [width * 0.2, height * 0.2]
    kind = random.integers(0, 5)
    if kind == 0:
        points = np.round(points)
    elif kind == 1:
        points = np.round(points * 10) / 10
    elif kind == 2:
        points[-1] = points[0]
    elif kind == 3:
        points[1] = points[0]
    return points.flatten().tolist()


def polygon_case(random):
    height, width = map(int, random.integers(1, 60, 2))
    rings = [random_ring(random, height, width) for _ in range(random.integers(1, 4))]
    runs = coco.frPyObjects(rings, height, width)
    run = coco.merge(runs)
    x, y = (random.random(2) * [width, height] * 1.2 - 2).tolist()
    box = [x, y, *(random.random(2) * [width, height]).tolist()]
    return {
        "size": [height, width], "rings": rings, "counts": run["counts"].decode(),
        "area": int(coco.area(run)), "box": box,
        "boxCounts": coco.frPyObjects(np.array([box]), height, width)[0]["counts"].decode(),
    }


def foreign_file(random):
    """A COCO file with ids, orders and members that are not ours."""
    ids = [int(value) for value in random.permutation(90)[:7] + 1]
    images = [
        {"license": 1, "file_name": f"weird/ü {n}.jpg", "height": 50, "id": 10**15 + 7 * n,
         "width": 40 + n} for n in range(30)]
    annotations = []
    for n in range(300):
        image = images[int(random.integers(0, 30))]
        height, width = image["height"], image["width"]
        box = (random.random(4) * [width, height, width, height] / 2).tolist()
        record = {"area": float(random.random() * 100), "iscrowd": 0, "image_id": image["id"],
                  "bbox": box, "category_id": ids[int(random.integers(0, 7))], "id": 5000 - 3 * n}
        kind = n % 5
        if kind == 1:
            record["segmentation"] = [random_ring(random, height, width) for _ in range(2)]
        elif kind in (2, 3):
            bitmap = (random.random((height, width)) < 0.5).astype(np.uint8)
            run = coco.encode(np.asfortranarray(bitmap))
            counts = run["counts"].decode()
            if kind == 3:
                flat = bitmap.flatten(order="F")
                edges = np.flatnonzero(np.diff(np.concatenate(([0], flat)))).tolist()
                counts = np.diff([0, *edges, flat.size]).tolist()
            record["segmentation"] = {"counts": counts, "size": run["size"]}
            record["iscrowd"] = kind - 2
        elif kind == 4:
            record["segmentation"] = []
            record["attributes"] = {"occluded": None, "v": [1e-9, 1e22, -0.0, 5e-324]}
            record["keypoints"] = [1, 2.5, 2]
        annotations.append(record)
    categories = [{"supercategory": "s", "id": value, "name": f"n{value}"} for value in ids]
    return {"info": {"year": 2017, "😀": "\u2028"}, "licenses": [{"id": 1}], "images": images,
            "annotations": annotations, "categories": categories, "extra": [None, True]}


def main(folder):
    random = np.random.default_rng(20261121)
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in [("masks", mask_case), ("polygons", polygon_case)]:
        lines = (json.dumps(make(random)) for _ in range(COUNT))
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "foreign.json").write_text(json.dumps(foreign_file(random), indent=1))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
