"""Times sixel encoding by emend, chafa and libsixel on the same photographs, in turn.

Called by Tests/Benchmarks/picture with the runner's path first; see --help. CPU time is that of
one thread and the least of all rounds, from pixels in memory to bytes; the last table has whole
processes from a 24 megapixel JPEG to 1200x800. Each image is decoded by libsixel's sixel2png and
compared with the scaled photograph: PSNR over the three channels, SSIM of the luma with Wang's
Gaussian window.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image
from encoders import Chafa, Emend, Libsixel
from skimage import data
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from sklearn.datasets import load_sample_images

SIZES = [(640, 480), (1280, 720), (1920, 1080)]


def photographs():
    china, flower = load_sample_images().images
    return [data.astronaut(), data.coffee(), data.chelsea(), china, flower, data.rocket()]


def collage(width, height):
    """Three by two photographs with the grain of a camera, sigma 2."""
    whole = np.zeros((height, width, 3))
    for number, photograph in enumerate(photographs()):
        left, right = (width * (number % 3 + side) // 3 for side in (0, 1))
        top, bottom = (height * (number // 3 + side) // 2 for side in (0, 1))
        image = Image.fromarray(photograph)
        scale = max((right - left) / image.width, (bottom - top) / image.height)
        size = int(image.width * scale + 1), int(image.height * scale + 1)
        part = image.resize(size, Image.LANCZOS).crop((0, 0, right - left, bottom - top))
        whole[top:bottom, left:right] = np.asarray(part)
    whole += np.random.default_rng(1).normal(0, 2, (height, width, 1))
    return whole.round().clip(0, 255).astype(np.uint8)


def scene(width, height):
    """One photograph without grain."""
    image = Image.fromarray(load_sample_images().images[0])
    return np.asarray(image.resize((width, height), Image.LANCZOS))


def luma(pixels):
    return np.asarray(Image.fromarray(pixels).convert("L"))


def likeness(sixel, source, folder):
    """PSNR and SSIM of the picture that sixel2png makes of the file or the bytes.

    A source that is an image is scaled to what is shown: chafa rounds the height down to bands.
    """
    if isinstance(sixel, bytes):
        (folder / "peer.six").write_bytes(sixel)
        sixel = folder / "peer.six"
    subprocess.run(["sixel2png", "-i", sixel, "-o", folder / "shown.png"], check=True)
    with Image.open(folder / "shown.png") as image:
        shown = np.asarray(image.convert("RGB"))
    if isinstance(source, Image.Image):
        source = np.asarray(source.resize(shown.shape[1::-1], Image.BOX))
    shown = shown[: source.shape[0]]
    return (peak_signal_noise_ratio(source, shown),
            structural_similarity(luma(source), luma(shown), gaussian_weights=True, sigma=1.5,
                                  use_sample_covariance=False))


def size_of(sixel):
    return len(sixel) if isinstance(sixel, bytes) else sixel.stat().st_size


def compare(title, pixels, encoders, rounds, folder):
    """Prints a row an encoder, with its ratios to chafa and to libsixel."""
    times = {encoder.name: [] for encoder in encoders}
    images = {}
    for _ in range(rounds):
        for encoder in encoders:
            images[encoder.name], seconds = encoder.encode(pixels)
            times[encoder.name].append(seconds)
    megapixels = pixels.shape[0] * pixels.shape[1] / 1e6
    sizes = {name: size_of(image) for name, image in images.items()}
    for name, image in images.items():
        best = min(times[name])
        ratios = [best / min(times[peer]) for peer in ("chafa", "libsixel")]
        lengths = [sizes[name] / sizes[peer] for peer in ("chafa", "libsixel")]
        psnr, ssim = likeness(image, pixels, folder)
        print(f"{title:16}{name:14}{best * 1e3 / megapixels:7.1f}{ratios[0]:8.2f}{ratios[1]:10.2f}"
              f"{sizes[name] / megapixels / 1e6:8.3f}{lengths[0]:8.2f}{lengths[1]:10.2f}"
              f"{psnr:7.2f}{ssim:7.3f}", flush=True)


def timed(command, target):
    """Wall and CPU seconds of a process whose output goes to a file."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with target.open("wb") as output:
        subprocess.run(list(map(str, command)), stdout=output, stdin=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_processes(runner, rounds, folder):
    photograph = folder / "photograph.jpg"
    Image.fromarray(collage(6000, 4000)).save(photograph, quality=90)
    commands = {
        "emend": [runner, "show", 1200, 800],
        # Without a terminal a cell has 8x8 pixels.
        "chafa": ["chafa", "-f", "sixel", "-w", "5", "--dither", "none", "--threads", "1",
                  "--font-ratio", "1/1", "-s", "150x100"],
        "img2sixel": ["img2sixel", "-w", "1200", "-h", "800"]}
    times = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(timed([*command, photograph], folder / f"{name}.six"))
    for name in commands:
        wall, cpu = (min(column) for column in zip(*times[name]))
        ratios = [min(column) / took for column, took in zip(zip(*times["emend"]), (wall, cpu))]
        with Image.open(photograph) as source:
            psnr, ssim = likeness(folder / f"{name}.six", source, folder)
        print(f"24 MP to 1200x800 {name:11}{wall * 1e3:9.0f}{cpu * 1e3:8.0f}{ratios[0]:12.2f}"
              f"{ratios[1]:11.2f}{size_of(folder / f'{name}.six') / 960_000:8.3f}"
              f"{psnr:7.2f}{ssim:7.3f}", flush=True)


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


def main():
    parser = argparse.ArgumentParser(prog="picture", description=__doc__.splitlines()[0])
    parser.add_argument("runner", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=15, help="the least time counts")
    parser.add_argument("--libchafa", help="a libchafa.so in place of the one from PyPI")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = [Emend(options.runner, quality, folder) for quality in ("best", "normal", "slow")]
        chafa, libsixel = Chafa(options.libchafa), Libsixel()
        print(f"{chafa.version}; {libsixel.version}; one thread, least CPU time of "
              f"{options.rounds} rounds in turn; load {os.getloadavg()[0]:.1f}")
        print("picture         encoder       ms/Mpx /chafa /libsixel    B/px  /chafa /libsixel"
              "   PSNR   SSIM")
        for width, height in SIZES:
            encoders = [*ours, chafa, libsixel]
            compare(f"{width}x{height}", collage(width, height), encoders, options.rounds, folder)
        compare("scene 1280x720", scene(1280, 720), [*ours, chafa, libsixel], options.rounds,
                folder)
        for encoder in ours:
            encoder.close()
        print(f"\n{output_of('chafa', '--version').splitlines()[0]}; "
              f"{output_of('img2sixel', '-V').splitlines()[0]}; whole processes")
        print("                             wall ms  CPU ms  emend/wall  emend/CPU    B/px"
              "   PSNR   SSIM")
        compare_processes(options.runner, options.rounds, folder)


if __name__ == "__main__":
    sys.exit(main())
