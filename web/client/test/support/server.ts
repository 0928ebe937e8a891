import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { until } from './clock.js';

/** What a client asked for. */
export interface Asked {
  readonly url: string;
  readonly query: URLSearchParams;
  readonly protocols: string[];
  readonly authorization: string | undefined;
}

/** An answer to an upgrade or to a plain request. */
export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const asked = (request: IncomingMessage): Asked => ({
  url: request.url!,
  query: new URL(request.url!, 'http://host').searchParams,
  protocols: (request.headers['sec-websocket-protocol'] ?? '').split(/, */),
  authorization: request.headers.authorization,
});

export const EPOCH = 'e1';

/** The time of an event, to the nanosecond. */
export const timeOf = (seq: number): string => `2026-01-01T00:00:00.${String(seq).padStart(9, '0')}Z`;

/** The server's side of one connection; says whatever it is told to. */
export class Peer {
  closedWith: number | undefined;

  constructor(
    readonly asked: Asked,
    readonly socket: WebSocket,
  ) {
    socket.on('close', (code) => (this.closedWith = code));
    socket.on('error', () => {});
  }

  say(message: object | string): this {
    this.socket.send(typeof message == 'string' ? message : JSON.stringify(message));
    return this;
  }

  hello(cursor: number, more: object = {}): this {
    return this.say({
      ...{ type: 'hello', stream: 'S', epoch: EPOCH, subjects: ['>'], oldest_seq: 1, newest_seq: cursor, cursor },
      ...{ time: timeOf(cursor), heartbeat_seconds: 25, bookmark_seconds: 15, session: 'x', ...more },
    });
  }

  /** Goes on where the client asked for it, or after a sequence. */
  greet(otherwise = 0): this {
    return this.hello(Number(this.asked.query.get('since')) || otherwise);
  }

  events(...seqs: number[]): this {
    for (const seq of seqs) this.say({ seq, subject: `s.${seq % 3}`, time: timeOf(seq), event: { n: seq } });
    return this;
  }

  caughtUp(seq: number): this {
    return this.say({ type: 'caught_up', seq, time: timeOf(seq) });
  }

  bookmark(seq: number): this {
    return this.say({ type: 'bookmark', seq, time: timeOf(seq) });
  }

  gone(type = '/problems/ws/retention-exhausted'): void {
    this.say({ type, title: 'Cursor older than stream retention', oldest_seq: 90, epoch: EPOCH });
    this.socket.close(4410, 'retention-exhausted');
  }

  snapshot(cursor: number, items: Record<string, unknown>): this {
    this.say({ type: 'snapshot_begin', cursor, time: timeOf(cursor), epoch: EPOCH, count: Object.keys(items).length });
    for (const [key, value] of Object.entries(items)) this.say({ type: 'item', key, seq: 1, subject: key, value });
    return this.say({ type: 'snapshot_end', cursor });
  }

  close(code: number, reason = ''): void {
    this.socket.close(code, reason);
  }

  /** Ends it without a close frame. */
  cut(): void {
    this.socket.terminate();
  }
}

/** A server that does what the test says, misbehaving included. */
export class ScriptedServer {
  readonly upgrades: Asked[] = [];
  readonly plain: Asked[] = [];
  /** What every upgrade, and every plain request, is answered with; undefined: served, and 426. */
  refusal: Answer | undefined;
  /** Refusals for the next upgrades, one each; a plain request is answered by the last one used. */
  readonly refusals: Answer[] = [];
  /** Whether upgrades are left without any answer. */
  mute = false;
  private lastRefusal: Answer | undefined;
  private readonly waiting: Peer[] = [];
  readonly peers: Peer[] = [];

  private constructor(
    private readonly http: Server,
    sockets: WebSocketServer,
  ) {
    http.on('request', (request, response) => this.answer(request, response));
    http.on('upgrade', (request, socket, head) => {
      // Clients of these tests leave as they like.
      socket.on('error', () => {});
      this.upgrades.push(asked(request));
      this.lastRefusal = this.refusals.shift() ?? this.refusal;
      if (this.mute) return;
      const refusal = this.lastRefusal;
      if (refusal) return void socket.end(`HTTP/1.1 ${refusal.status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      sockets.handleUpgrade(request, socket, head, (ws) => {
        const peer = new Peer(asked(request), ws);
        this.peers.push(peer);
        this.waiting.push(peer);
      });
    });
  }

  static async start(): Promise<ScriptedServer> {
    const http = createServer();
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'jetbridge.v1' });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return new ScriptedServer(http, sockets);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  /** The next connection, in the order in which they came. */
  async next(): Promise<Peer> {
    await until(() => this.waiting.length, 'another connection');
    return this.waiting.shift()!;
  }

  async stop(): Promise<void> {
    for (const peer of this.peers) peer.cut();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.plain.push(asked(request));
    const answer = this.lastRefusal ?? { status: 426 };
    response.writeHead(answer.status, { 'content-type': 'application/problem+json', connection: 'close', ...answer.headers });
    response.end(answer.body ?? JSON.stringify({ type: '/problems/x', title: 'X', status: answer.status, detail: 'found x, expected y' }));
  }
}
