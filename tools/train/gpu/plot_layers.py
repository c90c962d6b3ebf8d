#!/usr/bin/env python3
"""Draws the share of every latent layer in the bits, over training: plot_layers.py LOG.jsonl OUT.svg (needs python3-matplotlib)

Reads the trainer's log; each line with a config begins a segment, whose Gigapixels go on from those of the one before."""
import json, os, sys
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hvae import SPEC


def read(path):
    """Gigapixels since the first step, percent of the bits in each layer, and where segments begin."""
    seen, layers, starts = [], [], []
    for row in map(json.loads, open(path)):
        if "config" in row:
            starts.append(seen[-1] if seen else 0.0)
        elif "gpx" in row:
            seen.append(starts[-1] + row["gpx"])
            layers.append([bits / sum(row["layers"]) * 100 for bits in row["layers"]])
    return seen, list(zip(*layers)), starts


def main():
    seen, layers, starts = read(sys.argv[1])
    scales = [64 >> i for i, group in enumerate(SPEC["latents"]) for _ in group]
    figure, axes = plt.subplots(figsize=(8, 4))
    axes.stackplot(seen, layers, labels=[f"layer {i + 1}, 1/{s}" for i, s in enumerate(scales)],
                   colors=plt.cm.viridis([i / (len(scales) - 1) for i in range(len(scales))]))
    for start in starts[1:]: axes.axvline(start, color="white", linewidth=1)
    axes.set(xlabel="Gigapixels seen", ylabel="% of the bits, mean over all rates", xlim=(0, seen[-1]), ylim=(0, 100))
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    figure.tight_layout()
    figure.savefig(sys.argv[2], metadata={"Date": None})


if __name__ == "__main__":
    main()
