"""Writes a model of clicks and boxes that was made by hand: an object is what has one colour.

    python by_colour.py FOLDER [--side 1024]

Two files as samexporter writes SAM 2, by_colour_encoder.onnx and by_colour_decoder.onnx. No weights
and no training, and yet masks that a person would expect: what is joined to a point on the object
and has about its colour, cut to the box, without what is nearer in colour to a point off it. With a
box alone the object is what stands out in it most from its edge. Three masks, from strict to
generous.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torchvision_beside_cpu  # noqa: E402, F401

import networks  # noqa: E402
import torch  # noqa: E402
from torch.nn import functional as F  # noqa: E402

FAR = 1e3
REACH = 60  # cells from a point that its object may extend
LIMITS = [0.25, 0.45, 0.7]
SCORES = [0.8, 0.9, 0.7]
DEVIATION = [0.229, 0.224, 0.225]


def encode(_, image):
    """Three grids of mean colours, the finest slightly blurred, each channel from 0 to 1."""
    colours = image * torch.tensor(DEVIATION).view(1, 3, 1, 1)
    fine = F.avg_pool2d(colours, 4)
    smooth = F.avg_pool2d(F.pad(fine, (1, 1, 1, 1), mode="replicate"), 3, 1)
    return smooth, F.avg_pool2d(colours, 8), F.avg_pool2d(colours, 16)


def ramps(side):
    """The middle of each cell, along x and along y."""
    steps = torch.arange(side, dtype=torch.float32) + 0.5
    return steps.view(1, side), steps.view(side, 1)


def inside(box, columns, rows):
    """1 in the cells whose middle is in the box `[left, top, right, bottom]`, in cells."""
    return ((columns >= box[0]) & (columns < box[2]) & (rows >= box[1]) & (rows < box[3])).float()


def joined(allowed, seeds):
    """What of the allowed cells is joined to a seed through them."""
    reached = allowed * seeds
    for _ in range(REACH):
        reached = torch.minimum(F.max_pool2d(reached, 3, 1, 1), allowed)
    return reached


def box_of(places, kinds, side):
    """The box in cells, from its corners; everything without one."""
    low = (places * (kinds == 2).float().view(-1, 1)).sum(0)
    high = (places * (kinds == 3).float().view(-1, 1)).sum(0)
    has_box = (kinds == 3).float().sum().clamp(max=1)
    return torch.cat([low, high + (1 - has_box) * side])


def apart(grid, under):
    """How far each cell's colour is from that under each point."""
    colours = (grid.unsqueeze(0) * under.unsqueeze(1)).sum((2, 3))
    return (grid.unsqueeze(0) - colours.view(-1, 3, 1, 1)).abs().sum(1)


def contrast(grid, box, columns, rows):
    """How much each cell of a box stands out from what is around the box."""
    margin = torch.tensor([-3.0, -3.0, 3.0, 3.0])
    within = inside(box, columns, rows)
    ring = inside(box + margin, columns, rows) - within
    around = (grid * ring).sum((1, 2)) / ring.sum().clamp(min=1)
    return (grid - around.view(3, 1, 1)).abs().sum(0) * within


def decode(_, coarse, fine, middle, coordinates, labels):
    side = fine.shape[-1]
    columns, rows = ramps(side)
    grid, kinds, places = fine[0], labels[0], coordinates[0] / 4
    on, off = (kinds == 1).float().view(-1, 1, 1), (kinds == 0).float().view(-1, 1, 1)
    has_on = on.sum().clamp(max=1)
    cells = places.floor().clamp(0, side - 1)
    under = (columns.floor() == cells[:, 0].view(-1, 1, 1)).float() * (
        rows.floor() == cells[:, 1].view(-1, 1, 1)).float()
    from_points = apart(grid, under)
    from_on = (from_points + FAR * (1 - on)).min(0).values
    from_off = (from_points + FAR * (1 - off)).min(0).values
    box = box_of(places, kinds, side)
    stands_out = contrast(grid, box, columns, rows)
    most = stands_out.max().clamp(min=1e-6)

    unlike = has_on * from_on / 0.6 + (1 - has_on) * (1 - stands_out / most)
    unlike = unlike + FAR * (1 - inside(box, columns, rows))
    unlike = unlike + FAR * (from_off < from_on).float() * has_on
    inner = torch.tensor(LIMITS).view(-1, 1, 1) - unlike.unsqueeze(0)
    # Joined to a point, or to what stands out most.
    seeds = has_on * (under * on).amax(0) + (1 - has_on) * (stands_out >= most).float()
    seeds = F.max_pool2d(seeds.view(1, 1, side, side), 3, 1, 1)
    whole = joined((inner > 0).float().unsqueeze(1), seeds)
    near = F.max_pool2d(whole, 3, 1, 1).squeeze(1)
    logits = inner.clamp(-0.3, 0.3) * near - 0.3 * (1 - near)
    # The other maps have no part in it, and a file that does not take them is not SAM 2's.
    nothing = 0 * (coarse.mean() + middle.mean())
    return (20 * logits + nothing).unsqueeze(0), torch.tensor([SCORES]) + nothing


def write(folder, side=1024):
    """Answers the paths of the encoder and the decoder."""
    model = torch.nn.Identity()
    paths = [Path(folder) / f"by_colour_{part}.onnx" for part in ("encoder", "decoder")]
    image = torch.rand(1, 3, side, side)
    maps = encode(model, image)
    networks.export(model, encode, paths[0], {"image": image}, networks.MAPS2)
    example = networks.prompt_example(side)
    networks.export(
        model, decode, paths[1],
        {"image_embed": maps[2], "high_res_feats_0": maps[0], "high_res_feats_1": maps[1],
         **{name: example[name] for name in networks.POINTS}},
        ["masks", "iou_predictions"], networks.POINTS)
    return paths


if __name__ == "__main__":
    side = int(sys.argv[3]) if sys.argv[2:3] == ["--side"] else 1024
    for path in write(sys.argv[1], side):
        print(path)
