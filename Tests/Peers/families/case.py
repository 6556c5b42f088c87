"""One model with its original."""

import onnxruntime


class Case:
    """A model with its original: `prepare` gives the tensor, `answer` the lines of an image."""

    family = ""
    kind = "objects"
    floor, overlap = 0.25, 0.7

    def make(self, folder, pictures):
        """Writes model.onnx and what belongs beside it."""
        raise NotImplementedError

    def prepare(self, image):
        raise NotImplementedError

    def answer(self, image):
        raise NotImplementedError

    def open(self, folder):
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), providers=["CPUExecutionProvider"])

    def run(self, tensor):
        return self.session.run(None, {self.session.get_inputs()[0].name: tensor})


def line(label, score, numbers=()):
    return " ".join([str(int(label)), repr(float(score)), *(repr(float(n)) for n in numbers)])


def clipped(rows, image):
    """emend's boxes end at the image; those of some originals do not."""
    rows = rows.copy()
    rows[:, [0, 2]] = rows[:, [0, 2]].clip(0, image.shape[1])
    rows[:, [1, 3]] = rows[:, [1, 3]].clip(0, image.shape[0])
    return rows
