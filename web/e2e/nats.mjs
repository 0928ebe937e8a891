// As much of a NATS client as the tests need: requests, and publishing with acknowledgement.
import { connect } from 'node:net';

/** A connection to a nats-server; lost with it. */
export class Nats {
  #socket;
  #buffer = Buffer.alloc(0);
  #waiting = new Map();
  #next = 1;
  #lost = false;
  #inbox = `_INBOX.${Math.random().toString(36).slice(2)}`;

  static async open(port) {
    const nats = new Nats();
    nats.#socket = connect(port, '127.0.0.1');
    await new Promise((resolve, reject) => {
      nats.#socket.once('connect', resolve);
      nats.#socket.once('error', reject);
    });
    nats.#socket.on('data', (data) => nats.#read(data));
    const lost = () => {
      nats.#lost = true;
      for (const { reject } of nats.#waiting.values()) reject(new Error('connection to nats-server lost'));
      nats.#waiting.clear();
    };
    nats.#socket.on('close', lost).on('error', lost);
    nats.#socket.write(`CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB ${nats.#inbox}.* 1\r\n`);
    return nats;
  }

  /** Sends a request and resolves with what is answered; a header makes publishing idempotent. */
  request(subject, body, id) {
    if (this.#lost) return Promise.reject(new Error('connection to nats-server lost'));
    const reply = this.#next++;
    const payload = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const head = Buffer.from(id ? `NATS/1.0\r\nNats-Msg-Id: ${id}\r\n\r\n` : '');
    const verb = id
      ? `HPUB ${subject} ${this.#inbox}.${reply} ${head.length} ${head.length + payload.length}\r\n`
      : `PUB ${subject} ${this.#inbox}.${reply} ${payload.length}\r\n`;
    this.#socket.write(Buffer.concat([Buffer.from(verb), head, payload, Buffer.from('\r\n')]));
    return new Promise((resolve, reject) => this.#waiting.set(String(reply), { resolve, reject }));
  }

  close() {
    this.#socket.destroy();
  }

  #read(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n');
      if (end < 0) return;
      const line = this.#buffer.toString('latin1', 0, end).split(' ');
      let rest = end + 2;
      if (line[0] === 'MSG' || line[0] === 'HMSG') {
        const size = Number(line.at(-1));
        if (this.#buffer.length < rest + size + 2) return;
        const head = line[0] === 'HMSG' ? Number(line.at(-2)) : 0;
        const key = line[1].slice(this.#inbox.length + 1);
        const body = this.#buffer.toString('utf8', rest + head, rest + size);
        const waiting = this.#waiting.get(key);
        this.#waiting.delete(key);
        if (head) waiting?.reject(new Error('no responders'));
        else waiting?.resolve(JSON.parse(body));
        rest += size + 2;
      } else if (line[0] === 'PING') this.#socket.write('PONG\r\n');
      this.#buffer = this.#buffer.subarray(rest);
    }
  }
}
