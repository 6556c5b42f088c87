"""Makes image files and what Pillow and OpenCV read from them.

    python make_cases.py FOLDER

writes the files, for each peer the upright pixels as raw RGB beside them, and cases.txt with a
line for each comparison: FILE RAW WIDTH HEIGHT ALLOWED, where ALLOWED is the largest difference
of any channel. The tests of EmendRaster read it when EMEND_PEER_CASES names the folder above it.
"""

import io
import struct
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

WIDTH, HEIGHT = 61, 47


def picture():
    """Smooth colours with noise and hard edges, so that every step of a decoder matters."""
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    channels = [128 + 120 * np.sin(x / 9 + k) * np.cos(y / 7 - k) for k in range(3)]
    pixels = np.stack(channels, axis=2) + rng.normal(0, 12, (HEIGHT, WIDTH, 3))
    pixels[10:20, 15:40] = (250, 20, 30)
    pixels[25:40, 30:36] = (10, 240, 245)
    return pixels.clip(0, 255).astype(np.uint8)


def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return block


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(pixels, depth, colour, interlaced=False, extra=()):
    """A PNG file from rows of samples; Pillow writes neither 16-bit colour nor interlacing."""
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2)]
        passes += [(0, 1, 2, 2), (1, 0, 2, 1)]
    raw = b""
    for top, left, down, across in passes:
        for row in pixels[top::down, left::across]:
            if row.size:
                raw += b"\0" + row.astype(">u2" if depth == 16 else np.uint8).tobytes()
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, int(interlaced))
    body = [chunk(b"IHDR", header), *extra, chunk(b"IDAT", zlib.compress(raw))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body) + chunk(b"IEND", b"")


class Cases:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lines = []

    def add(self, name, data, pillow=0, opencv=0):
        """Keeps a file and each peer's pixels; None leaves a peer out."""
        path = self.folder / name
        path.write_bytes(data)
        if pillow is not None:
            upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
            self.expect(name, "pillow", np.asarray(upright), pillow)
        if opencv is not None:
            pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
            self.expect(name, "opencv", cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), opencv)

    def expect(self, name, peer, pixels, allowed):
        raw = f"{name}.{peer}.rgb"
        (self.folder / raw).write_bytes(pixels.tobytes())
        self.lines.append(f"{name} {raw} {pixels.shape[1]} {pixels.shape[0]} {allowed}")

    def pillow_file(self, name, image, kind, pillow=0, opencv=0, **options):
        data = io.BytesIO()
        image.save(data, kind, **options)
        self.add(name, data.getvalue(), pillow, opencv)


def add_jpegs(cases, image):
    for sampling, name in [(0, "444"), (1, "422"), (2, "420")]:
        cases.pillow_file(f"{name}.jpg", image, "JPEG", quality=90, subsampling=sampling)
        cases.pillow_file(
            f"{name}-progressive.jpg", image, "JPEG", quality=75, subsampling=sampling,
            progressive=True)
    for name, factor in [("411", 0x411111), ("440", 0x121111)]:
        flags = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor, cv2.IMWRITE_JPEG_RST_INTERVAL, 2]
        bgr = cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR)
        cases.add(f"{name}-restart.jpg", cv2.imencode(".jpg", bgr, flags)[1].tobytes())
    for orientation in range(1, 9):
        cases.pillow_file(
            f"turned-{orientation}.jpg", image, "JPEG", quality=92, exif=exif(orientation))
    cases.pillow_file("rgb.jpg", image, "JPEG", quality=90, keep_rgb=True)
    cases.pillow_file("grey.jpg", image.convert("L"), "JPEG", quality=90)
    inks = io.BytesIO()
    image.convert("CMYK").save(inks, "JPEG", quality=92)
    # OpenCV mixes inks with a shift by 8 where Pillow divides by 255.
    cases.add("cmyk.jpg", inks.getvalue(), opencv=1)
    # The Adobe marker's transform 2 says YCCK; the colours are odd and the same to everybody.
    adobe = bytearray(inks.getvalue())
    adobe[adobe.index(b"Adobe") + 11] = 2
    cases.add("ycck.jpg", bytes(adobe), opencv=1)


def add_pngs(cases, image):
    pixels = np.asarray(image)
    wide = pixels.astype(np.uint16) * 257 - (pixels // 3)
    alpha = np.linspace(0, 255, WIDTH * HEIGHT).reshape(HEIGHT, WIDTH, 1).astype(np.uint8)
    grey = pixels[:, :, 1]
    cases.pillow_file("rgb.png", image, "PNG")
    cases.pillow_file("grey.png", image.convert("L"), "PNG")
    cases.pillow_file("grey-alpha.png", image.convert("LA"), "PNG")
    cases.pillow_file("bits-1.png", image.convert("1"), "PNG")
    cases.pillow_file("palette.png", image.quantize(200), "PNG")
    cases.pillow_file("palette-4.png", image.quantize(13), "PNG", bits=4)
    cases.pillow_file("palette-alpha.png", image.quantize(90), "PNG", transparency=3)
    rgba = image.convert("RGBA")
    rgba.putalpha(Image.fromarray(alpha[:, :, 0]))
    cases.pillow_file("rgba.png", rgba, "PNG")
    cases.pillow_file("rgb-key.png", image, "PNG", transparency=(250, 20, 30))
    for orientation in [3, 6]:
        cases.pillow_file(f"turned-{orientation}.png", image, "PNG", exif=exif(orientation))
    # Pillow reads 16 bits of grey as numbers and clips them.
    cases.add("rgb-16.png", png(wide, 16, 2))
    cases.add("grey-16.png", png(wide[:, :, 0], 16, 0), pillow=None)
    cases.add("rgba-16.png", png(np.dstack([wide, alpha.astype(np.uint16) * 257]), 16, 6))
    cases.add("interlaced.png", png(pixels, 8, 2, interlaced=True))
    cases.add("interlaced-grey.png", png(grey, 8, 0, interlaced=True))
    cases.add("interlaced-16.png", png(wide, 16, 2, interlaced=True))
    gamma = chunk(b"gAMA", struct.pack(">I", 100000))
    cases.add("gamma.png", png(pixels, 8, 2, extra=[gamma]))


def add_webps(cases, image):
    rgba = image.convert("RGBA")
    rgba.putalpha(image.convert("L"))
    cases.pillow_file("lossy.webp", image, "WEBP", quality=80)
    cases.pillow_file("lossless.webp", image, "WEBP", lossless=True)
    cases.pillow_file("lossy-alpha.webp", rgba, "WEBP", quality=80)
    cases.pillow_file("lossless-alpha.webp", rgba, "WEBP", lossless=True, exact=True)
    cases.pillow_file("turned-8.webp", image, "WEBP", lossless=True, exif=exif(8))


def main():
    cases = Cases(sys.argv[1])
    image = Image.fromarray(picture())
    add_jpegs(cases, image)
    add_pngs(cases, image)
    add_webps(cases, image)
    (cases.folder / "cases.txt").write_text("\n".join(cases.lines) + "\n")
    print(f"{len(cases.lines)} comparisons in {cases.folder}")


if __name__ == "__main__":
    main()
