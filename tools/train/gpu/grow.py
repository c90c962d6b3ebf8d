"""Starts a network from the weights of a smaller one so that it computes what that computes: the same as tools/train/Network/Growth.cs, where it is
explained and tested."""
import torch


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
