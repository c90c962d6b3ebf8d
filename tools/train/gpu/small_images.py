#!/usr/bin/env python3
"""MNIST, and MNIST binarised once for all: small_images.py --data DIR --out FOLDER [--part t10k] writes the binary pictures as PGM files, for `vaecodec archive pack`.

Static binarisation: a pixel of value v becomes 255 with the probability v / 255, else 0 (the law of Salakhutdinov and Murray 2008; the sample is our own). The draw is a function
of the pixel's number k = 784 i + row-major position, i the picture's place in the training set, test pictures counted on from 60,000:
u = SplitMix64's output number k from state 0 (Steele, Lea and Flood 2014), and the pixel is 255 where 255 (u >> 32) < v 2^32. Integers alone: the same everywhere.
"""
import argparse, gzip, os
import numpy as np
import torch

SIDE = 28
PIXELS = SIDE * SIDE


def mnist(folder, part):
    """All pictures of "train" or "t10k", bytes [n, 1, 28, 28]."""
    with gzip.open(os.path.join(folder, f"mnist-{part}-images-idx3-ubyte.gz")) as f:
        return torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=16).copy()).view(-1, 1, SIDE, SIDE)


def splitmix64(k):
    """Outputs number k (uint64, from 0) of the generator that starts from 0."""
    z = (k + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def binarised(pictures, part):
    """The pictures of mnist(), each byte 0 or 255."""
    k = np.arange(pictures.numel(), dtype=np.uint64) + np.uint64({"train": 0, "t10k": 60000}[part] * PIXELS)
    one = np.uint64(255) * (splitmix64(k) >> np.uint64(32)) < pictures.numpy().reshape(-1).astype(np.uint64) << np.uint64(32)
    return torch.from_numpy(one.astype(np.uint8) * np.uint8(255)).view(pictures.shape)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True); ap.add_argument("--out", required=True); ap.add_argument("--part", choices=("train", "t10k"), default="t10k")
    o = ap.parse_args()
    os.makedirs(o.out, exist_ok=True)
    for i, picture in enumerate(binarised(mnist(o.data, o.part), o.part)):
        with open(os.path.join(o.out, f"{o.part}-{i:05d}.pgm"), "wb") as f: f.write(b"P5\n28 28\n255\n" + picture.numpy().tobytes())


if __name__ == "__main__":
    main()
