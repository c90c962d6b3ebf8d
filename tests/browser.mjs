// Headless Chromium, and checks that are counted.
import { createRequire } from 'node:module';

// by NODE_PATH, which imports do not follow
const { chromium } = createRequire(import.meta.url)('playwright-core');

export const launch = () => chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
        '--disable-sync'],
});

let passed = 0, failed = 0;

export function check(what, found, wanted) {
    found === wanted ? passed++ : failed++;
    console.log(`${found === wanted ? 'ok' : 'FAILED'}: ${what}: ${found}${found === wanted ? '' : ` in place of ${wanted}`}`);
}

/** Tells the count, and exits by it. */
export function end() {
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
