'use strict';
// Buttons of curves: a press shows or hides, a hover brings out.
for (const pill of document.querySelectorAll('.pill')) {
  const groups = document.querySelectorAll(`g.series[data-series="${pill.dataset.series}"]`);
  const each = (name, on) => groups.forEach(g => g.classList.toggle(name, on));
  pill.addEventListener('click', () => {
    const shown = pill.getAttribute('aria-pressed') !== 'true';
    pill.setAttribute('aria-pressed', shown);
    each('off', !shown);
  });
  pill.addEventListener('pointerenter', () => each('focus', true));
  pill.addEventListener('pointerleave', () => each('focus', false));
}

// Two pictures under one slider: first the original on the left, VaeCodec on the right.
for (const compare of document.querySelectorAll('.compare')) {
  const stage = compare.querySelector('.stage');
  const shots = [...compare.querySelectorAll('.shot')];
  const sides = { left: null, right: null };
  const put = (side, shot) => {
    sides[side] = shot;
    stage.querySelector('.' + side).src = shot.querySelector('img').src;
    stage.querySelector(side === 'left' ? '.tl' : '.tr').textContent = shot.dataset.name;
    shots.forEach(s => s.classList.toggle('on', s === sides.left || s === sides.right));
  };
  const slider = stage.querySelector('input');
  slider.addEventListener('input', () => stage.style.setProperty('--at', slider.value / 10 + '%'));
  shots.forEach(shot => shot.addEventListener('click', () => put(sides.right === shot ? 'left' : 'right', shot)));
  put('left', shots[0]);
  put('right', shots[1]);
}
