"""Times emend's measures and pycocotools' on the same random data, in turn.

Called by Tests/Benchmarks/measure with the runner's path first; see --help. Both sides start
from values in memory; reading files and indexing is in neither time.
"""
import argparse
import contextlib
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def make(images, truths, detections, labels, file):
    """Writes the images for the runner and answers them as pycocotools wants them."""
    rng = np.random.default_rng(1)
    kept, said = [], []
    for image in range(1, images + 1):
        file.write("image\n")
        low = rng.uniform(0, 560, (truths, 2))
        size = np.exp(rng.uniform(np.log(12), np.log(300), (truths, 2)))
        boxes = np.round(np.hstack([low, size]), 2)
        own = rng.integers(0, labels, truths)
        for label, box in zip(own.tolist(), boxes.tolist()):
            kept.append({"id": len(kept) + 1, "image_id": image, "category_id": label,
                         "bbox": box, "area": box[2] * box[3], "iscrowd": 0})
            file.write(f"truth {label} {' '.join(map(repr, box))}\n")
        source = rng.integers(0, truths, detections)
        shift = rng.normal(0, 0.15, (detections, 4)) * boxes[source][:, [2, 3, 2, 3]]
        found = np.round(boxes[source] + shift, 2)
        found[:, 2:] = np.maximum(found[:, 2:], 1)
        stray = rng.random(detections) < 0.3
        given = np.where(stray, rng.integers(0, labels, detections), own[source])
        scores = rng.random(detections)
        for label, score, box in zip(given.tolist(), scores.tolist(), found.tolist()):
            said.append({"image_id": image, "category_id": label, "score": score, "bbox": box})
            file.write(f"detection {label} {score!r} {' '.join(map(repr, box))}\n")
    truth = COCO()
    truth.dataset = {
        "info": {}, "annotations": kept, "images": [{"id": i + 1} for i in range(images)],
        "categories": [{"id": i, "name": str(i)} for i in range(labels)]}
    truth.createIndex()
    return truth, truth.loadRes(said)


def pycocotools(truth, said):
    start = time.perf_counter()
    evaluation = COCOeval(truth, said, "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return time.perf_counter() - start, [float(value) for value in evaluation.stats]


class Emend:
    def __init__(self, runner, file):
        self.process = subprocess.Popen(
            [runner, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def measure(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        numbers = [float(word) for word in self.process.stdout.readline().split()]
        return numbers[0], numbers[1:]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compare(runner, labels, options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "images.txt")
        with open(path, "w") as file, contextlib.redirect_stdout(io.StringIO()):
            truth, said = make(
                options.images, options.truths, options.detections, labels, file)
        emend = Emend(runner, path)
        ours, theirs = [], []
        for _ in range(options.rounds):
            with contextlib.redirect_stdout(io.StringIO()):
                seconds, expected = pycocotools(truth, said)
            theirs.append(seconds)
            seconds, found = emend.measure()
            ours.append(seconds)
        emend.close()
    apart = max(abs(a - b) for a, b in zip(found, expected))
    assert apart <= 1e-9, f"{labels} labels: the numbers are {apart} apart"
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{labels:6} {mine:10.3f} {other:14.3f} {other / mine:7.1f} {apart:10.1e}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="measure", description=__doc__.splitlines()[0])
    parser.add_argument("runner", help=argparse.SUPPRESS)
    parser.add_argument("--images", type=int, default=5000)
    parser.add_argument("--truths", type=int, default=7, help="in an image")
    parser.add_argument("--detections", type=int, default=100, help="in an image")
    parser.add_argument("--labels", type=int, nargs="+", default=[4, 20])
    parser.add_argument("--rounds", type=int, default=3, help="the median counts")
    options = parser.parse_args()
    print(f"{options.images} images, {options.truths} truths and {options.detections} detections "
          f"each, {options.rounds} rounds in turn, median seconds")
    print("labels    emend s  pycocotools s   ratio apart at most")
    for labels in options.labels:
        compare(options.runner, labels, options)


if __name__ == "__main__":
    sys.exit(main())
