#!/usr/bin/env python3
"""Writes Goldens/NAME.json for the names given: a small model of tools/train/gpu/vlae.py with random weights, a picture, latents, and what PyTorch makes of them."""
import base64, json, os, sys, tempfile
import torch
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "tools", "train", "gpu"))
from vlae import Vlae, weight_file, write_half

PIXELS = {"window": 5, "base_window": 3, "linear": 3, "hidden": 7, "deep": 1, "head": 5, "colours": 1}
BYTES, BINARY = {**PIXELS, "components": 2, "log2_scale": [-4.0, 6.0]}, {**PIXELS, "values": 2}


def spec(latents, encoded, decoded, pixels, **more):
    return {"side": 8, "latents": latents, "encoder": [[1, 8, 4, 4, 1], [8, encoded, 2, 2, 1]], "decoder": [[decoded, 32, 1, 1, 4], [2, 12, 3, 1, 2]], "pixels": pixels, **more}


def layers(*widths):
    return [[i, o, 1, 1, 1] for i, o in zip(widths, widths[1:])]


SPECS = {
    "vlae": spec(3, 6, 3, BYTES),
    "vlae-ladder": spec(5, 6, 5, BYTES, groups=[{"latents": 2, "posterior": layers(6, 7, 4), "prior": []},
                                                 {"latents": 3, "posterior": layers(8, 6), "prior": layers(2, 9, 6), "ladder": True}]),
    "vlae-flow": spec(4, 8, 4, BINARY, groups=[{"latents": 4, "posterior": [], "prior": layers(4, 12, 8), "autoregressive": True}]),
    "vlae-swap": spec(5, 6, 3, BINARY, inference="up", groups=[{"latents": 2, "posterior": layers(3, 7, 4), "prior": []},
                                                                {"latents": 3, "posterior": layers(6, 5, 6), "prior": layers(2, 6)}]),
}


@torch.no_grad()
def write(name):
    torch.manual_seed(4)
    net = Vlae(SPECS[name])
    for p in net.parameters(): p.copy_(p.half().float())
    picture = torch.randint(0, 256, (1, 1, 8, 8))
    if "values" in net.spec["pixels"]: picture = 255 * (picture // 128)
    x = (picture.float() - 128.0) / 32.0
    groups = net.latents(net.encoded(x), lambda mean, scale: torch.randn_like(mean))
    parameters = net.parameters_of(x, [g[0] for g in groups], torch.arange(64))
    with tempfile.NamedTemporaryFile() as f:
        write_half(weight_file(net), f.name, {"spec": json.dumps(net.spec)})
        weights = open(f.name, "rb").read()
    with open(os.path.join(here, "Goldens", name + ".json"), "w") as f:
        json.dump({"weights": base64.b64encode(weights).decode(), "picture": picture.flatten().tolist(),
                   "groups": [{"latents": z[0].tolist(), "posterior": torch.cat([m, s], 1)[0].tolist(), "prior": torch.cat([n, t], 1)[0].tolist()} for z, m, s, n, t in groups],
                   "parameters": parameters.tolist()}, f)
        f.write("\n")


for name in sys.argv[1:]: write(name)
