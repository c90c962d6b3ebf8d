#!/usr/bin/env python3
"""Makes train_pixelcnn.py's weights the default pixel network of model/weights: export_pixelcnn.py OUT WEIGHTS_DIR NAME

Copies OUT/pixels.safetensors, log.jsonl and heldout.json, and adds the network to manifest.json under the first four bytes of its SHA-256,
which is how .vaec files name it."""
import hashlib, json, os, shutil, sys


def export(source, weights, report, folder, name, kind, trainer, default):
    """Copies weights, log and report of a training run, adds the network to those of its kind in the manifest, and enters it under the key `default`, if any."""
    data = open(os.path.join(source, weights), "rb").read()
    open(os.path.join(folder, name + ".safetensors"), "wb").write(data)
    for ending in ("log.jsonl", report):
        path = os.path.join(source, ending)
        if os.path.exists(path): shutil.copyfile(path, os.path.join(folder, f"{name}.{ending}"))
    digest = hashlib.sha256(data).hexdigest()
    entry = {"id": digest[:8], "name": name, "file": name + ".safetensors", "sha256": digest, "bytes": len(data), "trainer": trainer}
    path = os.path.join(folder, "manifest.json")
    manifest = json.load(open(path))
    manifest[kind + "_models"] = [m for m in manifest.get(kind + "_models", []) if m["file"] != entry["file"]] + [entry]
    if default: manifest[default] = entry["id"]
    json.dump(manifest, open(path, "w"), indent=2)
    open(path, "a").write("\n")
    print(entry)


if __name__ == "__main__":
    export(sys.argv[1], "pixels.safetensors", "heldout.json", *sys.argv[2:], "pixel", "tools/train/gpu/train_pixelcnn.py", "pixel_default")
