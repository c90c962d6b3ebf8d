"""Training pictures of the pixel network: photographs scaled down (what is left of JPEG's blocks would teach it noise that no camera
makes), most of them weathered, each with what the flagship decodes of it at a random rate."""
import csv, math
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from hvae import Hvae, SPEC
from train_hvae import load_images, read_safetensors

FILTERS = (Image.BOX, Image.BILINEAR, Image.HAMMING, Image.BICUBIC, Image.LANCZOS)


def scaled(image, random, plain):
    """A crop of at most 256 x 256 of the picture, 1.5 to 3 times smaller; sides multiples of 64 and at least 64."""
    h, w = image.shape[:2]
    factor = 2.0 if plain else min(1.5 * 2.0 ** random.random(), min(h, w) / 64.0)
    size = (max(64, int(w / factor)), max(64, int(h / factor)))
    a = np.asarray(Image.fromarray(image).resize(size, Image.BICUBIC if plain else FILTERS[random.integers(len(FILTERS))]))
    ch, cw = min(256, a.shape[0] // 64 * 64), min(256, a.shape[1] // 64 * 64)
    top, left = ((a.shape[0] - ch) // 2, (a.shape[1] - cw) // 2) if plain else (random.integers(a.shape[0] - ch + 1), random.integers(a.shape[1] - cw + 1))
    a = a[top: top + ch, left: left + cw]
    if plain: return a.copy()
    if random.random() < 0.5: a = a[:, ::-1]
    if random.random() < 0.65: a = weathered(a, random)
    if random.random() < 0.05: a = np.repeat(np.rint(a @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)[..., None], 3, 2)
    return a.copy()


def weathered(a, random):
    """A [H, W, 3] uint8 (sides even) as films, scanners and other codecs may leave it: grain, blur, chroma at half the resolution, noise, each or not."""
    x = torch.from_numpy(a.astype(np.float32)).permute(2, 0, 1)[None]

    def grain(strength):
        channels = 3 if random.random() < 0.5 else 1
        return torch.from_numpy(random.normal(size=(1, channels) + a.shape[:2]).astype(np.float32)) * (random.random() * strength)

    if random.random() < 0.4: x = x + grain(5.0)
    if random.random() < 0.5:
        t = torch.exp(-0.5 * (torch.arange(-2.0, 3.0) / (0.3 + 0.6 * random.random())) ** 2)
        kernel = (t[:, None] * t / t.sum() ** 2)[None, None].expand(3, 1, 5, 5)
        x = F.conv2d(F.pad(x, (2, 2, 2, 2), mode="replicate"), kernel, groups=3)
    if random.random() < 0.5:
        luma = (x * torch.tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
        x = luma + F.interpolate(F.avg_pool2d(x - luma, 2), scale_factor=2, mode="bilinear", align_corners=False)
    if random.random() < 0.3: x = x + grain(3.0)
    return x.round().clamp(0, 255).to(torch.uint8)[0].permute(1, 2, 0).contiguous().numpy()


def photo_groups(sources):
    """File name -> the photograph that it is of."""
    with open(sources) as f: return {row["file"]: int(row["photo_group"]) for row in csv.DictReader(f)}


def beta_of(u):
    lo, hi = (math.log(b) for b in SPEC["beta_range"])
    return math.exp(lo + (hi - lo) * u)


@torch.no_grad()
def lossy(net, a, u):
    """What the flagship decodes of a [H, W, 3] uint8 (sides multiples of 64) at the rate u in [0, 1], and its bits."""
    x = torch.from_numpy(a).permute(2, 0, 1)[None].float().div(255).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        y, bits = net(x, torch.full((1, net.layers), beta_of(u)), quantise=True)
    return (y[0].float().clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).contiguous().numpy(), bits.sum().item()


def flagship(path):
    net = Hvae().to(memory_format=torch.channels_last).eval()
    net.load_state_dict(read_safetensors(path))
    return net
