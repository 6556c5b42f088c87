"""Untrained SAM, HQ-SAM and SAM 2, and their files as the exporters of the wild write them."""

import warnings

import torch
import transformers
from torch import nn
from torch.nn import functional as F

transformers.logging.set_verbosity_error()
warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)
warnings.filterwarnings("ignore", category=DeprecationWarning)
MAPS2 = ["high_res_feats_0", "high_res_feats_1", "image_embed"]
POINTS = {"point_coords": {1: "num_points"}, "point_labels": {1: "num_points"}}


class Wrapped(nn.Module):
    """Calls a function of the model, which is what the exporter takes."""

    def __init__(self, model, call):
        super().__init__()
        self.model, self.call = model, call

    def forward(self, *inputs):
        return self.call(self.model, *inputs)


def export(model, call, path, inputs, outputs, axes=None):
    with torch.no_grad():
        torch.onnx.export(
            Wrapped(model, call).eval(), tuple(inputs.values()), str(path),
            input_names=list(inputs), output_names=outputs, opset_version=18, dynamo=False,
            dynamic_axes=axes or {})


def embed(model, coordinates, labels):
    """Points, corners of boxes and the ending, as segment-anything's `SamOnnxModel` takes them."""
    prompts = model.prompt_encoder
    places = prompts.shared_embedding(
        coordinates[:, None] + 0.5, (prompts.input_image_size, prompts.input_image_size))
    kinds = labels[:, None, :, None]
    nothing = prompts.not_a_point_embed.weight
    places = places * (kinds != -1) + nothing * (kinds == -1)
    table = prompts.point_embed
    for kind in range(4):
        weight = table.weight[kind] if isinstance(table, nn.Embedding) else table[kind].weight
        places = places + weight * (kinds == kind)
    return places


def dense(model, earlier, has_earlier):
    gate = has_earlier.view(-1, 1, 1, 1)
    prompts = model.prompt_encoder
    none = prompts.no_mask_embed.weight.reshape(1, -1, 1, 1)
    return gate * prompts.mask_embed(earlier) + (1 - gate) * none


def prompt_example(side):
    return {
        "point_coords": torch.tensor([[[side * 0.4, side * 0.5], [side * 0.1, side * 0.1]]]),
        "point_labels": torch.tensor([[1.0, 0.0]]),
        "mask_input": torch.zeros(1, 1, side // 4, side // 4),
        "has_mask_input": torch.zeros(1)}


def liven(model):
    """Pulls scores apart, and makes the masks depend on the prompt, as training does."""
    decoder = model.mask_decoder
    with torch.no_grad():
        decoder.iou_prediction_head.proj_out.weight.mul_(20)
        for layer in decoder.transformer.modules():
            if isinstance(layer, nn.Linear):
                layer.weight.mul_(6)
        decoder.iou_token.weight.mul_(8)
        decoder.mask_tokens.weight.mul_(8)
        side = model.config.prompt_encoder_config.image_size
        answer = model.eval()(
            pixel_values=torch.rand(1, 3, side, side), input_points=torch.ones(1, 1, 1, 2) * 50,
            input_labels=torch.ones(1, 1, 1, dtype=torch.int64))
        scale = 5 / answer.pred_masks.std()
        heads = [*decoder.output_hypernetworks_mlps, getattr(decoder, "hf_mlp", None)]
        for head in filter(None, heads):
            head.proj_out.weight.mul_(scale)
            head.proj_out.bias.mul_(scale)
    return model


def sam2(small=True):
    """SAM 2; the published tiny one where not small."""
    if not small:
        return liven(transformers.Sam2Model(transformers.Sam2Config()))
    hiera = transformers.Sam2HieraDetConfig(
        hidden_size=16, image_size=[256, 256], embed_dim_per_stage=[16, 32, 64, 128],
        blocks_per_stage=[1, 1, 2, 1], num_attention_heads_per_stage=[1, 2, 4, 8],
        global_attention_blocks=[3], window_size_per_stage=[8, 4, 8, 4],
        window_positional_embedding_background_size=[8, 8])
    vision = transformers.Sam2VisionConfig(
        backbone_config=hiera, backbone_channel_list=[128, 64, 32, 16], fpn_hidden_size=64,
        backbone_feature_sizes=[[64, 64], [32, 32], [16, 16]])
    return liven(transformers.Sam2Model(transformers.Sam2Config(
        vision_config=vision,
        prompt_encoder_config=transformers.Sam2PromptEncoderConfig(
            hidden_size=64, image_size=256),
        mask_decoder_config=transformers.Sam2MaskDecoderConfig(
            hidden_size=64, mlp_dim=128, num_attention_heads=4, iou_head_hidden_dim=64))))


def sam(kind="Sam", side=256, dim=64):
    """SAM, or HQ-SAM with `SamHQ`."""
    part = lambda name, **options: getattr(transformers, kind + name)(**options)  # noqa: E731
    more = {"vit_dim": dim} if kind == "SamHQ" else {}
    return liven(part("Model", config=part(
        "Config",
        vision_config=part(
            "VisionConfig", hidden_size=dim, output_channels=dim, num_hidden_layers=2,
            num_attention_heads=4, image_size=side, mlp_dim=128, global_attn_indexes=[1],
            window_size=8, num_pos_feats=dim // 2, initializer_range=0.02),
        prompt_encoder_config=part(
            "PromptEncoderConfig", hidden_size=dim, image_size=side, patch_size=16),
        mask_decoder_config=part(
            "MaskDecoderConfig", hidden_size=dim, mlp_dim=128, num_attention_heads=4,
            iou_head_hidden_dim=64, **more))))


def write_samexporter(model, folder, blur=0):
    """SAM 2 as samexporter writes it; with masks blurred over so many logits to each side."""
    side = model.config.prompt_encoder_config.image_size
    image = torch.rand(1, 3, side, side)
    with torch.no_grad():
        fine, middle, coarse = model.get_image_embeddings(image)
    export(model, lambda m, x: tuple(m.get_image_embeddings(x)), folder / "encoder.onnx",
           {"image": image}, MAPS2)

    def decode(m, coarse, fine, middle, coordinates, labels, earlier, has_earlier):
        masks, scores, _, _ = m.mask_decoder(
            image_embeddings=coarse, multimask_output=True,
            image_positional_embeddings=m.get_image_wide_positional_embeddings(),
            sparse_prompt_embeddings=embed(m, coordinates, labels),
            dense_prompt_embeddings=dense(m, earlier, has_earlier),
            high_resolution_features=[fine, middle])
        masks = masks[:, 0]
        for across, down in ((blur, 0), (0, blur)) if blur else ():
            masks = F.avg_pool2d(masks, (2 * down + 1, 2 * across + 1), 1, (down, across))
        return masks, scores[:, 0]

    export(model, decode, folder / "decoder.onnx",
           {"image_embed": coarse, "high_res_feats_0": fine, "high_res_feats_1": middle,
            **prompt_example(side)}, ["masks", "iou_predictions"], POINTS)


def write_transformers_js(model, folder, is_traced=False):
    """SAM 2 as the files for transformers.js have it, which take any number of boxes.

    Traced as it stands, transformers' own code takes exactly one.
    """
    side = model.config.prompt_encoder_config.image_size
    image, names = torch.rand(1, 3, side, side), [f"image_embeddings.{i}" for i in range(3)]
    with torch.no_grad():
        maps = model.get_image_embeddings(image)
    export(model, lambda m, x: tuple(m.get_image_embeddings(x)), folder / "encoder.onnx",
           {"pixel_values": image}, names)

    def traced(m, coordinates, labels, boxes, *maps):
        answer = m(image_embeddings=list(maps), input_points=coordinates, input_labels=labels,
                   input_boxes=boxes)
        return answer.iou_scores, answer.pred_masks, answer.object_score_logits

    def decode(m, coordinates, labels, boxes, *maps):
        corners = boxes.reshape(1, -1, 2)
        kinds = (boxes[..., :2] * 0 + torch.tensor([2.0, 3.0])).reshape(1, -1)
        tokens = embed(m, torch.cat([coordinates[0], corners, torch.zeros(1, 1, 2)], 1),
                       torch.cat([labels[0].float(), kinds, -torch.ones(1, 1)], 1))
        none = m.prompt_encoder.no_mask_embed.weight.reshape(1, -1, 1, 1)
        masks, scores, _, objects = m.mask_decoder(
            image_embeddings=maps[2], multimask_output=True,
            image_positional_embeddings=m.get_image_wide_positional_embeddings(),
            sparse_prompt_embeddings=tokens,
            dense_prompt_embeddings=none.expand_as(maps[2]),
            high_resolution_features=list(maps[:2]))
        return scores, masks, objects

    axes = {1: "num_prompts", 2: "num_points"}
    export(model, traced if is_traced else decode, folder / "decoder.onnx",
           {"input_points": prompt_example(side)["point_coords"][None],
            "input_labels": torch.tensor([[[1, 0]]]),
            "input_boxes": torch.tensor([[[0.2, 0.2, 0.7, 0.8]]]) * side,
            **dict(zip(names, maps))},
           ["iou_scores", "pred_masks", "object_score_logits"],
           {"input_points": axes, "input_labels": axes, "input_boxes": {1: "num_boxes"}})


MEAN, DEVIATION = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])


def write_rows(model, folder):
    """SAM as samexporter writes it: bytes go in, row after row, and the graph pads them."""
    write_segment_anything(model, folder)
    side = model.config.prompt_encoder_config.image_size

    def encode(m, rows):
        planes = ((rows - 255 * MEAN) / (255 * DEVIATION)).permute(2, 0, 1)[None]
        height, width = planes.shape[-2:]
        padded = F.pad(planes, (0, side - width, 0, side - height))
        return m.vision_encoder(padded).last_hidden_state

    export(model, encode, folder / "encoder.onnx", {"input_image": torch.rand(200, side, 3) * 255},
           ["image_embeddings"], {"input_image": {0: "image_height", 1: "image_width"}})


def write_segment_anything(model, folder):
    """SAM or HQ-SAM as segment-anything's own exporter writes it; of SAM all four masks."""
    is_hq = "HQ" in type(model).__name__
    side = model.config.prompt_encoder_config.image_size

    def encode(m, x):
        answer = m.vision_encoder(x)
        return (answer.last_hidden_state, *(answer.intermediate_embeddings[:1] if is_hq else ()))

    image = torch.rand(1, 3, side, side)
    with torch.no_grad():
        maps = encode(model, image)
    names = ["image_embeddings", "interm_embeddings"][:len(maps)]
    export(model, encode, folder / "encoder.onnx", {"images": image}, names)

    def decode(m, *inputs):
        *maps, coordinates, labels, earlier, has_earlier, size = inputs
        more = dict(hq_token_only=False, intermediate_embeddings=[maps[1]]) if is_hq else {}
        answers = [m.mask_decoder(
            image_embeddings=maps[0], multimask_output=several,
            image_positional_embeddings=m.get_image_wide_positional_embeddings(),
            sparse_prompt_embeddings=embed(m, coordinates, labels),
            dense_prompt_embeddings=dense(m, earlier, has_earlier), **more)[:2]
            for several in ((True,) if is_hq else (False, True))]
        masks = torch.cat([masks[:, 0] for masks, _ in answers], 1)
        scores = torch.cat([scores[:, 0] for _, scores in answers], 1)
        whole = F.interpolate(masks, size=(side, side), mode="bilinear", align_corners=False)
        used = torch.floor(size * (side / size.max()) + 0.5).to(torch.int64)
        height, width = size.to(torch.int64)
        whole = F.interpolate(whole[..., :used[0], :used[1]], size=(height, width),
                              mode="bilinear", align_corners=False)
        return whole, scores, masks

    export(model, decode, folder / "decoder.onnx",
           {**dict(zip(names, maps)), **prompt_example(side),
            "orig_im_size": torch.tensor([300.0, 400.0])},
           ["masks", "iou_predictions", "low_res_masks"],
           {**POINTS, "masks": {2: "height", 3: "width"}})
