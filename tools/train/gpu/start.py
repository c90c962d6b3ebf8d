"""Where training of hvae.py begins: as a closed-loop linear transform codec fitted to photographs (klt_init), or as what a smaller network computes (usage, grow: the
same as tools/train/Network/Growth.cs, where it is explained and tested).

Every block is residual, so with small block weights the network is linear. The weights set here make that linear network a pyramid of
Karhunen-Loeve transforms: `down` keeps the strongest components of 2x2 groups, `up` is its transpose, so that the top-down state h
estimates the features; each latent layer then codes P (features - h), and adds P^T z back to h. The prior's bias is the logarithm of
each component's deviation. Training starts from a codec that works and learns what a linear one cannot do.
"""
import math
import torch
import torch.nn.functional as F


def klt(samples, keep):
    """samples [n, d] -> orthonormal rows [keep, d], strongest first (second moments about zero: the state starts at zero)."""
    moments = samples.double().T @ samples.double() / samples.shape[0]
    values, vectors = torch.linalg.eigh(moments)
    return vectors.flip(1)[:, :keep].T.float(), values.flip(0)[:keep].clamp_min(1e-12).sqrt().float()


def rows(t):
    return t.permute(0, 2, 3, 1).reshape(-1, t.shape[1])


def put(conv, w, rows_at=0):
    """Adds the matrix w [out, in] to the centre tap of a convolution whose kernel covers more."""
    k = conv.weight.shape[2] // 2
    conv.weight[rows_at: rows_at + w.shape[0], : w.shape[1], k, k] = w


@torch.no_grad()
def klt_init(net, x):
    """x [n, 3, H, W] in [0, 1], sides multiples of 64."""
    spec = net.spec; widths = spec["widths"]
    lo, hi = (math.log(b) for b in spec["beta_range"])
    # best step of an orthonormal transform at high rate: step^2 = 18 beta / ln 2 (pixels in [0, 1], three values a pixel)
    step = 4.0 * math.sqrt(18.0 * math.exp(0.5 * (lo + hi)) / math.log(2.0))
    x = (x - 0.5) * 4.0
    t = F.pixel_unshuffle(x, 4)                                      # channel c * 16 + dy * 4 + dx
    w, _ = klt(rows(t), 48)
    net.patch.weight.mul_(0.1); net.patch.weight[:48] = w.reshape(48, 3, 4, 4); net.patch.bias.zero_()
    net.unpatch.weight.mul_(0.1); net.unpatch.bias.zero_()
    net.unpatch.weight[:, :48] = 0.0
    put(net.unpatch, w.T)
    features = [F.conv2d(t, w[:, :, None, None])]
    live = [48]
    for i in range(4):
        t = F.pixel_unshuffle(features[-1], 2); n = min(widths[i + 1], t.shape[1])
        w, _ = klt(rows(t), n)                                       # [n, live * 4]
        down, up = net.down[i], net.up[3 - i]
        down.weight.mul_(0.1); down.bias.zero_(); up.weight.mul_(0.1); up.bias.zero_()
        down.weight[:n, :live[-1]] = w.reshape(n, live[-1], 2, 2)
        up.weight[: live[-1] * 4] = 0.0
        up.weight[: live[-1] * 4, :n, 0, 0] = w.T
        features.append(F.conv2d(t, w[:, :, None, None])); live.append(n)
    h = torch.zeros_like(features[4]); net.top.zero_()
    for i, layers in enumerate(net.latent):
        f = features[4 - i]; n = f.shape[1]
        residual = f - h[:, :n]
        w, deviation = klt(rows(residual), n)
        at = 0
        for j, layer in enumerate(layers):
            z = spec["latents"][i][j]
            # at 1/64 and 1/32 one layer refines the strongest components that the one before has coded already
            at = at if at + z <= n else 0
            p = w[at: at + z]
            c = layer.join.weight.shape[0]; eye = torch.eye(n)
            layer.join.weight.mul_(0.1); layer.join.bias.zero_(); layer.join.weight[:n] = 0.0
            layer.join.weight[:n, :n, 0, 0] = -eye; layer.join.weight[:n, c: c + n, 0, 0] = eye
            layer.posterior.weight.zero_(); layer.posterior.bias.zero_(); layer.posterior.weight[:, :n, 0, 0] = p / step
            layer.prior.weight.mul_(0.1); layer.prior.bias.zero_()
            layer.prior.bias[z:] = torch.log2(deviation[at: at + z] / step).clamp(-4.0, 5.0)
            layer.merge.weight.zero_(); layer.merge.bias.zero_(); layer.merge.weight[:n, :, 0, 0] = p.T * step
            q = F.conv2d(f - h[:, :n], p[:, :, None, None] / step).round()
            h = h.clone(); h[:, :n] += F.conv2d(q, p.T[:, :, None, None] * step)
            at += z
        h = F.conv2d(h, net.up[i].weight, net.up[i].bias); h = F.pixel_shuffle(h, 2)


@torch.no_grad()
def usage(net, x):
    """Mean squared symbol of every latent channel, by the name of the layer, over a batch [N, 3, H, W] and four rates."""
    energy, handles = {}, []

    def watch(name, layer):
        seen = {}
        def posterior(_, __, out): seen["q"] = out.float()
        def prior(_, __, out): seen["p"] = out.float().chunk(2, 1)[0]
        def done(_, args, __):
            step = torch.exp2(args[3])[:, None, None, None]
            symbols = torch.round((seen["q"] - seen["p"]) / step)
            energy[name] = energy.get(name, 0) + symbols.square().mean((0, 2, 3)).cpu()
        handles.extend([layer.posterior.register_forward_hook(posterior), layer.prior.register_forward_hook(prior), layer.register_forward_hook(done)])

    for i, group in enumerate(net.latent):
        for j, layer in enumerate(group): watch(f"latent.{i}.{j}", layer)
    lo, hi = net.spec["beta_range"]
    for u in (0.05, 0.35, 0.65, 0.95):
        net(x, torch.full((x.shape[0], net.layers), lo * (hi / lo) ** u, device=x.device), quantise=True)
    for h in handles: h.remove()
    return energy


@torch.no_grad()
def grow(net, old, old_spec, energy):
    """Sets the parameters of `net`, fresh from its random start, from the state dictionary `old` of a network of `old_spec`."""
    kept, spec = {}, net.spec
    for i, zs in enumerate(spec["latents"]):
        for j, z in enumerate(zs):
            name = f"latent.{i}.{j}"
            kept[name] = torch.sort(torch.argsort(energy[name], descending=True, stable=True)[:z]).values
    for name, p in net.named_parameters():
        if name not in old:
            if ".conv1." in name: p.zero_()
            continue
        v, layer = old[name].to(p.device, p.dtype), ".".join(name.split(".")[:3])
        if name == "top":
            p[:, :v.shape[1]] = v
            continue
        operation = name.split(".")[-2]
        if operation in ("prior", "posterior", "merge") and layer in kept:
            k = kept[layer]
            if operation == "posterior": v = v[k]
            if operation == "prior": v = v[torch.cat([k, k + v.shape[0] // 2])]
            if operation == "merge" and v.dim() == 4: v = v[:, k]
        p[:v.shape[0]] = 0 if v.dim() > 1 else v            # nothing old reads what is new
        if v.dim() == 1: continue
        if operation == "join":
            c, wide = v.shape[1] // 2, p.shape[1] // 2
            p[:v.shape[0], :c], p[:v.shape[0], wide:wide + c] = v[:, :c], v[:, c:]
        else:
            p[:v.shape[0], :v.shape[1]] = v
