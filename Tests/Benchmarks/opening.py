"""Times opening a review, from the start of the process to a screen with an image's objects.

The project's pictures need not be there: what is timed is the text, which comes first.
"""

import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Terminal"))

from reviewer import Review  # noqa: E402


def milliseconds(folder):
    started = time.perf_counter()
    with Review(folder) as review:
        review.until(lambda look: look.image and look.rows, "an image with its objects")
        opened = time.perf_counter()
        review.opened()
        review.quit()
    return (opened - started) * 1000


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("queue: run Tests/Benchmarks/queue")
    times = [milliseconds(sys.argv[1]) for _ in range(5)]
    print(f"emend review: {min(times):.0f} ms to the first image's objects")
