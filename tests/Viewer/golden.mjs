// Decodes every golden file by a viewer's folder, in Node: golden.mjs FOLDER plain|fused. Ends with a line 'N passed, N failed'.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32c } from './crc32c.mjs';
import { serve } from './serve.mjs';

const [site, arithmetic] = process.argv.slice(2);
const corpus = new URL('../../corpus/golden/', import.meta.url);
const { loadDecoder } = await import(pathToFileURL(path.resolve(site, 'decoder.js')));
const server = await serve(site);
const decoder = await loadDecoder({ weights: new URL('weights/', server.url), fused: arithmetic === 'fused' });
if (decoder.fused !== (arithmetic === 'fused'))
    throw new Error('this Node has no fused multiply-add; --experimental-wasm-relaxed-simd?');

let passed = 0, failed = 0;
const check = (what, found, expected) => {
    found === expected ? passed++ : failed++;
    if (found !== expected)
        console.log(`${what}: ${found} in place of ${expected}`);
};

const attempt = action => {
    try {
        return action();
    } catch (e) {
        return e.message;
    }
};

const crc = (picture, channels) => crc32c(picture.pixels.filter((_, i) => [[0], [0, 3], [0, 1, 2], [0, 1, 2, 3]][channels - 1].includes(i % 4)));
for (const golden of JSON.parse(await readFile(new URL('golden.json', corpus)))) {
    if (!golden.file.endsWith('.vaec'))
        continue;
    const file = new Uint8Array(await readFile(new URL(golden.file, corpus))), info = decoder.identify(file);
    await decoder.prepare(file, info);
    check(golden.file, attempt(() => crc(decoder.decode(file), info.channels)), golden.pixels_crc32c);
}

for (const line of (await readFile(new URL('previews.csv', corpus), 'utf8')).trim().split('\n').slice(1)) {
    const [name, scale, layers, expected] = line.split(',');
    const file = new Uint8Array(await readFile(new URL(name, corpus))), info = decoder.identify(file);
    check(line, attempt(() => crc(decoder.decode(file, Number(layers), Number(scale)), info.channels)), expected);
}

console.log(`${passed} passed, ${failed} failed`);
server.close();
process.exit(failed > 0 || passed === 0 ? 1 : 0);
