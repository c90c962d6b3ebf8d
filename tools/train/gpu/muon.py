"""Muon: momentum whose update is orthogonalised per matrix (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks";
the scale that makes its step as large as Adam's: Liu et al. 2025, "Muon is scalable for LLM training", eq. 4)."""
import math
import torch


def orthogonalise(g, steps=5):
    """[n, rows, columns] of matrices to nearly the nearest (semi-)orthogonal ones: the quintic Newton-Schulz iteration x <- p(x x') x,
    carried out on the small side's Gram matrix s = x x' alone (s <- p s p), so that the long side is touched twice."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = g.shape[1] > g.shape[2]
    x = g.transpose(1, 2) if tall else g
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    s = torch.bmm(x, x.transpose(1, 2))
    whole = None
    for i in range(steps):
        p = torch.baddbmm(s * b, s, s, alpha=c)
        p.diagonal(0, 1, 2).add_(a)
        whole = p if whole is None else torch.bmm(p, whole)
        if i + 1 < steps: s = torch.bmm(torch.bmm(p, s), p)
    x = torch.bmm(whole, x)
    return x.transpose(1, 2) if tall else x


class Muon:
    """Matrices of one shape are stepped together. Convolutions count as [out, in * k * k]."""

    def __init__(self, params, momentum=0.95):
        self.momentum = momentum
        self.groups = {}
        for p in params: self.groups.setdefault(tuple(p.reshape(p.shape[0], -1).shape), []).append(p)
        self.buffers = {shape: torch.zeros(len(ps), *shape, device=ps[0].device) for shape, ps in self.groups.items()}

    def step(self, shape, rate):
        """Steps the matrices of one shape by a learning rate (a number, or on a GPU a tensor)."""
        ps, buffer = self.groups[shape], self.buffers[shape]
        g = torch.stack([p.grad.reshape(shape) for p in ps])
        buffer.mul_(self.momentum).add_(g, alpha=1 - self.momentum)
        update = orthogonalise(g.lerp_(buffer, self.momentum))
        update = update * (-rate * 0.2 * math.sqrt(max(shape)))
        for p, u in zip(ps, update): p.data.add_(u.reshape(p.shape))
