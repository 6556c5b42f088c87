"""Lets torchvision import beside a torch build without CUDA, which its wheels do not match.

Import this before anything that needs torchvision. Beside a matching pair it does nothing.
"""

import sys

import torch

LIBRARIES = []


def fix_torchvision():
    """Lets torchvision import beside a torch build without CUDA, which its wheels do not match.

    Only nms is called; it gets a body with torchvision's own rule, strictly above the threshold.
    """
    try:
        import torchvision  # noqa: F401
    except RuntimeError:
        for name in [m for m in sys.modules if m.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        library = torch.library.Library("torchvision", "DEF")
        for name in ("nms", "qnms"):
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        LIBRARIES.append(library)  # the declarations live as long as this object
        import torchvision  # noqa: F401

        @torch.library.impl(library, "nms", "CPU")
        def nms(boxes, scores, threshold):
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

        import torchvision.ops.boxes

        torchvision.ops.boxes._assert_has_ops = lambda: None


fix_torchvision()
