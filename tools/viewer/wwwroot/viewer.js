// The page around a <vaec-image>. ?src=a.vaec&with=a.png shows files of the web.

import './vaec-image.js';

const $ = id => document.getElementById(id);
const [stage, picture, other, status] = ['stage', 'picture', 'other', 'status'].map($);
const number = (value, digits = 0) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
let began = 0, firstAfter = null, name = 'picture';

const say = (text, isError = false) => {
    status.textContent = text;
    status.classList.toggle('error', isError);
};

function begin(file) {
    began = performance.now();
    firstAfter = null;
    name = file.replace(/^.*\//, '').replace(/\.vaec$/i, '') || 'picture';
    picture.removeAttribute('layers');
    $('layerFacts').hidden = true;
    say(`Opening ${file} …`);
}

async function open(file) {
    if (/\.vaec$/i.test(file.name)) {
        begin(file.name);
        picture.show(new Uint8Array(await file.arrayBuffer()));
    } else {
        compareWith(URL.createObjectURL(file), file.name);
    }
}

function compareWith(url, title) {
    URL.revokeObjectURL(other.src);
    other.src = url;
    $('otherName').textContent = title;
}

picture.addEventListener('info', ({ detail: info }) => {
    stage.classList.remove('empty');
    showFacts(info);
});

picture.addEventListener('picture', ({ detail: shown }) => {
    const seconds = number((performance.now() - began) / 1000, 2);
    firstAfter ??= seconds;
    const layers = shown.layersInAll ? `${shown.layers} of ${shown.layersInAll} layers` : 'exact pixels';
    say(shown.scale > 1 ? `${layers} after ${seconds} s …` : `${layers}: first picture after ${firstAfter} s, this one after ${seconds} s.`);
    $('compare').hidden = !other.naturalWidth;
    $('save').disabled = shown.scale > 1;
    const checksum = $('fact Checksum');
    if (shown.scale === 1 && !picture.hasAttribute('layers') && !checksum.textContent.endsWith('verified'))
        checksum.textContent += ', verified';
    document.querySelectorAll('#layers button').forEach((button, i) => button.ariaPressed = String(i + 1 === shown.layers));
    showDifference();
});

picture.addEventListener('bits', ({ detail: bits }) => {
    $('layerFacts').hidden = bits.length === 0;
    const most = Math.max(...bits);
    $('layers').replaceChildren(...bits.map((bit, i) => {
        const bar = Object.assign(document.createElement('i'), { ariaHidden: 'true' });
        bar.style.width = `${100 * bit / most}%`;
        const button = Object.assign(document.createElement('button'), { ariaPressed: String(i + 1 === picture.picture.layers) });
        button.append(span(i + 1), bar, span(number(bit)));
        button.onclick = () => {
            began = performance.now();
            firstAfter = null;
            i + 1 === bits.length ? picture.removeAttribute('layers') : picture.setAttribute('layers', i + 1);
        };
        const item = document.createElement('li');
        item.append(button);
        return item;
    }));
});

picture.addEventListener('error', ({ detail }) => say(detail, true));

const span = text => Object.assign(document.createElement('span'), { textContent: text });

function showFacts(info) {
    const bits = info.fileBytes * 8 / (info.width * info.height);
    fact({
        Picture: `${info.width} × ${info.height}, ${['gray', 'gray and alpha', 'RGB', 'RGB and alpha'][info.channels - 1]}`,
        File: `${number(info.fileBytes)} bytes, ${number(bits, 3)} bits per pixel`,
        Model: info.model ? `${info.model.name ?? 'unknown'} (${info.model.hash})` : 'none: exact pixels without a network',
        Rate: info.beta.map(beta => `β ${beta.toPrecision(3)}`).join(', ') || '–',
        'Also inside': info.chunks.map(chunk => `${chunk.name} (${number(chunk.bytes)} bytes)`).join(', ') || '–',
        Checksum: `${info.pixelsCrc32C.toString(16).padStart(8, '0')} of the pixels`,
        'Compared with': '–',
    });
    $('facts').hidden = false;
}

const fact = facts => $('list').replaceChildren(...Object.entries(facts).flatMap(([term, text]) => ['dt', 'dd'].map(
    (tag, i) => Object.assign(document.createElement(tag), { textContent: i ? text : term, id: i ? `fact ${term}` : '' }))));

/** Peak signal-to-noise ratio on 8-bit RGB, where both pictures are there in one size. */
function showDifference() {
    const { width, height } = picture.canvas, place = $('fact Compared with');
    if (!other.naturalWidth || picture.picture?.scale !== 1)
        return;
    if (width !== other.naturalWidth || height !== other.naturalHeight) {
        place.textContent = `a picture of ${other.naturalWidth} × ${other.naturalHeight}`;
        return;
    }

    const canvas = new OffscreenCanvas(width, height), context = canvas.getContext('2d');
    context.drawImage(other, 0, 0);
    let theirs;
    try {
        theirs = context.getImageData(0, 0, width, height).data;
    } catch {
        place.textContent = 'a picture of another site, whose pixels may not be read';
        return;
    }

    const ours = picture.canvas.getContext('2d').getImageData(0, 0, width, height).data;
    let error = 0;
    for (let i = 0; i < ours.length; i++)
        error += i % 4 === 3 ? 0 : (ours[i] - theirs[i]) ** 2;
    place.textContent = error === 0 ? 'equal' : `PSNR ${number(10 * Math.log10(255 ** 2 * 3 * width * height / error), 2)} dB`;
}

other.addEventListener('load', () => {
    $('compare').hidden = !picture.picture;
    showDifference();
});
other.addEventListener('error', () => say(`${$('otherName').textContent} is no picture that this browser can show.`, true));
$('cut').addEventListener('input', e => stage.style.setProperty('--cut', `${e.target.value}%`));
for (const id of ['open', 'openOther'])
    $(id).addEventListener('change', e => {
        [...e.target.files].forEach(open);
        e.target.value = '';
    });
$('save').addEventListener('click', () => picture.canvas.toBlob(blob => {
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: `${name}.png` });
    link.click();
    URL.revokeObjectURL(link.href);
}));

addEventListener('dragover', e => {
    e.preventDefault();
    stage.classList.add('over');
});
addEventListener('dragleave', e => e.relatedTarget ?? stage.classList.remove('over'));
addEventListener('drop', e => {
    e.preventDefault();
    stage.classList.remove('over');
    [...e.dataTransfer.files].forEach(open);
});

const query = new URLSearchParams(location.search);
if (query.has('with'))
    compareWith(query.get('with'), query.get('with').replace(/^.*\//, ''));
if (query.has('src')) {
    begin(query.get('src'));
    picture.setAttribute('src', query.get('src'));
}
