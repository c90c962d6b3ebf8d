#!/usr/bin/env python3
"""How much the latents' code could save: against the Gaussian tables of the codec, tables fitted to every layer and scale, and scales moved by
what the neighbours that are decoded already have turned out to be. Fitted on one half of the pictures, measured on the other.

  latent_statistics.py model/weights/hvae-r1.safetensors --data PHOTOS
"""
import argparse, math
import numpy as np
import torch
from scipy.special import erf
from hvae import Hvae, LatentLayer, SPEC
from train_hvae import load_images, read_safetensors

SIGMA = 2.0 ** (np.arange(81) / 8 - 4)
SUPPORT = 600                                       # magnitudes with a rate of their own
FITTED = 40                                         # magnitudes with a fitted frequency of their own; the last stands for all above
PRIOR = 100                                         # symbols that the Gaussian table counts for in a fitted one
NEIGHBOURS = ((0, 1, 1.0), (1, 0, 1.0), (1, 1, 0.5), (1, -1, 0.5))
EARLIER_CHANNELS = 0.3
CONTEXTS = 17                                       # half octaves of actual over expected magnitude
SHIFTS = np.arange(-12, 13)                         # eighths of octaves


def gaussian_bits():
    k = np.arange(SUPPORT)[None]
    mass = 0.5 * (erf((k + 0.5) / SIGMA[:, None] / math.sqrt(2)) - erf((k - 0.5) / SIGMA[:, None] / math.sqrt(2)))
    return -np.log2(np.maximum(mass, 2.0 ** -16))


BITS = gaussian_bits()
EXPECTED = 2 * (np.arange(SUPPORT) * 2.0 ** -BITS * (np.arange(SUPPORT) < 8 * SIGMA[:, None] + 3)).sum(1)


def symbols(net, image, beta):
    """Per layer: magnitudes and scale indices [channels, height, width] of what the codec sends."""
    seen, steps = [], {}
    hooks = []
    for layer in (m for m in net.modules() if isinstance(m, LatentLayer)):
        def begin(module, inputs): steps["log2"] = float(inputs[3])
        def prior(module, inputs, output): steps["prior"] = output[0]
        def posterior(module, inputs, output):
            mean, log2_sigma = steps["prior"].chunk(2, 0)
            scale = torch.round(((log2_sigma - steps["log2"]).clamp(-4.0, 6.0) + 4.0) * 8)
            k = torch.round((output[0] - mean) * 2.0 ** -steps["log2"])
            seen.append((k.abs().clamp(max=SUPPORT - 1).long().numpy(), scale.long().numpy()))
        hooks += [layer.register_forward_pre_hook(begin), layer.prior.register_forward_hook(prior), layer.posterior.register_forward_hook(posterior)]
    height, width = (side // 64 * 64 for side in image.shape[:2])
    x = torch.from_numpy(image[:height, :width].copy()).permute(2, 0, 1)[None].float().div(255)
    with torch.no_grad():
        net(x, torch.full((1, net.layers), beta), quantise=True)
    for hook in hooks:
        hook.remove()
    return seen


def shifted(a, dy, dx):
    b = np.zeros_like(a)
    height, width = a.shape[1:]
    b[:, dy:, max(dx, 0):width + min(dx, 0)] = a[:, :height - dy, max(-dx, 0):width + min(-dx, 0)]
    return b


def context(k, s):
    """log2 of actual over expected magnitude of the decoded neighbours, in half octaves."""
    actual, expected = np.minimum(k, 60).astype(float), EXPECTED[s]
    sums = []
    for a in (actual, expected):
        sums.append(sum(w * shifted(a, dy, dx) for dy, dx, w in NEIGHBOURS) + EARLIER_CHANNELS * (np.cumsum(a, 0) - a))
    return np.clip(np.round(2 * np.log2((sums[0] + 0.4) / (sums[1] + 0.4))) + CONTEXTS // 2, 0, CONTEXTS - 1).astype(int)


def fitted_bits(train):
    counts = np.zeros((81, FITTED))
    for k, s in train:
        np.add.at(counts, (s.ravel(), np.minimum(k, FITTED - 1).ravel()), 1)
    gaussian = 2.0 ** -BITS[:, :FITTED]
    gaussian[:, 1:] *= 2
    share = counts + PRIOR * gaussian / gaussian.sum(1, keepdims=True)
    bits = -np.log2(share / share.sum(1, keepdims=True))
    bits[:, 1:] += 1                                # the sign
    return bits


def best_shifts(train):
    cost = np.zeros((CONTEXTS, len(SHIFTS)))
    for k, s in train:
        c = context(k, s).ravel()
        for j, shift in enumerate(SHIFTS):
            cost[:, j] += np.bincount(c, BITS[np.clip(s + shift, 0, 80), k].ravel(), CONTEXTS)
    return SHIFTS[cost.argmin(1)]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("weights"); ap.add_argument("--data", required=True); ap.add_argument("--images", type=int, default=32)
    o = ap.parse_args()
    net = Hvae()
    net.load_state_dict(read_safetensors(o.weights))
    _, images = load_images(o.data, 256, 0)
    chosen = images[7::max(1, len(images) // o.images)][:o.images]
    low, high = (math.log(b) for b in SPEC["beta_range"])
    for u in (0.1, 0.4, 0.7):
        pictures = [symbols(net, image, math.exp(low + (high - low) * u)) for image in chosen]
        plain = fitted = moved = 0.0
        for layer in range(net.layers):
            data = [picture[layer] for picture in pictures]
            for half in (0, 1):
                train, test = data[half::2], data[1 - half::2]
                table, shifts = fitted_bits(train), best_shifts(train)
                plain += sum(BITS[s, k].sum() for k, s in test)
                fitted += sum(table[s, np.minimum(k, FITTED - 1)].sum() for k, s in test)
                moved += sum(BITS[np.clip(s + shifts[context(k, s)], 0, 80), k].sum() for k, s in test)
        print(f"u {u}: {plain / 8e3:.0f} kB; fitted tables {100 * (fitted / plain - 1):+.2f} %, scales by neighbours {100 * (moved / plain - 1):+.2f} %")


if __name__ == "__main__":
    main()
