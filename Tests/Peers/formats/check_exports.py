"""Checks what the tests of EmendFormats exported with the tools that others use.

Usage: check_exports.py FOLDER (the one of make_cases.py, after `swift test`)
Without ultralytics installed it says so, leaves the YOLO part out and fails.
"""

import contextlib
import io
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import torchvision_beside_cpu  # noqa: E402, F401

import numpy as np  # noqa: E402
from pycocotools.coco import COCO  # noqa: E402
from pycocotools.cocoeval import COCOeval  # noqa: E402


def same(left, right):
    """Equal values of equal kind, to the last bit; 1 and 1.0 are one value, -0.0 and 0.0 two."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool) or not isinstance(left, (int, float)):
        return left is right if isinstance(left, bool) else left == right
    return left == right and str(float(left)) == str(float(right))


def check_foreign(folder):
    before = json.loads((folder / "foreign.json").read_text())
    after = json.loads((folder / "out/foreign.json").read_text())
    assert list(before) == list(after), (list(before), list(after))
    for left, right in zip(before["annotations"], after["annotations"], strict=True):
        assert same(left, right) and list(left) == list(right), (left, right)
    assert same(before, after)
    print(f"foreign.json: {len(after['annotations'])} objects equal to the last bit")


def result(truth, record, kind):
    """What a model would have to say to be right."""
    known = {key: record[key] for key in ("image_id", "category_id", "bbox")}
    if kind == "segm":
        known["segmentation"] = truth.annToRLE(record)
    if kind == "keypoints":
        known["keypoints"] = record["keypoints"]
    return {**known, "score": 1.0}


def average_precision(path, kind):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        truth = COCO(str(path))
        results = [result(truth, record, kind) for record in truth.dataset["annotations"]]
        evaluation = COCOeval(truth, truth.loadRes(results), kind)
        if kind == "keypoints":  # COCO has figures for its own 17 points only
            evaluation.params.kpt_oks_sigmas = np.full(5, 0.05)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    assert "Error" not in output.getvalue()
    return evaluation.stats[0]


def check_truth(folder):
    for kind in ("bbox", "segm"):
        value = average_precision(folder / "out/truth.json", kind)
        assert value == 1.0, (kind, value)
        print(f"truth.json against itself: AP {value} ({kind})")
    value = average_precision(folder / "out/poses.json", "keypoints")
    assert value == 1.0, value
    print(f"poses.json against itself: AP {value} (keypoints)")
    with contextlib.redirect_stdout(io.StringIO()):
        results = COCO(str(folder / "out/truth.json")).loadRes(str(folder / "out/results.json"))
    print(f"results.json: {len(results.anns)} results loaded")


def check_yolo(folder):
    from PIL import Image
    from ultralytics.data.utils import check_det_dataset, verify_image_label

    for kind in ("detect", "segment", "pose"):
        root = folder / "out" / kind
        data = check_det_dataset(str(root / "data.yaml"), autodownload=False)
        sizes = json.loads((root / "sizes.json").read_text())
        points, values = data.get("kpt_shape", (0, 0))
        objects = 0
        for name, (width, height) in sizes.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
            Image.fromarray(noise).save(path, quality=90)
            label = "/labels/".join(str(path).rsplit("/images/", 1)).rsplit(".", 1)[0] + ".txt"
            found = verify_image_label(
                (str(path), label, "", kind == "pose", len(data["names"]), points, values, False))
            missing, _, _, corrupt, message = found[5:]
            assert (missing, corrupt, message) == (0, 0, ""), (name, found[5:])
            objects += len(found[1])
        print(f"{kind}: {len(sizes)} images, {objects} objects, no warning, names {data['names']}")


def main(folder):
    check_foreign(folder)
    check_truth(folder)
    try:
        import ultralytics  # noqa: F401
    except ImportError:
        sys.exit("ultralytics is not installed: the YOLO exports were not checked")
    check_yolo(folder)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
