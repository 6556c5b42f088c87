"""The pictures that models are compared on, and masks as text."""

import cv2
import numpy as np

PARTS = ["scratch", "dent", "discoloration", "missing screw"]
SIZES = [
    (320, 320), (640, 480), (500, 375), (333, 517), (640, 640), (200, 150), (577, 301), (97, 400),
    (321, 243), (240, 320)]


def picture(width, height, rng):
    """A smooth background with sharp shapes and a little noise, blue, green, red."""
    coarse = rng.uniform(0, 255, (max(2, height // 40), max(2, width // 40), 3)).astype(np.float32)
    sheet = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(rng.integers(3, 9)):
        centre = int(rng.integers(0, width)), int(rng.integers(0, height))
        half = int(rng.integers(4, 5 + width // 4)), int(rng.integers(4, 5 + height // 4))
        colour = tuple(float(c) for c in rng.uniform(0, 255, 3))
        if rng.random() < 0.5:
            cv2.ellipse(sheet, centre, half, float(rng.uniform(0, 180)), 0, 360, colour, -1)
        else:
            low, high = np.subtract(centre, half).tolist(), np.add(centre, half).tolist()
            cv2.rectangle(sheet, low, high, colour, -1)
    return (sheet + rng.normal(0, 4, sheet.shape)).clip(0, 255).astype(np.uint8)


def write_pictures(out, count, rng):
    pictures = {}
    with open(out / "images.txt", "w") as listing:
        for index in range(count):
            name, (width, height) = f"{index:03}", SIZES[index % len(SIZES)]
            image = pictures[name] = picture(width, height, rng)
            image[..., ::-1].tofile(out / "images" / f"{name}.rgb")
            print(name, width, height, file=listing)
    return pictures


def runs(mask):
    """COCO's run lengths: down the columns, beginning with pixels that are not set."""
    flat = np.asfortranarray(mask).ravel(order="F").astype(bool)
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    lengths = np.diff(np.concatenate([[0], edges, [len(flat)]]))
    return ",".join(map(str, ([0] if flat[0] else []) + lengths.tolist()))
