"""Vocabularies without a tokenizer.json, and the tokenizers that transformers makes of them."""

import json
import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import transformers  # noqa: E402


def bert(folder, tokenizer):
    """Writes the vocabulary of `tokenizer` alone, a token a line."""
    vocabulary = tokenizer.get_vocab()
    lines = sorted(vocabulary, key=vocabulary.get)
    (folder / "vocab.txt").write_text("".join(f"{line}\n" for line in lines))
    return transformers.BertTokenizer.from_pretrained(folder).backend_tokenizer


def clip(folder, tokenizer):
    """Writes the vocabulary and the merges of `tokenizer` alone."""
    model = json.loads(tokenizer.to_str())["model"]
    (folder / "vocab.json").write_text(json.dumps(model["vocab"]))
    merges = "".join(f"{left} {right}\n" for left, right in model["merges"])
    (folder / "merges.txt").write_text("#version: 0.2\n" + merges)
    return transformers.CLIPTokenizer.from_pretrained(folder).backend_tokenizer
