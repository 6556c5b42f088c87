"""Times decisions from the key to the screen that shows them as saved."""

import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Terminal"))

from reviewer import Review, Scratch, emend  # noqa: E402

BAR = 15  # ms


class Stopwatch:
    """Notes when screens say that a flag is being saved, and that it is."""

    def __init__(self, flagged):
        self.goal = not flagged
        self.saving = self.saved = None

    def note(self, look):
        if not look.saved:
            self.saving = self.saving or time.perf_counter()
        elif look.flagged == self.goal:
            self.saved = self.saved or time.perf_counter()


def measure(folder, count):
    """Milliseconds from key to saved, and from saving to saved, of `count` flags."""
    times = []
    with Review(folder) as review:
        review.opened()
        review.settled()
        for _ in range(count):
            watch = Stopwatch(review.look.flagged)
            review.noted = watch.note
            pressed = time.perf_counter()
            review.press("f")
            review.pty.until(lambda: watch.saved, "a saved decision")
            # A commit that is back before a screen was drawn has no "saving".
            begun = watch.saving or pressed
            times.append(((watch.saved - pressed) * 1000, (watch.saved - begun) * 1000))
            while review.pty.pump(0.002):
                pass
        review.quit()
    return zip(*times)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with Scratch() as folder:
        rows = list(zip(("key to saved", "commit"), measure(folder, count)))
        emend(folder, "verify")
    print(f"{count} decisions, ms    median      p90      p99    worst")
    for name, times in rows:
        times = sorted(times)
        shares = [times[min(len(times) - 1, int(len(times) * share))]
                  for share in (0.5, 0.9, 0.99, 1)]
        print(f"{name:<20}" + "".join(f"{value:9.2f}" for value in shares))
    commits = sorted(rows[1][1])
    return 0 if commits[int(len(commits) * 0.99)] <= BAR else 1


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("commit: run Tests/Benchmarks/commit")
    sys.exit(main())
