import { brief, bytes, count, duration } from './format.js';
import { Spark } from './spark.js';

const EVERY_MS = 2_000;
const MOST_SESSIONS = 100;
const LINE = /^(\w+)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:\\.|[^"\\])*)"/g;

/** The samples of a text in Prometheus' format: by name, each with its labels. */
export function samples(text) {
  const found = new Map();
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (!name) continue;
    const sample = { value: Number(value), labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, k, v]) => [k, v])) };
    found.get(name)?.push(sample) ?? found.set(name, [sample]);
  }
  return found;
}

const sum = (list = []) => list.reduce((total, { value }) => total + value, 0);

/** A cell, a row of cells, a table: text alone. */
function make(name, content, className) {
  const element = document.createElement(name);
  if (Array.isArray(content)) element.append(...content);
  else element.textContent = content;
  if (className) element.className = className;
  return element;
}

const table = (heads, rows) =>
  make('table', [
    make('thead', [make('tr', heads.map((head) => make('th', head)))]),
    make('tbody', rows.map((row) => make('tr', row.map((cell) => (cell instanceof Node ? make('td', [cell]) : make('td', cell)))))),
  ]);

/** What is shown of the bridge: its metrics with their last minutes, its closes and its sessions. */
export class Overview {
  #root;
  #cards = new Map();
  #before;
  #timer;
  #failed;

  constructor(root) {
    this.#root = root;
  }

  start() {
    if (this.#timer) return;
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), EVERY_MS);
  }

  async #look() {
    if (document.hidden) return;
    try {
      const [metrics, sessions] = await Promise.all(
        ['../metrics', '../sessions'].map(async (path) => {
          const answer = await fetch(path, { cache: 'no-store' });
          if (!answer.ok) throw new Error(`HTTP ${answer.status} from ${path}`);
          return path.endsWith('metrics') ? answer.text() : answer.json();
        }),
      );
      this.#show(samples(metrics), sessions, performance.now());
      this.#failed = undefined;
    } catch (error) {
      this.#failed = error.message;
      this.#before = undefined;
    }
    const notice = this.#root.querySelector('.notice');
    notice.hidden = !this.#failed;
    notice.textContent = `The bridge does not answer (${this.#failed}); what is below is as it was.`;
  }

  #show(metrics, { sessions }, now) {
    const total = (name) => sum(metrics.get(name));
    const counters = { events: total('jetbridge_events_delivered_total'), bytes: total('jetbridge_bytes_sent_total') };
    const before = this.#before;
    this.#before = { ...counters, now };
    const rate = (name) => (before ? Math.max(0, ((counters[name] - before[name]) / (now - before.now)) * 1000) : 0);
    const up = total('jetbridge_upstream_connected');
    const states = (metrics.get('jetbridge_sessions') ?? []).filter(({ value }) => value).map(({ labels, value }) => `${value} ${labels.state}`);
    const first = total('jetbridge_stream_first_seq');
    const last = total('jetbridge_stream_last_seq');

    this.#card('sessions', 'Sessions', total('jetbridge_sessions'), count, states.join(', ') || 'none');
    this.#card('events', 'Events delivered, per second', rate('events'), brief, `${brief(counters.events)} in all`);
    this.#card('bytes', 'Sent, per second', rate('bytes'), bytes, `${bytes(counters.bytes)} in all`);
    this.#card('lag', 'Largest lag, events', Math.max(0, ...sessions.map(({ lag }) => lag)), brief, `window ${brief(total('jetbridge_window_events'))} events, ${bytes(total('jetbridge_window_bytes'))}`);
    this.#card('stream', 'Stream', Math.max(0, last - first + 1), brief, `${count(first)} to ${count(last)}`);
    this.#card('replays', 'Replays', total('jetbridge_replays_active'), count, `${count(total('jetbridge_replays_waiting'))} wait; ${count(total('jetbridge_overruns_total'))} overruns so far`);
    this.#card('broker', 'Broker', up, (value) => (value ? 'connected' : 'lost'), `${count(total('jetbridge_tail_resets_total'))} resets of the window`, up ? 'good' : 'bad');
    const heap = sum((metrics.get('jvm_memory_used_bytes') ?? []).filter(({ labels }) => labels.area === 'heap'));
    this.#card('heap', 'Heap', heap, bytes, `up for ${duration(total('process_uptime_seconds') * 1000)}`);

    const closes = (metrics.get('jetbridge_session_closes_total') ?? []).filter(({ value }) => value).sort((a, b) => b.value - a.value);
    this.#root.querySelector('#closes').replaceChildren(
      closes.length ? table(['code', 'reason', 'sessions'], closes.map(({ labels, value }) => [labels.code, labels.reason, count(value)])) : make('p', 'No session has been closed yet.', 'none'),
    );
    this.#root.querySelector('h2 small').textContent = sessions.length > MOST_SESSIONS ? `the ${MOST_SESSIONS} that lag most, of ${count(sessions.length)}` : '';
    const rows = sessions.sort((a, b) => b.lag - a.lag).slice(0, MOST_SESSIONS);
    this.#root.querySelector('#sessions').replaceChildren(
      rows.length
        ? table(
            ['session', 'state', 'token', 'subjects', 'position', 'lag', 'events', 'sent', 'age', 'from'],
            rows.map((s) => [s.id, make('span', s.state, `state ${s.state}`), s.token, s.subjects.join(' '), count(s.position), count(s.lag), count(s.events), bytes(s.bytes), duration(s.age_seconds * 1000), s.remote]),
          )
        : make('p', 'Nobody is connected.', 'none'),
    );
  }

  #card(id, title, value, show, note, className = '') {
    let card = this.#cards.get(id);
    if (!card) {
      const element = make('article', [make('h3', title), make('b', ''), make('small', '')]);
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      svg.setAttribute('preserveAspectRatio', 'none');
      svg.setAttribute('aria-hidden', 'true');
      element.append(svg);
      this.#root.querySelector('#cards').append(element);
      card = { element, spark: new Spark(svg, 90) };
      this.#cards.set(id, card);
    }
    card.element.className = className;
    card.element.querySelector('b').textContent = show(value);
    card.element.querySelector('small').textContent = note;
    card.spark.push(value);
  }
}
