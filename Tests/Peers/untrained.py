"""Makes untrained networks answer as trained ones do: a few objects, with scores apart."""

import numpy as np
import torch
from ultralytics.data.augment import LetterBox


def tensors(pictures, side):
    letterbox = LetterBox((side, side), auto=False)
    batch = np.stack([letterbox(image=p)[..., ::-1] for p in pictures])
    return torch.from_numpy(np.ascontiguousarray(batch.transpose(0, 3, 1, 2))).float() / 255


def calibrate(net, batch):
    """Gives the batch norms the statistics of the images."""
    norms = [m for m in net.modules() if isinstance(m, torch.nn.modules.batchnorm._BatchNorm)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # plain average
    net.train()
    with torch.no_grad():
        net(batch)
    net.eval()


def settle(net, batch):
    """Calibrates a network that cannot run in training mode without the truth."""
    norms = [m for m in net.modules() if isinstance(m, torch.nn.modules.batchnorm._BatchNorm)]
    net.eval()
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
        norm.train()
    with torch.no_grad():
        net(batch)
    net.eval()


def spread(net, batch, mean, deviation=1.6):
    """Rescales the branches of a YOLO head that give scores."""
    head = net.model[-1]
    groups = filter(None, (getattr(head, name, None) for name in ("cv3", "one2one_cv3")))
    spread_layers(net, [branch[-1] for group in groups for branch in group], batch, mean, deviation)


def spread_layers(net, layers, batch, mean, deviation=1.6):
    """Rescales the last layers of a network to logits of that mean and deviation."""
    seen = {}

    def keep(layer, _, output):
        seen[layer] = output.detach()

    hooks = [layer.register_forward_hook(keep) for layer in layers]
    with torch.no_grad():
        net(batch)
        for layer, logits in seen.items():
            scale = deviation / logits.std().clamp(min=1e-6)
            axes = (0, 2, 3) if logits.dim() == 4 else tuple(range(logits.dim() - 1))
            layer.weight.mul_(scale)
            if layer.bias is not None:
                layer.bias.copy_((layer.bias - logits.mean(dim=axes)) * scale + mean)
    for hook in hooks:
        hook.remove()
