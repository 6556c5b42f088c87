"""Writes cases of trained models as make_cases.py does: the starter, and two that it trains.

    python make_trained.py OUTDIR [--images 100] [--plates 200] [--epochs 60] [--side 320]

For comparisons with trained weights, whose scores and masks are not those of random ones. YOLO11n
and YOLO11n-seg learn drawn plates for half an hour on two cores, so CI does without: after 8 epochs
they find nothing yet. With --epochs 0 there is the starter alone, which takes seconds. Afterwards

    EMEND_PEER_CASES=OUTDIR/.. swift test --filter PeerDetectionTests

compares, where OUTDIR is called inference. The plates that are compared on were not trained on.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "samples"), str(Path(__file__).resolve().parent)]

import cv2  # noqa: E402
import numpy as np  # noqa: E402

import make_cases  # noqa: E402
from make_cases import YOLO  # noqa: E402
from workpiece import LABELS, draw  # noqa: E402

STARTER = ROOT / "samples/plates/starter.onnx"
FLOOR = 0.1
# Names of the models, and what Ultralytics calls their tasks.
MODELS = {"starter": (STARTER, "detect"),
          "yolo11n-trained": ("yolo11n.yaml", "detect"),
          "yolo11n-seg-trained": ("yolo11n-seg.yaml", "segment")}


def outlines(mask):
    """The outer rings of a mask, as fractions of its sides; rings of a few points left out."""
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    height, width = mask.shape
    return [ring[:, 0] / (width, height) for ring in found if len(ring) > 5]


def write_plates(folder, split, seeds, side):
    for kind in ("images", "labels"):
        (folder / kind / split).mkdir(parents=True)
    for seed in seeds:
        plate = draw(seed, side)
        cv2.imwrite(str(folder / f"images/{split}/{seed}.png"), plate.picture[..., ::-1])
        rows = []
        for label, mask in zip(plate.labels, plate.masks):
            for ring in outlines(mask):
                rows.append(f"{label} " + " ".join(f"{value:.5f}" for value in ring.ravel()))
        (folder / f"labels/{split}/{seed}.txt").write_text("\n".join(rows))


def train(config, folder, epochs, side):
    model = YOLO(config)
    model.train(data=str(folder / "data.yaml"), epochs=epochs, imgsz=side, batch=8, device="cpu",
                workers=0, project=str(folder / "runs"), name=Path(config).stem, plots=False,
                val=False, amp=False, seed=0, lr0=0.002, optimizer="AdamW", warmup_epochs=1)
    return folder / "runs" / Path(config).stem / "weights/last.pt"


def write_pictures(out, count):
    """Held-out plates in several shapes, as make_cases.py writes its pictures."""
    pictures = {}
    with open(out / "images.txt", "w") as listing:
        for index in range(count):
            width, height = make_cases.SIZES[index % 6]
            plate = draw(100_000 + index, 640).picture[..., ::-1]
            image = pictures[f"{index:03}"] = cv2.resize(
                plate, (width, height), interpolation=cv2.INTER_AREA)
            image[..., ::-1].tofile(out / "images" / f"{index:03}.rgb")
            print(f"{index:03}", width, height, file=listing)
    return pictures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--plates", type=int, default=200)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--side", type=int, default=make_cases.SIDE)
    options = parser.parse_args()
    out = options.out.resolve()
    for folder in ("images", "models", "expected"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    snapshot = out / "snapshot"
    shutil.rmtree(snapshot, ignore_errors=True)
    write_plates(snapshot, "train", range(1, options.plates + 1), options.side)
    names = "".join(f"  {index}: {name}\n" for index, name in enumerate(LABELS))
    (snapshot / "data.yaml").write_text(
        f"path: {snapshot}\ntrain: images/train\nval: images/train\nnames:\n{names}")
    pictures, lines = write_pictures(out, options.images), []
    make_cases.write_letterboxes(out, np.random.default_rng(0))
    os.chdir(snapshot)  # where Ultralytics leaves what it makes
    for name, (config, purpose) in MODELS.items():
        file = out / "models" / f"{name}.onnx"
        if config == STARTER:
            shutil.copy(STARTER, file)
        elif options.epochs:
            weights = train(config, snapshot, options.epochs, options.side)
            exported = YOLO(weights).export(
                format="onnx", imgsz=options.side, simplify=False, verbose=False)
            shutil.move(Path(exported).resolve(), file)
        else:
            continue
        # Ultralytics takes a file that does not name its arguments for one of free size.
        text, total = make_cases.expect(
            file, purpose, FLOOR, 0.7, pictures, rect=config != STARTER)
        (out / "expected" / f"{name}.txt").write_text(text)
        lines.append(f"{name} {purpose} {FLOOR} 0.7\n")
        (out / "models.txt").write_text("".join(lines))
        print(f"{name}: {total} objects on {len(pictures)} images", flush=True)


if __name__ == "__main__":
    main()
