// The inner loops of the codec's convolutions as WebAssembly.
//
// The codec's results are chains of fused multiply-adds, the same to the bit on every machine. .NET's WebAssembly runtime interprets, and its vectors have
// no fused multiply-add. WebAssembly has one, relaxed_madd, that may round once or twice, as the machine likes, but always the same way on one machine
// (core specification 3.0, "Relaxed operations"): where a trial shows that it rounds once it is used. Elsewhere doubles give the same result in more steps.

import { I32, V128, FunctionBody, assemble, f32x4, f64x2, i32, i64x2, loop, v128, when } from './assembler.js';

const FLOAT = 4, VECTOR = 16, PANEL = 32 * FLOAT, POSITIONS = 6, TAP = 8;

/** Where the fields of model/inference/Convolution/RowTask.cs are, with pointers of 32 bits. */
const TASK = { taps: 0, tapCount: 4, inputStep: 8, weights: 12, bias: 16, slope: 20, scale: 24, output: 28, residual: 32, residualStep: 36, outputStep: 40,
    channels: 44, width: 48 };

/** a * b + c with one rounding by the machine's own instruction. */
const fusedAdd = () => (a, b, c, to) => to.set(f32x4.madd(a, b, c));

/** The same by doubles. The product of two floats is exact in a double. Its sum with c, if it is not, is rounded to odd (the error of the sum, Knuth's
 *  TwoSum, tells which way), so that the rounding to a float that follows is that of the exact value (Boldo and Melquiond 2008). */
function exactAdd(f) {
    const [product, addend, sum, error, inexact, low] = Array.from({ length: 6 }, () => f.local(V128));
    const zero = v128.const(Array(16).fill(0)), upper = x => v128.shuffle(x, x, [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]);
    const half = (a, b, c) => [
        ...product.set(f64x2.mul(f64x2.promote(a), f64x2.promote(b))), ...addend.set(f64x2.promote(c)), ...sum.set(f64x2.add(product.get, addend.get)),
        ...error.set(f64x2.sub(sum.get, product.get)),
        ...error.set(f64x2.add(f64x2.sub(product.get, f64x2.sub(sum.get, error.get)), f64x2.sub(addend.get, error.get))),
        ...inexact.set(f64x2.lessThan(zero, f64x2.abs(error.get))),
        ...f32x4.demote(v128.or(i64x2.shiftRight(inexact.get, 63), i64x2.sub(sum.get,
            v128.and(i64x2.shiftRight(v128.xor(error.get, sum.get), 63), inexact.get)))),
    ];
    return (a, b, c, to) => [...low.set(half(a, b, c)),
        ...to.set(v128.shuffle(low.get, half(upper(a), upper(b), upper(c)), [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]))];
}

/** row(task): what RowKernel.Run does with 128-bit vectors, 6 positions by 8 channels at a time (see Tile6.cs for the order of the sums). */
function row(multiplyAdd) {
    const f = new FunctionBody(1), task = f.parameter(0), fma = multiplyAdd(f);
    const [channel, x, step, tap, end, p, q, stop, w, at, extra] = Array.from({ length: 11 }, () => f.local(I32));
    const sums = Array.from({ length: POSITIONS }, () => [f.local(V128), f.local(V128)]);
    const [w0, w1, v, slope, sum] = Array.from({ length: 5 }, () => f.local(V128));
    const field = name => i32.load(task.get, TASK[name]), floats = n => i32.mul(n, i32.const(FLOAT));
    const advance = (pointer, by) => pointer.set(i32.add(pointer.get, by));
    // positions 0 to 2 are reached from p, 3 to 5 from q
    const input = position => i32.add(position < 3 ? p.get : q.get, i32.mul(i32.const(position % 3), step.get));

    const products = [
        ...w0.set(v128.load(w.get)), ...w1.set(v128.load(w.get, VECTOR)), ...advance(w, i32.const(PANEL)),
        ...sums.flatMap(([a, b], position) => [
            ...v.set(v128.splat(input(position))), ...fma(v.get, w0.get, a.get, a), ...fma(v.get, w1.get, b.get, b)]),
        ...advance(p, i32.const(FLOAT)), ...advance(q, i32.const(FLOAT)),
    ];
    const taps = [
        ...p.set(i32.add(i32.load(tap.get), i32.mul(x.get, step.get))), ...q.set(i32.add(p.get, i32.mul(step.get, i32.const(3)))),
        ...stop.set(i32.add(p.get, floats(i32.load(tap.get, FLOAT)))),
        ...loop(i32.lessThan(p.get, stop.get), products),
        ...advance(tap, i32.const(TAP)),
    ];
    // Finish.cs: fma(max(sum, slope * sum), scale, residual)
    const finish = (value, offset) => [
        ...fma(f32x4.pmax(value.get, f32x4.mul(value.get, slope.get)), v128.load(i32.add(field('scale'), channel.get), offset),
            v128.load(extra.get, offset), sum),
        ...v128.store(at.get, offset, sum.get),
    ];
    const place = (base, steps) => i32.add(i32.add(field(base), channel.get), i32.mul(floats(field(steps)), x.get));
    const finishAll = [
        ...at.set(place('output', 'outputStep')), ...extra.set(place('residual', 'residualStep')),
        ...slope.set(v128.splat(task.get, TASK.slope)),
        ...sums.flatMap(([a, b], position) => when(i32.lessThan(i32.add(x.get, i32.const(position)), field('width')), [
            ...finish(a, 0), ...finish(b, VECTOR),
            ...advance(at, floats(field('outputStep'))), ...advance(extra, floats(field('residualStep')))])),
    ];
    const tile = [
        ...sums.flatMap(pair => pair.flatMap((s, i) => s.set(v128.load(i32.add(field('bias'), channel.get), i * VECTOR)))),
        ...w.set(i32.add(field('weights'), channel.get)),
        ...tap.set(field('taps')), ...end.set(i32.add(tap.get, i32.mul(field('tapCount'), i32.const(TAP)))),
        ...loop(i32.lessThan(tap.get, end.get), taps),
        ...finishAll,
        ...advance(x, i32.const(POSITIONS)),
    ];
    const body = [
        ...step.set(floats(field('inputStep'))), ...channel.set(i32.const(0)),
        ...loop(i32.lessThan(channel.get, floats(field('channels'))), [
            ...x.set(i32.const(0)), ...loop(i32.lessThan(x.get, field('width')), tile), ...advance(channel, i32.const(2 * VECTOR)),
        ]),
    ];
    return { name: 'row', function: f, body };
}

/** try(at): madd of the three vectors from an address on replaces the first. */
function trial() {
    const f = new FunctionBody(1), at = f.parameter(0);
    return { name: 'try', function: f, body: v128.store(at.get, 0, f32x4.madd(v128.load(at.get), v128.load(at.get, VECTOR), v128.load(at.get, 2 * VECTOR))) };
}

const instantiate = async (functions, memory) => (await WebAssembly.instantiate(assemble(functions), { env: { memory } })).instance.exports;

/** Whether relaxed_madd is there and rounds once: (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24, and 0 if the square is rounded first. */
export async function isFused() {
    const memory = new WebAssembly.Memory({ initial: 1 }), values = new Float32Array(memory.buffer);
    values.fill(1 + 2 ** -12, 0, 8).fill(-(1 + 2 ** -11), 8, 12);
    try {
        (await instantiate([trial()], memory)).try(0);
    } catch (e) {
        if (e instanceof WebAssembly.CompileError)
            return false;
        throw e;
    }
    return values.subarray(0, 4).every(value => value === 2 ** -24);
}

/** The kernels over a memory. */
export const kernels = (memory, fused) => instantiate([row(fused ? fusedAdd : exactAdd)], memory);
