#!/usr/bin/env python3
"""Trains hvae.py on a GPU (or, slowly, a CPU) and writes EMA weights as safetensors.

  train_hvae.py --data DIR --out DIR --minutes 8.5 --total-minutes 25 [--resume STATE.pt] [--init W.safetensors] [--device cuda]
  train_hvae.py --spec ../configs/hvae-r2.json --grow ../../../model/weights/hvae-r1.safetensors --data TRAIN=0.6 --data TRAIN2=0.3 --data SCREEN=0.1
    --wide 0.25 --transpose --batch 32 --lr 4e-4 --warmup 500 --out OUT --state STATE.pt --minutes 9 --total-minutes 27

  train_hvae.py --goldens ../../../tests/Train.Tests/Goldens/hvae.json      what the tests hold the C# trainer to

--data: a folder of .jpg/.png (decoded once), with its share of the crops where there are several. --total-minutes fixes the learning-rate schedule over several calls; each call trains
for --minutes and leaves STATE.pt (full state, for the next call on the same machine; on a CPU also every five minutes) and ema-fp16.partN (at most 14 MB each;
`cat ema-fp16.part* > ema.safetensors`), log.jsonl and heldout.json in --out. One sample in two uses one beta for all layers;
the others get a multiplier per layer.
"""
import argparse, glob, json, math, os, struct, sys, time
from concurrent.futures import ThreadPoolExecutor
import numpy as np
import torch
from PIL import Image
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hvae import Hvae, SPEC, spec_of
from muon import Muon
from start import grow, klt_init, usage


def load_images(folder, crop, limit):
    files = sorted(glob.glob(os.path.join(folder, "**", "*.jpg"), recursive=True) + glob.glob(os.path.join(folder, "**", "*.png"), recursive=True))
    files = files[:limit] if limit else files
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        images = list(pool.map(lambda f: np.asarray(Image.open(f).convert("RGB")), files))
    keep = [(f, a) for f, a in zip(files, images) if min(a.shape[:2]) >= crop]
    return [os.path.basename(f) for f, _ in keep], [a for _, a in keep]


class Photos:
    """All pictures in one flat uint8 tensor on the device; random crops by index arithmetic."""

    def __init__(self, images, device, shares=None, transpose=False):
        self.sizes = torch.tensor([[a.shape[0], a.shape[1]] for a in images], device=device)
        areas = self.sizes[:, 0] * self.sizes[:, 1]
        self.base = torch.cumsum(areas, 0) - areas
        self.weight = areas.double().clamp(max=600 * 600)
        if shares is not None:                                # [pictures]: source, and its share of the crops
            source, share = (torch.tensor(v, device=device) for v in zip(*shares))
            self.weight = self.weight * share / torch.zeros(int(source.max()) + 1, dtype=torch.double, device=device).scatter_add_(0, source, self.weight)[source]
        self.weight, self.transpose = self.weight.float(), transpose
        self.pixels = torch.from_numpy(np.concatenate([a.reshape(-1, 3) for a in images])).to(device)
        self.device = device

    def crops(self, n, crop):
        i = torch.multinomial(self.weight, n, replacement=True)
        hw = self.sizes[i]
        yx = (torch.rand(n, 2, device=self.device) * (hw - crop + 1)).long()
        r = torch.arange(crop, device=self.device)
        flip = (torch.rand(n, 1, device=self.device) < 0.5)
        col = torch.where(flip, crop - 1 - r, r)
        index = self.base[i][:, None, None] + (yx[:, 0, None] + r)[:, :, None] * hw[:, 1, None, None] + (yx[:, 1, None] + col)[:, None, :]
        x = self.pixels[index.reshape(-1)].reshape(n, crop, crop, 3)
        if self.transpose: x = torch.where(torch.rand(n, 1, 1, 1, device=self.device) < 0.5, x.transpose(1, 2), x)
        return x.permute(0, 3, 1, 2).float().div_(255.0)      # channels-last by construction


def sample_beta(n, layers, device, wide=0.0):
    """log beta uniform over the trained range, stratified over the batch. One sample in two has one beta for all layers, the others a
    multiplier per layer."""
    lo, hi = (math.log(b) for b in SPEC["beta_range"])
    u = ((torch.randperm(n, device=device) + torch.rand(n, device=device)) / n)[:, None]
    spread = torch.randn(n, layers, device=device) * 0.5 * (torch.rand(n, 1, device=device) < 0.5)
    log_beta = lo + (hi - lo) * u + spread
    if wide > 0:                                              # groups of layers up to 3 octaves off: tools/train/Data/RateSampler.cs
        cuts = torch.randint(1, layers, (n, 2), device=device)
        group = (torch.arange(layers, device=device)[None, :, None] >= cuts[:, None, :]).sum(2)
        shift = (torch.rand(n, 3, device=device) * 6 - 3) * math.log(2)
        split = (lo + (hi - lo) * u + shift.gather(1, group)).clamp(lo, hi)
        log_beta = torch.where(torch.rand(n, 1, device=device) < wide, split, log_beta)
    return torch.exp(log_beta)


def truncation(frac):
    """Share of samples that are sent without their lower layers. All of them at first, so that the bits do not all settle in the lowest
    layers (they do, within minutes, and the layers above die); a few to the end, so that a truncated file shows a good picture."""
    return 1.0 - 0.7 * frac / 0.1 if frac < 0.1 else 0.3 if frac < 0.5 else 0.3 - 0.25 * (frac - 0.5) / 0.5


def sample_keep(n, layers, share, device):
    """[n, layers] of 0/1. A truncated sample keeps its first 6 layers (down to 1/16) six times in ten, else 1, 3, 4 or 7 of them."""
    depth = torch.tensor([6, 6, 6, 6, 6, 6, 1, 3, 4, layers - 1], device=device)[torch.randint(0, 10, (n,), device=device)]
    depth = torch.where(torch.rand(n, device=device) < share, depth, torch.full_like(depth, layers))
    return (torch.arange(layers, device=device)[None] < depth[:, None]).float()


def objective(net, x, beta, keep, amp, straight_through=False):
    with torch.autocast(x.device.type, dtype=torch.bfloat16, enabled=amp, cache_enabled=False):
        y, bits = net(x, beta, keep=keep, straight_through=straight_through)
    mse = ((y - x) ** 2).mean((1, 2, 3))
    bpp = bits / (x.shape[2] * x.shape[3])
    # D + sum_l beta_l R_l, divided by the geometric mean of beta^(1/2) so that no rate dominates the gradient
    scale = torch.exp(-0.5 * torch.log(beta).mean(1))
    loss = ((mse + (beta * bpp).sum(1)) * scale).mean()
    return loss, mse, bpp


def heldout(net, images, device, amp):
    rows = []
    lo, hi = (math.log(b) for b in SPEC["beta_range"])
    net.eval()
    with torch.no_grad():
        for u in (0.05, 0.25, 0.5, 0.75, 0.95):
            beta = torch.full((1, net.layers), math.exp(lo + (hi - lo) * u), device=device)
            r, p, per = [], [], 0
            for a in images:
                a = a[: a.shape[0] // 64 * 64, : a.shape[1] // 64 * 64]
                x = torch.from_numpy(a.copy()).to(device).permute(2, 0, 1)[None].float().div(255).contiguous(memory_format=torch.channels_last)
                y, bits = net(x, beta, quantise=True)
                y = (y.clamp(0, 1) * 255).round() / 255
                r.append(bits.sum().item() / (x.shape[2] * x.shape[3])); per = per + bits[0] / (x.shape[2] * x.shape[3])
                p.append(-10 * math.log10(((y - x) ** 2).mean().item() + 1e-10))
            rows.append({"u": u, "bpp": float(np.mean(r)), "psnr": float(np.mean(p)), "layers": [round(v / len(images), 5) for v in per.tolist()]})
    net.train()
    return rows


def write_safetensors(state, path, meta):
    header, offset, blobs = {"__metadata__": meta}, 0, []
    for k, v in state.items():
        b = v.detach().cpu().half().contiguous().numpy().tobytes()
        header[k] = {"dtype": "F16", "shape": list(v.shape), "data_offsets": [offset, offset + len(b)]}
        offset += len(b); blobs.append(b)
    h = json.dumps(header).encode(); h += b" " * (-len(h) % 8)
    whole = struct.pack("<Q", len(h)) + h + b"".join(blobs)
    part = 14 * 1000 * 1000
    for i in range(0, len(whole), part):
        open(f"{path}.part{i // part}", "wb").write(whole[i:i + part])


def read_safetensors(path):
    raw = open(path, "rb").read(); n = struct.unpack("<Q", raw[:8])[0]; header = json.loads(raw[8:8 + n]); out = {}
    for k, v in header.items():
        if k == "__metadata__": continue
        a, b = v["data_offsets"]; dt = {"F16": np.float16, "F32": np.float32}[v["dtype"]]
        out[k] = torch.from_numpy(np.frombuffer(raw[8 + n + a:8 + n + b], dt).reshape(v["shape"]).astype(np.float32))
    return out


def read_metadata(path):
    raw = open(path, "rb").read(1 << 22); n = struct.unpack("<Q", raw[:8])[0]
    return json.loads(raw[8:8 + n])["__metadata__"]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True, action="append"); ap.add_argument("--out", required=True)
    ap.add_argument("--spec", help="a config of vaecodec train, for its network; else hvae-r1's"); ap.add_argument("--grow", help="weights of a smaller network to start from")
    ap.add_argument("--wide", type=float, default=0.0, help="share of samples with multipliers octaves apart"); ap.add_argument("--transpose", action="store_true")
    ap.add_argument("--minutes", type=float, required=True); ap.add_argument("--total-minutes", type=float, required=True)
    ap.add_argument("--resume"); ap.add_argument("--init"); ap.add_argument("--state")
    ap.add_argument("--device", default="cuda"); ap.add_argument("--batch", type=int, default=32); ap.add_argument("--crop", type=int, default=256)
    ap.add_argument("--lr", type=float, default=6e-4); ap.add_argument("--limit", type=int, default=0); ap.add_argument("--no-graph", action="store_true"); ap.add_argument("--truncate", action="store_true"); ap.add_argument("--threads", type=int, default=os.cpu_count())
    ap.add_argument("--workers", type=int, default=1, help="CPU: data-parallel threads; with --threads 1 each")
    ap.add_argument("--steps", type=int, default=0, help="end the schedule after so many steps in place of --total-minutes")
    ap.add_argument("--warmup", type=int, default=300); ap.add_argument("--seed", type=int, default=0, help="0: the clock"); ap.add_argument("--ema", type=float, default=0.9995)
    ap.add_argument("--optimiser", choices=["adam", "muon"], default="muon", help="muon: for the convolutions between patch and unpatch, Adam for the rest")
    ap.add_argument("--adam-lr", type=float, default=3e-4, help="peak for what Muon leaves to Adam")
    ap.add_argument("--single", action="store_true", help="single precision in place of bfloat16: for the last call, see README.md")
    ap.add_argument("--noisy", action="store_true", help="the decoder learns from noisy latents in place of rounded ones")
    o = ap.parse_args()
    start = time.time(); os.makedirs(o.out, exist_ok=True); dev = torch.device(o.device); cuda = dev.type == "cuda"
    torch.manual_seed(o.seed or int(start) % 100000)
    if cuda:
        torch.backends.cudnn.benchmark = True; torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = not o.single
    else:
        torch.set_num_threads(o.threads)
    if o.spec: SPEC.clear(); SPEC.update(spec_of(o.spec))
    images, shares = [], []
    for source, (folder, share) in enumerate((d.rsplit("=", 1) if "=" in d else (d, 1)) for d in o.data):
        loaded = load_images(folder, o.crop, o.limit)[1]
        images += loaded; shares += [(source, float(share))] * len(loaded)
    hold = [i for i in range(len(images)) if i % 64 == 7][:24]
    print(len(images), "pictures,", len(hold), "held out,", round(time.time() - start, 1), "s", flush=True)
    train = [i for i in range(len(images)) if i not in set(hold)]
    photos = Photos([images[i] for i in train], dev, [shares[i] for i in train], o.transpose)
    net = Hvae()
    if o.grow and not o.init and not (o.resume and os.path.exists(o.resume)):
        old_spec = json.loads(read_metadata(o.grow)["spec"]); small = Hvae(old_spec); old = read_safetensors(o.grow); small.load_state_dict(old)
        grow(net, old, old_spec, usage(small.to(dev), photos.crops(12, o.crop // 64 * 64)))
    elif not o.init and not (o.resume and os.path.exists(o.resume)): klt_init(net, photos.crops(200, o.crop // 64 * 64).cpu())
    net = net.to(dev).to(memory_format=torch.channels_last)
    params = list(net.parameters())
    matrices = [p for n, p in net.named_parameters() if p.dim() == 4 and not n.startswith(("patch", "unpatch", "top"))] if o.optimiser == "muon" else []
    others = [p for p in params if not any(p is m for m in matrices)]
    muon, muon_lr = Muon(matrices), torch.tensor(0.0, device=dev)
    lr = torch.tensor(0.0, device=dev) if cuda else 1e-9
    opt = torch.optim.Adam(others, lr=lr, betas=(0.9, 0.99), **({"capturable": True, "foreach": True} if cuda else {}))
    ema = [p.detach().clone() for p in params]; decay = torch.tensor(0.999, device=dev)
    step, spent, seen = 0, 0.0, 0
    if o.init: net.load_state_dict({k: v.to(dev) for k, v in read_safetensors(o.init).items()}); ema = [p.detach().clone() for p in params]
    if o.resume and os.path.exists(o.resume):
        s = torch.load(o.resume, map_location=dev); net.load_state_dict(s["net"]); opt.load_state_dict(s["opt"]); muon.buffers.update(s["muon"])
        for e, v in zip(ema, s["ema"]): e.copy_(v)
        step, spent, seen = s["step"], s["spent"], s["seen"]
    lr_t = opt.param_groups[0]["lr"] if cuda else None
    x = torch.zeros(o.batch, 3, o.crop, o.crop, device=dev).contiguous(memory_format=torch.channels_last)
    beta = torch.ones(o.batch, net.layers, device=dev) / 1000
    keep = torch.ones(o.batch, net.layers, device=dev)
    stats = torch.zeros(3 + net.layers, device=dev)

    def share(work, tasks):
        """On a CPU the workers take the tasks; a GPU's stream and graph belong to this thread."""
        def alone(task):
            torch.set_num_threads(o.threads)
            with torch.no_grad(): work(task)
        list(map(work, tasks) if cuda or o.workers == 1 else pool.map(alone, tasks))

    def gradients(part):
        """One worker's share of the batch. Workers are threads with one intra-op thread each: they meet once a step, not at every operation."""
        torch.set_num_threads(o.threads)
        loss, mse, bpp = objective(net, x[part], beta[part], keep[part], not o.single, not o.noisy)
        return torch.autograd.grad(loss, params), loss.detach(), mse.detach(), bpp.detach()

    def parallel_backward():
        shares = list(pool.map(gradients, torch.arange(o.batch).chunk(o.workers)))
        def meet(i):
            for p, *grads in list(zip(params, *(g for g, *_ in shares)))[i::o.workers]: p.grad = sum(grads[1:], grads[0]) / o.workers
        share(meet, range(o.workers))
        return (torch.stack([l for _, l, _, _ in shares]).mean(), torch.cat([m for _, _, m, _ in shares]), torch.cat([b for *_, b in shares]))

    def one_step():
        if o.workers > 1:
            loss, mse, bpp = parallel_backward()
        else:
            loss, mse, bpp = objective(net, x, beta, keep, not o.single, not o.noisy)
            opt.zero_grad(set_to_none=not cuda); loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(params, 2.0)
        good = torch.isfinite(norm)
        if cuda:                                           # without a branch, for the graph: a non-finite step changes nothing but momentum
            for p in params: p.grad.nan_to_num_(0.0, 0.0, 0.0); p.grad.mul_(good)
        elif not good: return
        with torch.no_grad():
            share(lambda task: opt.step() if task is None else muon.step(task, muon_lr), [None, *muon.groups])
            def average(i):
                for e, p in list(zip(ema, params))[i::o.workers]: e.lerp_(p, 1 - decay)
            share(average, range(o.workers))
            stats.mul_(0.98).add_(torch.cat([torch.stack([loss, bpp.sum(1).mean(), mse.mean()]), bpp.mean(0)]).detach() * 0.02)

    def save(so_far):
        path = o.state or os.path.join(o.out, "STATE.pt")
        torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "ema": ema, "muon": muon.buffers, "step": step, "spent": so_far, "seen": seen, "spec": SPEC}, path + ".new")
        os.replace(path + ".new", path)

    pool = ThreadPoolExecutor(o.workers)
    graph = None
    if cuda and not o.no_graph:
        try:
            saved = {k: v.clone() for k, v in net.state_dict().items()}; side = torch.cuda.Stream(); side.wait_stream(torch.cuda.current_stream())
            if lr_t is not None and torch.is_tensor(lr_t): lr_t.fill_(0.0)
            with torch.cuda.stream(side):
                x.copy_(photos.crops(o.batch, o.crop)); beta.copy_(sample_beta(o.batch, net.layers, dev))
                for _ in range(4): one_step()
            torch.cuda.current_stream().wait_stream(side)
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph): one_step()
            net.load_state_dict(saved)
        except Exception as e:
            print("no CUDA graph:", repr(e)[:300], flush=True); graph = None
    stats.zero_(); first = step; last = saved_at = time.time(); log = open(os.path.join(o.out, "log.jsonl"), "a")
    while time.time() - start < o.minutes * 60 and not 0 < o.steps <= step:
        frac = step / o.steps if o.steps else min(1.0, (spent + time.time() - start) / (o.total_minutes * 60))
        rate = o.lr * min(1.0, (step + 1) / o.warmup) * (0.5 * (1 + math.cos(math.pi * frac)) + 0.005)
        muon_lr.fill_(rate); adam_rate = rate * o.adam_lr / o.lr if matrices else rate
        if cuda and torch.is_tensor(lr_t): lr_t.fill_(adam_rate)
        else:
            for g in opt.param_groups: g["lr"] = adam_rate
        decay.fill_(min(o.ema, (1 + step) / (10 + step)))
        x.copy_(photos.crops(o.batch, o.crop)); beta.copy_(sample_beta(o.batch, net.layers, dev, o.wide)); keep.copy_(sample_keep(o.batch, net.layers, truncation(frac) if o.truncate else 0.0, dev))
        graph.replay() if graph is not None else one_step()
        step += 1; seen += o.batch * o.crop * o.crop
        if cuda and step % 20 == 0: torch.cuda.synchronize()   # keep the clock honest
        if not cuda and time.time() - saved_at > 300: saved_at = time.time(); save(spent + saved_at - start)
        if step % 50 == 0 and time.time() - last > 15:
            c = 1 - 0.98 ** min(step - first, 500); l, b, m, *per = (stats / c).tolist(); last = time.time()
            row = {"t": round(spent + last - start, 1), "step": step, "gpx": round(seen / 1e9, 3), "loss": l, "bpp": b, "psnr": -10 * math.log10(max(m, 1e-9)), "lr": rate, "layers": [round(v, 4) for v in per], "mpx_s": round((step and seen / 1e6 / max(1e-3, spent + last - start)), 1)}
            print(json.dumps(row), flush=True); log.write(json.dumps(row) + "\n"); log.flush()
    spent += time.time() - start
    save(spent)
    with torch.no_grad():
        for p, e in zip(params, ema): p.copy_(e)
    rows = heldout(net, [images[i] for i in hold], dev, False)
    meta = {"spec": json.dumps(SPEC), "step": str(step), "gigapixels": f"{seen / 1e9:.2f}", "minutes": f"{spent / 60:.1f}", "device": torch.cuda.get_device_name() if cuda else "cpu"}
    write_safetensors(net.state_dict(), os.path.join(o.out, "ema-fp16"), meta)
    json.dump({"meta": meta, "rows": rows}, open(os.path.join(o.out, "heldout.json"), "w"), indent=1)
    for r in rows: print(r, flush=True)


TINY = {"name": "tiny", "widths": [64, 32, 32, 32, 32], "analysis_blocks": [1, 0, 1, 0, 0], "latents": [[8], [8, 8], [8], [16]],
        "synthesis_blocks": 1, "embedding": 8, "log2_scale": [-4.0, 6.0], "beta_range": [2.0 ** -14.0, 2.0 ** -5.5]}
SIDE = 128


def hashed(name, count, scale):
    """Uniform in [-scale, scale): tests/Train.Tests/Support/Hashed.cs makes the same numbers."""
    seed = 2166136261
    for c in name.encode():
        seed = ((seed ^ c) * 16777619) & 0xFFFFFFFF
    x = (np.arange(count, dtype=np.uint64) * 2654435761 + seed) & 0xFFFFFFFF
    for _ in range(2):
        x ^= x >> np.uint64(16); x = (x * 0x45D9F3B) & 0xFFFFFFFF
    x ^= x >> np.uint64(16)
    return ((x.astype(np.float64) / 2.0 ** 31 - 1.0) * scale).astype(np.float32)


def tensor(name, shape, scale):
    return torch.from_numpy(hashed(name, int(np.prod(shape)), scale).reshape(shape)).double()


def scale_of(name, shape):
    fan_in = int(np.prod(shape[1:])) if len(shape) > 1 else 16
    return 1.5 / fan_in ** 0.5


def picture():
    """A smooth ramp with hashed texture."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    ramp = torch.from_numpy(np.stack([x, y, (x + y) * np.float32(0.5)])[None])
    return (ramp * 0.8 + 0.1 + tensor("picture", (2, 3, SIDE, SIDE), 0.1)).float()


def run(net, quantise, noise=None, straight_through=False):
    x, log2_beta = picture(), tensor("log2 beta", (2, net.layers), 4.0) - 9.75
    if noise is not None:
        layer = iter(range(net.layers))
        torch.rand_like = lambda t: tensor(f"noise {next(layer)}", tuple(t.shape), 0.5) + 0.5
    beta = torch.exp2(log2_beta)
    if quantise:
        y, bits = net(x, beta, quantise=True)
        return {"mse": ((y - x) ** 2).mean((1, 2, 3)).tolist(), "bpp": (bits / (SIDE * SIDE)).tolist()}
    loss, mse, bpp = objective(net, x, beta, None, False, straight_through)
    loss.backward()
    return {"loss": loss.item(), "mse": mse.tolist(), "bpp": bpp.tolist(),
            "gradients": {n: p.grad.norm().item() for n, p in net.named_parameters()}}


def goldens(path):
    """Writes what this file's network computes from weights, picture, rates and noise that the C# tests make by the same integer hash, in double precision."""
    torch.set_num_threads(1); torch.set_default_dtype(torch.float64)
    torch.Tensor.float = torch.Tensor.double             # where hvae.py goes from bfloat16 to single precision
    net = Hvae(TINY)
    with torch.no_grad():
        for name, p in net.named_parameters():
            p.copy_(tensor(name, tuple(p.shape), scale_of(name, tuple(p.shape))))
    out = {"spec": TINY}
    with torch.no_grad():
        out["quantised"] = run(net, True)
    out["noisy"] = run(net, False, noise=True)
    net.zero_grad()
    out["straight_through"] = run(net, False, noise=True, straight_through=True)
    klt = Hvae(TINY)
    with torch.no_grad():
        for name, p in klt.named_parameters():
            p.fill_(1.0 if name.endswith("film.bias") else 0.0)
        klt_init(klt, picture())
        out["klt"] = run(klt, True)
        out["klt"]["norms"] = {n: p.norm().item() for n, p in klt.named_parameters() if p.norm() > 0}
    with open(path, "w") as f:
        json.dump(out, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    goldens(sys.argv[2]) if sys.argv[1:2] == ["--goldens"] else main()
