#!/usr/bin/env python3
"""Trains pixelcnn.py beside a frozen flagship, on one CPU thread: batches of small patches from all over the pictures.

  train_pixelcnn.py --data PHOTOS --sources train_sources.csv --flagship hvae.safetensors --out OUT --minutes 8 [--init WEIGHTS]

--init may be a narrower network than the one that is trained; --minutes 0 measures it.
--minutes is processor time, and the learning rate falls to zero over it. Muon steps the hidden layers, Adam what is left. --seed is of the prepared pictures too. OUT gets pixels.safetensors (every minute, and at the end), log.jsonl, heldout.json, and pictures.pt, the
prepared pictures, for the next run. Held out are the pictures i % 64 == 7, scaled down by two, as they are and weathered, and out of training is all that
shows the same photographs; nothing is chosen by anything else.
"""
import argparse, json, math, os, struct, sys, time
import numpy as np
import torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pixelcnn import PixelCnn, SPEC, bits, folded, load_folded, start
from muon import Muon
from pixel_data import flagship, lossy, photo_groups, scaled, weathered
from train_hvae import load_images, read_safetensors

PATCH = 8
HELDOUT_RATES = (0.5, 0.75, 1.0)


def pictures(data, sources, weights, seed):
    """(x, y, u) of the training pictures, scaled and weathered by `seed`; (x, {u: (y, bits of y)}) of the held-out ones as they are, and of the weathered ones."""
    net, random, of_held_out = flagship(weights), np.random.default_rng(seed), np.random.default_rng(1)
    names, images = load_images(data, 128, 0)
    group = photo_groups(sources)
    out = {group[n] for n in names[7::64]}
    train = []
    for name, a in zip(names, images):
        if group[name] in out: continue
        x, u = scaled(a, random, False), 1.0 if random.random() < 0.4 else random.random()   # the coarsest base is the default
        train.append((x, lossy(net, x, u)[0], u))
    plain = [scaled(a, None, True) for a in images[7::64]]
    old = [weathered(x, of_held_out) for x in plain]
    return train, [[(x, {u: lossy(net, x, u) for u in rates}) for x in held] for held, rates in ((plain, HELDOUT_RATES), (old, (1.0,)))]


class Patches:
    """Pictures in one flat array with a border that holds y, as the codec has it: x where there is none is y, y beyond its edge is y's edge."""

    def __init__(self, items):
        self.border = SPEC["window"] // 2
        self.side = PATCH + 2 * self.border
        xs, ys, base, stride, size, u, at = [], [], [], [], [], [], 0
        for x, y, rate in items:
            b = self.border
            padded = np.pad(y, ((b, b + PATCH), (b, b + PATCH), (0, 0)), mode="edge")
            known = padded.copy(); known[b: b + x.shape[0], b: b + x.shape[1]] = x
            base.append(at); stride.append(padded.shape[1]); size.append(x.shape[:2]); u.append(rate)
            xs.append(known.reshape(-1, 3)); ys.append(padded.reshape(-1, 3)); at += len(xs[-1])
        self.x, self.y = torch.from_numpy(np.concatenate(xs)), torch.from_numpy(np.concatenate(ys))
        self.base, self.stride, self.size, self.u = torch.tensor(base), torch.tensor(stride), torch.tensor(size), torch.tensor(u)
        # pictures at high rates are of little use: the base that makes the least total is a coarse one
        self.weight = self.size.prod(1).float() * torch.where(self.u < 0.4, 0.3, 1.0)

    def random(self, n):
        i = torch.multinomial(self.weight, n, replacement=True)
        return self.at(i, (torch.rand(n, 2) * (self.size[i] - PATCH + 1)).long())

    def at(self, i, yx):
        """Patches of pictures i [n] at yx [n, 2]: windows, rates, values [n * 64, 3] and which of them count (a gray pixel's G and B do not)."""
        side, r = torch.arange(self.side), self.border
        row = self.base[i][:, None] + (yx[:, :1] + side) * self.stride[i][:, None] + yx[:, 1:]
        index = (row[:, :, None] + side).reshape(-1)
        x, y = (t.index_select(0, index).reshape(len(i), self.side, self.side * 3) for t in (self.x, self.y))
        fx, fy = x.float().sub_(128).div_(32), y.float().sub_(128).div_(32)
        k, q = SPEC["window"], SPEC["base_window"]
        parts = [fx[:, dy: dy + PATCH].unfold(2, 3 * k, 3)[:, :, :PATCH] for dy in range(r)]
        parts.append(fx[:, r: r + PATCH].unfold(2, 3 * r, 3)[:, :, :PATCH])
        o = r - q // 2
        parts += [fy[:, o + dy: o + dy + PATCH, 3 * o:].unfold(2, 3 * q, 3)[:, :, :PATCH] for dy in range(q)]
        value = x[:, r: r + PATCH, 3 * r: 3 * (r + PATCH)].reshape(-1, 3).float()
        gray = (x.reshape(len(i), -1, 3).amax(2) == x.reshape(len(i), -1, 3).amin(2)).all(1)
        count = torch.ones(len(i), 3); count[gray, 1:] = 0.0
        return (torch.cat(parts, 3).reshape(len(value), -1), (4.0 * self.u[i] - 2.0).float().repeat_interleave(PATCH * PATCH), value,
                count.repeat_interleave(PATCH * PATCH, 0))


def prepared(data, sources, weights, seed, path):
    if not os.path.exists(path):
        train, held = pictures(data, sources, weights, seed)
        torch.save((Patches(train), held), path)
    return torch.load(path)


def cost(net, batch, half):
    window, rate, value, count = batch
    pixel = (value - 128.0) / 32.0
    return torch.stack([bits(p, value[:, c]) for c, p in enumerate(net(window, rate, pixel, half))], 1) * count


@torch.no_grad()
def heldout(net, held):
    rows = []
    for u, weather, part in [(u, i == 1, part) for i, part in enumerate(held) for u in part[0][1]]:
        pixels, latents = torch.zeros(3), 0.0
        for x, bases in part:
            patches = Patches([(x, bases[u][0], u)])
            yx = torch.tensor([[y, z] for y in range(0, x.shape[0], PATCH) for z in range(0, x.shape[1], 2 * PATCH)])
            pixels += cost(net, patches.at(torch.zeros(len(yx), dtype=torch.long), yx), False).mean(0) / len(part)
            latents += bases[u][1] / (x.shape[0] * x.shape[1]) / len(part)
        rows.append({"u": u, "weathered": weather, "latents": latents, "pixels": pixels.tolist(), "total": latents + pixels.sum().item()})
    return rows


def is_hidden(name):
    """Of a parameter: whether Muon steps it, Adam steps the others."""
    return name.endswith(".weight") and name.split(".")[0] in ("first", "deep", "head")


def write_safetensors(state, path, meta):
    header, offset, blobs = {"__metadata__": meta}, 0, []
    for name, v in state.items():
        b = v.detach().float().contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(v.shape), "data_offsets": [offset, offset + len(b)]}
        offset += len(b); blobs.append(b)
    h = json.dumps(header).encode(); h += b" " * (-len(h) % 8)
    open(path, "wb").write(struct.pack("<Q", len(h)) + h + b"".join(blobs))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True); ap.add_argument("--sources", required=True); ap.add_argument("--flagship", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--minutes", type=float, required=True); ap.add_argument("--wall", type=float, default=1e9, help="minutes after which it ends at the latest")
    ap.add_argument("--init", help="weights to go on from"); ap.add_argument("--lr", type=float, default=2e-3); ap.add_argument("--batch", type=int, default=64); ap.add_argument("--seed", type=int, default=1)
    o = ap.parse_args()
    torch.set_num_threads(1); torch.manual_seed(o.seed); os.makedirs(o.out, exist_ok=True)
    photos, held = prepared(o.data, o.sources, o.flagship, o.seed, os.path.join(o.out, "pictures.pt"))
    net = PixelCnn()
    window, rate, value, _ = photos.random(1000)
    start(net, window, (value - 128.0) / 32.0)
    if o.init: load_folded(net, read_safetensors(o.init))
    params = list(net.parameters()); ema = [p.detach().clone() for p in params]
    # the linear path starts at its optimum and acts on the means directly: small steps
    slow = {"linear": 0.1, "linear_rate": 0.1, "out": 0.3}
    muon = Muon([p for n, p in net.named_parameters() if is_hidden(n)])
    groups = {n: [p for m, p in net.named_parameters() if m.split(".")[0] == n and not is_hidden(m)] for n in dict.fromkeys(m.split(".")[0] for m, _ in net.named_parameters())}
    opt = torch.optim.Adam([{"params": p, "factor": slow.get(n, 1.0)} for n, p in groups.items()], lr=o.lr, betas=(0.9, 0.99))
    log = open(os.path.join(o.out, "log.jsonl"), "a"); began, clock = time.process_time(), time.time(); step = 0; mean = None; logged = saved = 0.0

    def save():
        names = [n for n, _ in net.named_parameters()]
        write_safetensors(folded(net, zip(names, ema)), os.path.join(o.out, "pixels.safetensors"),
            {"spec": json.dumps(SPEC), "step": str(step), "megapixels": f"{step * o.batch * PATCH * PATCH / 1e6:.1f}", "minutes": f"{(time.process_time() - began) / 60:.1f}"})

    while o.minutes and (fraction := max((spent := time.process_time() - began) / (o.minutes * 60), (time.time() - clock) / (o.wall * 60))) < 1.0:
        rate = o.lr * min(1.0, (step + 1) / 200) * (0.5 * (1.0 + math.cos(math.pi * fraction)) + 0.003)
        for g in opt.param_groups: g["lr"] = rate * g["factor"]
        loss = cost(net, photos.random(o.batch), True).sum(1).mean()
        opt.zero_grad(set_to_none=True); loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0); opt.step(); step += 1
        for shape in muon.groups: muon.step(shape, rate)
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for e, p in zip(ema, params): e.lerp_(p, 1.0 - decay)
        mean = loss.item() if mean is None else 0.99 * mean + 0.01 * loss.item()
        if spent - logged > 10:
            logged = spent; row = {"t": round(spent, 1), "step": step, "mpx": round(step * o.batch * PATCH * PATCH / 1e6, 2), "loss": round(mean, 4)}
            print(json.dumps(row), flush=True); log.write(json.dumps(row) + "\n"); log.flush()
        if spent - saved > 60: saved = spent; save()
    save()
    with torch.no_grad():
        for p, e in zip(params, ema): p.copy_(e)
    rows = heldout(net, held); print(json.dumps(rows))
    json.dump(rows, open(os.path.join(o.out, "heldout.json"), "w"), indent=1)


if __name__ == "__main__":
    main()
