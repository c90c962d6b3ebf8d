#!/usr/bin/env python3
"""Adds train_vlae.py's weights to the image models of model/weights: export_vlae.py OUT WEIGHTS_DIR NAME-rN [--default]

With --default, new archives code the pictures of its kind with it: those of nothing but 0 and 255 if its spec has two values, else all others."""
import argparse, json, os, struct
from models_list import export, full_name

WEIGHTS = "image.safetensors"


def is_binary(path):
    data = open(path, "rb").read()
    header = json.loads(data[8: 8 + struct.unpack("<Q", data[:8])[0]])
    return json.loads(header["__metadata__"]["spec"])["pixels"].get("values", 256) == 2


ap = argparse.ArgumentParser()
ap.add_argument("out"); ap.add_argument("weights"); ap.add_argument("name"); ap.add_argument("--default", action="store_true")
o = ap.parse_args()
binary = is_binary(os.path.join(o.out, WEIGHTS))
same = lambda model: is_binary(os.path.join(o.weights, f"{full_name(model)}.safetensors")) == binary
export(o.out, WEIGHTS, "test.json", o.weights, o.name, "vlae", "tools/train/gpu/train_vlae.py", same if o.default else None)
