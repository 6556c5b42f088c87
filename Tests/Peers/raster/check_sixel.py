"""Decodes the sixel images that EmendRaster's tests left in a folder with libsixel's sixel2png.

    python check_sixel.py FOLDER

For each NAME.six there is a NAME.rgb with the pixels that it must give; sixel's colours have 101
levels a channel, so that they may differ by 1. Ends with status 1 where one differs by more.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image


def largest_difference(sixel):
    picture = sixel.with_suffix(".png")
    subprocess.run(["sixel2png", "-i", sixel, "-o", picture], check=True)
    pixels = np.asarray(Image.open(picture).convert("RGB")).astype(int)
    expected = np.frombuffer(sixel.with_suffix(".rgb").read_bytes(), np.uint8)
    return np.abs(pixels - expected.reshape(pixels.shape)).max()


def main():
    files = sorted(Path(sys.argv[1]).glob("*.six"))
    worst = 0
    for sixel in files:
        difference = largest_difference(sixel)
        worst = max(worst, difference)
        print(f"{sixel.name}: largest difference {difference}")
    sys.exit(0 if files and worst <= 1 else 1)


if __name__ == "__main__":
    main()
