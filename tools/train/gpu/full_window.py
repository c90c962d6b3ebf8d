"""A decoder for vlae.py that sees the whole picture before the pixel: an experiment on posterior collapse (docs/vlae.md) in PyTorch alone, which the codec's engine does not have.

Between the pixel network's first layer and the rest comes a stack of masked convolutions, as in Gated PixelCNN (van den Oord et al. 2016, arXiv:1606.05328, section 2.2; without
its gates): one sees the rows above, the other the row so far and, layer by layer, the first; so no pixel is out of sight. Layers are residual and dilated by `stack` of the
spec's pixels, in this order (Yu and Koltun 2016, arXiv:1511.07122); one of dilation 0 sees no neighbours. Latents enter where they do in every model, at the first layer.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from pixelcnn import SLOPE
from vlae import BLACK, Vlae


class Layer(nn.Module):
    def __init__(self, c, dilation):
        super().__init__()
        self.dilation, d = dilation, max(dilation, 1)
        self.above = nn.Conv2d(c, c, (2, 3) if dilation else 1, dilation=d)
        self.row = nn.Conv2d(c, c, (1, 2) if dilation else 1, dilation=d)
        self.down, self.out = nn.Conv2d(c, c, 1, bias=False), nn.Conv2d(c, c, 1)
        with torch.no_grad():
            for layer in (self.above, self.row, self.down): layer.weight.mul_(2.0)      # PyTorch's own lose much of the variance

    def forward(self, v, h):
        d = self.dilation
        v = v + 0.5 * self.above(F.leaky_relu(F.pad(v, (d, d, d, 0)), SLOPE))
        t = self.row(F.leaky_relu(F.pad(h, (d, 0)), SLOPE)) + self.down(F.leaky_relu(v, SLOPE))
        return v, h + self.out(F.leaky_relu(t, SLOPE))


class FullWindow(Vlae):
    def __init__(self, spec, norm=None):
        super().__init__(spec, norm)
        p = spec["pixels"]; c, r = p["linear"] + p["hidden"], p["window"] // 2
        self.rows_above = nn.Conv2d(1, c, (r, p["window"]))
        self.stack = nn.ModuleList([Layer(c, d) for d in p["stack"]])

    def parameters_of(self, x, z, at):
        p = self.spec["pixels"]; k, r, side = p["window"], p["window"] // 2, self.spec["side"]
        weight, bias = self.first()
        padded = F.pad(x, (r, r, r, 0), value=BLACK)
        v = self.rows_above(padded)[:, :, :side].contiguous(memory_format=torch.channels_last)
        h = F.conv2d(padded, F.pad(weight, (0, r + 1)).view(-1, 1, r + 1, k), bias) + self.y(self.features(z))
        h = h.contiguous(memory_format=torch.channels_last)
        for layer in self.stack: v, h = layer(v, h)
        seen = h.permute(0, 2, 3, 1).flatten(1, 2).index_select(1, at)
        return self.pixels(seen.flatten(0, 1))
