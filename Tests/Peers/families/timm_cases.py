"""timm's models, their settings beside or inside, and maps of anomalies over a backbone."""

import json

import numpy as np
import onnx
import timm
import torch
from case import Case, line
from drawn import PARTS, runs
from PIL import Image
from scipy import ndimage
from torch import nn
from torch.nn import functional as F
from untrained import settle, spread_layers

BATCH = {0: "batch"}


def pillow(image):
    return Image.fromarray(np.ascontiguousarray(image[..., ::-1]))


class Timm(Case):
    """A classifier with the config.json that timm writes for the Hub."""

    family, kind, name, labels, output = "classifier", "labels", "resnet10t", PARTS, "logits"
    options = {}

    def make(self, folder, pictures):
        model = timm.create_model(
            self.name, pretrained=False, num_classes=len(self.labels), **self.options)
        self.facts = timm.data.resolve_model_data_config(model)
        self.transform = timm.data.create_transform(**self.facts, is_training=False)
        batch = torch.stack([self.transform(pillow(p)) for p in pictures.values()])
        settle(model, batch)
        if self.labels:
            spread_layers(model, [model.get_classifier()], batch, mean=0, deviation=2)
        torch.onnx.export(
            model.eval(), (batch[:1],), str(folder / "model.onnx"), input_names=["pixel_values"],
            output_names=[self.output], opset_version=18, dynamo=False,
            dynamic_axes={"pixel_values": BATCH, self.output: BATCH})
        self.keep(model, folder)

    def keep(self, model, folder):
        config = {
            "architecture": self.name, "num_classes": len(self.labels),
            "label_names": self.labels, "pretrained_cfg": model.pretrained_cfg,
        }
        (folder / "config.json").write_text(json.dumps(config))

    def prepare(self, image):
        return self.transform(pillow(image))[None].numpy()

    def answer(self, image):
        logits = torch.from_numpy(self.run(self.prepare(image))[0])[0]
        shares = logits.softmax(-1).numpy()
        return [line(label, shares[label]) for label in np.argsort(-shares, kind="stable")]


class TimmEmbedding(Timm):
    """A backbone with the settings in the file's metadata."""

    family, kind, name, labels, output = (
        "embedding", "values", "mobilenetv3_small_050", [], "embedding")

    def keep(self, model, folder):
        graph = onnx.load(folder / "model.onnx")
        settings = {
            key: self.facts[key]
            for key in ("input_size", "mean", "std", "interpolation", "crop_pct", "crop_mode")}
        onnx.helper.set_model_props(
            graph, {"architecture": self.name, "preprocess": json.dumps(settings)})
        onnx.save(graph, folder / "model.onnx")

    def answer(self, image):
        return [repr(float(value)) for value in self.run(self.prepare(image))[0][0]]


class PatchCore(nn.Module):
    """Distance of each patch to the nearest patch of a bank (Roth et al. 2022)."""

    def __init__(self):
        super().__init__()
        self.backbone = timm.create_model(
            "resnet10t", pretrained=False, features_only=True, out_indices=(1, 2))
        self.register_buffer("bank", torch.zeros(1, 1))

    def learn(self, batch):
        settle(self.backbone, batch)
        rows = self.rows(batch[::2]).permute(0, 2, 3, 1).flatten(0, 2)
        self.bank = rows[torch.randperm(len(rows))[:200]].clone()

    def rows(self, pictures):
        fine, coarse = (F.avg_pool2d(f, 3, 1, 1) for f in self.backbone(pictures))
        coarse = F.interpolate(coarse, size=fine.shape[-2:], mode="bilinear")
        return torch.cat([fine, coarse], 1)

    def forward(self, pictures):
        rows = self.rows(pictures)
        batch, depth, height, width = rows.shape
        rows = rows.permute(0, 2, 3, 1).reshape(-1, depth)
        square = rows.pow(2).sum(1, keepdim=True) - 2 * rows @ self.bank.T
        square = square + self.bank.pow(2).sum(1)
        score = square.clamp(min=0).sqrt().amin(1).reshape(batch, 1, height, width)
        whole = F.interpolate(score, size=pictures.shape[-2:], mode="bilinear")
        return whole, score.amax((1, 2, 3))


class PatchNet(nn.Sequential):
    """EfficientAD's small patch description network, a tenth as wide."""

    def __init__(self, depth):
        super().__init__(
            nn.Conv2d(3, 16, 4), nn.ReLU(), nn.AvgPool2d(2, 2), nn.Conv2d(16, 32, 4),
            nn.ReLU(), nn.AvgPool2d(2, 2), nn.Conv2d(32, 32, 3), nn.ReLU(),
            nn.Conv2d(32, depth, 4))


class AutoEncoder(nn.Module):
    """Down to one place and up again, by the sizes that the paper gives for 256 pixels."""

    SIZES = [3, 8, 15, 32, 63, 127, 56]

    def __init__(self, depth, width=8):
        super().__init__()
        steps = [nn.Conv2d(3, width, 4, 2, 1), nn.ReLU()]
        for _ in range(4):
            steps += [nn.Conv2d(width, width, 4, 2, 1), nn.ReLU()]
        self.encoder = nn.Sequential(*steps, nn.Conv2d(width, width, 8))
        self.decoder = nn.ModuleList(nn.Conv2d(width, width, 4, 1, 2) for _ in self.SIZES[1:])
        self.last = nn.Sequential(
            nn.Conv2d(width, width, 3, 1, 1), nn.ReLU(), nn.Conv2d(width, depth, 3, 1, 1))

    def forward(self, pictures):
        rows = self.encoder(pictures)
        for size, layer in zip(self.SIZES, self.decoder):
            rows = F.relu(layer(F.interpolate(rows, size=(size, size), mode="bilinear")))
        return self.last(F.interpolate(rows, size=(self.SIZES[-1],) * 2, mode="bilinear"))


class EfficientAD(nn.Module):
    """Where a student differs from its teacher, and from an autoencoder (Batzner et al. 2024)."""

    def __init__(self, depth=24):
        super().__init__()
        self.teacher, self.student = PatchNet(depth), PatchNet(2 * depth)
        self.autoencoder = AutoEncoder(depth)
        for name, shape in [("mean", (1, depth, 1, 1)), ("deviation", (1, depth, 1, 1)),
                            ("low", (2,)), ("high", (2,))]:
            self.register_buffer(name, torch.zeros(shape))
        self.deviation += 1
        self.high += 1

    def learn(self, batch):
        rows = self.teacher(batch)
        self.mean = rows.mean((0, 2, 3), keepdim=True)
        self.deviation = rows.std((0, 2, 3), keepdim=True)
        maps = torch.stack(self.maps(batch)).flatten(1)
        picked = maps[:, torch.randperm(maps.shape[1])[:100000]]
        self.low, self.high = picked.quantile(0.9, 1), picked.quantile(0.995, 1)

    def maps(self, pictures):
        teacher = (self.teacher(pictures) - self.mean) / self.deviation
        student, depth = self.student(pictures), teacher.shape[1]
        code = self.autoencoder(pictures)
        return ((teacher - student[:, :depth]).pow(2).mean(1, keepdim=True),
                (code - student[:, depth:]).pow(2).mean(1, keepdim=True))

    def forward(self, pictures):
        both = [0.1 * (found - self.low[i]) / (self.high[i] - self.low[i])
                for i, found in enumerate(self.maps(pictures))]
        score = F.pad(0.5 * both[0] + 0.5 * both[1], (4, 4, 4, 4))
        whole = F.interpolate(score, size=pictures.shape[-2:], mode="bilinear")
        return whole, whole.amax((1, 2, 3))


class Anomaly(Case):
    """A map of anomalib's names; masks by torch, scipy and the threshold of the card."""

    family, kind, side, network = "anomaly", "anomaly", 128, PatchCore

    def make(self, folder, pictures):
        model = self.network().eval()
        batch = torch.from_numpy(np.concatenate([self.prepare(p) for p in pictures.values()]))
        with torch.no_grad():
            model.learn(batch)
            self.threshold = round(float(model(batch)[0].quantile(0.97)), 3)
        names = ["anomaly_map", "pred_score"]
        torch.onnx.export(
            model.eval(), (batch[:1],), str(folder / "model.onnx"), input_names=["input"],
            output_names=names, opset_version=18, dynamo=False,
            dynamic_axes={name: BATCH for name in ["input", *names]})
        # what the yaml beside a model becomes
        (folder / "card").write_text(json.dumps({"threshold": self.threshold}))

    def prepare(self, image):
        small = pillow(image).resize((self.side, self.side), Image.Resampling.BILINEAR)
        return np.asarray(small, dtype=np.float32).transpose(2, 0, 1)[None] / 255

    def answer(self, image):
        found, score = self.run(self.prepare(image))
        whole = F.interpolate(
            torch.from_numpy(found), size=image.shape[:2], mode="bilinear")[0, 0].numpy()
        parts, count = ndimage.label(whole > self.threshold, structure=np.ones((3, 3)))
        share = lambda value: float(value) / (float(value) + self.threshold)  # noqa: E731
        lines = [line(-1, share(score[0]))]
        for part in range(1, count + 1):
            mask = parts == part
            lines.append(line(0, share(whole[mask].max()), [0] * 4) + " " + runs(mask))
        return lines


class Efficient(Anomaly):
    side, network = 256, EfficientAD


CASES = {
    "timm-resnet10t": Timm, "timm-mobilenetv3": TimmEmbedding, "patchcore": Anomaly,
    "efficientad": Efficient,
}
