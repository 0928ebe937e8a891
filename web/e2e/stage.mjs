// What the tests play on: a nats-server, a bridge, a network between that breaks, pages and a browser.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Nats } from './nats.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const command = process.env.JETBRIDGE_COMMAND ?? join(root, 'jetbridge');
export const TOKEN = 'end-to-end';

/** Waits until something holds, and says what where it does not come to that. */
export async function until(holds, what, seconds = 60) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`waited ${seconds} s in vain for: ${typeof what === 'function' ? what() : what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A program of ours that runs, with what it has said so far. */
class Program {
  output = '';
  exited = false;

  constructor(command, args, env) {
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (data) => (this.output += data));
    this.ended = new Promise((resolve) => this.child.on('exit', () => resolve((this.exited = true))));
  }

  says(pattern, what) {
    return until(() => {
      if (this.exited) throw new Error(`ended before ${what}: ${this.output}`);
      return pattern.exec(this.output);
    }, () => `${what}; it said ${this.output}`);
  }

  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    await this.ended;
  }
}

/** A network of one hop that can be cut, and can go silent. */
export class Network {
  #sockets = new Set();
  #silent = false;
  target = 0;

  static async open() {
    const network = new Network();
    network.server = createServer((near) => network.#join(near));
    await new Promise((resolve) => network.server.listen(0, '127.0.0.1', resolve));
    network.port = network.server.address().port;
    return network;
  }

  #join(near) {
    const far = connect(this.target, '127.0.0.1');
    for (const [socket, other] of [[near, far], [far, near]]) {
      this.#sockets.add(socket);
      socket.on('data', (data) => this.#silent || other.write(data));
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (!this.#silent) other.destroy();
      });
    }
  }

  /** Breaks all connections. */
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Swallows all that is sent, without a word; what is open then is never heard of again. */
  silence(silent) {
    if (!silent) this.cut();
    this.#silent = silent;
  }

  close() {
    this.cut();
    this.server.close();
  }
}

/** A port that nobody listens on at this moment. */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The whole of it. */
export class Stage {
  #closing = [];

  /** Settings of the bridge beside those that the tests need, and the name and subjects of its stream. */
  static async open({ settings = [], stream = 'E2E', subjects = ['e2e.>'], console = false } = {}) {
    const stage = new Stage();
    stage.settings = settings;
    stage.stream = stream;
    // The console's origin has to be known before the bridge is.
    if (console) stage.adminPort = await freePort();
    stage.folder = mkdtempSync(join(tmpdir(), 'jetbridge-e2e-'));
    stage.network = await Network.open();
    stage.site = createHttp((request, response) => stage.#serve(request, response));
    await new Promise((resolve) => stage.site.listen(0, '127.0.0.1', resolve));
    stage.origin = `http://127.0.0.1:${stage.site.address().port}`;
    stage.files = {};
    try {
      await stage.startBroker();
      await stage.nats.request(`$JS.API.STREAM.CREATE.${stream}`, { name: stream, subjects, storage: 'file', duplicate_window: 600e9 });
      await stage.startBridge();
    } catch (error) {
      // Nobody else knows what has been started.
      await stage.close();
      throw error;
    }
    return stage;
  }

  /** Pages and scripts, by path. */
  serve(files) {
    Object.assign(this.files, files);
  }

  #serve({ url }, response) {
    const path = url.replace(/[?#].*/, '');
    if (path === '/token') return response.end(TOKEN);
    const found = this.files[path];
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
    response.writeHead(found ? 200 : 404, { 'content-type': type });
    return response.end(found);
  }

  async startBroker() {
    const config = join(this.folder, 'nats.conf');
    // The first start takes any port; later ones the same, as an operator's would.
    writeFileSync(config, `listen: "127.0.0.1:${this.brokerPort ?? -1}"\njetstream { store_dir: "${join(this.folder, 'store')}" }\n`);
    this.broker = new Program(process.env.JETBRIDGE_NATS_SERVER || 'nats-server', ['-c', config]);
    const [, port] = await this.broker.says(/Listening for client connections on 127\.0\.0\.1:(\d+)/, 'nats-server to listen');
    await this.broker.says(/Server is ready/, 'nats-server to be ready');
    this.brokerPort = Number(port);
    this.nats = await Nats.open(this.brokerPort);
    await until(() => this.nats.request('$JS.API.INFO', '').then((info) => !info.error, () => false), 'JetStream');
  }

  async startBridge() {
    const set = {
      'nats.url': `nats://127.0.0.1:${this.brokerPort}`,
      'stream.name': this.stream,
      'server.host': '127.0.0.1',
      'server.port': this.port ?? 0,
      'admin.port': this.adminPort ?? 0,
      'server.allowed-origins': [this.origin, `http://127.0.0.1:${this.network.port}`, ...(this.adminPort ? [`http://127.0.0.1:${this.adminPort}`] : [])].join(),
      'session.bookmark-interval': '1s',
      'drain.window': '2s',
    };
    const args = Object.entries(set).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    this.bridge = new Program(command, ['serve', ...args, ...this.settings], {
      JETBRIDGE_AUTH_TOKEN: TOKEN,
      JETBRIDGE_JAVA_OPTS: '-Xmx256m -XX:TieredStopAtLevel=1',
    });
    const [, port] = await this.bridge.says(/Data port listens on \S*?:(\d+)/, 'a bridge that listens');
    await this.bridge.says(/ Ready/, 'a bridge that is ready');
    this.network.target = Number(port);
  }

  /** The console's address, where that was asked for. */
  get console() {
    return `http://127.0.0.1:${this.adminPort}/console/`;
  }

  /** Starts webview before the feed, and returns the address that it prints. */
  async startWebview() {
    const program = new Program(command, ['webview', this.feed], { JETBRIDGE_TOKEN: TOKEN });
    this.closing(() => program.stop());
    return (await program.says(/^http:\S+/m, 'an address'))[0];
  }

  get feed() {
    return `ws://127.0.0.1:${this.network.port}`;
  }

  /** Publishes events e2e.<n mod 7> with bodies {n}, and resolves when each is acknowledged. */
  async publish(from, to, perSecond) {
    const begin = performance.now();
    for (let n = from; n <= to; ) {
      const due = Math.min(to, from + Math.floor(((performance.now() - begin) / 1000) * perSecond));
      const batch = [];
      for (; n <= due; n++) batch.push(n);
      let left = batch;
      while (left.length) {
        const nats = this.nats;
        const results = await Promise.allSettled(left.map((m) => nats.request(`e2e.${m % 7}`, { type: `e2e.${m % 3}`, n: m }, `m${m}`)));
        left = left.filter((_, i) => results[i].status === 'rejected' || results[i].value.error);
        if (left.length) await until(() => this.nats !== nats, 'a nats-server to publish to');
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  closing(close) {
    this.#closing.push(close);
  }

  async close() {
    for (const close of this.#closing.reverse()) await close();
    this.network.close();
    this.site.closeAllConnections();
    this.site.close();
    this.nats?.close();
    await this.bridge?.stop('SIGKILL');
    await this.broker?.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A file of the built client. */
export const built = (name) => readFileSync(join(root, 'web/client/dist/esm', name));
