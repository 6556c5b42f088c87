"""The network of emend's built-in detector, and what it learns from.

Anchor-free, a three-level feature pyramid, 0.6 million weights.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

STRIDES = (8, 16, 32)


# The network ---------------------------------------------------------------------------------

def conv(inputs, outputs, size=3, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outputs), nn.SiLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(conv(width, width // 2, 1), conv(width // 2, width))

    def forward(self, x):
        return x + self.body(x)


class Detector(nn.Module):
    """From pictures to label logits and boxes, one of each for every place of every level."""

    def __init__(self, labels):
        super().__init__()
        a, b, *c = 16, 32, 64, 96, 128
        self.stem = nn.Sequential(conv(3, a, stride=2), conv(a, b, stride=2), Residual(b))
        self.stages = nn.ModuleList([
            nn.Sequential(conv(b, c[0], stride=2), Residual(c[0]), Residual(c[0])),
            nn.Sequential(conv(c[0], c[1], stride=2), Residual(c[1]), Residual(c[1])),
            nn.Sequential(conv(c[1], c[2], stride=2), Residual(c[2]))])
        neck = c[0]
        self.sides = nn.ModuleList([conv(n, neck, 1) for n in c])
        self.merges = nn.ModuleList([conv(neck, neck) for _ in STRIDES])
        self.kinds = nn.Sequential(conv(neck, neck), nn.Conv2d(neck, labels, 1))
        self.edges = nn.Sequential(conv(neck, neck), nn.Conv2d(neck, 4, 1))
        self.scales = nn.Parameter(torch.ones(len(STRIDES)))
        # at first every place says "1 %", else the many empty ones drown the few objects
        nn.init.constant_(self.kinds[-1].bias, -math.log((1 - 0.01) / 0.01))

    def forward(self, x):
        """Logits (batch x places x labels), and boxes x1 y1 x2 y2 in input pixels."""
        logits, boxes = [], []
        for i, level in enumerate(self.levels(x)):
            logits.append(self.kinds(level).flatten(2))
            reach = F.softplus(self.edges(level).float()) * self.scales[i] * STRIDES[i]
            reach = reach.flatten(2)
            centres = level_places(*level.shape[-2:], STRIDES[i]).to(reach)
            boxes.append(torch.cat([centres - reach[:, :2], centres + reach[:, 2:]], 1))
        return torch.cat(logits, 2).transpose(1, 2), torch.cat(boxes, 2).transpose(1, 2)

    def levels(self, x):
        x, levels = self.stem(x), []
        for stage in self.stages:
            x = stage(x)
            levels.append(x)
        levels = [side(level) for side, level in zip(self.sides, levels)]
        for i in (1, 0):  # what the coarse level knows helps the finer one
            levels[i] = levels[i] + F.interpolate(levels[i + 1], scale_factor=2.0, mode="nearest")
        return [merge(level) for merge, level in zip(self.merges, levels)]


def level_places(height, width, stride):
    """The middles (2 x places) of a level's cells, in input pixels."""
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return (torch.stack([x, y]).flatten(1).float() + 0.5) * stride


class Exported(nn.Module):
    """The detector with the output that an Ultralytics file has."""

    def __init__(self, detector):
        super().__init__()
        self.detector = detector

    def forward(self, images):
        logits, boxes = self.detector(images)
        near, far = boxes[..., :2], boxes[..., 2:]
        return torch.cat([(near + far) / 2, far - near, logits.sigmoid()], -1).transpose(1, 2)


# What it should have said --------------------------------------------------------------------

def spans(boxes):
    return (boxes[..., 2:] - boxes[..., :2]).clamp(min=0)


def overlap(a, b):
    """Intersection over union of boxes, elementwise (broadcasting over leading axes)."""
    low, high = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    return shared / (spans(a).prod(-1) + spans(b).prod(-1) - shared + 1e-7)


def complete_overlap(a, b):
    """Overlap that also pulls boxes together that do not touch (CIoU, arXiv 2005.03572)."""
    iou = overlap(a, b)
    around = torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])
    apart = (a[..., :2] + a[..., 2:] - b[..., :2] - b[..., 2:]).pow(2).sum(-1) / 4
    slopes = [torch.atan(s[..., 0] / s[..., 1]) for s in (spans(x).clamp(min=1e-3) for x in (a, b))]
    skew = 4 / math.pi**2 * (slopes[1] - slopes[0]).pow(2)
    with torch.no_grad():
        weight = skew / (1 - iou + skew + 1e-7)
    return iou - apart / (around.pow(2).sum(-1) + 1e-7) - weight * skew


def candidates(centres, targets):
    """Which places (columns) may answer for which objects (rows): those inside.

    Thin or tiny objects may hold no centre; they take the nearest places instead.
    """
    low, high = targets[:, None, :2], targets[:, None, 2:]
    held = ((centres[None] > low) & (centres[None] < high)).all(-1)
    away = (centres[None] - (low + high) / 2).abs().amax(-1)
    few = held.sum(1) < 3
    held[few] |= away[few] < away[few].topk(4, largest=False).values[:, -1:] + 1e-3
    return held


@torch.no_grad()
def assign(scores, boxes, centres, kinds, targets, top=10):
    """Task-aligned assignment for one picture (TOOD, arXiv 2108.07755).

    Each object takes the `top` places that score and fit best; a place wanted twice goes to the
    better fit. Returns, per place, the object (or -1), and how well it fits, scaled so that an
    object's best place gets its best overlap.
    """
    held = candidates(centres, targets)
    iou = overlap(boxes[None], targets[:, None]) * held
    fit = (scores[:, kinds].T.clamp(min=1e-6).sqrt() * iou.pow(6) + 1e-9) * held
    threshold = fit.topk(min(top, fit.shape[1]), 1).values[:, -1:]
    chosen = held & (fit >= threshold)
    clash = chosen.sum(0) > 1
    if clash.any():
        chosen[:, clash] = F.one_hot(iou[:, clash].argmax(0), len(targets)).T.bool()
    owner = torch.where(chosen.any(0), chosen.float().argmax(0), -1)
    mine = F.one_hot(owner + 1, len(targets) + 1).T[1:].bool()
    best_fit = (fit * mine).amax(1, keepdim=True).clamp(min=1e-12)
    best_iou = (iou * mine).amax(1, keepdim=True).clamp(min=0.05)
    return owner, (mine * fit / best_fit * best_iou).sum(0)


def loss(logits, boxes, centres, truth):
    """`truth` holds (kinds, boxes) per picture."""
    logits, boxes = logits.float(), boxes.float()
    wanted = torch.zeros_like(logits)
    found, aims, weights = [], [], []
    for i, (kinds, targets) in enumerate(truth):
        if len(targets) == 0:
            continue
        owner, quality = assign(
            logits[i].detach().sigmoid(), boxes[i].detach(), centres, kinds, targets)
        taken = owner >= 0
        wanted[i, taken, kinds[owner[taken]]] = quality[taken]
        found.append(boxes[i][taken])
        aims.append(targets[owner[taken]])
        weights.append(quality[taken])
    total = wanted.sum().clamp(min=1)
    kind = F.binary_cross_entropy_with_logits(logits, wanted, reduction="sum") / total
    if not found:
        return kind
    misses = 1 - complete_overlap(torch.cat(found), torch.cat(aims))
    return kind + 5.0 * (misses * torch.cat(weights)).sum() / total
