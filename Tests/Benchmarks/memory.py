"""Looks closely at large images in a real review, and reads what the kernel says of its memory."""

import os
import pathlib
import re
import statistics
import struct
import sys
import tempfile
import zlib

import numpy
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Terminal"))

from reviewer import Review, emend  # noqa: E402

BAR = 600  # MB
SIZE, CELL = (200, 60), (10, 20)  # 1,490 x 1,160 pixels of picture


def photo_rows(width, height):
    """Rows of something like a photograph: soft shapes and the noise of a sensor."""
    random = numpy.random.default_rng(1)
    x = numpy.arange(width)
    for y in range(height):
        light = 128 + 70 * numpy.sin(x / 310 + y / 170) * numpy.cos(y / 230 - x / 970)
        channels = numpy.stack([light, light * 0.9 + 10, 255 - light], axis=1)
        noise = random.integers(-4, 5, (width, 1))
        yield numpy.clip(channels + noise, 0, 255).astype(numpy.uint8)


def write_png(path, width, height):
    """Row by row, so that it takes no more memory than a row."""
    def chunk(name, data):
        check = zlib.crc32(data, zlib.crc32(name))
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    packer = zlib.compressobj(1)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(
            b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))
        for row in photo_rows(width, height):
            # Filter 1: each byte less the one a pixel to the left.
            flat = row.reshape(-1)
            left = numpy.concatenate([numpy.zeros(3, numpy.uint8), flat[:-3]])
            data = packer.compress(b"\x01" + (flat - left).tobytes())
            if data:
                file.write(chunk(b"IDAT", data))
        file.write(chunk(b"IDAT", packer.flush()) + chunk(b"IEND", b""))


def write_jpeg(path, width, height):
    Image.fromarray(numpy.stack(list(photo_rows(width, height)))).save(path, quality=88)


IMAGES = [
    ("JPEG  6000 x 4000", "a.jpg", lambda path: write_jpeg(path, 6000, 4000)),
    ("JPEG  11600 x 8700", "b.jpg", lambda path: write_jpeg(path, 11600, 8700)),
    ("PNG  20000 x 15000", "c.png", lambda path: write_png(path, 20000, 15000)),
]

# From the whole image down to 64:1 and back up, with pans at each stop.
TOUR = (["Z"] + ["gl"] * 4 + ["gj"] * 4 + ["gh"] * 3 + ["gk"] * 3
        + ["+", "gl", "gj"] * 10 + ["Z", "-", "gl", "gj", "-", "gh", "gk", "0"])


def peak(pid):
    """The highest resident memory so far, in MB."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1000


def processor(pid):
    """Processor time so far, in ms."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 // os.sysconf("SC_CLK_TCK")


def picture_after(review, keys, timeout=240):
    """Processor ms from keys until a picture has come and nothing more."""
    before, begun = review.pty.model.pictures, processor(review.pty.pid)
    review.press(*keys)
    review.pty.until(lambda: review.pty.model.pictures > before, "a picture", timeout)
    while review.pty.pump(0.15):
        pass
    return processor(review.pty.pid) - begun


def tour(folder):
    """Open a review of one image, look around; ms to its first picture, ms of each step, MB."""
    with Review(folder, size=SIZE, cell=CELL) as review:
        review.pty.until(lambda: review.pty.model.pictures > 0, "a picture", 240)
        first = processor(review.pty.pid)
        review.settled()
        steps = [(key, picture_after(review, key)) for key in TOUR]
        memory = peak(review.pty.pid)
        review.quit()
    return first, steps, memory


def main():
    worst = 0
    print("processor ms:                   first    to 1:1   pan, median    worst   peak MB")
    for name, file, write in IMAGES:
        if sys.argv[1:] and file[0] not in sys.argv[1]:
            continue
        with tempfile.TemporaryDirectory(prefix="emend-memory-") as scratch:
            folder = pathlib.Path(scratch) / "project"
            emend(scratch, "init", folder, "--labels", "thing")
            write(folder / file)
            emend(folder, "add", file)
            first, steps, memory = tour(folder)
            size = (folder / file).stat().st_size / 1e6
        pans = [spent for key, spent in steps if key.startswith("g")]
        print(f"{name:<18}{size:5.0f} MB{first:11.0f}{steps[0][1]:10.0f}"
              f"{statistics.median(pans):14.0f}{max(pans):9.0f}{memory:10.0f}", flush=True)
        worst = max(worst, memory)
    print(f"the peak must stay under {BAR} MB")
    return 0 if worst < BAR else 1


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("memory: run Tests/Benchmarks/memory")
    sys.exit(main())
