"""A VAE for small gray pictures in PyTorch: the definition that model/inference/Images equals, parameter names included.

Variational Lossy Autoencoder (Chen et al. 2017, arXiv:1611.02731): the decoder is a PixelCNN whose window is small, so that the latents are
left to carry what it cannot see. z ~ logistic(0, 1) in every dimension; q(z | x) = logistic(mean(x), scale(x)), which has the closed cumulative
distribution that bits-back coding wants (Kingma, Abbeel and Ho 2019, Bit-Swap, section 4.2). The decoder makes three features of z for every pixel; the
pixel's distribution is the network of pixelcnn.py (one channel, one hidden layer less) on the causal window of x and the whole window of the
features. Values are (v - 128) / 32; x beyond the picture is that of black, features beyond are 0. All logarithms are to base 2.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from pixelcnn import SLOPE

SIDE = 28
BLACK = -4.0
LOG2_SCALE = (-8.0, 2.0)                                # of the posterior
SPEC = {
    "side": SIDE, "latents": 24,
    # [inputs, outputs, kernel, stride, shuffle], leaky after each but the last
    "encoder": [[1, 64, 4, 4, 1], [64, 64, 3, 1, 1], [64, 32, 3, 1, 1], [32, 48, 7, 7, 1]],
    "decoder": [[24, 1568, 1, 1, 7], [32, 64, 3, 1, 1], [64, 64, 3, 1, 1], [64, 48, 1, 1, 4]],
    "pixels": {"window": 5, "base_window": 3, "linear": 8, "hidden": 64, "deep": 1, "head": 32, "components": 8, "log2_scale": [-4.0, 6.0], "colours": 1},
}


class Chain(nn.ModuleList):
    """Convolutions with a leaky ReLU between them; a pixel shuffle belongs to its convolution."""

    def __init__(self, layers):
        super().__init__([nn.Conv2d(i, o, k, s, k // 2 if s == 1 else 0) for i, o, k, s, _ in layers])
        self.shuffles = [layer[4] for layer in layers]

    def forward(self, x):
        for i, (layer, shuffle) in enumerate(zip(self, self.shuffles)):
            x = F.pixel_shuffle(layer(x), shuffle)
            if i + 1 < len(self): x = F.leaky_relu(x, SLOPE)
        return x


class Vlae(nn.Module):
    def __init__(self, spec=SPEC):
        super().__init__()
        self.spec = spec
        p = spec["pixels"]
        self.encoder, self.decoder = Chain(spec["encoder"]), Chain(spec["decoder"])
        r, both = p["window"] // 2, p["linear"] + p["hidden"]
        self.x = nn.Conv2d(1, both, (r + 1, p["window"]))   # linear and first at once; of the last row, what lies left of the pixel
        self.y = nn.Conv2d(3, both, p["base_window"], padding=p["base_window"] // 2, bias=False)
        self.deep = nn.ModuleList([nn.Linear(p["hidden"], p["hidden"]) for _ in range(p["deep"])])
        self.head = nn.Linear(p["hidden"] + p["linear"], p["head"])
        self.out = nn.Linear(p["head"] + p["linear"], 3 * p["components"])
        mask = torch.ones(1, 1, r + 1, p["window"]); mask[..., r, r:] = 0.0
        self.register_buffer("mask", mask, persistent=False)

    def posterior(self, x):
        """x [n, 1, side, side]: mean and log2 scale, [n, latents] each."""
        mean, scale = self.encoder(x).flatten(1).chunk(2, 1)
        return mean, scale.clamp(*LOG2_SCALE)

    def parameters_of(self, x, z, at):
        """x, z [n, latents], the flat indices of some pixels [m]: the mixtures of these, [n * m, 3 * components]."""
        p, r = self.spec["pixels"], self.spec["pixels"]["window"] // 2
        y = self.decoder(z[:, :, None, None])
        seen = F.conv2d(F.pad(x, (r, r, r, 0), value=BLACK), self.x.weight * self.mask, self.x.bias) + self.y(y)
        seen = seen.flatten(2).index_select(2, at).transpose(1, 2).reshape(-1, p["linear"] + p["hidden"])
        line, h = seen[:, : p["linear"]], F.leaky_relu(seen[:, p["linear"]:], SLOPE)
        for layer in self.deep: h = F.leaky_relu(layer(h), SLOPE)
        t = F.leaky_relu(self.head(torch.cat([h, line], 1)), SLOPE)
        return self.out(torch.cat([t, line], 1))


def drawn(mean, scale):
    """z ~ logistic(mean, 2^scale)."""
    u = torch.rand_like(mean).clamp(1e-6, 1 - 1e-6)
    return mean + torch.exp2(scale) * (torch.log(u) - torch.log1p(-u))


def log2_density(z, mean, scale):
    t = (z - mean) * torch.exp2(-scale)
    return (F.logsigmoid(t) + F.logsigmoid(-t)) / 0.6931471805599453 - scale


def weight_file(net):
    """The weight file's tensors: name -> tensor. Window weights are [outputs, row, column, channel] flattened; x has three equal channels, of which
    the first counts."""
    p, r = net.spec["pixels"], net.spec["pixels"]["window"] // 2
    state = {f"{part}.{i}.{n}": getattr(layer, n) for part in ("encoder", "decoder") for i, layer in enumerate(getattr(net, part)) for n in ("weight", "bias")}
    x = net.x.weight[:, 0].flatten(1)[:, : r * p["window"] + r]
    x = torch.stack([x, torch.zeros_like(x), torch.zeros_like(x)], 2).flatten(1)
    window = torch.cat([x, net.y.weight.permute(0, 2, 3, 1).flatten(1)], 1)
    for n, rows in (("linear", slice(0, p["linear"])), ("first", slice(p["linear"], None))):
        state[n + ".weight"], state[n + ".bias"] = window[rows], net.x.bias[rows]
    for n, layer in [(f"deep.{i}", layer) for i, layer in enumerate(net.deep)] + [("head.0", net.head), ("out.0", net.out)]:
        state[n + ".weight"], state[n + ".bias"] = layer.weight, layer.bias
    return state
