#!/usr/bin/env python3
"""Makes a weight file of a trainer's state or parts: export.py STATE.pt|DIR OUT.safetensors, where DIR has the ema-fp16.partN of train_hvae.py

OUT has the averaged weights in half precision; `vaecodec models add OUT.safetensors NAME-rN` makes it a release."""
import glob, json, os, sys
import torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hvae import Hvae, SPEC
from train_hvae import write_safetensors


def main():
    source, path = sys.argv[1:]
    if os.path.isdir(source):
        parts = sorted(glob.glob(os.path.join(source, "ema-fp16.part*")))
    else:
        s = torch.load(source, map_location="cpu")
        spec = s.get("spec", SPEC)
        state = dict(zip((n for n, _ in Hvae(spec).named_parameters()), s["ema"]))
        meta = {"spec": json.dumps(spec), "step": str(s["step"]), "gigapixels": f"{s['seen'] / 1e9:.2f}", "minutes": f"{s['spent'] / 60:.1f}"}
        write_safetensors(state, path, meta)
        parts = sorted(glob.glob(path + ".part*"))
    open(path, "wb").write(b"".join(open(p, "rb").read() for p in parts))
    if not os.path.isdir(source):
        for p in parts: os.remove(p)


if __name__ == "__main__":
    main()
