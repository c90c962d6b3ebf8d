#!/usr/bin/env python3
"""Writes Goldens/hvae.json: what tools/train/gpu/hvae.py computes from weights, picture, rates and noise that both sides make by the same
integer hash, in double precision. Run with a Python that has torch: /usr/bin/python3 make_goldens.py"""
import json, os, sys
import numpy as np
import torch
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "tools", "train", "gpu"))
import hvae
from klt_init import klt_init
from train_hvae import objective

SPEC = {"name": "tiny", "widths": [64, 32, 32, 32, 32], "analysis_blocks": [1, 0, 1, 0, 0], "latents": [[8], [8, 8], [8], [16]],
        "synthesis_blocks": 1, "embedding": 8, "log2_scale": [-4.0, 6.0], "beta_range": [2.0 ** -14.0, 2.0 ** -5.5]}
SIDE = 128
torch.set_default_dtype(torch.float64)
torch.Tensor.float = torch.Tensor.double             # where hvae.py goes from bfloat16 to single precision


def hashed(name, count, scale):
    """Uniform in [-scale, scale): tests/Train.Tests/Hashed.cs makes the same numbers."""
    seed = 2166136261
    for c in name.encode():
        seed = ((seed ^ c) * 16777619) & 0xFFFFFFFF
    x = (np.arange(count, dtype=np.uint64) * 2654435761 + seed) & 0xFFFFFFFF
    for _ in range(2):
        x ^= x >> np.uint64(16); x = (x * 0x45D9F3B) & 0xFFFFFFFF
    x ^= x >> np.uint64(16)
    return ((x.astype(np.float64) / 2.0 ** 31 - 1.0) * scale).astype(np.float32)


def tensor(name, shape, scale):
    return torch.from_numpy(hashed(name, int(np.prod(shape)), scale).reshape(shape)).double()


def scale_of(name, shape):
    fan_in = int(np.prod(shape[1:])) if len(shape) > 1 else 16
    return 1.5 / fan_in ** 0.5


def picture():
    """A smooth ramp with hashed texture."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    ramp = torch.from_numpy(np.stack([x, y, (x + y) * np.float32(0.5)])[None])
    return (ramp * 0.8 + 0.1 + tensor("picture", (2, 3, SIDE, SIDE), 0.1)).float()


def run(net, quantise, noise=None, straight_through=False):
    x, log2_beta = picture(), tensor("log2 beta", (2, net.layers), 4.0) - 9.75
    if noise is not None:
        layer = iter(range(net.layers))
        torch.rand_like = lambda t: tensor(f"noise {next(layer)}", tuple(t.shape), 0.5) + 0.5
    beta = torch.exp2(log2_beta)
    if quantise:
        y, bits = net(x, beta, quantise=True)
        return {"mse": ((y - x) ** 2).mean((1, 2, 3)).tolist(), "bpp": (bits / (SIDE * SIDE)).tolist()}
    loss, mse, bpp = objective(net, x, beta, None, False, straight_through)
    loss.backward()
    return {"loss": loss.item(), "mse": mse.tolist(), "bpp": bpp.tolist(),
            "gradients": {n: p.grad.norm().item() for n, p in net.named_parameters()}}


def main():
    torch.set_num_threads(1)
    net = hvae.Hvae(SPEC)
    with torch.no_grad():
        for name, p in net.named_parameters():
            p.copy_(tensor(name, tuple(p.shape), scale_of(name, tuple(p.shape))))
    out = {"spec": SPEC}
    with torch.no_grad():
        out["quantised"] = run(net, True)
    out["noisy"] = run(net, False, noise=True)
    net.zero_grad()
    out["straight_through"] = run(net, False, noise=True, straight_through=True)
    klt = hvae.Hvae(SPEC)
    with torch.no_grad():
        for name, p in klt.named_parameters():
            p.fill_(1.0 if name.endswith("film.bias") else 0.0)
        klt_init(klt, picture())
        out["klt"] = run(klt, True)
        out["klt"]["norms"] = {n: p.norm().item() for n, p in klt.named_parameters() if p.norm() > 0}
    os.makedirs(os.path.join(here, "Goldens"), exist_ok=True)
    with open(os.path.join(here, "Goldens", "hvae.json"), "w") as f:
        json.dump(out, f, indent=1)
        f.write("\n")


main()
