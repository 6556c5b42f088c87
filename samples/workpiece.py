"""Draws one screwed-down metal plate with defects, and says exactly where they are.

A plate is a height field with a brushed finish, lit from one side and photographed at a slight
angle; defects are cut into the height field or the colour, so that they are lit like everything
else. Engraved grooves, printed numbers, drops and dust are drawn too and are not defects.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

LABELS = ["scratch", "dent", "discoloration", "missing_screw"]
SCRATCH, DENT, DISCOLORATION, MISSING_SCREW = range(4)
SHARES = [0.32, 0.24, 0.24, 0.20]  # of each label among the defects
STAINS = [[0.10, -0.06, -0.22], [-0.16, -0.06, 0.10], [-0.2, -0.2, -0.2]]  # heat, oil, soot


@dataclass
class Plate:
    """One finished picture with its objects."""

    picture: np.ndarray  # height x width x 3, bytes
    labels: list  # one index into LABELS per object
    masks: list  # one boolean array per object

    @property
    def boxes(self):
        """x1 y1 x2 y2 in pixels; x2 and y2 are one past the last pixel."""
        rows = []
        for mask in self.masks:
            ys, xs = np.nonzero(mask)
            rows.append([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1])
        return np.array(rows, dtype=np.float32).reshape(-1, 4)


# Textures and strokes ------------------------------------------------------------------------

def resize(values, width, height, how=Image.BICUBIC):
    return np.asarray(Image.fromarray(values.astype(np.float32)).resize((width, height), how))


def noise(rng, side, cells):
    """Smooth noise about zero with roughly `cells` bumps across."""
    return resize(rng.standard_normal((cells, cells)), side, side)


def brushed(rng, side, angle):
    """The finish: fine lines along one direction, in degrees."""
    big = int(side * 1.5)
    lines = resize(rng.standard_normal((big, 6)), big, big, Image.BILINEAR)
    lines = lines + 0.5 * resize(rng.standard_normal((big, big // 8)), big, big, Image.BILINEAR)
    turned = np.asarray(Image.fromarray(lines.astype(np.float32)).rotate(angle, Image.BILINEAR))
    low = (big - side) // 2
    return turned[low : low + side, low : low + side]


def inside(values, edge):
    """1 inside, 0 outside, falling over `edge` where `values` cross zero."""
    return 1 - np.clip(values / edge * 0.5 + 0.5, 0, 1)


def curve(rng, side, length):
    """A gently bending line as points."""
    x, y = rng.uniform(0.2, 0.8, 2) * side
    heading, bend = rng.uniform(0, 2 * np.pi), rng.normal(0, 1.2)
    points = []
    for step in np.linspace(0, 1, 24):
        points.append((x, y))
        direction = heading + bend * step
        x, y = x + np.cos(direction) * length / 24, y + np.sin(direction) * length / 24
    return points


def stroke(points, side, width):
    """Coverage of a line, `0...1`, antialiased."""
    sheet = Image.new("L", (side * 4, side * 4))
    fine = [(x * 4, y * 4) for x, y in points]
    ImageDraw.Draw(sheet).line(fine, fill=255, width=max(1, round(width * 4)), joint="curve")
    return np.asarray(sheet.resize((side, side), Image.BOX), dtype=np.float32) / 255


# One plate -----------------------------------------------------------------------------------

class Workpiece:
    """A plate while it is made: a height field and its colours, and what has been put on it.

    Every step takes its random numbers from `rng` in turn, so the order of the steps is part
    of what a seed means.
    """

    def __init__(self, rng, side):
        self.rng, self.side, self.unit = rng, side, side / 320
        self.rows, self.columns = np.mgrid[0:side, 0:side].astype(np.float32)
        self.objects = []  # (label, mask)
        self.free = np.ones((side, side), bool)  # where nothing has been put yet
        self.lay_out()
        self.finish()

    def lay_out(self):
        """Where the plate is in the picture: turned a little, not quite centred."""
        rng, side = self.rng, self.side
        self.turn = np.deg2rad(rng.uniform(-9, 9))
        self.middle = side / 2 + rng.uniform(-0.04, 0.04, 2) * side
        self.x, self.y = self.columns - self.middle[0], self.rows - self.middle[1]
        sine, cosine = np.sin(self.turn), np.cos(self.turn)
        u, v = self.x * cosine + self.y * sine, -self.x * sine + self.y * cosine
        self.half = np.array([rng.uniform(0.40, 0.47), rng.uniform(0.36, 0.47)]) * side
        corner = rng.uniform(0.02, 0.08) * side
        beyond = np.abs(np.stack([u, v])) - (self.half - corner)[:, None, None]
        # the distance from the rim in pixels, negative on the plate
        self.outline = np.hypot(*np.maximum(beyond, 0)) + np.minimum(beyond.max(0), 0) - corner
        self.across = v

    def finish(self):
        """The bare metal: brushed, not quite flat, of a slight tint."""
        rng, side, unit = self.rng, self.side, self.unit
        lines = brushed(rng, side, rng.uniform(0, 180))
        self.height = 0.10 * lines * unit + noise(rng, side, 3) * rng.uniform(0, 5) * unit
        tint = np.array([1, 1, 1]) + rng.normal(0, 0.03, 3)
        tint = tint + rng.uniform(-0.05, 0.05) * np.array([1, 0, -1])
        self.colour = np.ones((side, side, 3), np.float32) * rng.uniform(0.42, 0.62) * tint
        self.colour *= (1 + 0.035 * lines * rng.uniform(0.5, 1.5))[..., None]

    def place(self, a, b):
        """From the plate's own axes, in pixels from its middle, to the picture."""
        sine, cosine = np.sin(self.turn), np.cos(self.turn)
        return self.middle[0] + a * cosine - b * sine, self.middle[1] + a * sine + b * cosine

    def darken(self, coverage, amount):
        self.colour *= (1 - amount * coverage)[..., None]

    # Part of the design, not defects

    def engrave(self):
        for _ in range(self.rng.integers(0, 3)):
            where = self.rng.uniform(-0.5, 0.5) * self.half[1]
            width = self.rng.uniform(1.5, 3) * self.unit
            self.height -= np.exp(-((self.across - where) / width) ** 2) * 1.6 * self.unit

    def print_number(self):
        if self.rng.random() >= 0.5:
            return
        sheet = Image.new("L", (self.side, self.side))
        letters = list("ABCDEFHKLMPRST0123456789-")
        text = "".join(self.rng.choice(letters, self.rng.integers(5, 10)))
        where = self.place(*(self.rng.uniform(-0.6, 0.1, 2) * self.half))
        ImageDraw.Draw(sheet).text(where, text, fill=255, font_size=max(8, 11 * self.unit))
        self.darken(np.asarray(sheet, dtype=np.float32) / 255, 0.55)

    def screw_spots(self):
        inset, spots = self.half - self.rng.uniform(0.055, 0.075) * self.side, []
        for a in np.linspace(-1, 1, self.rng.integers(2, 4)):
            spots += [(a * inset[0], -inset[1]), (a * inset[0], inset[1])]
        if self.rng.random() < 0.5:
            spots += [(-inset[0], 0.0), (inset[0], 0.0)]
        return spots

    def screw_down(self, defects):
        """Puts screws around the rim and leaves some out; returns the labels of all defects."""
        rng, spots = self.rng, self.screw_spots()
        radius = rng.uniform(0.026, 0.036) * self.side
        wanted = int(np.clip(rng.poisson(2.0), 0, 5)) if defects is None else defects
        labels = [int(label) for label in rng.choice(4, wanted, p=SHARES)]
        missing = set(rng.permutation(len(spots))[: labels.count(MISSING_SCREW)].tolist())
        for number, spot in enumerate(spots):
            centre = self.place(*spot)
            away = np.hypot(self.columns - centre[0], self.rows - centre[1])
            self.free &= away > radius * 2
            if number in missing:
                self.bore(away, radius)
            else:
                self.screw(centre, away, radius)
        return labels

    def bore(self, away, radius):
        """The hole that a missing screw leaves."""
        hole = inside(away - radius * 0.72, 1.2 * self.unit)
        self.height -= hole * 3 * self.unit
        self.darken(hole, self.rng.uniform(0.72, 0.9))
        self.objects.append((MISSING_SCREW, away < radius))

    def screw(self, centre, away, radius):
        rng, unit = self.rng, self.unit
        head = inside(away - radius, 1.2 * unit)
        self.height += head * (2.2 - 1.2 * (away / radius) ** 2) * unit
        self.colour *= (1 + head * rng.uniform(-0.25, 0.15))[..., None]
        angle = rng.uniform(0, np.pi)
        x, y = self.columns - centre[0], self.rows - centre[1]
        for slot in [angle] if rng.random() < 0.4 else [angle, angle + np.pi / 2]:
            off = np.abs(x * np.sin(slot) - y * np.cos(slot))
            cut = inside(off - 1.1 * unit, 1.0 * unit) * (away < radius * 0.75)
            self.height -= cut * 1.5 * unit
            self.darken(cut, 0.5)

    # The other defects, each where nothing has been put yet

    def damage(self, labels):
        draw = {SCRATCH: self.scratch, DENT: self.dent, DISCOLORATION: self.discoloration}
        clear = (self.outline < -0.03 * self.side) & self.free
        for label in labels:
            if label == MISSING_SCREW:
                continue
            for _ in range(30):  # tries
                mask, apply = draw[label]()
                if mask.sum() >= 12 and clear[mask].mean() > 0.97:
                    apply()
                    clear &= ~mask
                    self.objects.append((label, mask))
                    break

    def scratch(self):
        rng, side, unit = self.rng, self.side, self.unit
        width = rng.uniform(0.9, 2.2) * unit
        line = stroke(curve(rng, side, rng.uniform(0.10, 0.42) * side), side, width)
        depth = rng.uniform(0.35, 1.1) * rng.choice([-1, 1], p=[0.3, 0.7])
        dug = rng.uniform(0.15, 1.2) * unit

        def apply():
            self.height = self.height - line * dug
            self.colour = self.colour * (1 + line * depth * 0.6)[..., None]

        return line > 0.25, apply

    def blob(self):
        """An ellipse: its distance field, 1 at the rim, and its longer half-axis."""
        rng, side = self.rng, self.side
        cx, cy = rng.uniform(0.15, 0.85, 2) * side
        x, y = self.columns - cx, self.rows - cy
        long, ratio = rng.uniform(0.035, 0.10) * side, rng.uniform(0.55, 1)
        lean = rng.uniform(0, np.pi)
        a, b = x * np.cos(lean) + y * np.sin(lean), y * np.cos(lean) - x * np.sin(lean)
        return np.hypot(a / long, b / (long * ratio)), long

    def dent(self):
        away, long = self.blob()
        depth = long * self.rng.uniform(0.16, 0.42)
        bowl = np.where(away < 1, (1 - away**2) ** 2, 0) * depth

        def apply():
            self.height = self.height - bowl

        return away < 0.92, apply

    def discoloration(self):
        rng = self.rng
        away, _ = self.blob()
        ragged = away + 0.35 * noise(rng, self.side, 14)
        stain = inside(ragged - 0.9, 0.22) * rng.uniform(0.35, 1.0)
        hue = np.array([rng.choice(STAINS)])

        def apply():
            self.colour = self.colour * (1 + stain[..., None] * hue * rng.uniform(0.8, 1.4))

        return ragged < 0.9, apply

    # Light and camera

    def lit(self):
        """The plate on its dark bench, lit from one side, with a highlight and some dust."""
        rng, side, unit = self.rng, self.side, self.unit
        slope_y, slope_x = np.gradient(self.height)
        light, steep = rng.uniform(0, 2 * np.pi), rng.uniform(0.45, 0.9)
        sine, cosine = np.sin(light), np.cos(light)
        shade = np.clip(1 - steep * (slope_x * cosine + slope_y * sine), 0.15, 2.2)
        fall = 1 + rng.uniform(0.1, 0.45) * (self.x * cosine + self.y * sine) / side
        along = (self.x * sine - self.y * cosine) / side
        band = np.exp(-((along - rng.uniform(-0.6, 0.6)) / rng.uniform(0.1, 0.3)) ** 2)
        lit = self.colour * (shade * fall)[..., None] + (rng.uniform(0, 0.22) * band)[..., None]
        bench = rng.uniform(0.06, 0.3) * (1 + 0.25 * noise(rng, side, 20))
        shadow = np.exp(-np.maximum(self.outline, 0) / (6 * unit)) * (self.outline > 0)
        bench = (bench * (1 - 0.6 * shadow))[..., None] * np.ones(3)
        plate = inside(self.outline, 1.5 * unit)[..., None]
        scene = lit * plate + bench * (1 - plate)
        for _ in range(rng.integers(0, 5)):
            x, y = self.columns - rng.uniform(0, side), self.rows - rng.uniform(0, side)
            grain = rng.uniform(0.4, 1.3) * unit
            scene += (0.25 * inside(np.hypot(x, y) - grain, 1.2 * unit))[..., None]
        return scene

    def photograph(self):
        rng, side = self.rng, self.side
        scene = np.clip(self.lit() * rng.uniform(0.75, 1.3), 0, 1) ** (1 / rng.uniform(0.9, 1.25))
        picture = Image.fromarray((scene * 255).astype(np.uint8))
        if rng.random() < 0.5:
            picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9) * self.unit))
        grain = rng.normal(0, rng.uniform(1, 5), (side, side, 1))
        grain = grain + rng.normal(0, 1, (side, side, 3))
        return np.clip(np.asarray(picture, dtype=np.float32) + grain, 0, 255).astype(np.uint8)


def draw(seed, side=320, defects=None):
    """One plate. `defects` fixes how many; otherwise none to five, two on average."""
    work = Workpiece(np.random.default_rng([20260, seed]), side)
    work.engrave()
    work.print_number()
    work.damage(work.screw_down(defects))
    picture = work.photograph()
    return Plate(picture, [label for label, _ in work.objects], [m for _, m in work.objects])
