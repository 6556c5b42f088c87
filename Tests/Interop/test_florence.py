#!/usr/bin/env python3
"""The sample worker runs Florence-2, here with random weights, and answers as transformers does.

EMEND_BIN  the program (required)
"""

import sqlite3
import sys
import unittest
from pathlib import Path

import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "Peers"))
import torchvision_beside_cpu  # noqa: E402, F401
import transformers  # noqa: E402
from tokenizers import Tokenizer, decoders, models, pre_tokenizers  # noqa: E402

from exchange import ExchangeCase  # noqa: E402

SAMPLES = Path(__file__).parents[2] / "samples" / "workers"
PEERS = Path(torchvision_beside_cpu.__file__).parent
TASK = "<REGION_PROPOSAL>"
SIDE = 96


def make_model(folder):
    """The true architecture, small, with a tokenizer of bytes and Florence's own tokens."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = ["<s>", "<pad>", "</s>", "<unk>", *letters]
    tokenizer = Tokenizer(models.BPE(
        vocab={word: number for number, word in enumerate(words)}, merges=[], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>",
        unk_token="<unk>", extra_special_tokens={"image_token": "<image>"})
    tokenizer.add_tokens([f"<loc_{place}>" for place in range(1000)])
    config = transformers.Florence2Config(image_token_id=tokenizer.convert_tokens_to_ids("<image>"))
    vision, text = config.vision_config, config.text_config
    vision.embed_dim, vision.depths = [16, 32, 64, 128], [1, 1, 1, 1]
    vision.num_heads = vision.num_groups = [1, 2, 4, 8]
    vision.projection_dim = text.d_model = 64
    text.vocab_size = len(tokenizer)
    for side in ("encoder", "decoder"):
        setattr(text, f"{side}_layers", 1)
        setattr(text, f"{side}_attention_heads", 4)
        setattr(text, f"{side}_ffn_dim", 64)
    torch.manual_seed(5)
    model = transformers.Florence2ForConditionalGeneration(config).eval()
    # Random weights say anything; these say places only, as the real ones do for regions.
    first = tokenizer.convert_tokens_to_ids("<loc_0>")
    end = model.generation_config.forced_eos_token_id
    model.generation_config.suppress_tokens = [word for word in range(first) if word != end]
    model.generation_config.no_repeat_ngram_size = 1
    model.save_pretrained(folder)
    processor = transformers.Florence2Processor(
        transformers.CLIPImageProcessor(
            size={"height": SIDE, "width": SIDE}, do_center_crop=False, resample=3,
            image_seq_length=(SIDE // 32) ** 2 + 1),
        tokenizer, post_processor_config={task: {} for task in (
            "ocr", "polygons", "bboxes", "description_with_bboxes_or_polygons")})
    processor.save_pretrained(folder)


class FlorenceTests(ExchangeCase):
    def test_what_it_generates_becomes_objects(self):
        model = self.folder / "model"
        make_model(model)
        project = self.make_project("p", ["region"])
        pictures = self.folder / "pictures"
        self.draw_pictures(pictures, [(64, 48), (90, 120)])
        self.emend(project, "add", pictures)
        # The sample, where the peers' torchvision loads.
        (self.folder / "peers.py").write_text(
            "import runpy, sys\n"
            f"sys.path.insert(0, {str(PEERS)!r})\n"
            "import torchvision_beside_cpu\n"
            f"runpy.run_path({str(SAMPLES / 'florence.py')!r}, run_name='__main__')\n")
        (self.folder / "florence.yaml").write_text(
            f"command: [{sys.executable}, peers.py]\nstart: 300\ntimeout: 100\n"
            f"options: {{model: {model}, task: {TASK}, tokens: 12, beams: 2}}\n")
        self.emend(project, "model", "add", self.folder / "florence.yaml")
        self.assertIn("2 images predicted by florence", self.emend(project, "predict"))
        self.assertEqual(self.stored(project), self.expected(model, pictures))

    def stored(self, project):
        with sqlite3.connect(project / "project.sqlite") as database:
            rows = database.execute(
                "SELECT i.path, x, y, o.width, o.height FROM predicted_object o "
                "JOIN prediction p ON p.id = prediction JOIN image i ON i.id = image").fetchall()
        return sorted((Path(row[0]).name, *(round(value, 6) for value in row[1:])) for row in rows)

    def expected(self, folder, pictures):
        processor = transformers.Florence2Processor.from_pretrained(folder)
        model = transformers.Florence2ForConditionalGeneration.from_pretrained(folder).eval()
        found = []
        for path in pictures.iterdir():
            image = Image.open(path).convert("RGB")
            inputs = processor(text=TASK, images=image, return_tensors="pt")
            with torch.inference_mode():
                tokens = model.generate(
                    **inputs, max_new_tokens=12, num_beams=2, do_sample=False)
            text = processor.tokenizer.batch_decode(tokens, skip_special_tokens=False)[0]
            boxes = processor.post_process_generation(
                text=text, task=TASK, image_size=image.size)[TASK]["bboxes"]
            found += [
                (path.name, *(round(v, 6) for v in (
                    min(x, right), min(y, bottom), abs(right - x), abs(bottom - y))))
                for x, y, right, bottom in boxes]
        self.assertTrue(found)
        return sorted(found)


if __name__ == "__main__":
    unittest.main()
