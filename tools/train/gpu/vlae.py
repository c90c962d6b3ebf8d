"""VAEs for small gray pictures in PyTorch: the definition that model/inference/Images equals, parameter names included.

Variational Lossy Autoencoder (Chen et al. 2017, arXiv:1611.02731): the decoder is a PixelCNN whose window is small, so that the latents are
left to carry what it cannot see. Every distribution of a latent is logistic, with the closed cumulative distribution that bits-back coding wants (Kingma,
Abbeel and Ho 2019, Bit-Swap, arXiv:1905.06845, section 4.2). Latents come in groups, from the top down; without `groups` in the spec there is one,
whose posterior is the encoder's output and whose prior is logistic(0, 1). Otherwise, for each group,

    q(z_i | x, z_<i)  the chain `posterior` of (encoder's output, z_<i): means, then log2 scales
    p(z_i | z_<i)     the chain `prior` of (z_<i), and of the earlier latents of the group too where it is `autoregressive`: the affine autoregressive flow prior of
                      VLAE (section 3.2) with a masked network (Germain et al. 2015, arXiv:1502.03509); logistic(0, 1) where it is empty

A `ladder` group weighs both by their precision (Sonderby et al. 2016, Ladder VAE, arXiv:1602.02282, section 2); its posterior chain does not see z_<i, so that what
is above comes in through the prior alone, as there. With `inference` "up" the order is Bit-Swap's Markov chain: q(z_last | x), then q(z_i | z_(i+1)); p(z_i | z_(i-1)).
The decoder takes all groups or the last alone and makes three features for every pixel; the pixel's distribution is the network of pixelcnn.py
(one channel, one hidden layer less) on the causal window of x and the whole window of the features: a mixture of logistics, or for binary pictures
the log-odds of 255. Values are (v - 128) / 32; x beyond the picture is that of black, features beyond are 0. All logarithms but the log-odds are to base 2.
"""
import json, struct
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from pixelcnn import SLOPE, bits

BLACK = -4.0
LOG2_SCALE, MEAN = (-8.0, 2.0), (-8.0, 8.0)             # of posteriors and priors; the mean of a group that the encoder gives by itself is free
LOG_ODDS = 10.0                                         # the coder's limit
BINS = 4096                                             # of equal mass under logistic(0, 1): what bits-back codes
NEAR = 3                                                # weights farther than this from the pixel are many: they are learned the slower, for their sum's sake
LN2 = 0.6931471805599453


def groups_of(spec):
    plain = {"posterior": [], "prior": [], "autoregressive": False, "ladder": False}
    return [{**plain, **g} for g in spec.get("groups", [{"latents": spec["latents"]}])]


def outputs_of(pixels):
    return 1 if pixels.get("values", 256) == 2 else 3 * pixels["components"]


class Layer(nn.Conv2d):
    """A convolution, with fixed zeros, weight normalisation (Salimans and Kingma 2016, arXiv:1602.07868) or batch normalisation: `plain` has the same as weight and bias."""

    def __init__(self, inputs, outputs, kernel, stride, norm=None):
        super().__init__(inputs, outputs, kernel, stride, kernel // 2 if stride == 1 else 0)
        if norm not in (None, "weight", "batch"): raise ValueError(norm)
        self.gain = nn.Parameter(self.weight.detach().flatten(1).norm(dim=1)) if norm == "weight" else None
        self.batch = nn.BatchNorm2d(outputs, momentum=0.02) if norm == "batch" else None
        self.register_buffer("mask", None)

    @torch.no_grad()
    def rescale(self, factor):
        """Of the starting weights."""
        self.weight.mul_(factor)
        if self.gain is not None: self.gain.mul_(factor)

    def plain(self):
        w, b = self.weight, self.bias
        if self.mask is not None: w = w * self.mask
        if self.gain is not None: w = w * (self.gain / w.flatten(1).norm(dim=1))[:, None, None, None]
        if self.batch is not None and not self.training:
            a = self.batch.weight / (self.batch.running_var + self.batch.eps).sqrt()
            w, b = w * a[:, None, None, None], (b - self.batch.running_mean) * a + self.batch.bias
        return w, b

    def forward(self, x):
        w, b = self.plain()
        if x.shape[2:] == w.shape[2:] and self.padding == (0, 0): x = F.linear(x.flatten(1), w.flatten(1), b)[:, :, None, None]
        else: x = F.conv2d(x, w, b, self.stride, self.padding)
        return x if self.batch is None or not self.training else self.batch(x.float())


class Chain(nn.ModuleList):
    """Convolutions with a leaky ReLU between them; a pixel shuffle belongs to its convolution. All but the last are normalised."""

    def __init__(self, layers, norm=None):
        super().__init__([Layer(*layer[:4], norm if n + 1 < len(layers) else None) for n, layer in enumerate(layers)])
        self.shuffles = [layer[4] for layer in layers]

    def forward(self, x):
        for i, (layer, shuffle) in enumerate(zip(self, self.shuffles)):
            x = layer(x)
            if shuffle > 1: x = F.pixel_shuffle(x, shuffle)
            if i + 1 < len(self): x = F.leaky_relu(x, SLOPE)
        return x


def mask_autoregressive(chain, above, n):
    """Zeros by which output j and n + j of a chain see the inputs before above + j only."""
    seen = torch.cat([torch.zeros(above), torch.arange(1, n + 1)])
    for i, layer in enumerate(chain):
        units = layer.weight.shape[0]
        now = torch.arange(n).repeat(2) if i + 1 == len(chain) else torch.arange(units) * n // units
        layer.mask = (now[:, None] >= seen[None, :]).float()[:, :, None, None]
        seen = now


class Vlae(nn.Module):
    def __init__(self, spec, norm=None):
        super().__init__()
        self.spec, self.groups, p = spec, groups_of(spec), spec["pixels"]
        self.up, self.last_alone = spec.get("inference", "down") == "up", spec["decoder"][0][0] != sum(g["latents"] for g in groups_of(spec))
        self.encoder, self.decoder = Chain(spec["encoder"], norm), Chain(spec["decoder"], norm)
        self.posteriors, self.priors = (nn.ModuleList([Chain(g[part], norm) for g in self.groups]) for part in ("posterior", "prior"))
        width, above = spec["encoder"][-1][1], 0
        for i, (g, posterior, prior) in enumerate(zip(self.groups, self.posteriors, self.priors)):
            if self.up and (g["autoregressive"] or g["ladder"]) or g["ladder"] and g["autoregressive"]: raise ValueError("these do not go together")
            if g["autoregressive"]: mask_autoregressive(prior, above, g["latents"])
            if g["ladder"] and above:
                posterior[0].mask = torch.ones_like(posterior[0].weight); posterior[0].mask[:, width:] = 0.0
            above += g["latents"]
        r, both = p["window"] // 2, p["linear"] + p["hidden"]
        self.x = nn.Conv2d(1, both, (r + 1, p["window"]))   # linear and first at once; of the last row, what lies left of the pixel
        self.y = nn.Conv2d(3, both, p["base_window"], padding=p["base_window"] // 2, bias=False)
        self.causal = r * p["window"] + r
        near = torch.zeros(r + 1, p["window"]); near[max(0, r - NEAR):, max(0, r - NEAR): r + NEAR + 1] = 1.0
        self.register_buffer("reach", torch.where(near > 0.0, 1.0, 2 * NEAR * (NEAR + 1) / max(self.causal, 1)).flatten()[: self.causal], persistent=False)
        self.deep = nn.ModuleList([nn.Linear(p["hidden"], p["hidden"]) for _ in range(p["deep"])])
        self.head = nn.Linear(p["hidden"] + p["linear"], p["head"])
        self.out = nn.Linear(p["head"] + p["linear"], outputs_of(p))

    def posterior(self, i, e, above):
        """Mean and log2 scale of group i; e [n, E] is the encoder's output, `above` the latents that the chain sees."""
        if not len(self.posteriors[i]): v = e
        else: v = self.posteriors[i](torch.cat([e, *above], 1)[:, :, None, None]).flatten(1)
        mean, scale = v.float().chunk(2, 1)
        return (mean.clamp(*MEAN) if "groups" in self.spec else mean), scale.clamp(*LOG2_SCALE)

    def prior(self, i, above, z):
        """Mean and log2 scale of group i; z is the group itself, of which an autoregressive prior sees for each latent those before."""
        if not len(self.priors[i]): return torch.zeros_like(z), torch.zeros_like(z)
        v = torch.cat([*above, z] if self.groups[i]["autoregressive"] else above, 1)
        mean, scale = self.priors[i](v[:, :, None, None]).flatten(1).float().chunk(2, 1)
        return mean.clamp(*MEAN), scale.clamp(*LOG2_SCALE)

    def encoded(self, x):
        return self.encoder(x).flatten(1).float()

    def latents(self, e, draw):
        """From the encoder's output [n, E], for each group: z = draw(mean, log2 scale), then mean and log2 scale of the posterior and of the prior, [n, latents] each."""
        count, z, q, p = len(self.groups), [], [], []
        if self.up:
            for i in reversed(range(count)):
                q.insert(0, self.posterior(i, e, []) if i + 1 == count else self.posterior(i, z[0], [])); z.insert(0, draw(*q[0]))
            p = [self.prior(i, z[i - 1: i], z[i]) for i in range(count)]
        else:
            for i, g in enumerate(self.groups):
                q.append(self.posterior(i, e, z))
                if g["ladder"]:
                    (mq, sq), (mp, sp) = q[i], self.prior(i, z, q[i][0])
                    a = torch.sigmoid(2.0 * LN2 * (sp - sq))  # 1 / (1 + 4^(sq - sp))
                    q[i] = mp + a * (mq - mp), sq + 0.5 * torch.log2(a)
                z.append(draw(*q[i]))
                p.append(self.prior(i, z[:i], z[i]))
        return [(zi, *qi, *pi) for zi, qi, pi in zip(z, q, p)]

    def windows_of_x(self, x, at):
        """The causal windows of the pixels whose flat indices are `at`: [n, m, values], in rows, then those to the left."""
        k, side = self.spec["pixels"]["window"], self.spec["side"]; r = k // 2; width = side + 2 * r
        offset = (torch.arange(r + 1)[:, None] * width + torch.arange(k)).flatten()[: self.causal]
        corner = at // side * width + at % side
        return F.pad(x, (r, r, r, 0), value=BLACK).flatten(1)[:, corner[:, None] + offset]

    def features(self, z):
        """Of z, a list of groups: [n, 3, side, side]."""
        z = z[-1] if self.last_alone else torch.cat(z, 1)
        return self.decoder(z[:, :, None, None])

    def first(self):
        """The pixel network's first layer for windows: weights of x's values [linear + hidden, values], and bias."""
        return self.x.weight.flatten(1)[:, : self.causal] * self.reach, self.x.bias

    def pixels(self, seen):
        """The pixel network after its first layer: [m, linear + hidden] to the parameters, [m, outputs]."""
        line, h = seen.split([self.spec["pixels"]["linear"], self.spec["pixels"]["hidden"]], 1)
        h = F.leaky_relu(h, SLOPE)
        for layer in self.deep: h = F.leaky_relu(layer(h), SLOPE)
        t = F.leaky_relu(self.head(torch.cat([h, line], 1)), SLOPE)
        return self.out(torch.cat([t, line], 1)).float()

    def parameters_of(self, x, z, at):
        """x, z (a list of groups, or the only one), the flat indices of some pixels [m]: the parameters of these, [n * m, outputs]."""
        q = self.spec["pixels"]["base_window"]
        y = F.unfold(self.features(z if isinstance(z, list) else [z]).float(), q, padding=q // 2)
        y = y.permute(2, 0, 1).contiguous().index_select(0, at)    # of contiguous rows, which is quick
        seen = F.linear(y, self.y.weight.flatten(1)) + F.linear(self.windows_of_x(x, at), *self.first()).transpose(0, 1)
        out = self.pixels(seen.flatten(0, 1))
        return out.view(len(at), len(x), -1).transpose(0, 1).flatten(0, 1)

    def pixel_bits(self, parameters, value):
        """parameters [n, outputs], value [n] (0 to 255): -log2 of the probability; outside training with the coder's limits."""
        if parameters.shape[1] > 1: return bits(parameters, value, self.spec["pixels"])
        t = parameters[:, 0] if self.training else parameters[:, 0].clamp(-LOG_ODDS, LOG_ODDS)
        return F.softplus(torch.where(value > 127.5, -t, t)) / LN2


def drawn(mean, scale):
    """z ~ logistic(mean, 2^scale)."""
    u = torch.rand_like(mean).clamp(1e-6, 1 - 1e-6)
    return mean + torch.exp2(scale) * (torch.log(u) - torch.log1p(-u))


def drawn_bin(mean, scale):
    """The same, moved to the middle of its bin: what a bits-back decoder finds."""
    u = ((torch.sigmoid(drawn(mean, scale)) * BINS).floor().clamp(0, BINS - 1) + 0.5) / BINS
    return torch.log(u) - torch.log1p(-u)


def log2_density(z, mean, scale):
    t = (z - mean) * torch.exp2(-scale)
    return (F.logsigmoid(t) + F.logsigmoid(-t)) / LN2 - scale


def log2_mass(z, mean, scale):
    """Of the bin whose middle z is."""
    z, mean, scale = z.double(), mean.double(), scale.double()
    u, sign = torch.sigmoid(z), torch.where(z > mean, -1.0, 1.0)     # from the side where the distribution's tail is, for precision
    edges = [torch.sigmoid(sign * (torch.logit(u + d / BINS) - mean) * torch.exp2(-scale)) for d in (-0.5, 0.5)]
    return torch.log2((edges[1] - edges[0]).abs().clamp_min(2.0 ** -60)).float()


def weight_file(net):
    """The weight file's tensors: name -> tensor. Window weights are [outputs, row, column, channel] flattened; x has three equal channels, of which
    the first counts."""
    p = net.spec["pixels"]
    chains = [("encoder", net.encoder), ("decoder", net.decoder)]
    chains += [(f"{part}.{i}", c) for part, parts in (("posterior", net.posteriors), ("prior", net.priors)) for i, c in enumerate(parts)]
    state = {f"{name}.{i}.{n}": v for name, chain in chains for i, layer in enumerate(chain) for n, v in zip(("weight", "bias"), layer.plain())}
    x, _ = net.first()
    x = torch.stack([x, torch.zeros_like(x), torch.zeros_like(x)], 2).flatten(1)
    window = torch.cat([x, net.y.weight.permute(0, 2, 3, 1).flatten(1)], 1)
    for n, rows in (("linear", slice(0, p["linear"])), ("first", slice(p["linear"], None))):
        state[n + ".weight"], state[n + ".bias"] = window[rows], net.x.bias[rows]
    for n, layer in [(f"deep.{i}", layer) for i, layer in enumerate(net.deep)] + [("head.0", net.head), ("out.0", net.out)]:
        state[n + ".weight"], state[n + ".bias"] = layer.weight, layer.bias
    return state


def write_half(state, path, meta):
    header, offset, blobs = {"__metadata__": meta}, 0, []
    for name, v in state.items():
        b = v.detach().half().contiguous().numpy().tobytes()
        header[name] = {"dtype": "F16", "shape": list(v.shape), "data_offsets": [offset, offset + len(b)]}
        offset += len(b); blobs.append(b)
    h = json.dumps(header).encode(); h += b" " * (-len(h) % 8)
    open(path, "wb").write(struct.pack("<Q", len(h)) + h + b"".join(blobs))


@torch.no_grad()
def load(path):
    """The network of a weight file, its weights as the file has them, ready to measure."""
    data = open(path, "rb").read(); size, = struct.unpack_from("<Q", data); header = json.loads(data[8: 8 + size])
    net = Vlae(json.loads(header.pop("__metadata__")["spec"])).eval()
    state = {n: torch.from_numpy(np.frombuffer(data, np.float16, (h["data_offsets"][1] - h["data_offsets"][0]) // 2, 8 + size + h["data_offsets"][0]).astype(np.float32))
             .view(h["shape"]) for n, h in header.items()}
    seen, q = net.causal, net.spec["pixels"]["base_window"]
    window = torch.cat([state["linear.weight"], state["first.weight"]])
    net.reach.fill_(1.0); net.x.weight.zero_(); net.x.weight.view(len(window), -1)[:, :seen] = window[:, : 3 * seen: 3]
    net.x.bias.copy_(torch.cat([state["linear.bias"], state["first.bias"]]))
    net.y.weight.copy_(window[:, 3 * seen:].view(-1, q, q, 3).permute(0, 3, 1, 2))
    for name, layer in [(f"{part}.{i}", layer) for part in ("encoder", "decoder", "deep") for i, layer in enumerate(getattr(net, part))] + \
            [(f"{part}.{g}.{i}", layer) for part, chains in (("posterior", net.posteriors), ("prior", net.priors)) for g, c in enumerate(chains) for i, layer in enumerate(c)] + \
            [("head.0", net.head), ("out.0", net.out)]:
        layer.weight.copy_(state[name + ".weight"]); layer.bias.copy_(state[name + ".bias"])
    return net
