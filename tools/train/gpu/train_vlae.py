#!/usr/bin/env python3
"""Trains vlae.py on MNIST on one CPU thread and writes what model/weights takes: train_vlae.py --data DIR --out OUT --minutes 14

DIR has the IDX files of MNIST. --minutes is processor time, and the learning rate falls to zero over it. OUT gets image.safetensors (half precision), log.jsonl and
test.json: the bits of the test pictures, -ELBO by one sample each, with the weights as the file has them. Every 60th training picture is held out
for the log; nothing is chosen by either.
"""
import argparse, gzip, json, math, os, struct, sys, time
import numpy as np
import torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pixelcnn import bits
from vlae import SIDE, SPEC, Vlae, drawn, log2_density, weight_file

PIXELS = SIDE * SIDE


def mnist(folder, part):
    with gzip.open(os.path.join(folder, f"mnist-{part}-images-idx3-ubyte.gz")) as f:
        return torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=16).copy()).view(-1, 1, SIDE, SIDE)


def elbo(net, picture, at, weight, beta=1.0):
    """Bits of each picture [n] and of its latents: pixels at `at` counted `weight` times, latents beta times."""
    x = (picture.float() - 128.0) / 32.0
    mean, scale = net.posterior(x)
    z = drawn(mean, scale)
    kl = (log2_density(z, mean, scale) - log2_density(z, torch.zeros(1), torch.zeros(1))).sum(1)
    value = picture.flatten(1).index_select(1, at).reshape(-1).float()
    cost = bits(net.parameters_of(x, z, at), value, SPEC["pixels"]).view(len(x), -1)
    return (cost * weight).sum(1) + beta * kl, kl


@torch.no_grad()
def start(net):
    """A mixture that already knows what values there are: black, three whites, and what lies between."""
    m, scales = SPEC["pixels"]["components"], [-1.0, -2.0, -2.0, -2.0] + [4.0] * (SPEC["pixels"]["components"] - 4)
    means = [-16.0, 253.0, 254.0, 255.5] + np.linspace(30, 220, m - 4).tolist()
    net.out.weight.mul_(0.2)
    net.out.bias[:m] = torch.tensor([5.0, 1.0, 1.0, 1.0] + [0.0] * (m - 4))
    net.out.bias[m: 2 * m] = (torch.tensor(means) - 128.0) / 32.0
    net.out.bias[2 * m:] = torch.tensor(scales)
    net.x.weight.mul_(0.4)
    for layer in (net.encoder[0],): layer.weight.mul_(0.4)
    last, n = net.encoder[-1], SPEC["latents"]
    last.weight.mul_(0.5); last.bias[n:] = -1.0


@torch.no_grad()
def measured(net, pictures):
    everywhere, total, latents = torch.arange(PIXELS), 0.0, 0.0
    for batch in pictures.split(100):
        b, kl = elbo(net, batch, everywhere, 1.0)
        total += b.sum().item(); latents += kl.sum().item()
    return {"bits_per_picture": total / len(pictures), "latent_bits": latents / len(pictures), "bits_per_dim": total / len(pictures) / PIXELS}


def write_half(state, path, meta):
    header, offset, blobs = {"__metadata__": meta}, 0, []
    for name, v in state.items():
        b = v.detach().half().contiguous().numpy().tobytes()
        header[name] = {"dtype": "F16", "shape": list(v.shape), "data_offsets": [offset, offset + len(b)]}
        offset += len(b); blobs.append(b)
    h = json.dumps(header).encode(); h += b" " * (-len(h) % 8)
    open(path, "wb").write(struct.pack("<Q", len(h)) + h + b"".join(blobs))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True); ap.add_argument("--out", required=True); ap.add_argument("--minutes", type=float, required=True)
    ap.add_argument("--lr", type=float, default=2e-3); ap.add_argument("--batch", type=int, default=64); ap.add_argument("--warm-up", type=float, default=0.3, help="part of the run in which the latents become as dear as they are")
    ap.add_argument("--wall", type=float, default=1e9, help="minutes after which it ends at the latest")
    o = ap.parse_args()
    torch.set_num_threads(1); torch.manual_seed(1); os.makedirs(o.out, exist_ok=True)
    pictures = mnist(o.data, "train")
    held_out = torch.arange(len(pictures)) % 60 == 7
    held, pictures = pictures[held_out], pictures[~held_out]
    # pixels are sampled by how much there is to say about them, and weighed by the inverse
    keep = (pictures[:5000].float().flatten(1).std(0) / 90.0).clamp(0.05, 1.0)
    net = Vlae(); start(net)
    params = list(net.parameters()); ema = [p.detach().clone() for p in params]
    opt = torch.optim.Adam(params, lr=o.lr, betas=(0.9, 0.99))
    log = open(os.path.join(o.out, "log.jsonl"), "a"); began, clock = time.process_time(), time.time(); step = 0; mean = latents = None; logged = 0.0

    def averaged(): return [p.detach().clone() for p in params], [p.copy_(e) for p, e in zip(params, ema)]

    def save():
        meta = {"spec": json.dumps(SPEC), "step": str(step), "pictures": str(step * o.batch), "minutes": f"{(time.process_time() - began) / 60:.1f}"}
        write_half(weight_file(net), os.path.join(o.out, "image.safetensors"), meta)

    while (fraction := max((spent := time.process_time() - began) / (o.minutes * 60), (time.time() - clock) / (o.wall * 60))) < 1.0:
        for g in opt.param_groups: g["lr"] = o.lr * min(1.0, (step + 1) / 200) * (0.5 * (1.0 + math.cos(math.pi * fraction)) + 0.003)
        at = (torch.rand(PIXELS) < keep).nonzero()[:, 0]
        b, kl = elbo(net, pictures[torch.randint(len(pictures), (o.batch,))], at, 1.0 / keep[at], min(1.0, 0.02 + 0.98 * fraction / o.warm_up))
        opt.zero_grad(set_to_none=True); (b.mean() / 100.0).backward()
        torch.nn.utils.clip_grad_norm_(params, 5.0); opt.step(); step += 1
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for e, p in zip(ema, params): e.lerp_(p, 1.0 - decay)
        mean, latents = (b.mean().item(), kl.mean().item()) if mean is None else (0.99 * mean + 0.01 * b.mean().item(), 0.99 * latents + 0.01 * kl.mean().item())
        if spent - logged > 30:
            logged = spent; row = {"t": round(spent, 1), "step": step, "bits": round(mean, 2), "latent_bits": round(latents, 2), "bits_per_dim": round(mean / PIXELS, 4)}
            print(json.dumps(row), flush=True); log.write(json.dumps(row) + "\n"); log.flush()
            if step > 500:
                with torch.no_grad():
                    live, _ = averaged(); save(); [p.copy_(v) for p, v in zip(params, live)]
    with torch.no_grad():
        averaged(); [p.copy_(p.half().float()) for p in params]
    save()
    row = {"step": step, "pictures": step * o.batch, "minutes": round((time.process_time() - began) / 60, 2), "heldout": measured(net, held)}
    log.write(json.dumps(row) + "\n"); log.close()
    row = {**row, "test": measured(net, mnist(o.data, "t10k"))}
    print(json.dumps(row)); json.dump(row, open(os.path.join(o.out, "test.json"), "w"), indent=1)


if __name__ == "__main__":
    main()
