"""Vocabularies without a tokenizer.json, and the tokenizers that transformers makes of them."""

import json
import os
from types import SimpleNamespace

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import transformers  # noqa: E402

import kinds  # noqa: E402


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


class Slow:
    """A tokenizer of Python with the one method that the cases ask for."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer

    def encode(self, string):
        made = self.tokenizer(string, split_special_tokens=True)
        ids = made["input_ids"]
        return SimpleNamespace(ids=ids, type_ids=[0] * len(ids), attention_mask=[1] * len(ids))


def siglip(folder, corpus):
    """Writes SentencePiece's own file, and what transformers saves beside it."""
    proto = kinds.siglip_pieces(corpus)
    (folder / "spiece.model").write_bytes(proto.SerializeToString())
    tokenizer = transformers.SiglipTokenizer(str(folder / "spiece.model"))
    tokenizer.save_pretrained(folder)
    return Slow(tokenizer)
