#!/usr/bin/env python3
"""Makes train_pixelcnn.py's weights the default pixel network of model/weights: export_pixelcnn.py OUT WEIGHTS_DIR NAME-rN

Copies OUT/pixels.safetensors, log.jsonl and heldout.json, and adds the network to models.json under the first four bytes of its SHA-256,
which is how .vaec files name it. A release that is listed is never written again."""
import os, shutil, sys
from models_list import add, path_of


def export(source, weights, report, folder, name, kind, trainer, replaces):
    """Copies weights, log and report of a training run, and lists the network; `replaces` as in models_list.add."""
    shutil.copyfile(os.path.join(source, weights), path_of(folder, name))
    for ending in ("log.jsonl", report):
        path = os.path.join(source, ending)
        if os.path.exists(path): shutil.copyfile(path, os.path.join(folder, f"{name}.{ending}"))
    add(folder, name, kind, trainer, replaces)


if __name__ == "__main__":
    export(sys.argv[1], "pixels.safetensors", "heldout.json", *sys.argv[2:], "pixelcnn", "tools/train/gpu/train_pixelcnn.py", lambda model: True)
