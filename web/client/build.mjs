// Builds dist/: ES modules, CommonJS and types; and the console's copy, which is checked in, since the
// bridge is built where no Node is. With --check the copy and the size are held to what they should be.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What a page loads for the whole of the client at most, minified and zipped. */
const MOST_BYTES = 6 * 1024;

const here = dirname(fileURLToPath(import.meta.url));
const from = (path) => join(here, path);
const names = ['index', 'react', 'svelte'];
const common = { bundle: true, target: 'es2022', logLevel: 'warning', packages: 'external' };

rmSync(from('dist'), { recursive: true, force: true });
for (const format of ['esm', 'cjs']) {
  for (const name of names) {
    // The views share the client with whoever imports it beside them: one copy, one FeedError.
    const client = name === 'index' ? [] : [{ name: 'client', setup: (b) => b.onResolve({ filter: /\/feed\.js$/ }, () => ({ path: './index.js', external: true })) }];
    await build({ ...common, format, entryPoints: [from(`src/${name}.ts`)], outdir: from(`dist/${format}`), sourcemap: true, plugins: client });
  }
}
execFileSync(process.execPath, [
  fileURLToPath(import.meta.resolve('typescript/bin/tsc')),
  '-p',
  from('tsconfig.build.json'),
], { stdio: 'inherit', cwd: here });
cpSync(from('dist/esm'), from('dist/cjs'), { recursive: true, filter: (path) => !/\.(js|map)$/.test(path) });
mkdirSync(from('dist/cjs'), { recursive: true });
writeFileSync(from('dist/cjs/package.json'), '{ "type": "commonjs" }\n');

const { outputFiles } = await build({ ...common, format: 'esm', entryPoints: [from('src/index.ts')], minify: true, write: false, legalComments: 'none' });
const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length;
console.log(`@jetbridge/client: ${bytes} of ${MOST_BYTES} bytes, minified and zipped`);
const checking = process.argv.includes('--check');
if (checking && bytes > MOST_BYTES) {
  console.error(`client of ${bytes} bytes found, expected at most ${MOST_BYTES}`);
  process.exit(1);
}
const copy = from('../src/main/resources/dev/jetbridge/web/console/client.js');
const text = `// Built from web/client by npm run build: not to be edited.\n${outputFiles[0].text}`;
if (!checking) writeFileSync(copy, text);
else if (readFileSync(copy, 'utf8') !== text) {
  console.error('client.js of the console found older than client/src, expected the one that npm run build writes');
  process.exit(1);
}
