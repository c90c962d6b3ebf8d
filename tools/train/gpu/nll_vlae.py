#!/usr/bin/env python3
"""Importance-sampled likelihood of a weight file: nll_vlae.py FILE --data DIR --images 2000 > NLL.json

For each of the first test pictures -log p(x) is estimated by -log mean_k p(x, z_k) / q(z_k | x) over K samples of the posterior (Burda, Grosse and Salakhutdinov 2016,
arXiv:1509.00519, eq. 8), in nats; `standard_error` is that of the mean over pictures. What the pixels see of x is computed once a picture.
"""
import argparse, json, math, os, sys, time
import torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from small_images import PIXELS, binarised, mnist
from vlae import LN2, drawn, load, log2_density


def log2_weights(net, picture, samples, chunk=64):
    """log2 p(x, z) / q(z | x) for samples of z, [samples]; picture [1, 1, side, side]."""
    x = (picture.float() - 128.0) / 32.0
    groups = net.latents(net.encoded(x).expand(samples, -1), drawn)
    weights = sum((log2_density(z, mp, sp) - log2_density(z, mq, sq)).sum(1) for z, mq, sq, mp, sp in groups)
    w, b = net.first()
    of_x, value, pixels = (net.windows_of_x(x, torch.arange(PIXELS))[0] @ w.T + b), picture.flatten().float(), []
    for at in range(0, samples, chunk):
        of_z = net.y(net.features([g[0][at: at + chunk] for g in groups]))
        rows = (of_z.permute(0, 2, 3, 1).flatten(1, 2) + of_x).flatten(0, 1)
        pixels.append(net.pixel_bits(net.pixels(rows), value.repeat(len(of_z))).view(len(of_z), -1).sum(1))
    return weights - torch.cat(pixels)


@torch.no_grad()
def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("file"); ap.add_argument("--data", required=True); ap.add_argument("--samples", type=int, default=512); ap.add_argument("--images", type=int, default=10000)
    o = ap.parse_args()
    torch.set_num_threads(1); torch.manual_seed(5)
    net, pictures = load(o.file).to(memory_format=torch.channels_last), mnist(o.data, "t10k")[: o.images]
    if net.spec["pixels"].get("values", 256) == 2: pictures = binarised(pictures, "t10k")
    began, nll, elbo = time.process_time(), [], []
    for picture in pictures.split(1):
        w = log2_weights(net, picture, o.samples)
        nll.append(-torch.logsumexp(w * LN2, 0).item() + math.log(o.samples)); elbo.append(-w.mean().item() * LN2)
    nll, elbo = torch.tensor(nll), torch.tensor(elbo)
    print(json.dumps({"file": o.file, "images": len(nll), "samples": o.samples, "nll_nats": round(nll.mean().item(), 3), "standard_error": round((nll.std() / len(nll) ** 0.5).item(), 3),
                      "minus_elbo_nats": round(elbo.mean().item(), 3), "minutes": round((time.process_time() - began) / 60, 2), "nats": [round(v, 3) for v in nll.tolist()]}))


if __name__ == "__main__":
    main()
