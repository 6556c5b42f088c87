"""Models that are asked with texts, with tokenizers trained on the spot."""

import contextlib
import functools
import json
import sys
from pathlib import Path

import numpy as np
import tokenizers
import torch
import transformers
from case import clipped, line
from drawn import PARTS
from torch import nn
from transformers_cases import BATCH, Transformers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "text"))

import kinds  # noqa: E402
import texts  # noqa: E402

# Where BERT's own vocabulary has them, which Grounding DINO's code counts on.
BERT_NUMBERS = {"[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102, ".": 1012, "?": 1029}


@functools.cache
def corpus():
    return texts.corpus(20261121) + [f"{part}. This is a photo of {part}." for part in PARTS] * 20


def renumbered(tokenizer, numbers):
    """The same tokenizer with some tokens at other numbers, whose owners take theirs."""
    made = json.loads(tokenizer.to_str())
    vocabulary = made["model"]["vocab"]
    for token, number in numbers.items():
        owner = next(name for name, other in vocabulary.items() if other == number)
        vocabulary[owner], vocabulary[token] = vocabulary[token], number
    for added in made["added_tokens"]:
        added["id"] = vocabulary[added["content"]]
    for name, special in made["post_processor"]["special_tokens"].items():
        special["ids"] = [vocabulary[name]]
    return tokenizers.Tokenizer.from_str(json.dumps(made))


class Asked(Transformers):
    """A model with inputs of texts; `asked` holds the lines of `asked.txt`."""

    inputs, axes = (), {}
    asked = PARTS

    def tokenizer(self):
        raise NotImplementedError

    def make(self, folder, pictures):
        self.words = self.tokenizer()
        self.words.save(str(folder / "tokenizer.json"))
        (folder / "asked.txt").write_text("".join(f"{label}\n" for label in self.asked))
        self.images = [p[..., ::-1] for p in list(pictures.values())[:4]]
        self.export(folder)

    def fast(self, pad):
        return transformers.PreTrainedTokenizerFast(tokenizer_object=self.words, pad_token=pad)

    def tensors(self, image):
        """All inputs for an image, as the original's processor makes them."""
        made = self.processor(
            images=np.ascontiguousarray(image[..., ::-1]), text=self.texts, return_tensors="pt",
            **self.options)
        return {name: made[name] for name in self.inputs}

    options = {}

    def tensor(self, image):
        return self.tensors(image)["pixel_values"].numpy().astype(np.float32)

    prepare = tensor

    def run(self, tensor):
        others = {name: value.numpy() for name, value in self.others.items()}
        return self.session.run(None, {"pixel_values": tensor, **others})


class Spread(nn.Module):
    """Names its inputs, and gives logits of some mean and deviation."""

    def __init__(self, model, inputs, outputs):
        super().__init__()
        self.model, self.inputs, self.outputs = model, inputs, outputs
        self.scale, self.bias = 1.0, 0.0

    def forward(self, *tensors):
        answer = self.model(**dict(zip(self.inputs, tensors)))
        first, *others = (getattr(answer, name) for name in self.outputs)
        return (first * self.scale + self.bias, *others)

    def settle(self, tensors, mean, deviation):
        with torch.no_grad():
            logits = self(*tensors)[0]
        logits = logits[torch.isfinite(logits)]
        self.scale = float(deviation / logits.std())
        self.bias = float(mean - logits.mean() * self.scale)


class Boxes(Asked):
    """One that finds boxes of what texts name."""

    overlap, mean, deviation = 1.0, -3.0, 1.6

    def export(self, folder):
        model, self.processor = self.network()
        self.processor.image_processor.save_pretrained(folder)
        model.config.save_pretrained(folder)
        # drawn from random weights, boxes would all lie alike
        example = self.tensors(self.images[0][..., ::-1])
        whole = Spread(model.eval(), self.inputs, self.outputs).eval()
        whole.settle(example.values(), self.mean, self.deviation)
        self.others = {n: v for n, v in example.items() if n != "pixel_values"}
        with torch.no_grad(), exportable():
            torch.onnx.export(
                whole, tuple(example.values()), str(folder / "model.onnx"),
                input_names=list(self.inputs), output_names=list(self.outputs), opset_version=18,
                dynamo=False, dynamic_axes=self.axes)


@contextlib.contextmanager
def exportable():
    """The exporter lacks isin, cummax and cummin, and ONNX Runtime a boolean identity matrix and
    a grid of doubles; these say the same in operators that both have."""
    kept = torch.isin, torch.cummax, torch.cummin, torch.eye, nn.functional.grid_sample

    def running(pick, fill):
        def function(values, dim):
            order = torch.arange(values.shape[dim])
            seen = order.unsqueeze(0) <= order.unsqueeze(1)
            lone = values.unsqueeze(1)
            return pick(torch.where(seen, lone, torch.full_like(lone, fill)), -1), None
        return function

    torch.isin = lambda values, members: (values.unsqueeze(-1) == members).any(-1)
    torch.cummax = running(torch.amax, -1_000_000)
    torch.cummin = running(torch.amin, 1_000_000)
    torch.eye = lambda n, device=None, dtype=torch.float32: (
        torch.arange(n).unsqueeze(0) == torch.arange(n).unsqueeze(1)).to(dtype)
    nn.functional.grid_sample = lambda value, grid, **options: kept[4](
        value, grid.double().float(), **options)
    try:
        yield
    finally:
        (torch.isin, torch.cummax, torch.cummin, torch.eye, nn.functional.grid_sample) = kept


QUERIES = 340  # as many as an image of 128 pixels has places: 16² + 8² + 4² + 2²


class GroundingDINO(Boxes):
    family, floor, mean = "grounding-dino", 0.25, -5.0
    inputs = "pixel_values", "input_ids", "token_type_ids", "attention_mask", "pixel_mask"
    axes = {
        **{name: {1: "tokens"} for name in ("input_ids", "token_type_ids", "attention_mask")},
        "logits": {2: "columns"}}
    texts = [PARTS]

    def tokenizer(self):
        return renumbered(kinds.bert(corpus(), lowercase=True), BERT_NUMBERS)

    def network(self):
        backbone = transformers.SwinConfig(
            image_size=224, embed_dim=24, depths=[1, 1, 1, 1], num_heads=[1, 2, 4, 8],
            window_size=7, out_features=["stage2", "stage3", "stage4"])
        text = transformers.BertConfig(
            hidden_size=48, num_hidden_layers=1, num_attention_heads=4, intermediate_size=96,
            vocab_size=self.words.get_vocab_size())
        config = transformers.GroundingDinoConfig(
            backbone_config=backbone, text_config=text, d_model=64, encoder_layers=1,
            decoder_layers=2, num_queries=QUERIES, encoder_attention_heads=4,
            decoder_attention_heads=4, encoder_ffn_dim=96, decoder_ffn_dim=96)
        model = transformers.GroundingDinoForObjectDetection(config)
        # which place becomes which query turns on rounding where weights are random
        queries = model.model.query_position_embeddings.weight.data
        queries.copy_(queries[:1].expand_as(queries))
        image = transformers.GroundingDinoImageProcessor(size={"height": 128, "width": 128})
        return model, transformers.GroundingDinoProcessor(image, self.fast("[PAD]"))

    def phrases(self):
        """The label of each token; none of special ones and full stops."""
        stop, label, owners = self.words.token_to_id("."), 0, []
        for number in self.others["input_ids"][0].tolist():
            owners.append(None if number in (101, 102, stop) else label)
            label += number == stop
        return owners

    def answer(self, image):
        result = self.result(image)
        found = self.processor.post_process_grounded_object_detection(
            result, self.others["input_ids"], threshold=self.floor, text_threshold=0,
            target_sizes=[image.shape[:2]])[0]
        shares = torch.sigmoid(result.logits[0])
        kept = shares[shares.amax(1) > self.floor]
        lines = []
        for row, score, box in zip(kept, found["scores"], clipped(found["boxes"].numpy(), image)):
            best = {}
            for share, owner in zip(row.tolist(), self.phrases()):
                if owner is not None:
                    best[owner] = max(share, best.get(owner, 0))
            lines.append(line(max(best, key=best.get), score, box))
        return lines


class OWLv2(Boxes):
    family, floor = "owlv2", 0.25
    inputs = "pixel_values", "input_ids", "attention_mask"
    outputs = "logits", "objectness_logits", "pred_boxes"
    axes = {"input_ids": {0: "texts"}, "attention_mask": {0: "texts"}, "logits": {2: "texts"}}
    texts = [PARTS]
    options = dict(padding="max_length", max_length=16, truncation=True)

    def tokenizer(self):
        return kinds.clip(corpus(), kinds.CLIP_WORDS_5, 16, "!")

    def network(self):
        size = dict(hidden_size=48, intermediate_size=96, num_hidden_layers=1,
                    num_attention_heads=4)
        config = transformers.Owlv2Config(
            text_config=dict(
                **size, vocab_size=self.words.get_vocab_size(),
                eos_token_id=self.words.token_to_id("<|endoftext|>")),
            vision_config=dict(**size, image_size=240, patch_size=16), projection_dim=48)
        model = transformers.Owlv2ForObjectDetection(config)
        model.box_head.dense2.weight.data.mul_(0.1)  # else all boxes are as large as the image
        image = transformers.Owlv2ImageProcessor(size={"height": 240, "width": 240})
        return model, transformers.Owlv2Processor(image, self.fast("!"))

    def answer(self, image):
        found = self.processor.image_processor.post_process_object_detection(
            self.result(image), threshold=self.floor, target_sizes=[image.shape[:2]])[0]
        boxes = clipped(found["boxes"].numpy(), image)
        return [line(*row) for row in zip(found["labels"], found["scores"], boxes)]


class ZeroShot(Asked):
    """Two towers; the answer is that of the whole model in torch."""

    kind, inputs, outputs = "labels", ("pixel_values",), ("image_embeds",)
    others = {}

    def export(self, folder):
        self.model, self.processor = self.network()
        self.model.eval()
        self.processor.image_processor.save_pretrained(folder)
        self.model.config.save_pretrained(folder)
        self.texts = [f"This is a photo of {label}." for label in self.asked]
        made = self.processor(text=self.texts, return_tensors="pt", **self.options)
        self.write(Tower(self.model, "image"), folder / "model.onnx", {
            "pixel_values": torch.from_numpy(self.tensor(self.images[0][..., ::-1]))}, "image")
        rows = {name: made[name] for name in self.rows}
        self.write(Tower(self.model, "text"), folder / "text_model.onnx", rows, "text")
        self.rows = rows

    def write(self, tower, path, inputs, kind):
        with torch.no_grad():
            torch.onnx.export(
                tower.eval(), tuple(inputs.values()), str(path), input_names=list(inputs),
                output_names=[f"{kind}_embeds"], opset_version=18, dynamo=False,
                dynamic_axes={name: BATCH for name in (*inputs, f"{kind}_embeds")})

    def tensor(self, image):
        rgb = np.ascontiguousarray(image[..., ::-1])
        made = self.processor.image_processor(images=rgb, return_tensors="np")
        return made["pixel_values"].astype(np.float32)

    prepare = tensor

    def answer(self, image):
        with torch.no_grad():
            logits = self.model(
                pixel_values=torch.from_numpy(self.tensor(image)), **self.rows).logits_per_image[0]
        scores = self.scores(logits).numpy()
        return [line(label, scores[label]) for label in np.argsort(-scores, kind="stable")]


class Tower(nn.Module):
    def __init__(self, model, kind):
        super().__init__()
        self.model, self.kind = model, kind

    def forward(self, first, mask=None):
        if self.kind == "image":
            made = self.model.get_image_features(pixel_values=first)
        elif mask is None:
            made = self.model.get_text_features(input_ids=first)
        else:
            made = self.model.get_text_features(input_ids=first, attention_mask=mask)
        return getattr(made, "pooler_output", made)


SMALL = dict(hidden_size=48, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4)


class CLIP(ZeroShot):
    family, rows = "clip", ("input_ids", "attention_mask")
    options = dict(padding="max_length", max_length=77, truncation=True)

    def tokenizer(self):
        return kinds.clip(corpus(), kinds.CLIP_WORDS, 77, "<|endoftext|>")

    def network(self):
        end = self.words.token_to_id("<|endoftext|>")
        config = transformers.CLIPConfig(
            text_config=dict(**SMALL, vocab_size=self.words.get_vocab_size(), eos_token_id=end),
            vision_config=dict(**SMALL, image_size=224, patch_size=32), projection_dim=32)
        model = transformers.CLIPModel(config)
        model.logit_scale.data.fill_(np.log(100))
        image = transformers.CLIPImageProcessor()
        return model, transformers.CLIPProcessor(image, self.fast("<|endoftext|>"))

    def scores(self, logits):
        return logits.softmax(0)


class SigLIP(ZeroShot):
    family, rows = "siglip", ("input_ids",)
    options = dict(padding="max_length", max_length=64, truncation=True)
    scale, bias = 12.0, -1.5

    def tokenizer(self):
        return kinds.siglip(corpus())

    def network(self):
        config = transformers.SiglipConfig(
            text_config=dict(**SMALL, vocab_size=self.words.get_vocab_size()),
            vision_config=dict(**SMALL, image_size=224, patch_size=32))
        model = transformers.SiglipModel(config)
        model.logit_scale.data.fill_(np.log(self.scale))
        model.logit_bias.data.fill_(self.bias)
        image = transformers.SiglipImageProcessor()
        return model, transformers.SiglipProcessor(image, self.fast("</s>"))

    def export(self, folder):
        super().export(folder)
        (folder / "card").write_text(
            json.dumps({"logit-scale": self.scale, "logit-bias": self.bias}))

    def scores(self, logits):
        return logits.sigmoid()


CASES = {
    "grounding-dino": GroundingDINO, "owlv2": OWLv2, "clip": CLIP, "siglip": SigLIP,
}
