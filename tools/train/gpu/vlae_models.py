"""The small-image models by name: spec (vlae.py), and how train_vlae.py trains it.

binary        on binarised pictures (small_images.py) instead of 8 bits
lr, batch     Adam, the learning rate's highest value; pictures of a step
warm_up       part of the run over which the latents' cost rises to its full value
betas         weight of each group's divergence, top first (Xiao and Bamler 2023, arXiv:2302.04855: the last is their beta_1, the one before beta_2)
free_bits     divergence of each group that costs nothing, mean over a step's pictures (Kingma et al. 2016, arXiv:1606.04934, appendix C.8, with a group as the subset)
gain          of the starting weights over PyTorch's, U(-1/sqrt(inputs), 1/sqrt(inputs)); sqrt(6) keeps the variance through leaky layers (He et al. 2015, eq. 15)
norm          None, "weight" or "batch": of the hidden layers of encoder, decoder, posteriors and priors
bfloat16      forward and backward of the convolutions in bfloat16
"""
ENCODER = [[1, 64, 4, 4, 1], [64, 64, 3, 1, 1], [64, 32, 3, 1, 1]]          # [inputs, outputs, kernel, stride, shuffle], leaky after each but the last
DECODER = [[32, 64, 3, 1, 1], [64, 64, 3, 1, 1], [64, 48, 1, 1, 4]]


def spec(latents, pixels, **more):
    return {"side": 28, "latents": latents, "encoder": ENCODER + [[32, 2 * latents, 7, 7, 1]], "decoder": [[latents, 1568, 1, 1, 7]] + DECODER, "pixels": pixels, **more}


def layers(*widths):
    """A chain of fully connected layers."""
    return [[i, o, 1, 1, 1] for i, o in zip(widths, widths[1:])]


def binary(window):
    return {"window": window, "base_window": 3, "linear": 8, "hidden": 32, "deep": 1, "head": 16, "values": 2, "colours": 1}


def stacked(window, dilations):
    """With the masked convolutions of full_window.py."""
    return {**binary(window), "hidden": 24, "stack": dilations}


def flow(n):
    """One group with the autoregressive prior."""
    return [{"latents": n, "posterior": [], "prior": layers(n, 128, 128, 2 * n), "autoregressive": True}]


def two(top, bottom, window, ladder=False):
    """Two groups, of which the decoder sees the lower."""
    e, groups = 96, [{"latents": top, "posterior": layers(96, 128, 2 * top), "prior": []},
                     {"latents": bottom, "posterior": layers(96 + top, 128, 2 * bottom), "prior": layers(top, 128, 2 * bottom), "ladder": ladder}]
    return {**spec(top + bottom, binary(window), groups=groups), "encoder": ENCODER + [[32, e, 7, 7, 1]], "decoder": [[bottom, 1568, 1, 1, 7]] + DECODER}


def bitswap(top, bottom, window):
    s = two(top, bottom, window)
    s["groups"][0]["posterior"] = layers(bottom, 128, 2 * top)
    s["groups"][1]["posterior"] = layers(96, 128, 2 * bottom)
    return {**s, "inference": "up"}


BINARY = {"binary": True, "gain": 6 ** 0.5, "lr": 4e-3, "batch": 64, "warm_up": 0.3, "betas": [1.0], "free_bits": [0.0], "norm": None, "bfloat16": True}
TWO = {**BINARY, "betas": [1.0, 1.0], "free_bits": [2.0, 6.0]}
TABLE = {**BINARY, "free_bits": [8.0]}
N, WINDOW = 32, 5
MODELS = {
    "vlae-mnist": {**BINARY, "binary": False, "bfloat16": False, "spec": spec(24, {
        "window": 5, "base_window": 3, "linear": 8, "hidden": 64, "deep": 1, "head": 32, "components": 8, "log2_scale": [-4.0, 6.0], "colours": 1})},
    # Chen et al. 2017, table 1: what each of the two does for the same VAE
    "factorised-plain": {**TABLE, "spec": spec(N, binary(1))},
    "factorised-flow": {**TABLE, "spec": spec(N, binary(1), groups=flow(N))},
    "pixelcnn-plain": {**TABLE, "spec": spec(N, binary(WINDOW))},
    "vlae-mnist-binary": {**TABLE, "spec": spec(N, binary(WINDOW), groups=flow(N))},
    # posterior collapse: what the window sees, the latents do not tell. Nothing but the window guards the latents here, except in the last. "full" and 55 see all pixels before.
    **{f"window-{w}": {**BINARY, "warm_up": 1e-3, "spec": spec(N, binary(w), groups=flow(N))} for w in (3, 5, 7, 55)},
    "window-3-deep": {**BINARY, "warm_up": 1e-3, "spec": spec(N, stacked(3, [0] * 5), groups=flow(N))},
    "window-full": {**BINARY, "warm_up": 1e-3, "spec": spec(N, stacked(7, [1, 2, 4, 8, 16]), groups=flow(N))},
    "window-full-free": {**TABLE, "warm_up": 1e-3, "spec": spec(N, stacked(7, [1, 2, 4, 8, 16]), groups=flow(N))},
    "lvae-mnist": {**TWO, "spec": two(12, 24, 3, ladder=True)},
    "lvae-mnist-weight": {**TWO, "norm": "weight", "spec": two(12, 24, 3, ladder=True)},
    "lvae-mnist-batch": {**TWO, "norm": "batch", "spec": two(12, 24, 3, ladder=True)},
    **{f"ghvae-{b1:g}-{b2:g}": {**TWO, "betas": [b2, b1], "spec": two(12, 24, 3)} for b1, b2 in ((1.0, 1.0), (1.0, 0.5), (0.5, 1.0), (1.0, 2.0), (2.0, 1.0))},
    "bitswap-mnist": {**TWO, "spec": bitswap(12, 24, 3)},
}
