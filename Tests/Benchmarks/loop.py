"""The loop that emend is for, with an oracle at the keyboard.

Makes a project of the sample plates, and in each round reviews images until so many are done,
trains on all that was reviewed so far, predicts anew, and measures on the held-out plates. The
oracle looks at the predicted boxes as a person looks at the picture, compares them with the truth,
and answers by keys alone, in a pseudo-terminal:

  IoU with a true box of its label >= 0.7     accept
  IoU >= 0.7, another label                   the label's digit
  0.3 <= IoU < 0.7                            move the edges, then enter
  else                                        reject
  a true box that nothing stands for          draw it, then the label's digit
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Terminal"))

from reviewer import Review, emend, query  # noqa: E402

PLATES = ROOT / "samples" / "plates"
LABELS = "scratch,dent,discoloration,missing_screw"
GOOD, USABLE = 0.7, 0.3
THRESHOLD = 0.25
SIDE = 640  # pixels of a plate, both ways


def read_truth(name):
    """The true boxes of each file: label from 0, then left, top, right, bottom."""
    data = json.loads((PLATES / "truth" / name).read_text())
    names = {image["id"]: image["file_name"] for image in data["images"]}
    truth = {name: [] for name in names.values()}
    for one in data["annotations"]:
        x, y, width, height = one["bbox"]
        truth[names[one["image_id"]]].append(
            (one["category_id"] - 1, (x, y, x + width, y + height)))
    return truth


def overlap(one, other):
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0
    common = width * height
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return common / (sum(areas) - common)


def matched(boxes, truth):
    """For each predicted box the index of its true one or None, best pairs first."""
    pairs = sorted(
        ((overlap(box, true) + 0.2 * (label == wanted), index, number)
         for index, (label, box) in enumerate(boxes)
         for number, (wanted, true) in enumerate(truth)
         if overlap(box, true) >= (USABLE if label == wanted else GOOD)), reverse=True)
    found, taken = {}, set()
    for _, index, number in pairs:
        if index not in found and number not in taken:
            found[index] = number
            taken.add(number)
    return [found.get(index) for index in range(len(boxes))]


def steps(distance, far, near):
    """How many far and how many near steps lead nearest to `distance`."""
    count = round(abs(distance) / near)
    return divmod(count, round(far / near))


class Oracle:
    """Reviews images by keys, and counts them."""

    def __init__(self, folder, truth):
        self.folder, self.truth = folder, truth
        self.keys = 0
        self.review = Review(folder, reviewer="oracle", cell=(8, 16))

    def press(self, *names):
        self.keys += len(names)
        self.review.press(*names)

    def predicted(self, image):
        """Label and box of each prediction that is listed of an open image, in order."""
        rows = query(self.folder, """
            SELECT label, x, y, x + width, y + height
            FROM predicted_object JOIN prediction ON prediction.id = prediction
            WHERE model_version = (SELECT id FROM model_version WHERE role = 'champion')
              AND image = (SELECT id FROM image WHERE path LIKE '%/' || ?) AND score >= ?
            ORDER BY score, predicted_object.id""", image, THRESHOLD)
        return [(label, tuple(box)) for label, *box in rows]

    def run(self, images):
        self.review.opened()
        for _ in range(images):
            self.answer(self.review.look.image)
        self.review.quit()

    def answer(self, image):
        boxes, truth = self.predicted(image), self.truth[image]
        if len(boxes) != len(self.review.look.rows):
            raise SystemExit(f"loop: {image} lists {len(self.review.look.rows)} objects, not "
                             f"{len(boxes)}")
        answers = matched(boxes, truth)
        for number, (label, box) in enumerate(truth):
            if number not in answers:
                self.draw(label, box)
        if self.review.look.open == 0:
            self.press("A")
        while self.review.look.image == image and self.review.look.open:
            look = self.review.look
            if look.rows[look.selected].sign != "?":
                self.press("j")
            else:
                number = answers[look.selected]
                self.decide(boxes[look.selected], None if number is None else truth[number])
            self.review.until(lambda now: now.saved and now != look, "the next object", 20)
        self.review.until(lambda now: now.saved and now.image != image, "the next image", 20)

    def decide(self, predicted, true):
        label, box = predicted
        if true is None:
            self.press("x")
        elif overlap(box, true[1]) < GOOD:
            self.press("e", *edge_keys(box, true[1]), "enter")
        elif label == true[0]:
            self.press("a")
        else:
            self.press(str(true[0] + 1))

    def draw(self, label, box):
        """Both corners with the cursor keys, from the middle of the picture."""
        look, cursor = self.review.look, (SIDE / 2, SIDE / 2)
        keys = ["b"]
        for corner in (box[:2], box[2:]):
            moves, cursor = self.moves(cursor, corner)
            keys += moves + ["enter"]
        self.press(*keys[:-1], str(label + 1))
        self.review.until(lambda now: now.saved and len(now.rows) > len(look.rows), "the box", 20)

    def moves(self, cursor, goal):
        """The keys that bring the cursor to a corner: five cells, one cell, one pixel."""
        keys, end = [], []
        columns, rows = self.review.pty.size
        width, height = self.review.pty.cell
        area = ((columns - 31) * width, (rows - 2) * height)
        zoom = min(area) / SIDE
        for axis, names in enumerate((("left", "right", "h", "l"), ("up", "down", "k", "j"))):
            distance, near = goal[axis] - cursor[axis], (width, height)[axis] / zoom
            count = round(abs(distance) / near)
            if not 0 <= cursor[axis] + (count if distance > 0 else -count) * near <= SIDE:
                count -= 1
            key = names[2 + (distance > 0)]
            keys += [key.upper()] * (count // 5) + [key] * (count % 5)
            rest = distance - (count if distance > 0 else -count) * near
            keys += [names[rest > 0]] * abs(round(rest))
            end.append(goal[axis] - rest + round(rest))
        return keys, tuple(end)


def edge_keys(box, goal):
    """The keys that bring each edge to the true one, to the pixel."""
    keys = []
    for edge, way in enumerate(("hl", "kj", "hl", "kj")):
        distance = goal[edge] - box[edge]
        large, small = steps(distance, 10, 1)
        key = way[distance > 0]
        if large or small:
            keys += ["awds"[edge], *[key.upper()] * large, *[key] * small]
    return keys


def measure(folder):
    result = json.loads(emend(folder, "evaluate", "--split", "test", "--json").stdout)
    return find(result, "map50")


def find(value, key):
    """The first value of `key` in nested JSON."""
    if isinstance(value, dict):
        if key in value:
            return value[key]
        value = list(value.values())
    if isinstance(value, list):
        return next((found for one in value if (found := find(one, key)) is not None), None)
    return None


def make_project(folder):
    emend(folder.parent, "init", str(folder), "--labels", LABELS)
    emend(folder, "add", str(PLATES / "pool"))
    emend(folder, "add", str(PLATES / "heldout"), "--split", "test")
    emend(folder, "import", "coco", str(PLATES / "truth" / "heldout.json"), "--split", "test")
    emend(folder, "model", "add", str(PLATES / "starter.onnx"))
    emend(folder, "predict")


def minutes(work):
    begun = time.monotonic()
    work()
    return (time.monotonic() - begun) / 60


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=30, help="reviewed in a round")
    parser.add_argument("--minutes", default="0.75", help="for each training; 0 trains nothing")
    options = parser.parse_args()
    truth = read_truth("pool.json")
    print("round  reviewed  mAP50  review min  train min  predict min  keys/object  mean IoU",
          flush=True)
    with tempfile.TemporaryDirectory(prefix="emend-loop-") as place:
        folder = pathlib.Path(place) / "project"
        make_project(folder)
        print(f"{0:5}  {0:8}  {measure(folder):5.3f}", flush=True)
        for number in range(1, options.rounds + 1):
            play_round(folder, truth, number, options)
        done = emend(folder, "verify")
        print(f"emend verify: {done.stdout.strip()}")


def agreement(folder, truth):
    """The mean IoU of the true boxes of all reviewed images with the accepted ones, by label."""
    found = []
    for image, path in query(folder, "SELECT id, path FROM image WHERE progress = 'reviewed'"):
        held = [(label, tuple(box)) for label, *box in query(
            folder, "SELECT label, x, y, x + width, y + height FROM object "
            "WHERE image = ? AND status = 'accepted'", image)]
        for label, box in truth.get(pathlib.Path(path).name, []):
            found.append(max([overlap(box, other) for kind, other in held if kind == label] + [0]))
    return sum(found) / max(1, len(found))


def play_round(folder, truth, number, options):
    oracle = Oracle(folder, truth)
    begun, = query(folder, "SELECT COUNT(*) FROM object WHERE status = 'accepted' "
                   "AND origin <> 'imported'")[0]
    times = [minutes(lambda: oracle.run(options.images))]
    ended, = query(folder, "SELECT COUNT(*) FROM object WHERE status = 'accepted' "
                   "AND origin <> 'imported'")[0]
    times += [0, 0]
    if float(options.minutes):
        times[1] = minutes(lambda: emend(
            folder, "train", "--minutes", options.minutes, "--promote", "always", limit=900))
        times[2] = minutes(lambda: emend(folder, "predict"))
    print(f"{number:5}  {number * options.images:8}  {measure(folder):5.3f}  {times[0]:10.1f}  "
          f"{times[1]:9.1f}  {times[2]:11.2f}  {oracle.keys / max(1, ended - begun):11.1f}  "
          f"{agreement(folder, truth):8.3f}",
          flush=True)


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("loop: run Tests/Benchmarks/loop")
    main()
