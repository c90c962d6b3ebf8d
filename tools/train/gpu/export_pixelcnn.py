#!/usr/bin/env python3
"""Makes train_pixelcnn.py's weights the default pixel network of model/weights: export_pixelcnn.py OUT WEIGHTS_DIR NAME

Copies OUT/pixels.safetensors, log.jsonl and heldout.json, and adds the network to manifest.json under the first four bytes of its SHA-256,
which is how .vaec files name it."""
import hashlib, json, os, shutil, sys


def main():
    source, folder, name = sys.argv[1:]
    data = open(os.path.join(source, "pixels.safetensors"), "rb").read()
    open(os.path.join(folder, name + ".safetensors"), "wb").write(data)
    for ending in ("log.jsonl", "heldout.json"):
        path = os.path.join(source, ending)
        if os.path.exists(path): shutil.copyfile(path, os.path.join(folder, f"{name}.{ending}"))
    digest = hashlib.sha256(data).hexdigest()
    entry = {"id": digest[:8], "name": name, "file": name + ".safetensors", "sha256": digest, "bytes": len(data), "trainer": "tools/train/gpu/train_pixelcnn.py"}
    path = os.path.join(folder, "manifest.json")
    manifest = json.load(open(path))
    manifest["pixel_models"] = [m for m in manifest.get("pixel_models", []) if m["file"] != entry["file"]] + [entry]
    manifest["pixel_default"] = entry["id"]
    json.dump(manifest, open(path, "w"), indent=2)
    open(path, "a").write("\n")
    print(entry)


if __name__ == "__main__":
    main()
