#!/usr/bin/env python3
"""Makes a trainer's weights the default model of model/weights: export.py STATE.pt|DIR|EMA.safetensors WEIGHTS_DIR NAME-rN, where DIR has the
ema-fp16.partN of train_hvae.py and EMA.safetensors is what `vaecodec train` writes.

Writes NAME-rN.safetensors (EMA weights, fp16) and adds it to models.json under the first four bytes of its SHA-256, which is how .vaec
files name their model. A release that is listed is never written again."""
import glob, json, os, sys
import torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hvae import Hvae, SPEC
from models_list import add, path_of
from train_hvae import write_safetensors


def main():
    source, folder, name = sys.argv[1:]
    path = path_of(folder, name)
    if source.endswith(".safetensors"):
        parts = [source]
    elif os.path.isdir(source):
        parts = sorted(glob.glob(os.path.join(source, "ema-fp16.part*")))
    else:
        s = torch.load(source, map_location="cpu")
        spec = s.get("spec", SPEC)
        state = dict(zip((n for n, _ in Hvae(spec).named_parameters()), s["ema"]))
        meta = {"spec": json.dumps(spec), "step": str(s["step"]), "gigapixels": f"{s['seen'] / 1e9:.2f}", "minutes": f"{s['spent'] / 60:.1f}"}
        write_safetensors(state, path, meta)
        parts = sorted(glob.glob(path + ".part*"))
    data = b"".join(open(p, "rb").read() for p in parts)
    open(path, "wb").write(data)
    if source.endswith(".pt"):
        for p in parts: os.remove(p)
    add(folder, name, "hvae", "vaecodec train" if source.endswith(".safetensors") else "tools/train/gpu/train_hvae.py", replaces=lambda model: True)


if __name__ == "__main__":
    main()
