// Shows a picture in headless Chromium by a viewer's folder: page.mjs FOLDER FILES NAME CRC. FILES is a folder with NAME.vaec and NAME.png, the CRC that of
// NAME.vaec's pixels. Writes NAME-*.png, screenshots, into FILES, prints times, and ends with a line 'N passed, N failed'.
import path from 'node:path';
import { check, end, launch } from '../browser.mjs';
import { serve } from './serve.mjs';

const [site, files, name, expected] = process.argv.slice(2);
const server = await serve(site, files, import.meta.dirname);
const browser = await launch();

// Set up before any script of the page: the times at which pictures appear.
const watch = () => {
    window.shown = [];
    document.addEventListener('DOMContentLoaded', () => {
        const picture = document.querySelector('vaec-image');
        if (!picture)
            return; // the empty page between
        picture.addEventListener('picture', ({ detail }) => window.shown.push({ ...detail, pixels: null, at: performance.now() }));
        picture.addEventListener('error', ({ detail }) => window.problem = detail);
        picture.addEventListener('done', () => window.isDone = true);
    });
};
const whole = page => page.waitForFunction(() => window.isDone || window.problem, null, { timeout: 180_000 });
const told = shown => shown.map(({ layers, scale, at, milliseconds }) =>
    `${layers} layers at 1/${scale}: ${Math.round(at)} ms (decoded in ${Math.round(milliseconds)})`).join(', ');
const crc = page => page.evaluate(async () => {
    const { crc32c } = await import('/crc32c.mjs'), { canvas } = document.querySelector('vaec-image');
    return crc32c(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((_, i) => i % 4 !== 3));
});

try {
    const context = await browser.newContext({ viewport: { width: 1100, height: 1000 }, colorScheme: 'light' });
    await context.addInitScript(watch);
    const page = await context.newPage();
    page.on('pageerror', e => page.evaluate(problem => window.problem = problem, `an error in the page: ${e.message}`));

    await page.goto(`${server.url}?src=${name}.vaec&with=${name}.png`);
    await whole(page);
    check('an error shown', await page.evaluate(() => window.problem), undefined);
    console.log(`cold, from navigation: ${told(await page.evaluate(() => window.shown))}`);
    check('pixels', await crc(page), expected);
    check('some pictures before the whole one', (await page.evaluate(() => window.shown)).length, 3);
    check('layers', await page.locator('#layers button').count(), await page.evaluate(() => document.querySelector('vaec-image').picture.layers));
    await page.waitForFunction(() => document.getElementById('fact Compared with').textContent.startsWith('PSNR'));
    await page.screenshot({ path: path.join(files, `${name}-light.png`) });

    // The weights are in the browser's cache, the runtime in HTTP's.
    await page.goto('about:blank');
    await page.goto(`${server.url}?src=${name}.vaec`);
    await whole(page);
    console.log(`again, from navigation: ${told(await page.evaluate(() => window.shown))}`);

    // A page that has stood for a while, with nothing shown so far; then with the same file again and again.
    const drop = async () => {
        await page.evaluate(() => Object.assign(window, { shown: [], isDone: false, from: performance.now() }));
        await page.locator('#open').setInputFiles(path.join(files, `${name}.vaec`));
        await whole(page);
        return page.evaluate(() => window.shown.map(picture => ({ ...picture, at: picture.at - window.from })));
    };
    await page.goto(server.url);
    await page.waitForTimeout(5000);
    console.log(`first, from the choice of the file: ${told(await drop())}`);
    for (let i = 0; i < 5; i++)
        console.log(`warm, from the choice of the file: ${told(await drop())}`);
    check('pixels of a chosen file', await crc(page), expected);

    await page.evaluate(() => Object.assign(window, { isDone: false }));
    await page.locator('#layers button').nth(3).click();
    await whole(page);
    check('layers chosen', await page.evaluate(() => window.shown.at(-1).layers), 4);
    check('pixels of 4 layers are others', await crc(page) === expected, false);

    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', deviceScaleFactor: 2 });
    await phone.addInitScript(watch);
    const small = await phone.newPage();
    await small.goto(`${server.url}?src=${name}.vaec&with=${name}.png`);
    await whole(small);
    check('width beyond a phone', await small.evaluate(() => document.documentElement.scrollWidth), 390);
    await small.screenshot({ path: path.join(files, `${name}-dark.png`), fullPage: true });

    await page.goto(`${server.url}?src=${name}.png`);
    await page.waitForFunction(() => window.problem);
    check('an error is told', await page.locator('#status.error').count(), 1);
} finally {
    await browser.close();
    server.close();
}

end();
