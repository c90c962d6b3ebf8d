// Looks through the gallery of a server: page.mjs URL FOLDER COUNT. COUNT is how many pictures it has, all of them lossy. Leaves screenshots in FOLDER, and
// ends with a line 'N passed, N failed'.
import path from 'node:path';
import { check, end, launch } from '../browser.mjs';

const [url, folder, count] = process.argv.slice(2);
const browser = await launch();
const views = {
    light: { viewport: { width: 1100, height: 800 }, colorScheme: 'light' },
    dark: { viewport: { width: 1100, height: 800 }, colorScheme: 'dark' },
    phone: { viewport: { width: 390, height: 844 }, colorScheme: 'dark', deviceScaleFactor: 2, hasTouch: true },
};

// How wide an image is once it has come; 0 where it does not load.
const width = async image => {
    const handle = await image.elementHandle();
    await image.page().waitForFunction(element => element.complete, handle);
    return handle.evaluate(element => element.naturalWidth);
};
const pixelsOf = image => image.evaluate(element => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 }), context = canvas.getContext('2d');
    context.drawImage(element, 0, 0, 64, 64);
    return context.getImageData(0, 0, 64, 64).data.join();
});

try {
    for (const [view, options] of Object.entries(views)) {
        const page = await (await browser.newContext(options)).newPage(), problems = [];
        page.on('pageerror', error => problems.push(error.message));
        page.on('console', message => message.type() === 'error' && problems.push(message.text()));
        const shot = what => page.screenshot({ path: path.join(folder, `${view}-${what}.png`) });

        await page.goto(url);
        const tiles = page.locator('#grid button');
        await tiles.nth(count - 1).waitFor();
        check(`${view}: pictures`, String(await tiles.count()), count);
        for (let i = 0; i < count; i++)
            check(`${view}: width of thumbnail ${i}`, await width(tiles.nth(i).locator('img')) > 0, true);
        check(`${view}: what is beyond the window's width`, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
        await shot('grid');

        await tiles.first().click();
        const box = page.locator('#box'), large = page.locator('#large');
        check(`${view}: the picture is open`, await box.evaluate(element => element.open), true);
        check(`${view}: its width`, await width(large) > 0, true);
        const fits = await large.evaluate(element => {
            const { left, top, right, bottom } = element.getBoundingClientRect();
            return left >= 0 && top >= 0 && right <= innerWidth && bottom < innerHeight;
        });
        check(`${view}: it is within the window, and what is told of it below`, fits, true);
        const whole = await pixelsOf(large), told = await page.locator('#told').textContent();
        await shot('picture');

        await page.locator('#layers').fill('3');
        await page.waitForFunction(() => document.getElementById('large').src.includes('layers=3'));
        check(`${view}: the width of three layers`, await width(large) > 0, true);
        check(`${view}: three layers show another picture`, await pixelsOf(large) === whole, false);
        check(`${view}: their count`, await page.locator('#count').textContent(), '3');
        await shot('layers');

        await page.locator('#on').click();
        check(`${view}: the next one is another`, await page.locator('#told').textContent() === told, false);
        check(`${view}: with all layers`, await page.locator('#count').textContent(), 'all');
        await page.locator('#close').focus();
        await page.keyboard.press('ArrowLeft');
        check(`${view}: and back`, await page.locator('#told').textContent(), told);
        await page.locator('#close').click();
        check(`${view}: the picture is closed`, await box.evaluate(element => element.open), false);

        await page.locator('#tag').fill('none of them');
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => document.getElementById('more').textContent === 'No pictures.');
        check(`${view}: pictures of an unknown tag`, await tiles.count(), 0);
        check(`${view}: errors`, problems.join('; '), '');
    }
} finally {
    await browser.close();
}

end();
