"""Ultralytics' models other than boxes and masks: pose, rotated boxes, labels, RT-DETR."""

import os
import shutil
import tempfile
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from case import Case, clipped, line
from drawn import PARTS
from ultralytics import RTDETR, YOLO
from ultralytics.nn.modules.head import RTDETRDecoder
from ultralytics.utils import ops
from untrained import calibrate, settle, spread, spread_layers, tensors

SIDE = 320


class Ultralytics(Case):
    family = "yolo"

    def __init__(self, config, load=YOLO, side=SIDE, deviation=1.6, **arguments):
        self.config, self.load, self.side, self.deviation = config, load, side, deviation
        self.arguments = arguments

    def net(self, model, pictures):
        net = model.model
        net.yaml["nc"] = len(PARTS)
        fresh = type(net)(net.yaml, nc=len(PARTS), verbose=False)
        fresh.names, fresh.task, fresh.args = dict(enumerate(PARTS)), model.task, net.args
        batch = tensors(list(pictures.values())[:20], self.side)
        calibrate(fresh, batch)
        if model.task in ("pose", "obb"):
            spread(fresh, batch, -6 if self.deviation > 1 else -4, self.deviation)
        return fresh.eval()

    def make(self, folder, pictures):
        model = self.load(self.config)
        model.model = self.net(model, pictures)
        here = Path.cwd()
        with tempfile.TemporaryDirectory() as work:
            os.chdir(work)  # the export lands beside the configuration's name
            try:
                file = model.export(
                    format="onnx", imgsz=self.side, simplify=False, verbose=False,
                    **self.arguments)
                shutil.move(Path(file).resolve(), folder / "model.onnx")
            finally:
                os.chdir(here)
        more = {"task": model.task} if self.load is YOLO else {}
        self.original = self.load(folder / "model.onnx", **more)

    def predict(self, image):
        return self.original.predict(
            image, conf=self.floor, iou=self.overlap, imgsz=self.side, device="cpu",
            verbose=False)[0]

    def prepare(self, image):
        self.predict(image)
        return self.original.predictor.preprocess([image]).numpy()

    def answer(self, image):
        boxes = clipped(self.predict(image).boxes.data.numpy(), image)
        return [line(int(row[5]), row[4], row[:4]) for row in boxes]


class Posed(Ultralytics):
    kind = "keypoints"

    def __init__(self, config, points=17, values=3, **arguments):
        super().__init__(config, **arguments)
        self.points = [points, values]

    def net(self, model, pictures):
        model.model.yaml["kpt_shape"] = self.points
        return super().net(model, pictures)

    def answer(self, image):
        found = self.predict(image)
        boxes = clipped(found.boxes.data.numpy(), image)
        points = found.keypoints.data.numpy().reshape(len(boxes), *self.points)
        # The third value is trained on whether a point was labelled; without it 0, 0 is missing.
        seen = points[..., 2] >= 0.5 if points.shape[2] == 3 else points.any(axis=-1)
        points = np.dstack([points[..., :2], 2 * seen]).reshape(len(boxes), -1)
        return [
            line(int(row[5]), row[4], [*row[:4], *more]) for row, more in zip(boxes, points)]


class Rotated(Ultralytics):
    kind = "polygons"

    def answer(self, image):
        found = self.predict(image).obb
        corners = found.xyxyxyxy.numpy().reshape(-1, 8)
        return [
            line(int(label), score, eight)
            for label, score, eight in zip(found.cls, found.conf, corners)]


class Labels(Ultralytics):
    kind = "labels"

    def answer(self, image):
        shares = self.predict(image).probs.data.numpy()
        return [line(label, shares[label]) for label in np.argsort(-shares, kind="stable")]


class Transformer(Ultralytics):
    """RT-DETR of a quarter of the width and with one decoder layer."""

    family = "rtdetr"

    def net(self, model, pictures):
        net = model.model
        net.yaml["nc"] = len(PARTS)
        net.yaml["head"][-1][3] = ["nc", 256, 100, 4, 8, 1]
        for _, _, kind, sizes in net.yaml["backbone"]:
            for place in range(2 if kind.startswith("HG") else 1):
                sizes[place] //= 4
        torch.manual_seed(0)
        fresh = type(net)(net.yaml, nc=len(PARTS), verbose=False)
        fresh.names, fresh.task, fresh.args = dict(enumerate(PARTS)), model.task, net.args
        batch = tensors(list(pictures.values())[:4], self.side)
        settle(fresh, batch)
        head = fresh.model[-1]
        for boxes in head.dec_bbox_head:
            torch.nn.init.normal_(boxes.layers[-1].weight, std=0.05)
        spread_layers(fresh, [head.enc_score_head], batch, mean=-3)
        spread_layers(fresh, list(head.dec_score_head), batch, mean=-3)
        return fresh


class OldTransformer(Transformer):
    """As releases before 8.4.47 exported it: all scores of a row, and no word of the head."""

    def make(self, folder, pictures):
        whole = RTDETRDecoder.postprocess
        RTDETRDecoder.postprocess = lambda self, boxes, scores: torch.cat((boxes, scores), -1)
        try:
            super().make(folder, pictures)
        finally:
            RTDETRDecoder.postprocess = whole
        graph = onnx.load(folder / "model.onnx")
        facts = {p.key: p.value for p in graph.metadata_props if p.key != "head"}
        facts["version"] = "8.4.40"
        onnx.helper.set_model_props(graph, facts)
        onnx.save(graph, folder / "model.onnx")

    def predict(self, image):
        raise NotImplementedError

    def prepare(self, image):
        square = cv2.resize(image, (self.side, self.side), interpolation=cv2.INTER_LINEAR)
        return square[None, ..., ::-1].transpose(0, 3, 1, 2).astype(np.float32) / 255

    def answer(self, image):
        """`RTDETRPredictor.postprocess` of 8.4.40."""
        rows = torch.from_numpy(self.run(np.ascontiguousarray(self.prepare(image)))[0])[0]
        boxes, scores = rows.split((4, rows.shape[1] - 4), dim=-1)
        best, label = scores.max(-1, keepdim=True)
        found = torch.cat([ops.xywh2xyxy(boxes), best, label], -1)[best.squeeze(-1) > self.floor]
        found = found[found[:, 4].argsort(descending=True)][:300]
        found[:, [0, 2]] *= image.shape[1]
        found[:, [1, 3]] *= image.shape[0]
        return [line(int(r[5]), r[4], r[:4]) for r in clipped(found.numpy(), image)]


CASES = {
    "yolov8n-pose-plain": lambda: Posed("yolov8n-pose.yaml", points=5, values=2),
    "yolo11n-pose": lambda: Posed("yolo11n-pose.yaml"),
    "yolo11n-pose-nms": lambda: Posed("yolo11n-pose.yaml", nms=True),
    "yolo11n-obb": lambda: Rotated("yolo11n-obb.yaml", deviation=0.8),
    "yolo11n-obb-nms": lambda: Rotated("yolo11n-obb.yaml", deviation=0.8, nms=True),
    "yolo26n-pose-end2end": lambda: Posed("yolo26n-pose.yaml", nms=False),
    "yolo11n-cls": lambda: Labels("yolo11n-cls.yaml", side=96),
    "rtdetr-l": lambda: Transformer("rtdetr-l.yaml", RTDETR),
    "rtdetr-l-old": lambda: OldTransformer("rtdetr-l.yaml", RTDETR),
}
