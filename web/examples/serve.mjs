// Serves an example, with the token as an application's own server would hand it to a page whose
// user has signed in.
// usage: JETBRIDGE_TOKEN=... node examples/serve.mjs plain|react|svelte [feed, ws://localhost:8080] [port, 5173]
import { createServer } from 'node:http';
import { bundle } from './bundle.mjs';

const [name = 'plain', feed = 'ws://localhost:8080', port = '5173'] = process.argv.slice(2);
const files = await bundle(name, feed);
const types = { '/': 'text/html; charset=utf-8', '/main.js': 'text/javascript; charset=utf-8' };

createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://host');
  if (pathname === '/token') return response.end(process.env.JETBRIDGE_TOKEN ?? '');
  const found = Object.hasOwn(files, pathname);
  response.writeHead(found ? 200 : 404, found ? { 'content-type': types[pathname] } : {});
  return response.end(found ? files[pathname] : '');
}).listen(Number(port), '127.0.0.1', () => {
  console.log(`The ${name} example is at http://127.0.0.1:${port}; the bridge needs that among server.allowed-origins`);
});
