'use strict';
// Pairs in a random order, each on random sides; what is answered is kept in this browser.

const choices = { ArrowLeft: 'left', ArrowRight: 'right', ArrowDown: 'same' };
const sizes = [1, 2, 3];
const place = 'vaecodec-viewing:' + test.crops.map(c => c.original + c.versions.map(v => v.file)).join().split('')
  .reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, 7);
const element = id => document.getElementById(id);

/** A random number generator that a seed repeats: the mulberry32 of Tommy Ettinger (public domain), 0 to 1. */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The order of the pairs, and which are turned round. */
function orderOf(seed) {
  const random = generator(seed);
  const order = test.pairs.map((pair, index) => ({ index, turned: random() < 0.5 }));
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function fresh() {
  return { seed: (Math.random() * 4294967296) >>> 0, size: 2, answers: [] };
}

let state = fresh();
try {
  state = JSON.parse(localStorage.getItem(place)) || state;
} catch {
  // A browser that keeps nothing: answers last as long as the page.
}

const order = orderOf(state.seed);
let shownAt = 0;
let original = false;

function keep() {
  try {
    localStorage.setItem(place, JSON.stringify(state));
  } catch {
    // As above.
  }
}

/** What is at a place of the order: the crop, and the versions on both sides. */
function at(position) {
  const { index, turned } = order[position];
  const pair = test.pairs[index], crop = test.crops[pair.crop];
  const [left, right] = (turned ? [pair.b, pair.a] : [pair.a, pair.b]).map(i => crop.versions[i]);
  return { crop, left, right };
}

function show() {
  const done = state.answers.length === order.length;
  element('progress').textContent = done ? `all ${order.length} pairs answered` : `pair ${state.answers.length + 1} of ${order.length}`;
  document.querySelector('main').hidden = done;
  element('results').hidden = !done;
  if (done) {
    results();
    return;
  }
  const { crop, left, right } = at(state.answers.length);
  for (const [id, file] of [['left', left.file], ['original', crop.original], ['right', right.file]]) {
    const img = element(id);
    img.src = original ? crop.original : file;
    img.width = crop.area.width * sizes[state.size - 1] / window.devicePixelRatio;
  }
  document.querySelector('main').classList.toggle('asked', original);
}

function answer(choice) {
  if (state.answers.length === order.length)
    return;
  state.answers.push({ choice, ms: Math.round(performance.now() - shownAt) });
  shownAt = performance.now();
  original = false;
  keep();
  show();
}

/** Answers with what they were about. */
function told() {
  return state.answers.map((given, position) => {
    const { crop, left, right } = at(position);
    return { image: crop.image, area: crop.area, rate: crop.rate, left: left.codec, right: right.codec, ...given };
  });
}

function download() {
  const content = {
    schema: 'vaecodec-viewing-answers/1', seed: state.seed, size: sizes[state.size - 1], pixel_ratio: window.devicePixelRatio,
    agent: navigator.userAgent, when: new Date().toISOString(), codecs: test.codecs.map(c => ({ name: c.name, version: c.version })),
    answers: told(),
  };
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  link.download = 'viewing-answers.json';
  link.click();
}

/** A table of who won how often against whom, by rate. */
function results() {
  const counts = new Map();
  for (const { rate, left, right, choice } of told()) {
    const [a, b] = [left, right].sort((x, y) => rank(x) - rank(y));
    const key = `${rate} bpp|${a}|${b}`;
    const count = counts.get(key) || counts.set(key, [0, 0, 0]).get(key);
    count[choice === 'same' ? 1 : (choice === 'left') === (left === a) ? 0 : 2]++;
  }
  const table = document.createElement('table');
  const row = (cells, name) => {
    const tr = table.appendChild(document.createElement('tr'));
    cells.forEach(cell => { tr.appendChild(document.createElement(name)).textContent = cell; });
  };
  row(['rate', 'pair', 'first is better', 'no difference', 'second is better'], 'th');
  for (const [key, count] of [...counts].sort()) {
    const [rate, a, b] = key.split('|');
    row([rate, `${a}, ${b}`, ...count], 'td');
  }
  const section = element('results');
  section.replaceChildren(table);
  section.hidden = false;
}

function rank(codec) {
  return test.codecs.findIndex(c => c.name === codec);
}

function press(key) {
  if (choices[key]) {
    answer(choices[key]);
  } else if (key === 'Backspace') {
    state.answers.pop();
    keep();
    show();
  } else if (key === 'z') {
    state.size = state.size % sizes.length + 1;
    keep();
    show();
  } else if (key === 'o') {
    original = !original;
    show();
  } else if (key === 'd') {
    download();
  } else if (key === 'r') {
    element('results').hidden ? results() : element('results').hidden = true;
  } else {
    return false;
  }
  return true;
}

addEventListener('keydown', event => {
  if (!event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && press(event.key.length === 1 ? event.key.toLowerCase() : event.key))
    event.preventDefault();
});
for (const button of document.querySelectorAll('button'))
  button.addEventListener('click', () => { press(button.dataset.key); button.blur(); });
shownAt = performance.now();
show();
