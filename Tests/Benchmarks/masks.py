"""Sets points in a real review, and waits for the pictures of their masks."""

import os
import pathlib
import sys
import tempfile
import time

import numpy

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE.parent / "Peers"
sys.path[:0] = [str(HERE.parent / "Terminal"), str(PEERS), str(PEERS / "prompted")]

import torchvision_beside_cpu  # noqa: E402, F401

import networks  # noqa: E402
import torch  # noqa: E402
from drawn import picture  # noqa: E402
from keys import CELL, SIZE, Ear, Terminal, share  # noqa: E402
from PIL import Image  # noqa: E402
from ptyrun import Pty  # noqa: E402
from reviewer import PROGRAM, emend  # noqa: E402

SIZES = [(640, 480), (1920, 1080), (4000, 3000)]
# Where the program finds ONNX Runtime; the rest of the review's environment is pinned.
RUNTIME = {name: os.environ[name] for name in ("EMEND_ONNXRUNTIME", "VIRTUAL_ENV")
           if name in os.environ}
# No mask takes as long, where nothing else is done.
REST = 1.5


def write_model(folder, blur):
    """The tiny SAM 2 as samexporter writes it."""
    torch.manual_seed(0)
    networks.write_samexporter(networks.sam2(small=False), folder, blur)
    for part in ("encoder", "decoder"):
        (folder / f"{part}.onnx").rename(folder / f"sam2_tiny_{part}.onnx")
    return folder / "sam2_tiny_encoder.onnx"


def project(folder, size, model):
    emend(".", "init", str(folder), "--labels", "scratch,dent")
    image = picture(*size, numpy.random.default_rng(1))[..., ::-1]
    Image.fromarray(image).save(folder / "image.jpg", quality=92)
    emend(folder, "add", "image.jpg")
    emend(folder, "model", "add", str(model))


class Watch(Ear):
    """Knows when the last bytes came."""

    last = 0.0

    def feed(self, data):
        self.last = time.perf_counter()
        return super().feed(data)


def answer(terminal, key):
    """Milliseconds from a key to the last byte of what it brings, and of processor time."""
    before, pressed = Terminal.processor(terminal), time.perf_counter()
    terminal.press(key)
    while terminal.pump(REST):
        pass
    return (terminal.model.last - pressed) * 1000, Terminal.processor(terminal) - before


def clicks(size, model, rounds):
    """Seconds of reading; milliseconds from a key to the picture, and of processor time."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "project"
        project(folder, size, model)
        begun = time.perf_counter()
        with Pty.spawn([PROGRAM, "review"], {"EMEND_REVIEWER": "ann", **RUNTIME}, SIZE, "sixel",
                       CELL, folder) as terminal:
            terminal.expect("masks ready", 120)
            reading = time.perf_counter() - begun
            screen, terminal.model = terminal.model, Watch(terminal.answers)
            answer(terminal, "n")
            times = []
            for index in range(rounds + 1):
                answer(terminal, "HJKL"[index // 5 % 4])
                times.append(answer(terminal, "a"))
                if index < rounds:
                    answer(terminal, "u")
            terminal.model = screen
            terminal.press("ctrl+l")
            while terminal.pump(REST):
                pass
            assert " mask 1 of " in terminal.screen()[-1], terminal.screen()[-1]
        # The first one warms up.
        return reading, *(sorted(column) for column in zip(*times[1:]))


def main():
    rounds = int(sys.argv[1]) if sys.argv[1:] else 20
    print("masks        image        ms from the key to the picture: median    p90   worst  "
          "processor  reading, s")
    for name, blur in (("like objects", 16), ("noise", 0)):
        with tempfile.TemporaryDirectory() as folder:
            model = write_model(pathlib.Path(folder), blur)
            for size in SIZES:
                reading, times, processor = clicks(size, model, rounds)
                print(f"{name:13}{size[0]:5}x{size[1]:<5}{share(times, 0.5):42.0f}"
                      f"{share(times, 0.9):7.0f}{times[-1]:8.0f}{share(processor, 0.5):11.0f}"
                      f"{reading:12.1f}", flush=True)


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("masks: run Tests/Benchmarks/masks")
    main()
