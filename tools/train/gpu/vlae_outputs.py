#!/usr/bin/env python3
"""What PyTorch makes of a weight file, for the engine's tests: vlae_outputs.py FILE --data DIR > OUTPUTS.json

For three MNIST test pictures, in float32 with the file's weights: the encoder's output; for each group fixed latents z, and means and log2 scales of posterior and prior
when all groups have these latents (the posterior after a ladder's combination); all pixels' parameters for these latents.
"""
import argparse, json, os, sys
import torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from small_images import PIXELS, binarised, mnist
from vlae import load


@torch.no_grad()
def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("file"); ap.add_argument("--data", required=True)
    o = ap.parse_args()
    torch.set_num_threads(1); torch.manual_seed(3)
    net, rows = load(o.file), []
    pictures = mnist(o.data, "t10k")
    if net.spec["pixels"].get("values", 256) == 2: pictures = binarised(pictures, "t10k")
    for i in (0, 1, 4711):
        x = (pictures[i: i + 1].float() - 128.0) / 32.0
        e = net.encoded(x)
        # rounded latents, drawn near the means, in the order in which they are asked for
        groups = net.latents(e, lambda mean, scale: (64.0 * (mean + torch.exp2(scale) * torch.randn_like(mean))).round() / 64.0)
        rows.append({"test_picture": i, "picture": pictures[i].flatten().tolist(), "encoder": e[0].tolist(),
                     "groups": [dict(zip(("latents", "posterior_mean", "posterior_log2_scale", "prior_mean", "prior_log2_scale"), [v[0].tolist() for v in g])) for g in groups],
                     "parameters": net.parameters_of(x, [g[0] for g in groups], torch.arange(PIXELS)).tolist()})
    print(json.dumps({"file": os.path.basename(o.file), "spec": net.spec, "pictures": rows}))


if __name__ == "__main__":
    main()
