"""Exports decoders of transformers with the files and names that optimum gives them."""

import onnx
import torch
from onnx import TensorProto, helper
from torch import nn
from transformers import DynamicCache, EncoderDecoderCache

TOKENS, STATES, SWITCH = "input_ids", "encoder_hidden_states", "use_cache_branch"
AXES = {
    TOKENS: {0: "batch_size", 1: "decoder_sequence_length"},
    STATES: {0: "batch_size", 1: "encoder_sequence_length"},
    "logits": {0: "batch_size", 1: "decoder_sequence_length"}}


class Whole(nn.Module):
    """All of the text again for each token: decoder_model.onnx, with what it keeps of it."""

    def __init__(self, decoder, keeps):
        super().__init__()
        self.decoder, self.keeps = decoder, keeps

    def forward(self, tokens, states):
        answer = self.decoder(
            input_ids=tokens, encoder_hidden_states=states, use_cache=self.keeps)
        return (answer.logits, *(kept(answer.past_key_values) if self.keeps else ()))


class Next(nn.Module):
    """One token with what was kept of the others: decoder_with_past_model.onnx."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, token, states, *past):
        own, others = DynamicCache(), DynamicCache()
        for layer in range(len(past) // 4):
            own.update(*past[4 * layer:4 * layer + 2], layer)
            others.update(*past[4 * layer + 2:4 * layer + 4], layer)
        cache = EncoderDecoderCache(own, others)
        answer = self.decoder(
            input_ids=token, encoder_hidden_states=states, past_key_values=cache, use_cache=True)
        values = kept(answer.past_key_values)
        return (answer.logits, *(v for i, v in enumerate(values) if i % 4 < 2))


def kept(cache):
    pairs = zip(cache.self_attention_cache.layers, cache.cross_attention_cache.layers)
    return [
        values for own, other in pairs
        for values in (own.keys, own.values, other.keys, other.values)]


def names(prefix, layers):
    return [
        f"{prefix}.{layer}.{part}.{what}" for layer in range(layers)
        for part in ("decoder", "encoder") for what in ("key", "value")]


def length(name):
    kind = "encoder_sequence_length" if ".encoder." in name else "past_decoder_sequence_length"
    return {0: "batch_size", 2: kind}


def write(module, tensors, path, inputs, outputs):
    axes = {
        name: AXES.get(name) or length(name) for name in [*inputs, *outputs]}
    with torch.no_grad():
        torch.onnx.export(
            module.eval(), tensors, str(path), input_names=inputs, output_names=outputs,
            opset_version=18, dynamo=False, dynamic_axes=axes)


def export_plain(decoder, folder, tokens, states):
    write(
        Whole(decoder, keeps=False), (tokens, states), folder / "decoder_model.onnx",
        [TOKENS, STATES], ["logits"])


def export_merged(decoder, folder, layers, tokens, states):
    """Both in one file, which optimum calls merged and transformers.js takes."""
    first, later = folder / "first.onnx", folder / "later.onnx"
    past, present = names("past_key_values", layers), names("present", layers)
    whole = Whole(decoder, keeps=True)
    write(whole, (tokens, states), first, [TOKENS, STATES], ["logits", *present])
    with torch.no_grad():
        _, *values = whole(tokens, states)
    write(
        Next(decoder), (tokens[:, -1:], states, *values), later, [TOKENS, STATES, *past],
        ["logits", *(name for name in present if ".decoder." in name)])
    onnx.save(merged(onnx.load(first), onnx.load(later)), folder / "decoder_model_merged.onnx")
    first.unlink()
    later.unlink()


def merged(first, later):
    """As `merge_decoders` of optimum: what only the first gives is empty later."""
    wanted = list(first.graph.output)
    for value in wanted:
        if value.name not in [output.name for output in later.graph.output]:
            sides = [d.dim_value for d in value.type.tensor_type.shape.dim]
            empty = helper.make_tensor(
                value.name, TensorProto.FLOAT, [0, sides[1], 1, sides[3]], [])
            later.graph.node.append(
                helper.make_node("Constant", [], [value.name], value=empty))
            later.graph.output.append(value)
    places = {output.name: place for place, output in enumerate(later.graph.output)}
    ordered = [later.graph.output[places[value.name]] for value in wanted]
    inputs = {value.name: value for model in (first, later) for value in model.graph.input}
    branches = {}
    for key, model, outputs in [
            ("else_branch", first, wanted), ("then_branch", later, ordered)]:
        kinds = [onnx.ValueInfoProto.FromString(output.SerializeToString()) for output in outputs]
        graph = onnx.compose.add_prefix(model, f"{key}/", rename_inputs=False).graph
        for kind in kinds:
            kind.name = f"{key}/{kind.name}"
        branches[key] = helper.make_graph(
            graph.node, key, [], kinds, initializer=list(graph.initializer))
    choice = helper.make_node(
        "If", [SWITCH], [value.name for value in wanted], name="optimum::if", **branches)
    switch = helper.make_tensor_value_info(SWITCH, TensorProto.BOOL, [1])
    graph = helper.make_graph([choice], "merged", [*inputs.values(), switch], wanted)
    return helper.make_model(graph, opset_imports=first.opset_import, ir_version=first.ir_version)
