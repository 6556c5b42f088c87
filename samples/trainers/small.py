#!/usr/bin/env python3
"""Trains emend's built-in detector on a snapshot and writes it as ONNX.

    small.py --snapshot DIR --out DIR --minutes M [--parent CHECKPOINT] [--seed N] [--side 320]

reads DIR/data.yaml, DIR/images/train and DIR/labels/train (one line an object: label cx cy w h, or
label x y x y …, in fractions of the upright picture), and writes OUT/model.onnx and
OUT/checkpoint.pt. With --parent it goes on from an earlier round's checkpoint: 45 seconds a round
are then enough on two cores (mAP50 0.92 after five rounds of 30 drawn plates, 0.55 without).

Standard output carries one JSON object a line: {"progress": 0.42, "epoch": 12, "loss": 1.23,
"seconds": 20.1}, and {"done": true, …} at the end. A failure is one sentence on standard error
and exit status 1; SIGINT and SIGTERM stop at once and leave nothing half written.

The network is an anchor-free, three-level feature pyramid of 0.6 million weights; nothing is
downloaded. The ONNX file takes `images` (batch x 3 x side x side, RGB, 0 to 1, letterboxed) and
gives `output0` (batch x 4+labels x places: cx cy w h in input pixels, then scores, 0 to 1), as
Ultralytics' detectors do, and says so in its metadata. Needs torch, numpy, Pillow and onnx. The
pictures are held in memory: 0.3 MB each at 320 pixels.
"""

import argparse
import copy
import json
import math
import os
import signal
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

from small_detector import STRIDES, Detector, Exported, level_places, loss
from small_pictures import Refused, batches, label_names, read_pictures


# Learning ------------------------------------------------------------------------------------

class Training:
    """A detector while it learns; `mean`, the slow average of its weights, is what is kept."""

    def __init__(self, detector, rate, side, device):
        self.device, self.rate, self.step_count = device, rate, 0
        self.detector = detector.to(device, memory_format=torch.channels_last).train()
        self.mean = copy.deepcopy(self.detector).eval()
        grouped = {True: [], False: []}
        for weights in self.detector.parameters():
            grouped[weights.ndim > 1].append(weights)
        self.optimiser = torch.optim.AdamW([
            {"params": grouped[True], "weight_decay": 0.02},
            {"params": grouped[False], "weight_decay": 0}], rate)
        centres = torch.cat([level_places(side // s, side // s, s) for s in STRIDES], 1).T
        self.centres = centres.to(device)
        self.half = half_precision_pays(device)

    def step(self, samples, progress):
        """Learns from one batch; `progress` (0 to 1) sets the rate. Returns the loss."""
        warm = min(1.0, (self.step_count + 1) / 30)
        cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * warm * (0.02 + 0.98 * cosine)
        pictures = torch.stack([values for values, _, _ in samples])
        pictures = pictures.to(self.device, memory_format=torch.channels_last)
        truth = [(kinds.to(self.device), boxes.to(self.device)) for _, kinds, boxes in samples]
        with torch.autocast(self.device, torch.bfloat16, enabled=self.half):
            logits, boxes = self.detector(pictures)
        value = loss(logits, boxes, self.centres, truth)
        self.optimiser.zero_grad(set_to_none=True)
        value.backward()
        nn.utils.clip_grad_norm_(self.detector.parameters(), 10.0)
        self.optimiser.step()
        self.step_count += 1
        self.average()
        return float(value.detach())

    @torch.no_grad()
    def average(self):
        keep = min(0.998, (1 + self.step_count) / (10 + self.step_count))
        for slow, fast in zip(self.mean.state_dict().values(), self.detector.state_dict().values()):
            slow.lerp_(fast, 1 - keep) if slow.dtype.is_floating_point else slow.copy_(fast)


def half_precision_pays(device):
    """bfloat16 is 1.7 times as fast where the processor multiplies it itself, else slower."""
    if device == "cuda":
        return torch.cuda.is_bf16_supported()
    flags = Path("/proc/cpuinfo")
    return flags.exists() and "avx512_bf16" in flags.read_text()


def report(**values):
    print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in values.items()}),
          flush=True)


def learn(training, examples, minutes, rng):
    """Runs epochs until the time is used up, and reports about once a second."""
    begun = told = time.monotonic()
    epoch, seconds = 0, 0.0
    report(progress=0.0, epoch=0, pictures=len(examples), seconds=0.0)
    while seconds < minutes * 60:
        for samples in batches(examples, rng):
            value = training.step(samples, seconds / (minutes * 60))
            seconds = time.monotonic() - begun
            if time.monotonic() - told >= 1:
                told = time.monotonic()
                progress = min(1.0, seconds / (minutes * 60))
                report(progress=progress, epoch=epoch, loss=value, seconds=seconds)
            if seconds >= minutes * 60:
                break
        epoch += 1
    return epoch, seconds


# Files ---------------------------------------------------------------------------------------

def adopt(detector, path, labels):
    """Takes over a parent's weights; labels are matched by name, new ones start fresh."""
    try:
        parent = torch.load(path, map_location="cpu", weights_only=True)
        weights, known = parent["weights"], parent["labels"]
    except Exception as problem:  # torch raises five kinds for a file that is not a checkpoint
        raise Refused(f"{path}: not a checkpoint of this trainer; train without --parent"
                      f" ({str(problem).splitlines()[0]}).")
    own = detector.state_dict()
    for name in ("kinds.1.weight", "kinds.1.bias"):
        for row, label in enumerate(labels):
            if label in known:
                own[name][row] = weights[name][known.index(label)]
        weights[name] = own[name]
    detector.load_state_dict(weights)


def export(detector, path, labels, side):
    detector = copy.deepcopy(detector).cpu().eval().to(memory_format=torch.contiguous_format)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that tracing is the older exporter: the newer one
        torch.onnx.export(               # needs onnxscript and is ten times as slow
            Exported(detector), (torch.zeros(1, 3, side, side),), str(path), opset_version=17,
            input_names=["images"], output_names=["output0"], dynamo=False,
            dynamic_axes={"images": {0: "batch"}, "output0": {0: "batch"}})
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {
        "description": "emend's small detector", "author": "emend", "version": "1",
        "task": "detect", "names": str(dict(enumerate(labels))), "imgsz": str([side, side]),
        "stride": str(max(STRIDES)), "batch": "1", "channels": "3", "end2end": "False",
        "args": str({"batch": 1, "nms": False, "dynamic": False})})
    onnx.save(model, path)


def write(detector, out, labels, side):
    """Both files or neither: they get their names when they are whole."""
    out.mkdir(parents=True, exist_ok=True)
    made = {name: out / f".{name}.{os.getpid()}" for name in ("model.onnx", "checkpoint.pt")}
    try:
        export(detector, made["model.onnx"], labels, side)
        weights = {name: value.cpu() for name, value in detector.state_dict().items()}
        torch.save({"weights": weights, "labels": labels, "side": side}, made["checkpoint.pt"])
        for name, path in made.items():
            path.replace(out / name)
    finally:
        for path in made.values():
            path.unlink(missing_ok=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--snapshot", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--parent", type=Path, help="the checkpoint to go on from")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--side", type=int, default=320, help="a multiple of 32")
    return parser.parse_args()


def train(options):
    if options.side % max(STRIDES):
        raise Refused(f"--side {options.side} is not a multiple of {max(STRIDES)}.")
    data = options.snapshot / "data.yaml"
    if not data.exists():
        raise Refused(f"{data} is not there; give --snapshot the folder that emend train wrote.")
    labels = label_names(data.read_text())
    examples = read_pictures(options.snapshot, len(labels), options.side)
    torch.manual_seed(options.seed)
    detector = Detector(len(labels))
    if options.parent:
        adopt(detector, options.parent, labels)
    training = Training(
        detector, 1e-3 if options.parent else 2e-3, options.side,
        "cuda" if torch.cuda.is_available() else "cpu")
    rng = np.random.default_rng(options.seed)
    epochs, seconds = learn(training, examples, options.minutes, rng)
    write(training.mean, options.out, labels, options.side)
    report(done=True, epochs=epochs, pictures=len(examples), seconds=seconds)


def stop(number, _):
    print("Stopped; no model was written.", file=sys.stderr)
    raise SystemExit(128 + number)


def main():
    options = arguments()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        train(options)
    except (Refused, OSError) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
