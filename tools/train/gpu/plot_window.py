#!/usr/bin/env python3
"""Reports runs of train_window.py: plot_window.py --picture PNG --data results/window-photographs.json --plot docs/window.svg --pictures docs/window-sample.png OUT...

The data: every run's held-out bits by what the latents cost, and where its latents lie at equal total (the largest of the runs' totals at price 1).
The plot: latent against pixel bits. The pictures: a piece of PNG, and for every window what its latents (as at price 1) decode to without any true
pixel, by the means of the pixels' distributions (above) and by samples (below). Needs python3-matplotlib.
"""
import argparse, json, os, sys
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from window_vae import WindowVae, decoded

PIECE = (slice(132, 228), slice(268, 364))              # of the picture: rows, columns


def at_total(rows, total):
    """The most that latents may tell where the sum is `total`: log2 of the price (linear between the measured ones), latents and pixels."""
    best = min(range(len(rows)), key=lambda i: rows[i]["total"])
    for a, b in zip(rows[best::-1], rows[best - 1:: -1] if best else []):
        if b["total"] >= total:
            t = (total - a["total"]) / (b["total"] - a["total"])
            return {k: a[k] + t * (b[k] - a[k]) for k in ("log2_price", "latents", "pixels", "total")}
    return None                                         # the sum stays below


def draw(runs, total, path):
    figure, axes = plt.subplots(figsize=(7, 4.5))
    colours = plt.cm.viridis(np.linspace(0, 0.9, len(runs)))
    for run, colour in zip(runs, colours):
        axes.plot([r["latents"] for r in run["heldout"]], [r["pixels"] for r in run["heldout"]], "o-", color=colour, markersize=3, label=f"window {run['window']}")
        one = next(r for r in run["heldout"] if r["log2_price"] == 0)
        axes.plot(one["latents"], one["pixels"], "o", color=colour, markersize=8, markerfacecolor="white")
    (low, high), bounds = axes.get_xlim(), axes.get_ylim()
    axes.plot([low, high], [total - low, total - high], ":", color="gray", linewidth=1, label=f"sum {total:.2f}")
    axes.set(xlabel="bits of the latents per pixel", ylabel="bits of the pixels per pixel", xlim=(low, high), ylim=bounds)
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


@torch.no_grad()
def pieces(folder, picture):
    """What the latents of the piece decode to: by means, by samples; and their bits per pixel."""
    saved = torch.load(os.path.join(folder, "model.pt"))
    net = WindowVae(saved["window"]); net.load_state_dict(saved["state"])
    torch.manual_seed(3)
    x, price = torch.from_numpy(picture).permute(2, 0, 1)[None].float().sub(128).div(32), torch.zeros(1)
    z, latents = net.latents(x, price)
    return [decoded(net, z, price, sample) for sample in (False, True)], latents.item() / (picture.shape[0] * picture.shape[1])


def main():
    ap = argparse.ArgumentParser()
    for name in ("--picture", "--data", "--plot", "--pictures"): ap.add_argument(name, required=True)
    ap.add_argument("runs", nargs="+")
    o = ap.parse_args(); torch.set_num_threads(1)
    folders = sorted(o.runs, key=lambda f: json.load(open(os.path.join(f, "heldout.json")))["window"])
    runs = [json.load(open(os.path.join(f, "heldout.json"))) for f in folders]
    total = max(r["total"] for run in runs for r in run["heldout"] if r["log2_price"] == 0)
    picture = np.array(Image.open(o.picture).convert("RGB"))[PIECE]
    columns = [np.concatenate([picture, np.full_like(picture, 255)])]
    for folder, run in zip(folders, runs):
        run["at_equal_total"] = at_total(run["heldout"], total)
        (mean, sample), run["sample_latents"] = pieces(folder, picture)
        columns.append(np.concatenate([mean, sample]))
        print(run["window"], run["sample_latents"], run["at_equal_total"], flush=True)
    data = {"unit": "bits per pixel", "equal_total": total, "runs": runs}
    with open(o.data, "w") as f: f.write(json.dumps(json.loads(json.dumps(data), parse_float=lambda v: round(float(v), 5)), indent=1) + "\n")
    draw(runs, total, o.plot)
    gap = np.full((columns[0].shape[0], 4, 3), 255, np.uint8)
    Image.fromarray(np.concatenate([p for c in columns for p in (c, gap)][:-1], 1)).save(o.pictures, optimize=True)


if __name__ == "__main__":
    main()
