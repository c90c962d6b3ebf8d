#!/usr/bin/env python3
"""Writes Goldens/pixelcnn.json: a small pixel network of tools/train/gpu/pixelcnn.py with random weights, a window, and what PyTorch makes of them."""
import base64, json, os, sys, tempfile
import torch
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "tools", "train", "gpu"))
from pixelcnn import PixelCnn, bits, folded
from train_pixelcnn import write_safetensors

SPEC = {"window": 3, "base_window": 3, "linear": 4, "hidden": 6, "deep": 1, "head": 5, "components": 2, "log2_scale": [-4.0, 6.0]}
torch.manual_seed(3)
net = PixelCnn(SPEC)
with torch.no_grad():
    net.centre.normal_(); net.whiten.normal_().mul_(0.2)
    net.linear_rate.normal_(); net.first_rate.normal_()
    window, value = (torch.randint(0, 256, (1, n)).float() for n in (net.causal + 27, 3))
    pixel, rate = (value - 128.0) / 32.0, torch.tensor([0.75])
    outputs = list(net((window - 128.0) / 32.0, rate, pixel))
    with tempfile.NamedTemporaryFile() as f:
        write_safetensors(folded(net, net.named_parameters()), f.name, {"spec": json.dumps(SPEC)})
        weights = open(f.name, "rb").read()
os.makedirs(os.path.join(here, "Goldens"), exist_ok=True)
with open(os.path.join(here, "Goldens", "pixelcnn.json"), "w") as f:
    json.dump({"weights": base64.b64encode(weights).decode(), "rate": 0.75, "window": [int(v) for v in window[0]], "pixel": [int(v) for v in value[0]],
               "parameters": [o[0].tolist() for o in outputs], "bits": [bits(o, value[:, c], SPEC).item() for c, o in enumerate(outputs)]}, f, indent=1)
    f.write("\n")
