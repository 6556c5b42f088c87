"""Prompts and answers of models that look for texts, as transformers prepares and reads them."""

import json
import math
import random
import sys
from pathlib import Path
from types import SimpleNamespace

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torchvision_beside_cpu  # noqa: E402, F401

import transformers  # noqa: E402
from transformers.models.grounding_dino import processing_grounding_dino  # noqa: E402

import texts  # noqa: E402

transformers.logging.set_verbosity_error()

SIZE = (480, 640)  # height and width


def fast(tokenizer, pad, length):
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=pad, model_max_length=length)


def labels(rng):
    """Names of things, with capitals and blanks in odd places, without full stops."""
    words = [word for word in texts.STEMS if "." not in word]
    count = rng.choice([1, 1, 2, 3, 5, 12])
    return [
        " " * rng.choice([0, 0, 0, 1]) + " ".join(rng.sample(words, rng.choice([1, 1, 2, 3])))
        for _ in range(count)]


def grounding(tokenizer):
    return transformers.GroundingDinoProcessor(
        transformers.GroundingDinoImageProcessor(), fast(tokenizer, "[PAD]", 512))


def grounding_prompts(processor, rng, count=200):
    for _ in range(count):
        asked = labels(rng)
        made = processor(text=[asked], return_tensors="np")
        yield {"labels": asked, "tokens": made["input_ids"].tolist(),
               "types": made["token_type_ids"].tolist(), "mask": made["attention_mask"].tolist()}


def row_prompts(processor, length, rng, count=100):
    """Of a processor whose model takes each text by itself, in rows of `length` tokens."""
    for _ in range(count):
        asked = labels(rng)
        made = processor(
            text=asked, padding="max_length", truncation=True, max_length=length,
            return_attention_mask=True, return_tensors="np")
        yield {"labels": asked, "tokens": made["input_ids"].tolist(),
               "mask": made["attention_mask"].tolist()}


def boxes(count):
    middle, size = torch.rand(count, 2), torch.rand(count, 2) * 0.6
    return torch.cat([middle, size], dim=1)


def lists(values):
    return [value.tolist() for value in values]


def grounding_answers(processor, rng, count=20):
    """The logits end with the prompt's tokens; after them they are minus infinity."""
    for _ in range(count):
        asked = labels(rng)
        ids = torch.tensor(processor(text=[asked])["input_ids"])
        logits = torch.full((1, 30, 256), -math.inf)
        width = ids.shape[1]
        logits[:, :, :width] = torch.randn(1, 30, width) * 2 - 3
        outputs = SimpleNamespace(logits=logits, pred_boxes=boxes(30)[None])
        found = processor.post_process_grounded_object_detection(
            outputs, ids, threshold=0.3, text_threshold=0.25, target_sizes=[SIZE])[0]
        kept = torch.sigmoid(logits[0]).amax(1) > 0.3
        spelt = processing_grounding_dino.get_phrases_from_posmap(
            torch.sigmoid(logits[0][kept]) > 0.25, ids[0].tolist())
        yield {"labels": asked, "logits": logits[0, :, :width].tolist(),
               "pred_boxes": lists(outputs.pred_boxes[0]), "scores": found["scores"].tolist(),
               "boxes": lists(found["boxes"]), "spelt": spelt}


def owl_answers(count=20):
    processor = transformers.Owlv2ImageProcessor()
    for _ in range(count):
        outputs = SimpleNamespace(logits=torch.randn(1, 60, 4) * 2 - 3, pred_boxes=boxes(60)[None])
        found = processor.post_process_object_detection(outputs, 0.1, [SIZE])[0]
        yield {"logits": lists(outputs.logits[0]), "pred_boxes": lists(outputs.pred_boxes[0]),
               "scores": found["scores"].tolist(), "labels": found["labels"].tolist(),
               "boxes": lists(found["boxes"])}


def small(kind):
    """A CLIP or SigLIP of few weights."""
    size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1,
            "num_attention_heads": 2}
    text = {**size, "vocab_size": 100, "max_position_embeddings": 8}
    vision = {**size, "image_size": 16, "patch_size": 8}
    if kind == "clip":
        return transformers.CLIPModel(transformers.CLIPConfig(
            text_config=text, vision_config=vision, projection_dim=16)).eval()
    return transformers.SiglipModel(transformers.SiglipConfig(
        text_config=text, vision_config=vision)).eval()


def label_answers(kind, count=20):
    model = small(kind)
    for _ in range(count):
        with torch.no_grad():
            if kind == "siglip":
                model.logit_bias.fill_(-2.0)
                model.logit_scale.fill_(2.0)
            pixels, ids = torch.rand(1, 3, 16, 16), torch.randint(3, 99, (5, 8))
            made = model(pixel_values=pixels, input_ids=ids)
        logits = made.logits_per_image[0]
        scores = logits.softmax(0) if kind == "clip" else logits.sigmoid()
        yield {"scale": model.logit_scale.exp().item(),
               "bias": model.logit_bias.item() if kind == "siglip" else 0,
               "picture": (made.image_embeds[0] * 3).tolist(),
               "texts": lists(made.text_embeds * 2), "scores": scores.tolist()}


def write(path, tokenizers, seed):
    rng = random.Random(seed)
    torch.manual_seed(seed)
    grounding_dino = grounding(tokenizers["bert"])
    clip = transformers.CLIPProcessor(
        transformers.CLIPImageProcessor(), fast(tokenizers["clip"], "<|endoftext|>", 77))
    owl = transformers.Owlv2Processor(
        transformers.Owlv2ImageProcessor(), fast(tokenizers["owlv2"], "!", 16))
    siglip = transformers.SiglipProcessor(
        transformers.SiglipImageProcessor(), fast(tokenizers["siglip"], "</s>", 64))
    cases = {
        "grounding": list(grounding_prompts(grounding_dino, rng)),
        "clip": list(row_prompts(clip, 77, rng)), "owl": list(row_prompts(owl, 16, rng)),
        "siglip": list(row_prompts(siglip, 64, rng)),
        "grounding answers": list(grounding_answers(grounding_dino, rng)),
        "owl answers": list(owl_answers()), "clip answers": list(label_answers("clip")),
        "siglip answers": list(label_answers("siglip"))}
    path.write_text(json.dumps(cases))
