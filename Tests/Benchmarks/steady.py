"""Resident memory of `emend predict` over many images of 12 megapixels; see `steady` beside it."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
EMEND = os.environ["EMEND_BIN"]
SIZE = (4000, 3000)
KINDS = 40


def run(folder, *words):
    return subprocess.run([EMEND, *words], cwd=folder, check=True, capture_output=True, text=True)


def make_images(folder, count):
    """Pictures of `SIZE`, each of its own content by a comment in the file."""
    folder.mkdir()
    plates = sorted((ROOT / "samples/plates/pool").glob("*.jpg"))[:KINDS]
    for kind, plate in enumerate(plates):
        first = folder / f"{kind}.jpg"
        Image.open(plate).resize(SIZE, Image.BICUBIC).save(first, quality=60)
        data = first.read_bytes()
        first.unlink()
        for number in range(kind, count, len(plates)):
            text = f"{number}".encode()
            comment = b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
            (folder / f"{number:06d}.jpg").write_bytes(data[:2] + comment + data[2:])


def megabytes(process, field):
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0


def predict(project, seen=lambda process: None):
    """The peak of resident memory in MB; `seen` is called along the way."""
    process = subprocess.Popen([EMEND, "predict"], cwd=project, stdout=subprocess.DEVNULL)
    peak = 0.0
    try:
        while process.poll() is None:
            peak = max(peak, megabytes(process, "VmHWM"))
            seen(process)
            time.sleep(0.05)
    finally:
        process.kill()
    if process.returncode:
        sys.exit(f"emend predict ended with {process.returncode}")
    return peak


def new_project(folder, pictures):
    run(folder.parent, "init", str(folder), "--labels", "scratch,dent,discoloration,missing_screw")
    run(folder, "add", str(pictures))
    run(folder, "model", "add", str(ROOT / "samples/plates/starter.onnx"))


def predicted(project):
    done = subprocess.run(
        ["sqlite3", "-readonly", str(project / "project.sqlite"),
         "SELECT count(*) FROM prediction"], capture_output=True, text=True)
    return int(done.stdout or 0)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = folder / "small"
        small.mkdir()
        Image.open(next((ROOT / "samples/plates/pool").glob("*.jpg"))).save(small / "one.png")
        new_project(folder / "alone", small)
        alone = predict(folder / "alone")
        print(f"the model alone: {alone:.0f} MB", flush=True)
        make_images(folder / "pictures", count)
        new_project(folder / "project", folder / "pictures")
        marks = [count * part // 10 for part in range(1, 11)]
        begun = time.monotonic()

        def seen(process):
            if time.monotonic() < seen.next:
                return
            seen.next = time.monotonic() + 2
            done = predicted(folder / "project")
            while marks and done >= marks[0]:
                print(f"{marks.pop(0):7} images {megabytes(process, 'VmRSS'):6.0f} MB", flush=True)

        seen.next = 0
        peak = predict(folder / "project", seen)
        seconds = time.monotonic() - begun
        print(f"peak {peak:.0f} MB, {peak - alone:.0f} MB over the model's; "
              f"{count / seconds:.1f} images/s")


if __name__ == "__main__":
    main()
