// Serves folders on this machine alone.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm',
    '.json': 'application/json', '.png': 'image/png', '.svg': 'image/svg+xml' };

/** The first of the folders that has a file gives it. */
export async function serve(...folders) {
    const server = createServer(async (request, response) => {
        const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
        for (const folder of folders) {
            try {
                const bytes = await readFile(path.join(folder, path.normalize(name.endsWith('/') ? `${name}index.html` : name)));
                response.writeHead(200, { 'content-type': types[path.extname(name) || '.html'] ?? 'application/octet-stream' }).end(bytes);
                return;
            } catch (e) {
                if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(e.code))
                    throw e;
            }
        }

        response.writeHead(404).end();
    });
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
