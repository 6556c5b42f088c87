"""Writes small models of clicks and boxes, and what transformers makes of images with them.

    python make_cases.py OUTDIR [--images 8] [--all]

Weights are random; `--all` adds the tiny SAM 2 in its true size. OUTDIR then holds

    images.txt             one line an image: NAME WIDTH HEIGHT
    images/NAME.rgb        its bytes, red, green, blue, row after row
    cases.txt              one line a model: NAME SIDE FORM
    models/NAME/           encoder.onnx and decoder.onnx
    models/traced/         two files that answer a box only
    models/broken/         two files that answer what is no number
    prepared/NAME-IMAGE.f32    the original's tensor of the first four images
    raw/NAME.txt           what goes into the decoder with the first image: X Y LABEL of each token
    raw/NAME-earlier.f32   a mask to refine, where the decoder takes one
    raw/NAME-encoder-NUMBER.f32, raw/NAME-decoder-NUMBER.f32  what Python's onnxruntime answers
    expected/NAME.txt      for each image `image NAME`, for each prompt
                           `prompt X,Y,LABEL;... LEFT,TOP,RIGHT,BOTTOM` (`-` for none), then a line
                           for each mask that has a pixel: `SCORE RUN,RUN,...`
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torchvision_beside_cpu  # noqa: E402, F401

import networks  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402
from drawn import picture, runs  # noqa: E402

onnxruntime.set_default_logger_severity(3)
SIZES = [(320, 240), (97, 400), (1, 1), (701, 467), (240, 320), (256, 256), (60, 44), (900, 61)]
PREPARED = 4


class Case:
    """A model in one exporter's form; `form` is the word that emend has for it."""

    def __init__(self, form, network, write):
        self.form, self.network, self.write_files = form, network, write

    def make(self, folder):
        self.model = self.network()
        self.side = self.model.config.prompt_encoder_config.image_size
        self.is_stretched = "Sam2" in type(self.model).__name__
        square = {"height": self.side, "width": self.side}
        if self.is_stretched:
            self.processor = transformers.Sam2Processor(
                transformers.Sam2ImageProcessor(size=square))
        else:
            kind = transformers.SamHQProcessor if "HQ" in self.form else transformers.SamProcessor
            self.processor = kind(transformers.SamImageProcessor(
                size={"longest_edge": self.side}, pad_size=square))
        self.write_files(self.model, folder)

    def inputs(self, image, points=(), box=None):
        more = {}
        if points:
            more["input_points"] = [[[list(p[:2]) for p in points]]]
            more["input_labels"] = [[[p[2] for p in points]]]
        if box is not None:
            more["input_boxes"] = [[list(box)]]
        return self.processor(
            images=image, return_tensors="pt", input_data_format="channels_last", **more)

    def tensor(self, image):
        """What goes into the file."""
        if self.write_files is not networks.write_rows:
            return self.inputs(image)["pixel_values"].numpy()
        planes = self.processor(
            images=image, return_tensors="pt", input_data_format="channels_last",
            do_rescale=False, do_normalize=False, do_pad=False)["pixel_values"]
        return np.ascontiguousarray(planes[0].permute(1, 2, 0).numpy(), dtype=np.float32)

    def encode(self, image):
        """What the model keeps of an image."""
        inputs = self.inputs(image)
        with torch.no_grad():
            if "HQ" in self.form:
                answer = self.model.vision_encoder(inputs["pixel_values"])
                kept = {"image_embeddings": answer.last_hidden_state,
                        "intermediate_embeddings": answer.intermediate_embeddings}
            else:
                kept = {"image_embeddings": self.model.get_image_embeddings(inputs["pixel_values"])}
        return kept

    def answer(self, image, kept, points, box):
        """(score, mask) of each mask, as the original's own model and processor have them."""
        inputs = self.inputs(image, points, box)
        prompt = {k: inputs[k] for k in ("input_points", "input_labels", "input_boxes")
                  if k in inputs}
        prompt = {k: v.float() if v.is_floating_point() else v for k, v in prompt.items()}
        sizes = [inputs["original_sizes"]]
        if not self.is_stretched:
            sizes.append(inputs["reshaped_input_sizes"])
        # SAM's exporter has the mask of a prompt without doubt beside the three.
        for several in (True,) if self.form != "SAM or MobileSAM" else (False, True):
            with torch.no_grad():
                answer = self.model(**kept, **prompt, multimask_output=several)
            masks = self.processor.image_processor.post_process_masks(answer.pred_masks, *sizes)
            yield from zip(answer.iou_scores.flatten().tolist(), masks[0][0].numpy())


def prompts(width, height, rng):
    """Points on, points off, a box, and some of them together; on whole and half pixels."""
    def point(kind):
        return (round(rng.uniform(0, width) * 2) / 2, round(rng.uniform(0, height) * 2) / 2, kind)

    # inside the image, as emend cuts a box to it and the original does not
    left, top = rng.uniform(0, 0.6, 2).round(2).tolist()
    across, down = rng.uniform(0.1, 0.4, 2).round(2).tolist()
    box = (left * width, top * height, (left + across) * width, (top + down) * height)
    yield [point(1)], None
    yield [point(1), point(1), point(1)], None
    yield [point(1), point(0), point(0)], None
    yield [], box
    yield [point(1), point(0)], box


def raw(out, name, case, image, rng):
    """What Python's onnxruntime makes of the same tensors."""
    encoder, decoder = (onnxruntime.InferenceSession(
        str(out / "models" / name / f"{part}.onnx"), providers=["CPUExecutionProvider"])
        for part in ("encoder", "decoder"))
    maps = encoder.run(None, {encoder.get_inputs()[0].name: case.tensor(image)})
    tokens = [(*rng.uniform(0, case.side, 2).astype(np.float32), kind) for kind in (1, 0, 2, 3, -1)]
    quarter = case.side // 4
    earlier = rng.normal(0, 5, (1, 1, quarter, quarter)).astype(np.float32)
    places = np.float32([[token[:2] for token in tokens]])
    kinds = np.int64([[token[2] for token in tokens]])
    whole = {"point_coords": places, "point_labels": kinds.astype(np.float32),
             "mask_input": earlier, "has_mask_input": np.float32([1]),
             "orig_im_size": np.float32(image.shape[:2]), "input_points": places[None],
             "input_labels": kinds[None], "input_boxes": np.zeros((1, 0, 4), np.float32),
             **dict(zip((port.name for port in encoder.get_outputs()), maps))}
    names = {port.name for port in decoder.get_inputs()}
    answers = decoder.run(None, {k: v for k, v in whole.items() if k in names})
    if "mask_input" in names:
        earlier.tofile(out / "raw" / f"{name}-earlier.f32")
    lines = (f"{float(x)!r} {float(y)!r} {kind}\n" for x, y, kind in tokens)
    (out / "raw" / f"{name}.txt").write_text("".join(lines))
    for part, values in (("encoder", maps), ("decoder", answers)):
        for number, value in enumerate(values):
            value.astype(np.float32).tofile(out / "raw" / f"{name}-{part}-{number}.f32")


def spoil(source, target):
    """A copy of which every weight is no number."""
    model = onnx.load(source)
    for weight in model.graph.initializer:
        if weight.data_type == onnx.TensorProto.FLOAT:
            values = np.full(tuple(weight.dims), np.nan, np.float32)
            weight.CopyFrom(onnx.numpy_helper.from_array(values, weight.name))
    onnx.save(model, target)


def write(out, name, case, images, rng):
    (out / "models" / name).mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    case.make(out / "models" / name)
    raw(out, name, case, images["000"], rng)
    count = 0
    with open(out / "expected" / f"{name}.txt", "w") as file:
        for key, image in images.items():
            kept = case.encode(image)
            if int(key) < PREPARED:
                case.tensor(image).astype(np.float32).tofile(out / "prepared" / f"{name}-{key}.f32")
            print("image", key, file=file)
            for points, box in prompts(image.shape[1], image.shape[0], rng):
                shown = ";".join(",".join(map(repr, p)) for p in points) or "-"
                print("prompt", shown, ",".join(map(repr, box)) if box else "-", file=file)
                for score, mask in case.answer(image, kept, points, box):
                    if mask.any():
                        count += 1
                        print(repr(score), runs(mask), file=file)
    print(f"{name}: {count} masks, {time.monotonic() - begun:.1f} s", flush=True)
    return f"{name} {case.side} {case.form}\n"


CASES = {
    "sam2-samexporter": Case("SAM 2 by samexporter", networks.sam2, networks.write_samexporter),
    "sam2-transformers-js": Case(
        "SAM 2 by transformers.js", networks.sam2, networks.write_transformers_js),
    "sam": Case("SAM or MobileSAM", networks.sam, networks.write_segment_anything),
    "sam-rows": Case("SAM or MobileSAM", networks.sam, networks.write_rows),
    "sam-hq": Case("HQ-SAM", lambda: networks.sam("SamHQ"), networks.write_segment_anything),
}
LARGE = {"sam2-tiny": Case(
    "SAM 2 by samexporter", lambda: networks.sam2(small=False), networks.write_samexporter)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--images", type=int, default=len(SIZES))
    parser.add_argument("--all", action="store_true", help="the large model too")
    options = parser.parse_args()
    out = options.out.resolve()
    for folder in ("images", "models", "prepared", "raw", "expected"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1)
    images, lines = {}, []
    with open(out / "images.txt", "w") as listing:
        for index in range(options.images):
            width, height = SIZES[index % len(SIZES)]
            image = np.ascontiguousarray(picture(width, height, rng)[..., ::-1])
            image.tofile(out / "images" / f"{index:03}.rgb")
            print(f"{index:03}", width, height, file=listing)
            images[f"{index:03}"] = image
    for name, case in {**CASES, **(LARGE if options.all else {})}.items():
        torch.manual_seed(0)
        lines.append(write(out, name, case, images, rng))
    (out / "cases.txt").write_text("".join(lines))
    traced = out / "models/traced"
    traced.mkdir(exist_ok=True)
    networks.write_transformers_js(networks.sam2(), traced, is_traced=True)
    (out / "models/broken").mkdir(exist_ok=True)
    for part in ("encoder.onnx", "decoder.onnx"):
        spoil(out / "models/sam2-samexporter" / part, out / "models/broken" / part)


if __name__ == "__main__":
    main()
