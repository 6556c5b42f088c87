"""Writes maps, images and scores, and what PaddleOCR's steps make of them.

    python make_cases.py OUTDIR

OUTDIR then holds

    maps.json       of each map its height, width, the image's width and height, and the boxes
                    found, each of four corners and a score; its values are maps/INDEX.f32
    cuts.json       of each cut the image's size, four corners and the size of what is cut out;
                    bytes are cuts/INDEX.image and cuts/INDEX.line, red, green, blue
    lines.json      of each line its steps and characters, the text and its score;
                    values are lines/INDEX.f32
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import paddle

CHARACTERS = list("abcdefghijklmnopqrstuvwxyz0123456789-./é漢字") + ["👍🏽", " "]


def probability_map(index, rng):
    height, width = (32 * int(side) for side in rng.integers(2, 8, 2))
    sheet = np.zeros((height, width), np.float32)
    for _ in range(rng.integers(1, 9)):
        centre = tuple(float(c) for c in rng.uniform(0, (width, height)))
        sides = float(rng.uniform(4, 90)), float(rng.uniform(2, 24))
        angle = 0 if index % 3 == 0 else float(rng.uniform(-90, 90))
        corners = cv2.boxPoints((centre, sides, angle))
        value = float(rng.uniform(0.45, 1))
        cv2.fillPoly(sheet, [np.round(corners).astype(np.int32)], value)
        if rng.random() < 0.3:
            cv2.ellipse(sheet, tuple(map(int, centre)), (6, 4), angle, 0, 360, 0.1, -1)
    if index % 2:
        sheet = cv2.GaussianBlur(sheet, (5, 5), 1.2)
    return (sheet + rng.normal(0, 0.03, sheet.shape)).clip(0, 1).astype(np.float32)


def make_maps(out, rng):
    cases = []
    for index in range(250):
        values = probability_map(index, rng)
        values.tofile(out / "maps" / f"{index}.f32")
        scale = rng.uniform(0.5, 3)
        size = [int(side * scale) for side in values.shape[::-1]]
        boxes = paddle.boxes(values, size)
        cases.append({
            "height": values.shape[0], "width": values.shape[1], "size": size,
            "boxes": [{"corners": box.tolist(), "score": score} for box, score in boxes]})
    (out / "maps.json").write_text(json.dumps(cases))
    print(sum(len(case["boxes"]) for case in cases), "boxes on", len(cases), "maps")


def make_cuts(out, rng):
    cases = []
    for index in range(40):
        width, height = (int(side) for side in rng.integers(60, 200, 2))
        coarse = rng.integers(0, 256, (height // 6, width // 6, 3)).astype(np.uint8)
        image = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
        box = cv2.boxPoints((
            tuple(rng.uniform(0.3, 0.7, 2) * (width, height)),
            tuple(rng.uniform((12, 8), (120, 60))), float(rng.uniform(-45, 45))))
        corners = paddle.in_order(np.round(box).clip(0, (width - 1, height - 1)))
        line = np.ascontiguousarray(paddle.cut(image, corners))
        image.tofile(out / "cuts" / f"{index}.image")
        line.tofile(out / "cuts" / f"{index}.line")
        cases.append({
            "size": [width, height], "corners": corners.tolist(),
            "line": [line.shape[1], line.shape[0]]})
    (out / "cuts.json").write_text(json.dumps(cases))


def make_lines(out, rng):
    characters = ["blank", *CHARACTERS]
    cases = []
    for index in range(50):
        steps = int(rng.integers(1, 60))
        scores = rng.normal(0, 1, (steps, len(characters)))
        favourites = rng.integers(0, len(characters), steps)
        favourites[rng.random(steps) < 0.4] = 0
        for step in range(1, steps):
            if rng.random() < 0.4:
                favourites[step] = favourites[step - 1]
        scores[np.arange(steps), favourites] += 5 if index else 0
        values = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        values = values.astype(np.float32)
        values.tofile(out / "lines" / f"{index}.f32")
        text, score = paddle.read(values, characters)
        cases.append({"steps": steps, "text": text, "score": score})
    (out / "lines.json").write_text(
        json.dumps({"characters": CHARACTERS[:-1], "lines": cases}, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out.resolve()
    rng = np.random.default_rng(20261122)
    for folder, make in (("maps", make_maps), ("cuts", make_cuts), ("lines", make_lines)):
        (out / folder).mkdir(parents=True, exist_ok=True)
        make(out, rng)


if __name__ == "__main__":
    main()
