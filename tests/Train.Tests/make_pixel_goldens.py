#!/usr/bin/env python3
"""Writes Goldens/pixelcnn.json: what tools/train/gpu's trainer of the pixel network computes: losses, gradients, the start, some steps, patches, and
PIL's reductions. Numbers come from a hash that the C# tests compute, too (Support/Hashed.cs)."""
import json, math, os, sys
import numpy as np
import torch
from PIL import Image
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "tools", "train", "gpu"))
import pixelcnn, pixel_data, train_pixelcnn
from muon import Muon

SPEC = {"window": 3, "base_window": 3, "linear": 4, "hidden": 6, "deep": 2, "head": 5, "components": 2, "log2_scale": [-4.0, 6.0]}
WIDER = {**SPEC, "hidden": 9, "head": 7}
N = 40
torch.set_num_threads(1)


def hashed(name, count, scale):
    """Uniform in [-scale, scale): tests/Train.Tests/Support/Hashed.cs makes the same numbers."""
    seed = 2166136261
    for c in name.encode(): seed = ((seed ^ c) * 16777619) & 0xFFFFFFFF
    x = (np.arange(count, dtype=np.uint64) * 2654435761 + seed) & 0xFFFFFFFF
    for _ in range(2):
        x ^= x >> np.uint64(16); x = (x * 0x45D9F3B) & 0xFFFFFFFF
    x ^= x >> np.uint64(16)
    return ((x.astype(np.float64) / 2.0 ** 31 - 1.0) * scale).astype(np.float32)


def tensor(name, scale, *shape):
    return torch.from_numpy(hashed(name, int(np.prod(shape)), scale)).float().reshape(shape)


def network(spec=SPEC, tag=""):
    net = pixelcnn.PixelCnn(spec)
    with torch.no_grad():
        for name, p in net.named_parameters():
            p.copy_(tensor(tag + name, 0.4, *p.shape))
            if name.startswith("out.") and name.endswith(".bias"): p[2 * spec["components"]:] += 4.5
        net.centre.copy_(tensor(tag + "centre", 0.5, *net.centre.shape)); net.whiten.copy_(torch.eye(len(net.centre)) * 0.7 + tensor(tag + "whiten", 0.05, *net.whiten.shape))
    return net


def batch(n=N):
    value = ((tensor("value", 1.0, n, 3) * 0.5 + 0.5) * 255.0).round().clamp(0, 255)
    value[0] = 0.0; value[1] = 255.0
    window = torch.cat([(value - 128.0).div(32.0).repeat(1, 17)[:, :12 + 27]], 1) * 0.8 + tensor("window", 0.3, n, 12 + 27)
    count = torch.ones(n, 3); count[5:9, 1:] = 0.0
    return window, tensor("rate", 2.0, n), value, count


def norms(tensors): return {n: t.double().norm().item() for n, t in tensors}


# numbers of this file stand in for the released network's sizes
def bits(parameters, value): return pixelcnn_bits(parameters, value, SPEC)
pixelcnn_bits = pixelcnn.bits
train_pixelcnn.bits = bits

out = {"spec": SPEC, "wider": WIDER}
net = network()
each = train_pixelcnn.cost(net, batch(), False)
loss = each.sum(1).mean(); loss.backward()
out["cost"] = {"loss": loss.item(), "each": each.detach().reshape(-1).tolist(), "gradients": norms((n, p.grad) for n, p in net.named_parameters())}

net = network()
window, rate, value, _ = batch(400)
pixelcnn.start(net, window, (value - 128.0) / 32.0)
plain = pixelcnn.folded(net, net.named_parameters())
out["start"] = {"parameters": norms(net.named_parameters()), "linear": plain["linear.weight"][:3].reshape(-1).tolist(), "bias": plain["linear.bias"][:3].tolist(),
    "out": [layer.weight.reshape(-1).tolist() for layer in net.out]}

net = network()
out["folded"] = norms(pixelcnn.folded(net, net.named_parameters()).items())
wide = network(WIDER, "wide ")
pixelcnn.load_folded(wide, pixelcnn.folded(net, net.named_parameters()))
out["grown"] = {"parameters": norms(wide.named_parameters()), "loss": train_pixelcnn.cost(wide, batch(), False).sum(1).mean().item(),
    "before": train_pixelcnn.cost(net, batch(), False).sum(1).mean().item()}

net = network()
params = list(net.parameters()); ema = [p.detach().clone() for p in params]
slow = {"linear": 0.1, "linear_rate": 0.1, "out": 0.3}
muon = Muon([p for n, p in net.named_parameters() if train_pixelcnn.is_hidden(n)])
groups = {n: [p for m, p in net.named_parameters() if m.split(".")[0] == n and not train_pixelcnn.is_hidden(m)] for n in dict.fromkeys(m.split(".")[0] for m, _ in net.named_parameters())}
opt = torch.optim.Adam([{"params": p, "factor": slow.get(n, 1.0)} for n, p in groups.items() if p], lr=1.0, betas=(0.9, 0.99))
losses = []
for step in range(6):
    r = 0.01 * min(1.0, (step + 1) / 3)
    for g in opt.param_groups: g["lr"] = r * g["factor"]
    loss = train_pixelcnn.cost(net, batch(), False).sum(1).mean(); losses.append(loss.item())
    opt.zero_grad(set_to_none=True); loss.backward()
    torch.nn.utils.clip_grad_norm_(params, 1.0); opt.step()
    for shape in muon.groups: muon.step(shape, r)
    decay = min(0.998, (2 + step) / (11 + step))
    with torch.no_grad():
        for e, p in zip(ema, params): e.lerp_(p, 1.0 - decay)
out["steps"] = {"losses": losses, "parameters": norms(net.named_parameters()), "average": norms(zip((n for n, _ in net.named_parameters()), ema))}

train_pixelcnn.SPEC = SPEC
def picture(name, h, w): return np.clip(np.rint((hashed(name, h * w * 3, 1.0) * 0.5 + 0.5) * 255.0), 0, 255).astype(np.uint8).reshape(h, w, 3)
x, y = picture("x", 64, 64), picture("y", 64, 64)
gray = np.repeat(picture("gray", 64, 64)[..., :1], 3, 2)
patches = train_pixelcnn.Patches([(x, y, 0.25), (gray, gray, 1.0)])
w, r, v, c = patches.at(torch.tensor([0, 1, 0]), torch.tensor([[0, 0], [20, 9], [56, 56]]))
out["patches"] = {"window": w.double().sum(1).tolist(), "weighted": (w.double() * torch.arange(1, w.shape[1] + 1)).sum(1).tolist(), "rate": r[::64].tolist(),
    "value": v.reshape(3, -1).sum(1).tolist(), "count": c.reshape(3, -1).sum(1).tolist(), "weights": patches.weight.tolist()}

big = picture("big", 37, 50)
out["reduced"] = [np.asarray(Image.fromarray(big).resize((23, 17), f)).reshape(-1).tolist() for f in pixel_data.FILTERS]

with open(os.path.join(here, "Goldens", "pixelcnn.json"), "w") as f:
    json.dump(out, f); f.write("\n")
