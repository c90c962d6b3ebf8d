"""The pixel network in PyTorch: p(x | y, causal window), the definition that model/inference/Pixels equals, parameter names included.

x are the exact pixels, y what the flagship decodes. A pixel's distribution is a small network of one causal window of x and one whole
window of y: a PixelCNN (van den Oord et al. 2016) whose masked convolution is followed by 1x1 layers only, so that nothing but the window
is ever seen and nothing but the new pixel is ever computed. The channels follow one another, R, then G given R, then B given both; each is
a discretised mixture of logistics (Salimans et al. 2017, eq. 2), its means linear in the channels before (eq. 3) through the last layer.
Pixels enter as (v - 128) / 32, the channels before as their difference from a linear prediction. All logarithms are to base 2.

Training sees the window whitened, so that a flat area's last bit counts as much as an edge. The codec's pixel networks are trained in C#
(tools/train/PixelCnn); this is for the small pictures' and windows' models that are still trained here.
"""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F

SPEC = {"window": 7, "base_window": 5, "linear": 32, "hidden": 192, "deep": 2, "head": 80, "components": 5, "log2_scale": [-4.0, 6.0]}
SLOPE = 0.1
FLOOR = 256.0 / 65536.0                                 # of the mass goes to the least frequency of the 256 values: FORMAT.md


class PixelCnn(nn.Module):
    def __init__(self, spec=SPEC):
        super().__init__()
        self.spec = spec
        k, q, hidden, linear, head, m = (spec[n] for n in ("window", "base_window", "hidden", "linear", "head", "components"))
        self.causal = 3 * (k // 2) * (k + 1)            # values of x in the window: the rows above, then those to the left
        inputs = self.causal + 3 * q * q
        self.linear = nn.Linear(inputs, linear)         # without activation: what a linear predictor sees
        self.first = nn.Linear(inputs, hidden)
        self.linear_rate, self.first_rate = nn.Parameter(torch.zeros(linear)), nn.Parameter(torch.zeros(hidden))
        self.deep = nn.ModuleList([nn.Linear(hidden, hidden) for _ in range(spec["deep"])])
        self.head = nn.ModuleList([nn.Linear(hidden + linear + c, head) for c in range(3)])
        self.register_buffer("centre", torch.zeros(inputs)); self.register_buffer("whiten", torch.eye(inputs))
        self.out = nn.ModuleList([nn.Linear(head + linear + c, 3 * m) for c in range(3)])

    def plain(self):
        """Weights and biases of `linear` and `first`, in this order, for plain windows."""
        weight = torch.cat([self.linear.weight, self.first.weight]) @ self.whiten.T
        return weight, torch.cat([self.linear.bias, self.first.bias]) - weight @ self.centre

    def forward(self, window, rate, pixel, half=False, plain=None):
        """window [n, inputs], rate [n] (-2 the most bits to 2), pixel [n, 3], plain() if it is known; three of [n, 3 * components]: logits, means,
        log2 scales. A colour's are made of the pixel when they are asked for."""
        weight, bias = plain or self.plain()
        seen = torch.addmm(bias, window, weight.T) + rate[:, None] * torch.cat([self.linear_rate, self.first_rate])   # means need all their bits
        line, h = seen.split([len(self.linear.bias), len(self.first.bias)], 1)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            h = F.leaky_relu(h, SLOPE)
            for layer in self.deep: h = F.leaky_relu(layer(h), SLOPE)
        for c in range(3):
            before = pixel[:, :c] - line[:, :c]
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                t = F.leaky_relu(self.head[c](torch.cat([h.float(), line, before], 1)), SLOPE)
            yield self.out[c](torch.cat([t.float(), line, before], 1))


def bits(parameters, value, spec=SPEC):
    """parameters [n, 3 * components], value [n] (0 to 255): -log2 of the coder's probability, [n]."""
    logit, mean, scale = parameters.chunk(3, 1)
    value = value[:, None]
    inverse = torch.exp2(-scale.clamp(*spec["log2_scale"]))
    mean = mean * 32.0 + 128.0
    upper = torch.sigmoid((value + 0.5 - mean) * inverse).masked_fill(value > 254.5, 1.0)
    lower = torch.sigmoid((value - 0.5 - mean) * inverse).masked_fill(value < 0.5, 0.0)
    mass = (torch.softmax(logit * math.log(2.0), 1) * (upper - lower)).sum(1)
    return -torch.log2(mass.clamp_min(0.0) * (1.0 - FLOOR) + FLOOR / 256.0)


@torch.no_grad()
def start(net, window, pixel):
    """Whitening, and least squares for the first three linear outputs, which start as the means: training begins with a codec that works."""
    spec, m, head, linear = net.spec, net.spec["components"], net.spec["head"], net.spec["linear"]
    net.centre.copy_(window.mean(0))
    centred = (window - net.centre).double()
    values, vectors = torch.linalg.eigh(centred.T @ centred / len(window))
    net.whiten.copy_((vectors / (values + (0.5 / 32.0) ** 2).sqrt()).float())
    white = (window - net.centre) @ net.whiten
    line = torch.empty(len(window), 0)
    for c in range(3):
        a = torch.cat([white, torch.ones(len(window), 1)], 1).double()
        w = torch.linalg.solve(a.T @ a, a.T @ pixel[:, c].double()).float()
        net.linear.weight[c], net.linear.bias[c] = w[:-1], w[-1]
        e = (pixel[:, c] - a.float() @ w)[:, None]
        out = net.out[c]
        out.weight.mul_(0.1); out.bias.zero_()
        out.weight[m: 2 * m] = 0.0; out.weight[m: 2 * m, head + c] = 1.0
        if c: out.weight[m: 2 * m, head + linear:] = torch.linalg.lstsq(line, e).solution[:, 0]
        out.bias[2 * m:] = torch.linspace(-0.5, 3.5, m)
        line = torch.cat([line, e], 1)
    for layer in (net.first, net.linear): layer.weight[0 if layer is net.first else 3:].mul_(0.5)
