"""TrOCR of transformers with random weights, as optimum exports it: an encoder and a decoder."""

import contextlib
import shutil

import numpy as np
import ocr_cases
import torch
import transformers
from case import line
from optimum_layout import export_merged, export_plain
from text_cases import corpus, exportable
from torch import nn
from transformers_cases import Transformers, batch_of

import kinds  # text_cases knows where it lies

VISION = dict(
    hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96,
    image_size=96, patch_size=16)
START, PAD, END = 2, 1, 2


def spread(model, batch):
    """Makes the text depend on the image, differ from token to token, and end at times."""
    with torch.no_grad():
        for part, gain in [(model.encoder, 0.3), (model.decoder, 1.6)]:
            for module in part.modules():
                if isinstance(module, nn.Linear):
                    module.weight.normal_(0, gain / module.in_features ** 0.5)
        # a coarse look, so that a byte of one pixel changes no token that two are near to
        [patches] = [m for m in model.encoder.modules() if isinstance(m, nn.Conv2d)]
        coarse = nn.functional.adaptive_avg_pool2d(torch.randn_like(patches.weight), 1)
        patches.weight.copy_(nn.functional.interpolate(coarse, patches.weight.shape[-2:]))
        states = model.encoder(batch).last_hidden_state
        # the rows of random encoders are much alike
        norm = model.encoder.layernorm
        scale = 1 / states.std(dim=(0, 1))
        norm.bias.copy_((norm.bias - states.mean(dim=(0, 1))) * scale)
        norm.weight.mul_(scale)
        rows = model.decoder.output_projection.weight
        rows.mul_(torch.randn(len(rows), 1).exp())
        rows[END].mul_(4)


class Alone(Transformers):
    """One whose image is a line of text; with RoBERTa's tokens."""

    family, kind, floor = "trocr", "texts", 0.0
    outputs = ("last_hidden_state",)
    settings = dict(max_length=12)

    def words(self):
        return kinds.roberta(corpus(), places=False)

    def encoder(self):
        return transformers.ViTModel(transformers.ViTConfig(**VISION), add_pooling_layer=False)

    def processor_class(self):
        return transformers.ViTImageProcessor

    def decoder(self, count):
        return transformers.TrOCRForCausalLM(transformers.TrOCRConfig(
            vocab_size=count, d_model=32, decoder_layers=2, decoder_attention_heads=4,
            decoder_ffn_dim=64, max_position_embeddings=64, cross_attention_hidden_size=48,
            tie_word_embeddings=False))

    def network(self, images):
        words = self.words()
        self.tokenizer = transformers.PreTrainedTokenizerFast(
            tokenizer_object=words, bos_token="<s>", eos_token="</s>", pad_token="<pad>",
            unk_token="<unk>", mask_token="<mask>")
        processor = self.processor_class()(
            size={"height": 96, "width": 96}, do_center_crop=False)
        model = transformers.VisionEncoderDecoderModel(
            encoder=self.encoder(), decoder=self.decoder(words.get_vocab_size())).eval()
        model.set_attn_implementation("eager")
        spread(model, batch_of(processor, images))
        model.config.decoder_start_token_id = START
        model.config.pad_token_id = PAD
        model.config.eos_token_id = END
        model.generation_config = transformers.GenerationConfig(
            decoder_start_token_id=START, pad_token_id=PAD, eos_token_id=END, **self.settings)
        return model, processor

    def make(self, folder, pictures):
        images = [picture[..., ::-1] for picture in list(pictures.values())[:4]]
        self.model, self.processor = self.network(images)
        self.export(folder, "model.onnx", batch_of(self.processor, images[:1]))

    def export(self, folder, name, example):
        self.processor.save_pretrained(folder)
        self.model.config.save_pretrained(folder)
        self.model.generation_config.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)
        encoder = First(self.model.encoder).eval()
        with torch.no_grad(), exportable():
            states = encoder(example)
            torch.onnx.export(
                encoder, (example,), str(folder / name), input_names=["pixel_values"],
                output_names=["last_hidden_state"], opset_version=18, dynamo=False,
                dynamic_axes={name: {0: "batch"} for name in ["pixel_values", "last_hidden_state"]})
            self.export_decoder(folder, states)

    def export_decoder(self, folder, states):
        export_plain(self.model.decoder, folder, torch.tensor([[START, 5, 6]]), states)

    def read(self, image):
        """What transformers itself reads, and how sure it is."""
        with torch.no_grad(), one_thread():
            found = self.model.generate(
                torch.from_numpy(self.tensor(image)), num_beams=1, do_sample=False,
                return_dict_in_generate=True, output_scores=True)
        shares = self.model.compute_transition_scores(
            found.sequences, found.scores, normalize_logits=True)[0]
        text = self.tokenizer.batch_decode(found.sequences, skip_special_tokens=True)[0]
        return text, float(np.exp(shares.mean())) if text else 0.0

    def answer(self, image):
        text, score = self.read(image)
        return [line(0, score) + " =" + text.encode().hex()] if score > self.floor else []


@contextlib.contextmanager
def one_thread():
    """So small a network takes ten times as long on two cores that others use, too."""
    kept = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(kept)


class First(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pixels):
        return self.model(pixel_values=pixels).last_hidden_state


class Merged(Alone):
    """With a decoder that keeps its past, SentencePiece's tokens, and no three of them twice."""

    settings = dict(max_new_tokens=9, no_repeat_ngram_size=3, min_length=3, num_beams=4)

    def words(self):
        return kinds.xlm(corpus())

    def encoder(self):
        return transformers.DeiTModel(transformers.DeiTConfig(**VISION), add_pooling_layer=False)

    def processor_class(self):
        return transformers.DeiTImageProcessor

    def export_decoder(self, folder, states):
        export_merged(
            self.model.decoder, folder, 2, torch.tensor([[START, 5, 6]]), states)


class OfLines(ocr_cases.Detector):
    """As the recogniser of a detector, in a folder of its own."""

    floor, card, places = 0.1, {}, {}

    def make(self, folder, pictures):
        known = folder.parent / "ppocr"  # of the same seed, and it takes half a minute
        if known.exists():
            for name in "model.onnx", "card":
                shutil.copy(known / name, folder)
        else:
            super().make(folder, pictures)
        self.reader = Alone()
        images = [picture[..., ::-1] for picture in list(pictures.values())[:4]]
        self.reader.model, self.reader.processor = self.reader.network(images)
        other = folder / "reader"
        other.mkdir(exist_ok=True)
        self.reader.export(
            other, "encoder_model.onnx", batch_of(self.reader.processor, images[:1]))

    def answer(self, image):
        lines = []
        for box, _ in self.find(image):
            cut = np.ascontiguousarray(ocr_cases.paddle.cut(image, box))
            text, score = self.reader.read(cut)
            if score > self.floor:
                lines.append(line(0, score, box.ravel()) + " =" + text.encode().hex())
        return lines


CASES = {"trocr": Alone, "trocr-merged": Merged, "ppocr-trocr": OfLines}
