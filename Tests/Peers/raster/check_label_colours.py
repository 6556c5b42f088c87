#!/usr/bin/env python3
"""Chooses the label colours of Themes/dusk.yaml: 80 that are far apart for everybody.

    python check_label_colours.py --print    prints them for the theme
    python check_label_colours.py FOLDER     compares them with the theme

The first seven are Okabe's and Ito's without black (jfly.uni-koeln.de/color, 2008). Each one after
them is the colour of a grid in sRGB that is farthest from all before it and from black and white,
where the distance of two colours is the least of what people with the usual colour vision,
protanopia, deuteranopia and tritanopia see. So the first labels of a project, which most projects
have only, are farthest apart.

Distances are CIEDE2000 (Sharma, Wu, Dalal 2005); colour vision is simulated with the matrices of
Machado, Oliveira and Fernandes (2009) at full strength. Needs numpy.
"""

import pathlib
import re
import sys

import numpy

THEME = pathlib.Path(__file__).resolve().parents[3] / "Themes" / "dusk.yaml"
COUNT = 80
SEEDS = ["e69f00", "56b4e9", "009e73", "f0e442", "d55e00", "cc79a7", "0072b2"]
# Outlines are drawn on photographs: what is darker, paler or greyer is lost in them.
LIGHTNESS = (38, 92)
LEAST_CHROMA = 25
# The usual vision tells more colours apart, and most reviewers have it: its distances count for
# less, so that they must be larger.
WEIGHTS = {"usual": 0.6, "protanopia": 1, "deuteranopia": 1, "tritanopia": 1}

MATRICES = {
    "usual": numpy.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = numpy.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                      [0.0193339, 0.1191920, 0.9503041]])
WHITE = TO_XYZ.sum(axis=1)


def lab(colours, vision="usual"):
    """CIELAB of sRGB colours, 0 to 255, as a kind of colour vision has them."""
    values = numpy.asarray(colours, float) / 255
    linear = numpy.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    seen = numpy.clip(linear @ numpy.array(MATRICES[vision]).T, 0, 1)
    ratio = seen @ TO_XYZ.T / WHITE
    f = numpy.where(ratio > (6 / 29) ** 3, numpy.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return numpy.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def distance(one, other):
    """CIEDE2000 of CIELAB colours."""
    (l1, a1, b1), (l2, a2, b2) = numpy.moveaxis(one, -1, 0), numpy.moveaxis(other, -1, 0)
    mean7 = ((numpy.hypot(a1, b1) + numpy.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + (1 - numpy.sqrt(mean7 / (mean7 + 25.0 ** 7))) / 2
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = numpy.hypot(a1, b1), numpy.hypot(a2, b2)
    h1, h2 = numpy.degrees(numpy.arctan2(b1, a1)) % 360, numpy.degrees(numpy.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    turn = numpy.where(c1 * c2 == 0, 0, turn)
    dh = 2 * numpy.sqrt(c1 * c2) * numpy.sin(numpy.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = numpy.where(numpy.abs(h1 - h2) > 180, h1 + h2 + 360, h1 + h2) / 2
    hm = numpy.where(c1 * c2 == 0, h1 + h2, hm) % 360
    t = 1 + sum(share * numpy.cos(numpy.radians(times * hm + shift))
                for share, times, shift in [(-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6),
                                            (-0.2, 4, -63)])
    sl = 1 + 0.015 * (lm - 50) ** 2 / numpy.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rotation = (-2 * numpy.sqrt(cm ** 7 / (cm ** 7 + 25.0 ** 7))
                * numpy.sin(numpy.radians(60 * numpy.exp(-(((hm - 275) / 25) ** 2)))))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, dh / sh
    return numpy.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh)


def grid():
    """The colours that may be chosen."""
    steps = numpy.append(numpy.arange(0, 256, 8), 255)
    colours = numpy.stack(numpy.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    light, *chroma = lab(colours).T
    return colours[(light >= LIGHTNESS[0]) & (light <= LIGHTNESS[1])
                   & (numpy.hypot(*chroma) >= LEAST_CHROMA)]


def choose():
    """The colours as `#rrggbb`, those that are farthest apart first."""
    candidates = grid()
    views = {vision: lab(candidates, vision) for vision in MATRICES}
    least = numpy.full(len(candidates), numpy.inf)
    chosen = [[int(seed[i:i + 2], 16) for i in (0, 2, 4)] for seed in SEEDS]
    for colour in [[0, 0, 0], [255, 255, 255], *chosen]:
        least = numpy.minimum(least, nearness(views, colour))
    while len(chosen) < COUNT:
        chosen.append(candidates[least.argmax()].tolist())
        least = numpy.minimum(least, nearness(views, chosen[-1]))
    return ["#%02x%02x%02x" % tuple(colour) for colour in chosen]


def nearness(views, colour):
    """The weighted distance of each candidate to a colour, to those whom it seems least."""
    return numpy.min([weight * distance(views[vision], lab(colour, vision))
                      for vision, weight in WEIGHTS.items()], axis=0)


def main():
    colours = choose()
    if "--print" in sys.argv:
        print("labels:\n  [")
        for start in range(0, COUNT, 8):
            print("    " + ", ".join(f'"{name}"' for name in colours[start:start + 8]) + ",")
        print("  ]")
        return
    labels = THEME.read_text().split("labels:")[1].split("]")[0]
    if re.findall("#[0-9a-f]{6}", labels) != colours:
        sys.exit(f"{THEME.name}: the labels are not those that --print gives")
    print(f"{THEME.name}: {len(colours)} label colours")


if __name__ == "__main__":
    main()
