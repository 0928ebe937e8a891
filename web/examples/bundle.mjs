// Bundles an example into memory.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'svelte/compiler';

const here = dirname(fileURLToPath(import.meta.url));

const svelte = {
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({
      contents: compile(await readFile(path, 'utf8'), { filename: basename(path), generate: 'client' }).js.code,
    }));
  },
};

/** The files of an example: page and script, by path. */
export async function bundle(name, feedUrl) {
  const folder = join(here, name);
  const { outputFiles } = await build({
    entryPoints: [join(folder, existsSync(join(folder, 'main.jsx')) ? 'main.jsx' : 'main.js')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    conditions: ['browser', 'svelte'],
    define: { FEED_URL: JSON.stringify(feedUrl), 'process.env.NODE_ENV': '"production"' },
    plugins: [svelte],
    logLevel: 'warning',
  });
  return { '/': await readFile(join(folder, 'index.html')), '/main.js': Buffer.from(outputFiles[0].contents) };
}
