"""A VAE for photographs whose decoder is a PixelCNN of any window: what does the window leave to the latents?

Variational Lossy Autoencoder (Chen et al. 2017, arXiv:1611.02731). Latents z are on a grid at 1/4 of the picture, z ~ q = logistic(mean(x), scale(x));
their prior is logistic too and autoregressive over the grid. A decoder makes three features of z for every pixel; the pixel's distribution is
the network of pixelcnn.py, which sees the causal window of x and the 5 x 5 window of the features where the codec's has the lossy picture. All
starts as a linear codec, a Karhunen-Loeve transform of blocks of 4 x 4. Its price tells the network what a bit of the latents costs, in bits of
pixels, so that one network has the whole curve. Values are (v - 128) / 32; x that is not known is 0. All logarithms are to base 2.
"""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F
from pixelcnn import SLOPE, SPEC, PixelCnn, bits, start
from vlae import drawn, log2_density

LATENTS, WIDTH, GRID, SEEN = 8, 64, 4, 2                # SEEN: how far the prior sees on the grid
LOG2_SCALE = (-8.0, 2.0)
DEVIATION = math.pi / math.sqrt(3.0)                    # of the logistic distribution of scale 1
NOISE = 0.5                                             # 16 gray levels in the sum of a block, 4 in its mean


def leaky(): return nn.LeakyReLU(SLOPE)


def with_price(x, price):
    """Appends a plane of log2(price) / 2."""
    return torch.cat([x, price[:, None, None, None].expand(-1, 1, *x.shape[2:])], 1)


class WindowVae(nn.Module):
    def __init__(self, window):
        super().__init__()
        c, z = WIDTH, LATENTS
        self.transform, self.inverse = nn.Conv2d(3, z, GRID, GRID), nn.Conv2d(z, 3 * GRID * GRID, 1)
        self.encoder = nn.Sequential(nn.Conv2d(4, c, GRID, GRID), leaky(), nn.Conv2d(c, c, 3, padding=1), leaky(), nn.Conv2d(c, c, 3, padding=1), leaky(),
                                     nn.Conv2d(c, 2 * z, 1))
        self.decoder = nn.Sequential(nn.Conv2d(z + 1, c, 3, padding=1), leaky(), nn.Conv2d(c, c, 3, padding=1), leaky(), nn.Conv2d(c, c, 3, padding=1), leaky(),
                                     nn.Conv2d(c, 3 * GRID * GRID, 1))
        self.prior_seen, self.prior_price = nn.Conv2d(z, c, (SEEN + 1, 2 * SEEN + 1)), nn.Parameter(torch.zeros(1, c, 1, 1))
        self.prior = nn.Sequential(leaky(), nn.Conv2d(c, c, 1), leaky(), nn.Conv2d(c, 2 * z, 1))
        mask = torch.ones(SEEN + 1, 2 * SEEN + 1); mask[SEEN, SEEN:] = 0.0
        self.register_buffer("mask", mask, persistent=False)
        with torch.no_grad():
            for last in (self.encoder[-1], self.decoder[-1], self.prior[-1]): last.weight.mul_(0.1); last.bias.zero_()
        self.pixels = PixelCnn({**SPEC, "window": window, "hidden": 64, "head": 32})

    @property
    def reach(self): return self.pixels.spec["window"] // 2

    def latents(self, x, price, half=False):
        """x [n, 3, h, w], price [n] (log2 / 2): one z of the posterior, [n, LATENTS, h / 4, w / 4], and its bits [n] by bits-back coding."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half): correction = self.encoder(with_price(x, price))
        mean, scale = correction.float().chunk(2, 1)
        mean, scale = mean + self.transform(x), (scale + price[:, None, None, None]).clamp(*LOG2_SCALE)   # what is dearer is told less exactly
        z = drawn(mean, scale)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            seen = F.conv2d(F.pad(z, (SEEN, SEEN, SEEN, 0)), self.prior_seen.weight * self.mask, self.prior_seen.bias)
            prior = self.prior(seen + price[:, None, None, None] * self.prior_price)
        prior_mean, prior_scale = prior.float().chunk(2, 1)
        return z, (log2_density(z, mean, scale) - log2_density(z, prior_mean, prior_scale)).sum((1, 2, 3))

    def features(self, z, price, half=False):
        """[n, h, w, 3], with a border of zeros for the windows."""
        border = self.pixels.spec["base_window"] // 2
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half): correction = self.decoder(with_price(z, price))
        return F.pad(F.pixel_shuffle(self.inverse(z) + correction.float(), GRID), (border,) * 4).permute(0, 2, 3, 1)

    def windows(self, known, border, features, rows, columns):
        """known [n, h + border, w + 2 * border, 3] has the picture behind `border` rows and columns: the windows of m pixels, [n * m, inputs]."""
        k, r, q = self.pixels.spec["window"], self.reach, self.pixels.spec["base_window"]
        x = windows_of(known, rows + border - r, columns + border - r, r + 1, k)[:, :, : self.pixels.causal]
        return torch.cat([x, windows_of(features, rows, columns, q, q)], 2).flatten(0, 1)


def windows_of(planes, rows, columns, height, width):
    """planes [n, h, w, c]; [n, m, height * width * c] of those windows whose top left corners are given."""
    c, stride = planes.shape[3], planes.shape[2]
    offset = ((torch.arange(height)[:, None] * stride + torch.arange(width))[:, :, None] * c + torch.arange(c)).flatten()
    index = ((rows * stride + columns) * c)[:, None] + offset
    return planes.reshape(len(planes), -1).index_select(1, index.flatten()).view(len(planes), *index.shape)


def elbo(net, known, border, price, rows, columns, half):
    """known [n, h + border, w + 2 * border, 3] floats, price [n] (log2 / 2), m pixels: bits [n, 3] of their colours in the mean over them, bits of the
    latents per pixel [n]."""
    picture = known[:, border:, border:-border]
    z, latent = net.latents(picture.permute(0, 3, 1, 2), price, half)
    window = net.windows(known, border, net.features(z, price, half), rows, columns)
    pixel = picture[:, rows, columns].flatten(0, 1)
    value, m = pixel * 32.0 + 128.0, len(rows)
    parameters = net.pixels(window, price.repeat_interleave(m), pixel, half)
    colours = torch.stack([bits(p, value[:, c]) for c, p in enumerate(parameters)], 1)
    return colours.view(-1, m, 3).mean(1), latent / (picture.shape[1] * picture.shape[2])


@torch.no_grad()
def start_linear(net, known, border, rows, columns):
    """The transform that explains most of these pictures, told with an error of NOISE, and the pixel network's least squares beside it."""
    picture = known[:, border:, border:-border].permute(0, 3, 1, 2)
    blocks = F.pixel_unshuffle(picture, GRID).permute(0, 2, 3, 1).flatten(0, 2).double()
    centre = blocks.mean(0)
    values, vectors = torch.linalg.eigh((blocks - centre).T @ (blocks - centre) / len(blocks))
    deviation, vectors = values[-LATENTS:].sqrt(), vectors[:, -LATENTS:]
    forward, back = (vectors / deviation * DEVIATION).T, vectors * deviation / DEVIATION
    net.transform.weight.copy_(forward.view(net.transform.weight.shape)); net.transform.bias.copy_(-forward @ centre)
    net.inverse.weight.copy_(back[:, :, None, None]); net.inverse.bias.copy_(centre)
    net.encoder[-1].bias[LATENTS:] = torch.log2(NOISE / deviation)
    price = torch.zeros(len(known))
    features = net.features(net.latents(picture, price)[0], price)
    window = net.windows(known, border, features + 0.1 * torch.randn_like(features), rows, columns)
    start(net.pixels, window, picture[:, :, rows, columns].transpose(1, 2).flatten(0, 1))


@torch.no_grad()
def decoded(net, z, price, sample):
    """The picture [h, w, 3] that one z [1, ...] decodes to without any true pixel: in coding order each is drawn (sample), or the mean of its distribution, and
    is what those after it see."""
    features, r, plain = net.features(z, price), net.reach, net.pixels.plain()
    h, w = z.shape[2] * GRID, z.shape[3] * GRID
    known = torch.zeros(1, h + r, w + 2 * r, 3)
    for t in range(w + (r + 1) * (h - 1)):              # a pixel r + 1 columns behind the row above has all that it sees
        rows = torch.arange(max(0, -(-(t - w + 1) // (r + 1))), min(h - 1, t // (r + 1)) + 1)
        columns = t - (r + 1) * rows
        pixel = torch.zeros(len(rows), 3)
        for c, p in enumerate(net.pixels(net.windows(known, r, features, rows, columns), price.expand(len(rows)), pixel, plain=plain)):
            pixel[:, c] = value_of(p, sample)
        known[0, rows + r, columns + r] = pixel
    return (known[0, r:, r:-r] * 32.0 + 128.0).round().clamp(0, 255).to(torch.uint8).numpy()


def value_of(parameters, sample):
    logit, mean, scale = parameters.chunk(3, 1)
    share = torch.softmax(logit * math.log(2.0), 1)
    if sample:
        i = torch.multinomial(share, 1)
        value = drawn(mean.gather(1, i), scale.clamp(*SPEC["log2_scale"]).gather(1, i) - 5.0)[:, 0]
    else:
        value = (share * mean.clamp(-4.0, 127.0 / 32.0)).sum(1)
    return ((value * 32.0).round().clamp(-128, 127)) / 32.0
