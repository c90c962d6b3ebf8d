// Shows what GET /pictures lists, a page at a time as it is scrolled to, and one picture large when it is chosen.
'use strict';
const page = 60, allLayers = 8;
const at = id => document.getElementById(id);
let pictures = [], known = new Set(), loading = false, ended = false, asked = 0, shown = -1;

const bytes = count => count < 1e3 ? `${count} B` : count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
const share = picture => `${bytes(picture.stored_bytes)} of ${bytes(picture.source_bytes)}`;

async function load() {
    if (loading || ended)
        return;
    loading = true;
    const turn = asked, query = new URLSearchParams({ limit: page });
    const last = pictures.at(-1);
    if (last)
        query.set('before', last.taken ?? last.added);
    if (at('tag').value)
        query.set('tag', at('tag').value);
    try {
        const answer = await fetch('/pictures?' + query);
        const listed = await answer.json();
        if (turn !== asked)
            return;
        if (!answer.ok)
            throw new Error(listed.error);
        const fresh = listed.filter(picture => !known.has(picture.id));
        ended = fresh.length === 0;
        fresh.forEach(add);
        at('more').textContent = pictures.length === 0 ? 'No pictures.' : '';
    } catch (error) {
        ended = true;
        at('more').textContent = `The pictures cannot be listed: ${error.message}`;
    } finally {
        loading = false;
    }
    const stored = pictures.reduce((sum, picture) => sum + picture.stored_bytes, 0);
    const source = pictures.reduce((sum, picture) => sum + picture.source_bytes, 0);
    at('sum').textContent = pictures.length === 0 ? '' : `${pictures.length} shown, ${bytes(stored)} of ${bytes(source)}`;
    if (!ended && document.documentElement.scrollHeight <= innerHeight * 1.5)
        load();
}

function add(picture) {
    known.add(picture.id);
    const place = pictures.push(picture) - 1, button = document.createElement('button'), image = new Image();
    button.type = 'button';
    image.loading = 'lazy';
    image.alt = picture.name;
    image.src = `/pictures/${picture.id}?w=320&h=320&fit=cover`;
    const name = document.createElement('small'), told = document.createElement('small');
    name.textContent = picture.name;
    told.textContent = share(picture);
    button.append(image, name, told);
    button.addEventListener('click', () => show(place));
    at('grid').append(button);
}

function show(place) {
    if (place < 0 || place >= pictures.length)
        return;
    shown = place;
    const picture = pictures[place];
    at('layers').value = allLayers;
    at('coarse').hidden = picture.format !== '.vaec' || picture.mode !== 'lossy';
    at('told').textContent = `${picture.name}: ${picture.width} × ${picture.height}, ${share(picture)}, kept ${picture.mode}`;
    at('large').alt = picture.name;
    at('file').href = `/pictures/${picture.id}${picture.format}`;
    draw();
    if (!at('box').open)
        at('box').showModal();
    if (place > pictures.length - 10)
        load();
}

function draw() {
    const layers = Number(at('layers').value), side = Math.min(4096, Math.ceil(Math.max(innerWidth, innerHeight) * devicePixelRatio));
    at('count').textContent = layers === allLayers ? 'all' : layers;
    at('large').src = `/pictures/${pictures[shown].id}?w=${side}&h=${side}` + (layers === allLayers ? '' : `&layers=${layers}`);
}

at('layers').addEventListener('change', draw);
at('back').addEventListener('click', () => show(shown - 1));
at('on').addEventListener('click', () => show(shown + 1));
at('close').addEventListener('click', () => at('box').close());
at('box').addEventListener('keydown', event => {
    if (event.target !== at('layers') && (event.key === 'ArrowLeft' || event.key === 'ArrowRight'))
        show(shown + (event.key === 'ArrowLeft' ? -1 : 1));
});
document.querySelector('form').addEventListener('submit', event => {
    event.preventDefault();
    [pictures, known, ended, loading, asked] = [[], new Set(), false, false, asked + 1];
    at('grid').replaceChildren();
    load();
});
addEventListener('scroll', () => {
    if (innerHeight + scrollY > document.documentElement.scrollHeight - innerHeight)
        load();
}, { passive: true });
load();
