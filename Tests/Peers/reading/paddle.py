"""What PaddleOCR 3.3 does around its models, composed of the libraries that it calls itself.

RapidOCR 3.10 keeps the same code in `ch_ppocr_det/utils.py`, `ch_ppocr_rec/utils.py` and
`utils/process_img.py`; its package is 27 MB of models.
"""

import math

import cv2
import numpy as np
import pyclipper
from shapely.geometry import Polygon


def image_tensor(image, longest):
    """An image as the detector takes it; ImageNet's values of red stand for blue, as there."""
    height, width = image.shape[:2]
    scale = min(1, longest / max(height, width))
    wide, high = (max(round(int(side * scale) / 32) * 32, 32) for side in (width, height))
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    scaled = (cv2.resize(image, (wide, high)) / 255 - mean) / deviation
    return scaled.transpose(2, 0, 1)[None].astype(np.float32)


def tight(points):
    """The corners of the smallest turned rectangle, and its shorter side."""
    rectangle = cv2.minAreaRect(points)
    a, b, c, d = sorted(cv2.boxPoints(rectangle), key=lambda point: point[0])
    left = (a, b) if b[1] > a[1] else (b, a)
    right = (c, d) if d[1] > c[1] else (d, c)
    return np.array([left[0], right[0], right[1], left[1]]), min(rectangle[1])


def score(probability, box):
    height, width = probability.shape
    box = box.copy()
    left, right = (
        np.clip(edge.astype(np.int32), 0, width - 1)
        for edge in (np.floor(box[:, 0].min()), np.ceil(box[:, 0].max())))
    top, bottom = (
        np.clip(edge.astype(np.int32), 0, height - 1)
        for edge in (np.floor(box[:, 1].min()), np.ceil(box[:, 1].max())))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    box -= (left, top)
    cv2.fillPoly(mask, box.reshape(1, -1, 2).astype(np.int32), 1)
    return cv2.mean(probability[top:bottom + 1, left:right + 1], mask)[0]


def grow(box, ratio):
    polygon = Polygon(box)
    offset = pyclipper.PyclipperOffset()
    offset.AddPath(box, pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    paths = offset.Execute(polygon.area * ratio / polygon.length)
    return np.array(paths[0]).reshape(-1, 1, 2) if len(paths) == 1 else None


def in_order(box):
    by_x = box[np.argsort(box[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left = left[np.argsort(left[:, 1], kind="stable")]
    right = right[np.argsort(right[:, 1], kind="stable")]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def boxes(probability, size, threshold=0.3, least=0.6, ratio=1.5):
    """Each box of text: its corners in pixels of an image of `size`, and its score."""
    (height, width), (wide, high) = probability.shape, size
    bits = ((probability > threshold) * 255).astype(np.uint8)
    contours, _ = cv2.findContours(bits, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours[:1000]:
        box, side = tight(contour)
        if side < 3:
            continue
        value = score(probability, box)
        if value < least:
            continue
        grown = grow(box, ratio)
        if grown is None:
            continue
        box, side = tight(grown)
        if side < 5:
            continue
        box[:, 0] = np.clip(np.round(box[:, 0] / width * wide), 0, wide)
        box[:, 1] = np.clip(np.round(box[:, 1] / height * high), 0, high)
        box = in_order(box.astype(np.int32))
        box[:, 0] = box[:, 0].clip(0, wide - 1)
        box[:, 1] = box[:, 1].clip(0, high - 1)
        if min(int(np.linalg.norm(box[0] - box[i])) for i in (1, 3)) > 3:
            found.append((box, value))
    return found


def cut(image, corners):
    """What lies between the corners, upright."""
    points = np.array(corners, np.float32)
    width = int(max(np.linalg.norm(points[0] - points[1]), np.linalg.norm(points[2] - points[3])))
    height = int(max(np.linalg.norm(points[0] - points[3]), np.linalg.norm(points[1] - points[2])))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    line = cv2.warpPerspective(
        image, cv2.getPerspectiveTransform(points, target), (width, height),
        borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC)
    return np.rot90(line) if height / width >= 1.5 else line


def line_tensor(line, high=48, least=320):
    """One line as the recogniser takes it: -1 to 1, zeros to the right."""
    height, width = line.shape[:2]
    room = int(high * max(least / high, width / height))
    wide = min(math.ceil(high * width / height), room)
    scaled = cv2.resize(line, (wide, high)).astype(np.float32).transpose(2, 0, 1)
    tensor = np.zeros((1, 3, high, room), np.float32)
    tensor[0, :, :, :wide] = (scaled / 255 - 0.5) / 0.5
    return tensor


def read(probabilities, characters):
    """The text of one line's [steps, characters] and its score; character 0 is the blank."""
    best = probabilities.argmax(axis=1)
    kept = best != 0
    kept[1:] &= best[1:] != best[:-1]
    scores = probabilities.max(axis=1)[kept]
    return "".join(characters[i] for i in best[kept]), float(scores.mean()) if kept.any() else 0.0
