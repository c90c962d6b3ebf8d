// Just enough of WebAssembly's binary format (core specification 3.0, chapter 5) for one module with a few functions over another's memory.

const SIMD = 0xfd;
export const I32 = 0x7f, V128 = 0x7b;

/** Unsigned and signed LEB128. */
const unsigned = n => { const out = []; do { out.push(n & 127 | (n > 127 ? 128 : 0)); n >>>= 7; } while (n); return out; };
const signed = n => { const out = []; for (;;) { const low = n & 127; n >>= 7; if (n === (low & 64 ? -1 : 0)) return [...out, low]; out.push(low | 128); } };
const vector = items => [...unsigned(items.length), ...items.flat()];
const text = name => vector([...new TextEncoder().encode(name)]);
const section = (id, bytes) => [id, ...unsigned(bytes.length), ...bytes];

const simd = (code, ...operands) => (...values) => [...values.flat(), SIMD, ...unsigned(code), ...operands];
const memory = (align, code) => (address, offset = 0) => [...address, ...code, align, ...unsigned(offset)];
const binary = code => (a, b) => [...a, ...b, code];

/** Instructions as functions of their operands, which are instructions, too. */
export const i32 = {
    const: n => [0x41, ...signed(n)], load: memory(2, [0x28]),
    add: binary(0x6a), mul: binary(0x6c), lessThan: binary(0x48),
};
export const v128 = {
    load: memory(2, [SIMD, 0x00]), splat: memory(2, [SIMD, 0x09]),
    store: (address, offset, value) => [...address, ...value, SIMD, 0x0b, 2, ...unsigned(offset)],
    const: bytes => [SIMD, 0x0c, ...bytes], shuffle: (a, b, lanes) => [...a, ...b, SIMD, 0x0d, ...lanes],
    and: simd(0x4e), or: simd(0x50), xor: simd(0x51),
};
export const f32x4 = { mul: simd(0xe6), pmax: simd(0xeb), demote: simd(0x5e), madd: simd(0x105) };
export const f64x2 = { abs: simd(0xec), add: simd(0xf0), sub: simd(0xf1), mul: simd(0xf2), lessThan: simd(0x49), promote: simd(0x5f) };
export const i64x2 = { sub: simd(0xd1), shiftRight: (value, bits) => [...value, ...i32.const(bits), SIMD, ...unsigned(0xcd)] };

/** Runs a body once where a condition holds. */
export const when = (condition, body) => [...condition, 0x04, 0x40, ...body, 0x0b];
/** Repeats a body as long as a condition holds. */
export const loop = (condition, body) => when(condition, [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b]);

/** A function under construction: hands out its locals. */
export class FunctionBody {
    #types = [];

    constructor(parameters) { this.parameters = parameters; }

    parameter(index) { return Local(index); }

    local(type) { this.#types.push(type); return Local(this.parameters + this.#types.length - 1); }

    /** All parameters are i32. */
    get type() { return [0x60, ...vector(Array(this.parameters).fill([I32])), ...vector([])]; }

    code(body) {
        const bytes = [...vector(this.#types.map(type => [1, type])), ...body, 0x0b];
        return [...unsigned(bytes.length), ...bytes];
    }
}

const Local = index => ({ get: [0x20, ...unsigned(index)], set: value => [...value, 0x21, ...unsigned(index)] });

/** The bytes of a module. Each function is {name, function, body}; the memory is imported as env.memory. */
export function assemble(functions) {
    return new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
        ...section(1, vector(functions.map(f => f.function.type))),
        ...section(2, vector([[...text('env'), ...text('memory'), 2, 0, 1]])),
        ...section(3, vector(functions.map((_, i) => unsigned(i)))),
        ...section(7, vector(functions.map((f, i) => [...text(f.name), 0, ...unsigned(i)]))),
        ...section(10, vector(functions.map(f => f.function.code(f.body))))]);
}
