"""Photographs scaled down: what is left of JPEG's blocks would teach a model of pixels noise that no camera makes."""
import csv
import numpy as np
from PIL import Image


def scaled(image):
    """The middle of the picture made half as large: at most 256 x 256, sides multiples of 64 and at least 64."""
    h, w = image.shape[:2]
    a = np.asarray(Image.fromarray(image).resize((max(64, w // 2), max(64, h // 2)), Image.BICUBIC))
    ch, cw = min(256, a.shape[0] // 64 * 64), min(256, a.shape[1] // 64 * 64)
    top, left = (a.shape[0] - ch) // 2, (a.shape[1] - cw) // 2
    return a[top: top + ch, left: left + cw].copy()


def photo_groups(sources):
    """File name -> the photograph that it is of."""
    with open(sources) as f: return {row["file"]: int(row["photo_group"]) for row in csv.DictReader(f)}
