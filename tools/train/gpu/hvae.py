"""The flagship network in PyTorch: the definition that the C# description (model/networks) equals, parameter names included.

Shapes are [N, C, H, W]. Rates are bits. `beta` is [N, L]: one multiplier per latent layer, in bits per unit of mean squared
error of pixels in [0, 1]; the network sees its logarithm.
Parameter names are the names in the weight file.
"""
import json
import math
import re
import torch
import torch.nn as nn
import torch.nn.functional as F

SPEC = {
    "name": "hvae-klt-8m",
    "widths": [64, 128, 192, 192, 128],             # at 1/4, 1/8, 1/16, 1/32, 1/64 of the picture
    "analysis_blocks": [2, 3, 3, 2, 2],             # per scale, bottom-up
    "latents": [[32], [32, 32], [48, 72, 72], [24, 24]],  # channels per latent layer at 1/64, 1/32, 1/16, 1/8, top-down
    "synthesis_blocks": 3,                          # at 1/4, after the last latent
    "embedding": 64,
    "log2_scale": [-4.0, 6.0],                      # range of log2(sigma) of the priors
    "beta_range": [2.0 ** -14.0, 2.0 ** -5.5],      # trained range
    "winograd": True,                               # how the codec's engine computes 3x3 convolutions (bitstream/FORMAT.md)
}
SLOPE = 0.1


def spec_of(config):
    """The network of a config of `vaecodec train` (tools/train/configs), whose comments are whole lines."""
    return json.loads(re.sub(r"^\s*//.*$", "", open(config).read(), flags=re.M))["spec"]


class Block(nn.Module):
    """x + scale(e) * conv1x1(leaky_relu(conv3x3(x) + shift(e))); C -> C/2 -> C; no shift where the spec has no `film_shift`."""

    def __init__(self, c, e, shift=False):
        super().__init__()
        self.conv3 = nn.Conv2d(c, c // 2, 3, padding=1)
        self.conv1 = nn.Conv2d(c // 2, c, 1)
        self.film = nn.Linear(e, c + (c // 2 if shift else 0))     # scales before shifts
        with torch.no_grad():
            self.conv1.weight.mul_(0.1)
            self.conv1.bias.zero_()
            self.film.weight.zero_()
            self.film.bias[:c].fill_(1.0)
            self.film.bias[c:].zero_()

    def forward(self, x, e):
        film, c = self.film(e)[:, :, None, None], x.shape[1]
        inner = self.conv3(x)
        if film.shape[1] > c: inner = inner + film[:, c:].to(inner.dtype)
        y = self.conv1(F.leaky_relu(inner, SLOPE, inplace=True))
        return torch.addcmul(x, y.to(x.dtype), film[:, :c].to(x.dtype))


class Blocks(nn.ModuleList):
    def __init__(self, c, n, e, shift=False):
        super().__init__([Block(c, e, shift) for _ in range(n)])

    def forward(self, x, e):
        for block in self:
            x = block(x, e)
        return x


class LatentLayer(nn.Module):
    """One layer z_l: prior from the top-down state, posterior from state and features, merge."""

    def __init__(self, c, z, e, log2_scale, shift=False, extra=0):
        super().__init__()
        self.prior_block = Block(c, e, shift)
        self.prior = nn.Conv2d(c, 2 * z, 1)          # mu_p, log2 sigma_p
        self.join = nn.Conv2d(2 * c, c, 1)
        self.posterior_block = Block(c, e, shift)
        self.posterior_more = Blocks(c, extra, e, shift)
        self.posterior = nn.Conv2d(c, z, 1)          # mu_q
        self.merge = nn.Conv2d(z, c, 1)
        self.merge_block = Block(c, e, shift)
        self.low, self.high = log2_scale

    def forward(self, h, features, e, log2_step, quantise, keep=None, straight_through=False):
        """log2_step [N]: log2 of the quantisation step of this layer. Inside, everything is in units of the step. The rate is that of z, the
        decoder gets what is sent: z, or in training with straight_through the rounded latent, with the gradient passed through the rounding."""
        log2_step = log2_step[:, None, None, None]
        per_step = torch.exp2(-log2_step)
        mu_p, log2_sigma = self.prior(self.prior_block(h, e)).float().chunk(2, 1)
        mu_p, sigma = mu_p * per_step, torch.exp2((log2_sigma - log2_step).clamp(self.low, self.high))
        joined = self.posterior_block(self.join(torch.cat([h, features], 1)), e)
        mu_q = self.posterior(self.posterior_more(joined, e)).float() * per_step
        rounded = mu_p + torch.round(mu_q - mu_p)
        z = rounded if quantise else mu_q + torch.rand_like(mu_q) - 0.5
        sent = mu_q + (rounded - mu_q).detach() if straight_through else z
        d = (z - mu_p).abs()
        k = 1.0 / (sigma * math.sqrt(2.0))
        mass = 0.5 * (torch.erfc((d - 0.5) * k) - torch.erfc((d + 0.5) * k))
        # far tails: bound the rate by a linear continuation so that the gradient stays alive
        bits = -torch.log2(mass.clamp_min(1e-6)) + F.relu(d - 5.0 * sigma - 0.5)
        if keep is not None:                         # dropped layer: the prior's mean, no bits
            keep = keep[:, None, None, None]
            sent, bits = mu_p + (sent - mu_p) * keep, bits * keep
        h = self.merge_block(h + self.merge((sent * torch.exp2(log2_step)).to(h.dtype)), e)
        return h, bits.sum((1, 2, 3))


class Hvae(nn.Module):
    def __init__(self, spec=SPEC):
        super().__init__()
        self.spec = spec
        w, e, shift, extra = spec["widths"], spec["embedding"], spec.get("film_shift", False), spec.get("extra_posterior_blocks", 0)
        self.layers = sum(len(z) for z in spec["latents"])
        self.embed = nn.Sequential(nn.Linear(self.layers, e), nn.LeakyReLU(SLOPE), nn.Linear(e, e), nn.LeakyReLU(SLOPE))
        self.patch = nn.Conv2d(3, w[0], 4, 4)
        self.analysis = nn.ModuleList([Blocks(c, n, e, shift) for c, n in zip(w, spec["analysis_blocks"])])
        self.down = nn.ModuleList([nn.Conv2d(w[i], w[i + 1], 2, 2) for i in range(4)])
        self.top = nn.Parameter(torch.zeros(1, w[4], 1, 1))
        self.before = nn.ModuleList(); self.latent = nn.ModuleList(); self.after = nn.ModuleList(); self.up = nn.ModuleList()
        for i, zs in enumerate(spec["latents"]):
            c = w[4 - i]
            self.before.append(Block(c, e, shift))
            self.latent.append(nn.ModuleList([LatentLayer(c, z, e, spec["log2_scale"], shift, extra) for z in zs]))
            self.after.append(Block(c, e, shift))
            self.up.append(nn.Conv2d(c, w[3 - i] * 4, 1))     # then pixel shuffle by 2
        self.synthesis = Blocks(w[0], spec["synthesis_blocks"], e, shift)
        self.unpatch = nn.Conv2d(w[0], 48, 3, padding=1)      # then pixel shuffle by 4

    def condition(self, beta):
        lo, hi = (math.log(b) for b in self.spec["beta_range"])
        return self.embed((torch.log(beta) - 0.5 * (lo + hi)) * (4.0 / (hi - lo)))

    def forward(self, x, beta, quantise=False, keep=None, straight_through=False):
        """x in [0, 1], sides multiples of 64; keep [N, L] of 0/1: layers that are sent. Returns the reconstruction (not clamped),
        bits per layer [N, L]."""
        e = self.condition(beta)
        # high-rate theory: distortion grows with step^2 / 12, so the best step is proportional to sqrt(beta)
        lo, hi = (math.log2(b) for b in self.spec["beta_range"])
        steps = (0.5 * (torch.log2(beta) - 0.5 * (lo + hi))).unbind(1)
        t = self.patch((x - 0.5) * 4.0)
        features = []
        for i in range(5):
            t = self.analysis[i](t, e)
            features.append(t)
            if i < 4:
                t = self.down[i](t)
        h = self.top.to(t.dtype).expand(t.shape[0], -1, t.shape[2], t.shape[3]).contiguous(memory_format=torch.channels_last)
        bits = []
        kept = keep.unbind(1) if keep is not None else [None] * self.layers
        for i in range(4):
            h = self.before[i](h, e)
            for layer in self.latent[i]:
                h, b = layer(h, features[4 - i], e, steps[len(bits)], quantise, kept[len(bits)], straight_through)
                bits.append(b)
            h = F.pixel_shuffle(self.up[i](self.after[i](h, e)), 2)
        y = F.pixel_shuffle(self.unpatch(self.synthesis(h, e)), 4)
        return y.float() * 0.25 + 0.5, torch.stack(bits, 1)
