#!/usr/bin/env python3
"""Trains a model of vlae_models.py on MNIST on one CPU thread and writes what model/weights takes: train_vlae.py --model NAME --data DIR --out OUT --minutes 14

DIR has the IDX files of MNIST. --minutes is processor time, and the learning rate falls to zero over it (or over --steps, for runs of equally many pictures).
OUT gets image.safetensors (half precision), log.jsonl and test.json: the bits of the test pictures, -ELBO by one sample each, with the weights as the file
has them. Every 60th training picture is held out for the log, where `coded` is the same with latents in bits-back's bins; nothing is chosen by either.
"""
import argparse, copy, json, math, os, sys, time
import numpy as np
import torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from full_window import FullWindow
from small_images import PIXELS, binarised, mnist
from vlae import LN2, Vlae, drawn, drawn_bin, load, log2_density, log2_mass, weight_file, write_half
from vlae_models import MODELS


def elbo(net, picture, at, coded=False):
    """Bits of each picture's pixels at `at`, [n, m], and of its latents, [n, groups]; `coded`: in bits-back's bins."""
    x = (picture.float() - 128.0) / 32.0
    groups = net.latents(net.encoded(x), drawn_bin if coded else drawn)
    measure = log2_mass if coded else log2_density
    kl = torch.stack([(measure(z, mq, sq) - measure(z, mp, sp)).sum(1) for z, mq, sq, mp, sp in groups], 1)
    value = picture.flatten(1).index_select(1, at).reshape(-1).float()
    return net.pixel_bits(net.parameters_of(x, [g[0] for g in groups], at), value).view(len(x), -1), kl


@torch.no_grad()
def start(net, gain):
    """Small outputs. A mixture already knows what values there are: black, three whites, and what lies between; log-odds, that most are black."""
    for chain in [net.encoder, net.decoder, *net.posteriors, *net.priors]:
        for layer in chain: layer.rescale(1.0 if layer is net.encoder[0] else gain)
    net.out.weight.mul_(0.2)
    if "components" in net.spec["pixels"]:
        m = net.spec["pixels"]["components"]
        scales, means = [-1.0, -2.0, -2.0, -2.0] + [4.0] * (m - 4), [-16.0, 253.0, 254.0, 255.5] + np.linspace(30, 220, m - 4).tolist()
        net.out.bias[:m] = torch.tensor([5.0, 1.0, 1.0, 1.0] + [0.0] * (m - 4))
        net.out.bias[m: 2 * m] = (torch.tensor(means) - 128.0) / 32.0
        net.out.bias[2 * m:] = torch.tensor(scales)
    else:
        net.out.bias.fill_(-2.0)
    net.x.weight.mul_(0.4); net.encoder[0].rescale(0.4)
    for g, posterior, prior in zip(net.groups, net.posteriors, net.priors):
        last = (posterior if len(posterior) else net.encoder)[-1]
        last.rescale(0.5); last.bias[g["latents"]:] = -1.0
        if len(prior): prior[-1].rescale(0.1); prior[-1].bias.zero_()


@torch.no_grad()
def measured(net, pictures, coded=False):
    torch.manual_seed(2)
    everywhere, parts = torch.arange(PIXELS), [0.0, 0.0]       # pixels, then each group, as the densities have them and coded
    for batch in pictures.split(100):
        for bins in (False, True)[: 1 + coded]:
            b, kl = elbo(net, batch, everywhere, bins)
            parts[bins] = parts[bins] + torch.cat([b.sum(1, True), kl], 1).double().sum(0) / len(pictures)
    pixels, *groups = parts[0].tolist()
    total = pixels + sum(groups)
    return {"bits_per_picture": total, "nats_per_picture": total * LN2, "bits_per_dim": total / PIXELS, "pixel_bits": pixels, "latent_bits": sum(groups), "group_bits": groups,
            **({"coded": parts[1].sum().item()} if coded else {})}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", choices=MODELS, required=True); ap.add_argument("--data", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--minutes", type=float, default=math.inf); ap.add_argument("--steps", type=int, default=sys.maxsize); ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--test", type=int, default=10000, help="of so many of the first test pictures")
    ap.add_argument("--held-out-every", type=int, default=sys.maxsize, help="steps after which the held-out pictures are measured on the way")
    o = ap.parse_args()
    if o.minutes == math.inf and o.steps == sys.maxsize: ap.error("--minutes or --steps")
    model = MODELS[o.model]; spec = model["spec"]
    torch.set_num_threads(1); torch.manual_seed(o.seed); os.makedirs(o.out, exist_ok=True)
    read = (lambda part: binarised(mnist(o.data, part), part)) if model["binary"] else (lambda part: mnist(o.data, part))
    pictures = read("train")
    held_out = torch.arange(len(pictures)) % 60 == 7
    held, pictures = pictures[held_out], pictures[~held_out]
    # pixels are sampled by how much there is to say about them, and weighed by the inverse
    keep = (pictures[:5000].float().flatten(1).std(0) / 90.0).clamp(0.05, 1.0)
    net = (FullWindow if "stack" in spec["pixels"] else Vlae)(spec, model["norm"]); start(net, model["gain"])
    params, betas, free = list(net.parameters()), torch.tensor(model["betas"]), torch.tensor(model["free_bits"])
    ema = [p.detach().clone() for p in params]
    opt = torch.optim.Adam(params, lr=model["lr"], betas=(0.9, 0.99))
    log = open(os.path.join(o.out, "log.jsonl"), "w"); began = time.process_time(); step = 0; mean = None; logged = 0.0
    path = os.path.join(o.out, "image.safetensors")

    def batch(): return pictures[torch.randint(len(pictures), (model["batch"],))]

    def save():
        meta = {"spec": json.dumps(spec), "model": o.model, "step": str(step), "pictures": str(step * model["batch"]), "minutes": f"{(time.process_time() - began) / 60:.1f}"}
        net.eval(); write_half(weight_file(net), path, meta); net.train()

    @torch.no_grad()
    def average(into):
        for p, e in zip(into.parameters(), ema): p.copy_(e)
        return into

    while (fraction := max((spent := time.process_time() - began) / (o.minutes * 60), step / o.steps)) < 1.0:
        for g in opt.param_groups: g["lr"] = model["lr"] * min(1.0, (step + 1) / 200) * (0.5 * (1.0 + math.cos(math.pi * fraction)) + 0.003)
        at = (torch.rand(PIXELS) < keep).nonzero()[:, 0]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=model["bfloat16"]): b, kl = elbo(net, batch(), at)
        b, kl = (b.float() / keep[at]).sum(1).mean(), kl.mean(0)
        cost = b + min(1.0, 0.02 + 0.98 * fraction / model["warm_up"]) * (betas * torch.maximum(kl, free)).sum()
        opt.zero_grad(set_to_none=True); (cost / 100.0).backward()
        torch.nn.utils.clip_grad_norm_(params, 5.0); opt.step(); step += 1
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for e, p in zip(ema, params): e.lerp_(p, 1.0 - decay)
        now = torch.cat([b.detach()[None], kl.detach()]); mean = now if mean is None else mean.lerp(now, 0.01)
        if spent - logged > 30:
            logged = spent; v = mean.tolist()
            row = {"t": round(spent, 1), "step": step, "bits": round(sum(v), 2), "latent_bits": [round(k, 2) for k in v[1:]], "bits_per_dim": round(sum(v) / PIXELS, 4)}
            print(json.dumps(row), flush=True); log.write(json.dumps(row) + "\n"); log.flush()
        if step % o.held_out_every == 0 and step < o.steps:
            state = torch.get_rng_state()
            row = {"step": step, "heldout": measured(average(copy.deepcopy(net)).eval(), held)}
            torch.set_rng_state(state)
            print(json.dumps(row), flush=True); log.write(json.dumps(row) + "\n"); log.flush()
    average(net)
    with torch.no_grad():
        if model["norm"] == "batch":                    # the averaged weights' own statistics
            for layer in net.modules():
                if isinstance(layer, torch.nn.BatchNorm2d): layer.reset_running_stats(); layer.momentum = None
            for _ in range(100): elbo(net, batch(), torch.arange(1))
    if isinstance(net, FullWindow): net.eval()          # no file: the engine does not have it
    else: save(); net = load(path)
    row = {"model": o.model, "step": step, "pictures": step * model["batch"], "minutes": round((time.process_time() - began) / 60, 2), "heldout": measured(net, held, coded=True)}
    log.write(json.dumps(row) + "\n")
    row = {**row, "test": measured(net, read("t10k")[: o.test])}
    log.write(json.dumps({"test": row["test"]}) + "\n"); log.close()
    print(json.dumps(row)); json.dump(row, open(os.path.join(o.out, "test.json"), "w"), indent=1)


if __name__ == "__main__":
    main()
