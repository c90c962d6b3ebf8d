// <vaec-image src="a.vaec">: a picture that appears from coarse to fine. All such elements of a page share one worker.
// Attributes: src; layers, to see the first layers alone. Events: info, picture, bits, done, error, with what worker.js says as their detail.

const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
const elements = new Map();
let lastId = 0;
let unloadable = null; // why the worker is of no use

worker.onmessage = ({ data: { id, ...told } }) => elements.get(id)?.receive(id, told);
worker.onerror = e => {
    unloadable = `the decoder cannot be loaded: ${e.message ?? 'unknown'}`;
    elements.forEach((element, id) => element.receive(id, { error: unloadable }));
};

const style = ':host { display: inline-block; max-width: 100%; } canvas { display: block; max-width: 100%; height: auto; }';

export class VaecImage extends HTMLElement {
    static observedAttributes = ['src', 'layers'];

    #id = 0;
    #file = null;
    #canvas = document.createElement('canvas');

    /** What the file says of itself, what is shown of it, and the bits of its layers. */
    info = null;
    picture = null;
    bits = null;

    constructor() {
        super();
        const root = this.attachShadow({ mode: 'open' });
        root.append(Object.assign(document.createElement('style'), { textContent: style }), this.#canvas);
        this.#canvas.width = this.#canvas.height = 0;
    }

    get canvas() { return this.#canvas; }

    attributeChangedCallback(name, before, after) {
        if (before === after)
            return;
        if (name === 'src')
            after === null ? this.#forget() : this.#fetch(after);
        else
            this.#ask();
    }

    /** What is not done when the element leaves its page goes on when it is back. */
    disconnectedCallback() {
        if (this.#cancel())
            this.#id = 0;
    }

    connectedCallback() {
        if (this.#id === 0)
            this.#ask();
    }

    /** Shows a file's bytes. */
    show(bytes) {
        this.#file = bytes;
        this.info = this.picture = this.bits = null;
        this.#ask();
    }

    /** From the worker. */
    receive(id, told) {
        Object.assign(this, told.info && { info: told.info }, told.picture && { picture: told.picture }, told.bits && { bits: told.bits });
        if (told.picture)
            this.#draw(told.picture);
        for (const [name, detail] of Object.entries(told))
            this.dispatchEvent(new CustomEvent(name, { detail }));
        if (told.done || told.error)
            elements.delete(id);
    }

    async #fetch(url) {
        this.#forget();
        const id = this.#id = ++lastId;
        try {
            const response = await fetch(url);
            if (!response.ok)
                throw new Error(`${url} cannot be fetched: ${response.status} ${response.statusText}`);
            const bytes = new Uint8Array(await response.arrayBuffer());
            if (id === this.#id)
                this.show(bytes);
        } catch (e) {
            if (id === this.#id)
                this.receive(id, { error: e.message });
        }
    }

    #ask() {
        if (!this.#file)
            return;
        this.#cancel();
        this.#id = ++lastId;
        elements.set(this.#id, this);
        if (unloadable) {
            this.receive(this.#id, { error: unloadable });
            return;
        }

        const layers = this.getAttribute('layers');
        worker.postMessage({ id: this.#id, file: this.#file, layers: layers === null ? undefined : Number(layers), wantsBits: !this.bits });
    }

    /** Whether there was something to cancel. */
    #cancel() {
        const runs = elements.delete(this.#id);
        if (runs)
            worker.postMessage({ cancel: this.#id });
        return runs;
    }

    #forget() {
        this.#cancel();
        this.#id = 0;
        this.#file = null;
    }

    #draw({ width, height, pixels }) {
        Object.assign(this.#canvas, { width, height });
        this.#canvas.style.width = `${this.info.width}px`;
        this.#canvas.style.aspectRatio = `${this.info.width} / ${this.info.height}`;
        this.#canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
    }
}

customElements.define('vaec-image', VaecImage);
