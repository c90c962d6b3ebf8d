#!/usr/bin/env python3
"""Trains variants of the flagship network for the same time each and compares them on the photographs held out:
variants.py OUT [--minutes 30] [--at-once 2] [NAME ...] (needs python3-scipy)

Each variant changes one thing of configs/flagship-cpu.json, and trains on one thread for so many minutes of processor time. Prints a table;
OUT has NAME.jsonl (config, then the log) and NAME.heldout.json. Variants in OUT already are only compared."""
import argparse, concurrent.futures, json, os, subprocess, tempfile
import numpy as np
from scipy.interpolate import PchipInterpolator

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
BASE = "baseline"
# What each changes; keys of "spec" are those of the network.
VARIANTS = {
    BASE: {},
    "random-start": {"start": "random"},
    "adam": {"optimiser": "adam"},
    "noisy-latents": {"rounded_latents": False},
    "one-layer-per-scale": {"spec": {"latents": [[32], [64], [192], [48]]}},
    "wide-coarse-scales": {"spec": {"widths": [64, 128, 192, 256, 256]}},
}


def config(name, out, minutes):
    base = json.load(open(os.path.join(HERE, "configs", "flagship-cpu.json")))
    change = VARIANTS[name]
    return {**base, "out": out, "minutes": minutes, "clock": "processor", "ema_decay": 0.998, "workers": 1, "threads": 1, **change,
            "spec": {**base["spec"], "name": name, **change.get("spec", {})}}


def train(name, folder, minutes):
    if os.path.exists(os.path.join(folder, name + ".heldout.json")): return
    with tempfile.TemporaryDirectory() as scratch:
        settings = config(name, scratch, minutes)
        path = os.path.join(scratch, "config.json")
        json.dump(settings, open(path, "w"))
        subprocess.run([os.path.join(ROOT, "vaecodec"), "train", path], cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "OMP_NUM_THREADS": "1"})
        del settings["out"]
        with open(os.path.join(folder, name + ".jsonl"), "w") as log:
            log.write(json.dumps({"config": settings}) + "\n" + open(os.path.join(scratch, "log.jsonl")).read())
        os.replace(os.path.join(scratch, "heldout.json"), os.path.join(folder, name + ".heldout.json"))


def curve(folder, name):
    rows = sorted(json.load(open(os.path.join(folder, name + ".heldout.json")))["rows"], key=lambda r: r["psnr"])
    return np.array([r["psnr"] for r in rows]), np.log([r["bpp"] for r in rows])


def bd_rate(reference, curve):
    """Percent more bits than the reference, mean over the common interval of PSNR."""
    low, high = max(reference[0][0], curve[0][0]), min(reference[0][-1], curve[0][-1])
    difference = PchipInterpolator(*curve).integrate(low, high) - PchipInterpolator(*reference).integrate(low, high)
    return (np.exp(difference / (high - low)) - 1) * 100


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("names", nargs="*", default=list(VARIANTS))
    a = parser.parse_args()
    names = [BASE] + [n for n in a.names if n != BASE]
    os.makedirs(a.out, exist_ok=True)
    subprocess.run([os.path.join(ROOT, "vaecodec"), "--version"], check=True, stdout=subprocess.DEVNULL)      # build once, before runs share the tool
    with concurrent.futures.ThreadPoolExecutor(a.at_once) as pool:
        list(pool.map(lambda n: train(n, a.out, a.minutes), names))
    print("| variant | Gpixel | steps | held-out BD-rate |\n|---|---|---|---|")
    for name in names:
        last = json.loads(open(os.path.join(a.out, name + ".jsonl")).read().splitlines()[-1])
        print(f"| {name} | {last['gigapixels']:.2f} | {last['step']} | {bd_rate(curve(a.out, BASE), curve(a.out, name)):+.1f} % |")


if __name__ == "__main__":
    main()
