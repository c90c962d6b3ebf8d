#!/usr/bin/env python3
"""Writes Goldens/vlae.json: a small model of tools/train/gpu/vlae.py with random weights, a picture, latents, and what PyTorch makes of them."""
import base64, json, os, sys, tempfile
import torch
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "tools", "train", "gpu"))
from vlae import Vlae, weight_file, write_half

SPEC = {
    "side": 8, "latents": 3, "encoder": [[1, 8, 4, 4, 1], [8, 6, 2, 2, 1]], "decoder": [[3, 32, 1, 1, 4], [2, 12, 3, 1, 2]],
    "pixels": {"window": 5, "base_window": 3, "linear": 3, "hidden": 7, "deep": 1, "head": 5, "components": 2, "log2_scale": [-4.0, 6.0], "colours": 1},
}
torch.manual_seed(4)
net = Vlae(SPEC)
with torch.no_grad():
    for p in net.parameters(): p.copy_(p.half().float())
    picture, z = torch.randint(0, 256, (1, 1, 8, 8)), torch.randn(1, 3)
    x = (picture.float() - 128.0) / 32.0
    posterior, parameters = net.encoder(x).flatten(), net.parameters_of(x, z, torch.arange(64))
    with tempfile.NamedTemporaryFile() as f:
        write_half(weight_file(net), f.name, {"spec": json.dumps(SPEC)})
        weights = open(f.name, "rb").read()
with open(os.path.join(here, "Goldens", "vlae.json"), "w") as f:
    json.dump({"weights": base64.b64encode(weights).decode(), "picture": picture.flatten().tolist(), "latents": z[0].tolist(), "posterior": posterior.tolist(),
               "parameters": parameters.tolist()}, f, indent=1)
    f.write("\n")
