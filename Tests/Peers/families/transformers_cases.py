"""Hugging Face's models, with the files that transformers itself writes beside them."""

import json

import numpy as np
import onnx
import torch
import transformers
from case import Case, clipped, line
from drawn import PARTS, runs
from onnxruntime.transformers.float16 import convert_float_to_float16
from PIL import Image
from torch import nn
from untrained import settle, spread_layers

transformers.logging.set_verbosity_error()
BATCH = {0: "batch"}
ANY_SIZE = {0: "batch", 2: "height", 3: "width"}
NAMES = dict(id2label=dict(enumerate(PARTS)), label2id={p: i for i, p in enumerate(PARTS)})


INPUTS = "pixel_values", "pixel_mask"


class Wrapped(nn.Module):
    """A module of tensors in and tensors out, which is what the exporter takes."""

    def __init__(self, model, outputs):
        super().__init__()
        self.model, self.outputs = model, outputs

    def forward(self, *inputs):
        answer = self.model(**dict(zip(INPUTS, inputs)))
        return tuple(getattr(answer, name) for name in self.outputs)


class Transformers(Case):
    outputs, axes, dynamo = ("logits", "pred_boxes"), BATCH, False
    inputs = INPUTS[:1]

    def network(self, batch):
        """The model and its image processor."""
        raise NotImplementedError

    def make(self, folder, pictures):
        model, self.processor = self.network([p[..., ::-1] for p in list(pictures.values())[:4]])
        self.processor.save_pretrained(folder)
        model.config.save_pretrained(folder)
        example = self.feeds(self.tensor(next(iter(pictures.values()))))
        axes = {name: BATCH for name in self.outputs}
        if "pixel_mask" in self.inputs:
            axes["pixel_mask"] = {0: "batch", 1: "height", 2: "width"}
        with torch.no_grad():
            torch.onnx.export(
                Wrapped(model.eval(), self.outputs).eval(),
                tuple(map(torch.from_numpy, example.values())), str(folder / "model.onnx"),
                input_names=list(example), output_names=list(self.outputs), opset_version=18,
                dynamo=self.dynamo, external_data=False,
                **({} if self.dynamo else {"dynamic_axes": {"pixel_values": self.axes, **axes}}))

    def tensor(self, image):
        rgb = np.ascontiguousarray(image[..., ::-1])
        return self.processor(images=rgb, return_tensors="np")["pixel_values"].astype(np.float32)

    prepare = tensor

    def feeds(self, tensor):
        """A tensor by its name, with a mask that leaves nothing out where the model takes one."""
        mask = np.ones((len(tensor), *tensor.shape[2:]), np.int64)
        return dict(zip(self.inputs, (tensor, mask)))

    def run(self, tensor):
        return self.session.run(None, self.feeds(tensor))

    def result(self, image):
        """What the model answers, as the class that the original's own code takes."""
        answers = [torch.from_numpy(a) for a in self.run(self.tensor(image))]
        return transformers.utils.ModelOutput(zip(self.outputs, answers))

    def answer(self, image):
        found = self.processor.post_process_object_detection(
            self.result(image), threshold=self.floor, target_sizes=[image.shape[:2]])[0]
        boxes = clipped(found["boxes"].numpy(), image)
        order = np.argsort(-found["scores"].numpy(), kind="stable")
        return [line(found["labels"][i], found["scores"][i], boxes[i]) for i in order]


def batch_of(processor, images):
    rows = [processor(images=np.ascontiguousarray(i), return_tensors="pt") for i in images]
    return torch.cat([row["pixel_values"] for row in rows])


class RTDETRv2(Transformers):
    family = "rtdetrv2"

    def network(self, images):
        backbone = transformers.RTDetrResNetConfig(
            embedding_size=16, hidden_sizes=[16, 32, 64, 128], depths=[1, 1, 1, 1],
            layer_type="basic", out_features=["stage2", "stage3", "stage4"])
        config = transformers.RTDetrV2Config(
            backbone_config=backbone, encoder_in_channels=[32, 64, 128], decoder_layers=2,
            num_queries=100, d_model=64, encoder_hidden_dim=64, encoder_ffn_dim=128,
            decoder_ffn_dim=128, decoder_in_channels=[64, 64, 64], **NAMES)
        model = transformers.RTDetrV2ForObjectDetection(config)
        processor = transformers.RTDetrImageProcessor(size={"height": 320, "width": 320})
        batch = batch_of(processor, images)
        freeze_apart(model, batch)
        spread_layers(model, [model.model.enc_score_head], batch, mean=-3)
        spread_layers(model, list(model.model.decoder.class_embed), batch, mean=-3)
        return model, processor


def freeze_apart(model, batch):
    """Gives frozen and ordinary batch norms the statistics of the images."""
    frozen = [m for m in model.modules() if "FrozenBatchNorm" in type(m).__name__]

    def keep(norm, inputs):
        norm.running_mean.copy_(inputs[0].mean((0, 2, 3)))
        norm.running_var.copy_(inputs[0].var((0, 2, 3)) + 1e-3)

    hooks = [norm.register_forward_pre_hook(keep) for norm in frozen]
    settle(model, batch)
    for hook in hooks:
        hook.remove()


class DFine(RTDETRv2):
    """Whose boxes are found as distributions of their edges."""

    def network(self, images):
        backbone = transformers.HGNetV2Config(
            embedding_size=16, hidden_sizes=[32, 64, 128, 128], stem_channels=[3, 8, 16],
            stage_in_channels=[16, 32, 64, 128], stage_mid_channels=[8, 16, 32, 64],
            stage_out_channels=[32, 64, 128, 128], stage_num_blocks=[1, 1, 1, 1],
            stage_numb_of_layers=[2, 2, 2, 2], out_features=["stage2", "stage3", "stage4"])
        config = transformers.DFineConfig(
            backbone_config=backbone, encoder_in_channels=[64, 128, 128], decoder_layers=2,
            num_queries=100, d_model=64, encoder_hidden_dim=64, encoder_ffn_dim=128,
            decoder_ffn_dim=128, decoder_in_channels=[64, 64, 64], **NAMES)
        model = transformers.DFineForObjectDetection(config)
        # By the nearest pixel both tensors are the same to the bit. Untrained, it answers a change
        # of one in 25 bytes by 1 with other scores and boxes nine times in ten.
        processor = transformers.RTDetrImageProcessor(
            size={"height": 320, "width": 320}, resample=Image.Resampling.NEAREST)
        batch = batch_of(processor, images)
        freeze_apart(model, batch)
        spread_layers(model, [model.model.enc_score_head], batch, mean=-3)
        spread_layers(model, list(model.class_embed), batch, mean=-3)
        return model, processor


class Finished(nn.Module):
    """With the end that RT-DETR, RT-DETRv2, D-FINE and DEIM give their exports.

    As RTDETRPostProcessor of lyuwenyu/RT-DETR in its deploy mode.
    """

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, images, orig_target_sizes):
        answer = self.model(pixel_values=images)
        x, y, width, height = answer.pred_boxes.unbind(-1)
        boxes = torch.stack(
            (x - width / 2, y - height / 2, x + width / 2, y + height / 2), -1)
        boxes = boxes * orig_target_sizes.repeat(1, 2).unsqueeze(1)
        scores, index = answer.logits.sigmoid().flatten(1).topk(boxes.shape[1], dim=-1)
        query = (index // len(PARTS)).unsqueeze(-1).repeat(1, 1, 4)
        return index % len(PARTS), boxes.gather(1, query), scores


class FinishedRTDETR(RTDETRv2):
    family = "rtdetr-finished"

    def make(self, folder, pictures):
        model, _ = self.network([p[..., ::-1] for p in list(pictures.values())[:4]])
        example = self.tensor(next(iter(pictures.values())))
        sizes = np.array([example.shape[:1:-1]], np.int64)
        names = ["images", "orig_target_sizes", "labels", "boxes", "scores"]
        with torch.no_grad():
            torch.onnx.export(
                Finished(model.eval()).eval(), (torch.from_numpy(example), torch.from_numpy(sizes)),
                str(folder / "model.onnx"), input_names=names[:2], output_names=names[2:],
                opset_version=18, dynamo=False, dynamic_axes=dict.fromkeys(names, BATCH))
        (folder / "card").write_text(json.dumps({"labels": PARTS}))

    def tensor(self, image):
        picture = Image.fromarray(np.ascontiguousarray(image[..., ::-1]))
        resized = np.asarray(picture.resize((320, 320), Image.Resampling.BILINEAR), np.float32)
        return np.ascontiguousarray((resized / 255).transpose(2, 0, 1)[None])

    prepare = tensor

    def run(self, tensor, size=None):
        size = np.array([size or tensor.shape[:1:-1]], np.int64)
        return self.session.run(None, {"images": tensor, "orig_target_sizes": size})

    def answer(self, image):
        size = image.shape[1::-1]
        labels, boxes, scores = (a[0] for a in self.run(self.tensor(image), size))
        boxes = clipped(boxes, image)
        return [
            line(labels[i], scores[i], boxes[i])
            for i in range(len(scores)) if scores[i] > self.floor]


class DETR(Transformers):
    """Of any size, with a last column for "nothing"."""

    family, axes, floor = "detr", ANY_SIZE, 0.4

    def network(self, images):
        backbone = transformers.ResNetConfig(
            embedding_size=16, hidden_sizes=[16, 32, 64, 128], depths=[1, 1, 1, 1],
            layer_type="basic", out_features=["stage4"])
        config = transformers.DetrConfig(
            use_timm_backbone=False, backbone=None, backbone_config=backbone, d_model=64,
            encoder_layers=1, decoder_layers=1, encoder_ffn_dim=128, decoder_ffn_dim=128,
            num_queries=50, **NAMES)
        model = transformers.DetrForObjectDetection(config)
        processor = transformers.DetrImageProcessor(
            size={"shortest_edge": 256, "longest_edge": 400}, do_pad=False)
        batch = batch_of(processor, images[:1])
        freeze_apart(model, batch)
        nn.init.normal_(model.model.query_position_embeddings.weight, std=3)
        spread_layers(model, [model.class_labels_classifier], batch, mean=0, deviation=2)
        return model, processor


class MaskedDETR(DETR):
    """With the input of transformers' own ONNX exports that says which pixels are padding."""

    inputs = INPUTS


class Mask2Former(Transformers):
    family, floor = "mask2former", 0.3
    outputs = "class_queries_logits", "masks_queries_logits"
    dynamo = True  # the tracing exporter gives GridSample a double grid, which ONNX Runtime lacks

    def network(self, images):
        backbone = transformers.SwinConfig(
            image_size=224, embed_dim=24, depths=[1, 1, 1, 1], num_heads=[1, 2, 4, 8],
            window_size=7, out_features=["stage1", "stage2", "stage3", "stage4"])
        config = transformers.Mask2FormerConfig(
            backbone_config=backbone, feature_size=32, mask_feature_size=32, hidden_dim=32,
            encoder_feedforward_dim=64, encoder_layers=1, decoder_layers=1,
            num_attention_heads=4, dim_feedforward=64, num_queries=20, **NAMES)
        model = transformers.Mask2FormerForUniversalSegmentation(config)
        processor = transformers.Mask2FormerImageProcessor(size={"height": 256, "width": 256})
        batch = batch_of(processor, images)
        nn.init.normal_(model.model.transformer_module.queries_embedder.weight, std=3)
        spread_layers(model, [model.class_predictor], batch, mean=0, deviation=3)
        return model, processor

    def answer(self, image):
        found = self.processor.post_process_instance_segmentation(
            self.result(image), threshold=self.floor, target_sizes=[image.shape[:2]],
            return_binary_maps=True)[0]
        lines = []
        for number, segment in enumerate(found["segments_info"]):
            mask = found["segmentation"][number].numpy() > 0
            lines.append(line(segment["label_id"], segment["score"], [0] * 4) + " " + runs(mask))
        return lines


class DINOv2(Transformers):
    family, kind = "embedding", "values"
    outputs = "last_hidden_state", "pooler_output"

    def network(self, images):
        config = transformers.Dinov2Config(
            hidden_size=48, num_attention_heads=4, num_hidden_layers=2, image_size=224,
            patch_size=14)
        processor = transformers.BitImageProcessor(
            size={"shortest_edge": 256}, crop_size={"height": 224, "width": 224},
            image_mean=[0.485, 0.456, 0.406], image_std=[0.229, 0.224, 0.225])
        return transformers.Dinov2Model(config), processor

    def answer(self, image):
        return [repr(float(value)) for value in self.result(image).pooler_output[0]]


class ViT(Transformers):
    family, kind, outputs = "classifier", "labels", ("logits",)

    def network(self, images):
        config = transformers.ViTConfig(
            hidden_size=48, num_attention_heads=4, num_hidden_layers=2, intermediate_size=96,
            image_size=224, patch_size=16, **NAMES)
        model = transformers.ViTForImageClassification(config)
        processor = transformers.ViTImageProcessor()
        spread_layers(model, [model.classifier], batch_of(processor, images), mean=0, deviation=2)
        return model, processor

    def answer(self, image):
        shares = self.result(image).logits[0].softmax(-1).numpy()
        return [line(label, shares[label]) for label in np.argsort(-shares, kind="stable")]


class HalfViT(ViT):
    """Of half precision from its input to its output."""

    def make(self, folder, pictures):
        super().make(folder, pictures)
        path = str(folder / "model.onnx")
        onnx.save(convert_float_to_float16(onnx.load(path)), path)

    def run(self, tensor):
        return [answer.astype(np.float32) for answer in super().run(tensor.astype(np.float16))]


CASES = {
    "rtdetrv2": RTDETRv2, "dfine": DFine, "rtdetrv2-finished": FinishedRTDETR, "detr": DETR,
    "detr-masked": MaskedDETR, "mask2former": Mask2Former, "dinov2": DINOv2, "vit": ViT,
    "vit-half": HalfViT,
}
