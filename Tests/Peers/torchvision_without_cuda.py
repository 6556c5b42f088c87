"""Lets torchvision's wheel load beside a torch without CUDA, which its own library does not match.

Tests/run puts this module into the peers' environment where torchvision does not load by itself.
Of torchvision's operators Ultralytics calls nms alone; it gets a body with the same rule: what
overlaps a better one by more than the threshold goes.
"""

import importlib.abc
import sys


class Finder(importlib.abc.MetaPathFinder):
    """Finds nothing itself; it acts just before torchvision's modules are found by others."""

    library = None  # the declarations live as long as this object

    def find_spec(self, name, path=None, target=None):
        if name == "torchvision" and self.library is None:
            self.library = declare()
        elif name == "torchvision.ops.boxes":
            sys.modules["torchvision.extension"]._assert_has_ops = lambda: None


def declare():
    import torch

    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.impl("nms", nms, "CPU")
    return library


def nms(boxes, scores, threshold):
    import torch

    order, keep = scores.argsort(descending=True, stable=True), []
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    while len(order):
        first, rest = order[0], order[1:]
        keep.append(int(first))
        low = torch.maximum(boxes[first, :2], boxes[rest, :2])
        high = torch.minimum(boxes[first, 2:], boxes[rest, 2:])
        inter = (high - low).clamp(min=0).prod(1)
        order = rest[~((inter / (area[first] + area[rest] - inter)).double() > threshold)]
    return torch.tensor(keep, dtype=torch.int64)


sys.meta_path.insert(0, Finder())
