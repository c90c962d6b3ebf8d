// The codec on .NET's WebAssembly runtime, in the thread that loads this: a worker, or Node.

import { dotnet } from './_framework/dotnet.js';
import { isFused, kernels } from './kernels.js';
import { fetchBytes, fetchWeights, fileName, neededBy } from './weights.js';

/** Starts the runtime.
 *  @param {object} [options]
 *  @param {URL} [options.weights] the folder of weights
 *  @param {boolean} [options.fused] false to do without the machine's own fused multiply-add */
export async function loadDecoder({ weights = new URL('weights/', import.meta.url), fused = true } = {}) {
    const [runtime, list, canFuse] = await Promise.all([dotnet.create(), fetchBytes(new URL('models.json', weights)), isFused()]);
    const { Decoding } = (await runtime.getAssemblyExports(runtime.getConfig().mainAssemblyName)).VaeCodec.Viewer;
    const { memory, __indirect_function_table: table } = runtime.Module.wasmExports;
    Decoding.UseKernel(table.grow(1, (await kernels(memory, fused && canFuse)).row));
    Decoding.AddModelFile('models.json', list);
    const { models } = JSON.parse(new TextDecoder().decode(list));
    const added = new Map();

    const add = model => {
        if (!added.has(model.id))
            added.set(model.id, fetchWeights(weights, model).then(bytes => Decoding.AddModelFile(fileName(model), bytes)).catch(e => {
                added.delete(model.id);
                throw e;
            }));
        return added.get(model.id);
    };

    return {
        fused: fused && canFuse,

        /** What a file says of itself (VaeImageInfo). */
        identify: file => JSON.parse(Decoding.Identify(file)),

        /** Fetches and loads the weights that a file of that info needs. */
        async prepare(file, info) {
            await Promise.all(neededBy(info, models).map(add));
            Decoding.Preload(file);
        },

        /** Fetches the default models' weights before a file asks for them. */
        prefetch: () => Promise.all(models.filter(model => model.status === 'default' && model.kind === 'hvae').flatMap(
            ({ id }) => neededBy({ model: { hash: id }, chunks: [] }, models)).map(add)),

        /** A picture (DecodedPicture) with its pixels, RGBA.
         *  @param {number} [layers] the first layers alone
         *  @param {number} [scale] 1, 2, 4 or 8 times smaller */
        decode: (file, layers = -1, scale = 1) => ({ ...JSON.parse(Decoding.Decode(file, layers, scale)), pixels: Decoding.TakePixels() }),

        /** Bits of each layer. */
        layerBits: file => Array.from(Decoding.LayerBits(file)),
    };
}
