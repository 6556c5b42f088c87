"""Writes models, images and what Ultralytics says of them, for PeerDetectionTests.

    python make_cases.py OUTDIR [--images 50] [--all | --only NAME ...]

Of the models, the two of FULL see all images and the others the first ten, unless --all says
that each sees all (which takes minutes). It needs torch, torchvision, ultralytics, onnx,
onnxruntime, opencv-python-headless and numpy. Nothing is downloaded. The models have random
weights, but their batch norms are calibrated on the images and their scores spread, so that a few
boxes pass the usual threshold. OUTDIR then holds

    images.txt          one line an image: NAME WIDTH HEIGHT
    images/NAME.rgb     its bytes, red, green, blue, row after row
    models.txt          one line a model: NAME PURPOSE FLOOR OVERLAP
    models/NAME.onnx    the export
    expected/NAME.txt   for each image `image NAME COUNT`, then COUNT lines
                        `LABEL SCORE X1 Y1 X2 Y2 [RUN,RUN,...]`, masks as COCO's run lengths
    letterbox.txt       for some sizes `WIDTH HEIGHT SIDE STRIDE`, then the letterboxed bytes'
                        file, as Ultralytics' LetterBox writes it on cv2
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("YOLO_OFFLINE", "true")
os.environ.setdefault("YOLO_AUTOINSTALL", "false")
os.environ.setdefault("YOLO_VERBOSE", "false")

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torchvision_beside_cpu  # noqa: E402, F401

from ultralytics import YOLO  # noqa: E402
from ultralytics.data.augment import LetterBox  # noqa: E402

from drawn import PARTS, SIZES, runs, write_pictures  # noqa: E402
from untrained import calibrate, spread, tensors  # noqa: E402

SIDE = 320


def export(config, target, images, family=YOLO, side=SIDE, **arguments):
    """One architecture with random weights, as Ultralytics itself exports it."""
    torch.manual_seed(0)
    model = family(config)
    net = model.model
    if family is YOLO and net.task in ("detect", "segment"):
        net.yaml["nc"] = len(PARTS)
        fresh = type(net)(net.yaml, nc=len(PARTS), verbose=False)
        fresh.names, fresh.task, fresh.args = dict(enumerate(PARTS)), model.task, net.args
        model.model = net = fresh
        calibrate(net, images)
        spread(net, images, mean=-9.5 if net.task == "segment" else -6.0)
    net.eval()
    with tempfile.TemporaryDirectory() as folder:
        here = Path.cwd()
        os.chdir(folder)  # the export lands beside the configuration's name
        try:
            file = model.export(
                format="onnx", imgsz=side, simplify=False, verbose=False, **arguments)
            shutil.move(Path(file).resolve(), target)
        finally:
            os.chdir(here)


def expect(file, purpose, floor, overlap, pictures):
    model, lines, total = YOLO(file, task=purpose), [], 0
    for name, image in pictures.items():
        result = model.predict(
            image, conf=floor, iou=overlap, imgsz=SIDE, device="cpu", retina_masks=True,
            verbose=False)[0]
        rows = result.boxes.data.numpy()
        masks = result.masks.data.numpy() if result.masks is not None else [None] * len(rows)
        lines.append(f"image {name} {len(rows)}")
        total += len(rows)
        for (x1, y1, x2, y2, score, label), mask in zip(rows.astype(float).tolist(), masks):
            line = f"{int(label)} {score!r} {x1!r} {y1!r} {x2!r} {y2!r}"
            lines.append(line if mask is None else f"{line} {runs(mask)}")
    return "\n".join(lines) + "\n", total


MODELS = {  # name: configuration, purpose, floor, overlap, arguments of the export
    "yolov8n": ("yolov8n.yaml", "detect", 0.2, 0.7, {}),
    "yolo11n": ("yolo11n.yaml", "detect", 0.2, 0.7, {}),
    "yolo12n": ("yolo12n.yaml", "detect", 0.2, 0.5, {}),
    "yolo11n-dynamic": ("yolo11n.yaml", "detect", 0.2, 0.7, {"dynamic": True}),
    "yolo11n-nms": ("yolo11n.yaml", "detect", 0.25, 0.7, {"nms": True}),
    "yolo11n-batch": ("yolo11n.yaml", "detect", 0.2, 0.7, {"batch": 3}),
    "yolo26n-end2end": ("yolo26n.yaml", "detect", 0.2, 0.7, {"nms": False}),
    "yolov10n": ("yolov10n.yaml", "detect", 0.2, 0.7, {}),
    "yolov8n-seg": ("yolov8n-seg.yaml", "segment", 0.25, 0.7, {}),
    "yolo11n-seg": ("yolo11n-seg.yaml", "segment", 0.25, 0.7, {}),
    "yolo11n-seg-dynamic": ("yolo11n-seg.yaml", "segment", 0.25, 0.7, {"dynamic": True}),
    "yolo11n-seg-nms": ("yolo11n-seg.yaml", "segment", 0.25, 0.7, {"nms": True}),
}
FULL = {"yolo11n", "yolo11n-seg"}


def write_letterboxes(out, rng):
    lines = []
    folder = out / "letterbox"
    folder.mkdir(exist_ok=True)
    more = [(1, 1), (7, 5), (3000, 3), (1280, 1280), (640, 500)]
    for index, (width, height) in enumerate(SIZES + more):
        for stride in (0, 32):
            image = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
            boxed = LetterBox((SIDE, SIDE), auto=stride > 0, stride=32)(image=image)
            name = f"{index}-{stride}"
            image.tofile(folder / f"{name}.in")
            boxed.tofile(folder / f"{name}.out")
            high, wide = boxed.shape[:2]
            lines.append(f"{name} {width} {height} {SIDE} {stride} {wide} {high}")
    (out / "letterbox.txt").write_text("\n".join(lines) + "\n")


def write_models(out, names, pictures, sees_all):
    batch, lines = tensors(list(pictures.values())[:10], SIDE), []
    for name in names:
        config, purpose, floor, overlap, arguments = MODELS[name]
        file = out / "models" / f"{name}.onnx"
        export(config, file, batch, **arguments)
        seen = pictures if sees_all or name in FULL else dict(list(pictures.items())[:10])
        text, total = expect(file, purpose, floor, overlap, seen)
        (out / "expected" / f"{name}.txt").write_text(text)
        lines.append(f"{name} {purpose} {floor} {overlap}")
        print(f"{name}: {total} objects on {len(seen)} images", flush=True)
    (out / "models.txt").write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--images", type=int, default=50)
    parser.add_argument("--all", action="store_true", help="every model sees every image")
    parser.add_argument("--only", nargs="*", help="names of models; all when none is named")
    options = parser.parse_args()
    out = options.out.resolve()
    for folder in ("images", "models", "expected"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    write_letterboxes(out, rng)
    pictures = write_pictures(out, options.images, rng)
    write_models(out, options.only or MODELS, pictures, options.all or bool(options.only))


if __name__ == "__main__":
    main()
