// Decodes beside the page: {id, file, layers, wantsBits} brings {id, info}, {id, picture} from coarse to whole, {id, bits}, and at the end {id, done}; or
// {id, error}. {cancel: id} ends it between two pictures.

import { loadDecoder } from './decoder.js';

const loading = loadDecoder();
loading.then(decoder => decoder.prefetch()).catch(() => { /* told to whoever asks for a picture */ });

const cancelled = new Set();
let last = Promise.resolve();

self.onmessage = ({ data }) => {
    if (data.cancel === undefined)
        last = last.then(() => show(data)).catch(e => postMessage({ id: data.id, error: e.message }));
    else
        cancelled.add(data.cancel);
};

async function show({ id, file, layers, wantsBits }) {
    const decoder = await loading;
    const info = decoder.identify(file);
    postMessage({ id, info });
    await decoder.prepare(file, info);
    for (const picture of pictures(decoder, file, info, layers)) {
        if (picture)
            postMessage({ id, picture }, [picture.pixels.buffer]);
        await new Promise(resolve => setTimeout(resolve)); // for a word that ends it
        if (cancelled.delete(id))
            return;
    }

    if (wantsBits)
        postMessage({ id, bits: decoder.layerBits(file) });
    postMessage({ id, done: true });
}

/** From coarse to fine: the first layer and half of the layers, small, then the picture. */
function* pictures(decoder, file, info, layers) {
    yield null;
    // Small pictures of others are made from whole ones.
    const isCoarse = info.model && [1, 3].includes(info.channels) && !info.chunks.some(chunk => chunk.name === 'exact areas');
    if (layers === undefined && isCoarse) {
        const { layersInAll, ...first } = decoder.decode(file, 1, 8);
        yield { layersInAll, ...first };
        if (layersInAll > 3)
            yield decoder.decode(file, Math.floor(layersInAll / 2), 8);
    }

    yield decoder.decode(file, layers);
}
