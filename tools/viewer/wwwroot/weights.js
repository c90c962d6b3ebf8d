// Weight files beside the page. A released one never changes, so that a browser keeps it for good, under its hash.

const CACHE = 'vaec-weights';

/** The models that a file needs: its flagship with the heads for small pictures, and pixel networks where it has exact pixels or texture. */
export const neededBy = (info, models) => models.filter(model => model.status !== 'pre-release' && (
    model.kind === 'hvae' && model.id === info.model?.hash
    || model.kind === 'preview' && model.flagship === info.model?.hash
    || model.kind === 'pixelcnn' && info.chunks.some(chunk => ['exact pixels', 'texture'].includes(chunk.name))));

export const fileName = model => `${model.name}-r${model.release}.safetensors`;

/** The bytes of a model's file, from the browser's cache or from a folder's URL. */
export async function fetchWeights(folder, model) {
    const url = new URL(`${fileName(model)}?${model.id}`, folder);
    const cache = await globalThis.caches?.open(CACHE);
    const kept = await cache?.match(url);
    if (kept)
        return new Uint8Array(await kept.arrayBuffer());
    const bytes = await fetchBytes(url);
    if (globalThis.crypto?.subtle && await sha256(bytes) !== model.sha256)
        throw new Error(`${url} is damaged: it has another hash than ${model.sha256}`);
    await cache?.put(url, new Response(bytes));
    return bytes;
}

export async function fetchBytes(url) {
    const response = await fetch(url);
    if (!response.ok)
        throw new Error(`${url} cannot be fetched: ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
}

const sha256 = async bytes => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), byte => byte.toString(16).padStart(2, '0')).join('');
