#!/usr/bin/env python3
"""Trains window_vae.py with one window on photographs, on one CPU thread, and measures its latents and pixels on photographs that it never saw:

  train_window.py --data PHOTOS --sources train_sources.csv --out OUT --window 7 --steps 2500

Runs with the same --steps see the same crops; all else but the window starts alike. Photographs are scaled down by two; held out are the photo
groups g % 16 == 7. Half of the crops pay for latents what they cost (price 1), the others 1/16 to 4 times that. OUT gets model.pt, log.jsonl and
heldout.json. docs/window.md has what came out.
"""
import argparse, json, math, os, sys, time
import numpy as np
import torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pixel_data import photo_groups, scaled
from train_hvae import load_images
from window_vae import WindowVae, elbo, start_linear

CROP, BORDER = 48, 15                                   # BORDER: of the largest window
PIXELS, TILES = 384, 160
PRICES = (-6, -5, -4, -3, -2, -1, 0, 1, 2)              # log2; the first two are lower than any in training


def pictures(data, sources):
    """Training and held-out pictures, uint8."""
    group, parts = photo_groups(sources), ([], [])
    for name, image in zip(*load_images(data, 128, 0)): parts[group[name] % 16 == 7].append(scaled(image))
    return parts


class Crops:
    """All pictures in one flat array, behind a border of what is not known."""

    def __init__(self, images):
        padded = [np.pad(a, ((BORDER, 0), (BORDER, BORDER), (0, 0)), constant_values=128) for a in images]
        self.pixels = torch.from_numpy(np.concatenate([a.reshape(-1, 3) for a in padded]))
        self.stride = torch.tensor([a.shape[1] for a in padded])
        self.size = torch.tensor([a.shape[:2] for a in images])
        self.base = torch.tensor([0] + [a.shape[0] * a.shape[1] for a in padded[:-1]]).cumsum(0)

    def at(self, i, yx):
        """[n, CROP + BORDER, CROP + 2 * BORDER, 3] of pictures i at yx [n, 2]."""
        rows = self.base[i][:, None] + (yx[:, :1] + torch.arange(CROP + BORDER)) * self.stride[i][:, None] + yx[:, 1:]
        index = (rows[:, :, None] + torch.arange(CROP + 2 * BORDER)).flatten()
        return self.pixels.index_select(0, index).view(len(i), CROP + BORDER, CROP + 2 * BORDER, 3).float().sub_(128.0).div_(32.0)

    def random(self, n, generator):
        i = torch.multinomial(self.size.prod(1).float(), n, replacement=True, generator=generator)
        known = self.at(i, (torch.rand(n, 2, generator=generator) * (self.size[i] - CROP + 1)).long())
        alone = torch.rand(n, generator=generator) < 0.25   # some do not see what is around them, as when a picture begins
        known[alone, :BORDER] = 0.0; known[alone, :, :BORDER] = 0.0; known[alone, :, -BORDER:] = 0.0
        return known

    def tiles(self):
        """At most TILES, spread over all pictures."""
        all_tiles = [(i, y, x) for i, (h, w) in enumerate(self.size.tolist()) for y in range(0, h - CROP + 1, CROP) for x in range(0, w - CROP + 1, CROP)]
        chosen = torch.tensor(all_tiles[:: max(1, len(all_tiles) // TILES)][:TILES])
        return self.at(chosen[:, 0], chosen[:, 1:])


def whole():
    place = torch.arange(CROP * CROP)
    return place // CROP, place % CROP


@torch.no_grad()
def heldout(net, tiles, prices=PRICES):
    """Bits per pixel by what the latents cost, -ELBO by one sample each."""
    rows = []
    for price in prices:
        torch.manual_seed(2)
        parts = [elbo(net, t, BORDER, torch.full((len(t),), price / 2.0), *whole(), False) for t in tiles.split(4)]
        colours, latents = torch.cat([p[0] for p in parts]).mean(0), torch.cat([p[1] for p in parts]).mean().item()
        rows.append({"log2_price": price, "latents": latents, "pixels": colours.sum().item(), "colours": colours.tolist(), "total": latents + colours.sum().item()})
    return rows


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True); ap.add_argument("--sources", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--window", type=int, required=True); ap.add_argument("--steps", type=int, required=True)
    ap.add_argument("--batch", type=int, default=16); ap.add_argument("--lr", type=float, default=2e-3)
    o = ap.parse_args()
    torch.set_num_threads(1); torch.manual_seed(1); os.makedirs(o.out, exist_ok=True)
    photos, held = map(Crops, pictures(o.data, o.sources))
    net, data = WindowVae(o.window), torch.Generator().manual_seed(1)
    start_linear(net, photos.random(64, data), BORDER, *(torch.randint(CROP, (400,), generator=data) for _ in range(2)))
    params = list(net.parameters()); ema = [p.detach().clone() for p in params]
    slow = {"pixels.linear": 0.1, "pixels.linear_rate": 0.1, "pixels.out": 0.3}   # as in tools/train/PixelCnn
    groups = [{"params": [p], "factor": next((f for s, f in slow.items() if n.startswith(s + ".") or n == s), 1.0)} for n, p in net.named_parameters()]
    opt = torch.optim.Adam(groups, lr=o.lr, betas=(0.9, 0.99))
    log = open(os.path.join(o.out, "log.jsonl"), "w"); began = time.process_time(); mean = None; logged = 0.0
    for step in range(o.steps):
        fraction = step / o.steps
        for g in opt.param_groups: g["lr"] = o.lr * g["factor"] * min(1.0, (step + 1) / 100) * (0.5 * (1.0 + math.cos(math.pi * fraction)) + 0.003)
        known = photos.random(o.batch, data)
        place = torch.randperm(CROP * CROP, generator=data)[:PIXELS]
        price = torch.where(torch.rand(o.batch, generator=data) < 0.5, torch.zeros(o.batch), torch.rand(o.batch, generator=data) * 3.0 - 2.0)
        colours, latents = elbo(net, known, BORDER, price, place // CROP, place % CROP, True)
        loss = (colours.sum(1) + torch.exp2(2.0 * price) * latents).mean()
        opt.zero_grad(set_to_none=True); loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 2.0); opt.step()
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for e, p in zip(ema, params): e.lerp_(p, 1.0 - decay)
        exact = price == 0.0
        if exact.any():
            now = np.array([colours[exact].sum(1).mean().item(), latents[exact].mean().item()])
            mean = now if mean is None else 0.98 * mean + 0.02 * now
        if (spent := time.process_time() - began) - logged > 10 or step + 1 == o.steps:
            logged = spent; row = {"t": round(spent, 1), "step": step + 1, "latents": round(mean[1], 4), "pixels": round(mean[0], 4), "total": round(mean.sum(), 4)}
            print(json.dumps(row), flush=True); log.write(json.dumps(row) + "\n"); log.flush()
    with torch.no_grad():
        for p, e in zip(params, ema): p.copy_(e)
    torch.save({"window": o.window, "state": net.state_dict()}, os.path.join(o.out, "model.pt"))
    rows = heldout(net, held.tiles())
    result = {"window": o.window, "steps": o.steps, "crops": o.steps * o.batch, "tiles": len(held.tiles()), "minutes": round((time.process_time() - began) / 60, 2),
              "parameters": sum(p.numel() for p in params), "heldout": rows}
    json.dump(result, open(os.path.join(o.out, "heldout.json"), "w"), indent=1)
    for row in rows: print(json.dumps(row))


if __name__ == "__main__":
    main()
