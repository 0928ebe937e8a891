// What the console holds of a feed: events, and the rows that they are shown as. Knows no page.

/** Events held; the oldest go. */
export const LIMIT = 100_000;
/** As many go at once, so that dropping costs little. */
const SLICE = 5_000;
/** More within a second, or within one catching up, is shown as one row. */
const BURST = 200;
const BURST_MS = 1_000;

/** An event as it is held: its message's own text, which is parsed again where it is looked at. */
export const held = (text, { seq, subject, time, event }, arrived) => ({
  seq,
  subject,
  time,
  arrived,
  text,
  type: typeof event?.type === 'string' ? event.type : subject,
});

/**
 * Rows by age, oldest first: the number of an event, a burst, or an outage. The number counts all
 * events ever added, so that dropping old ones moves nothing.
 */
export class Journal {
  events = [];
  /** The number of the first event that is held. */
  base = 0;
  rows = [];
  /** Rows that are no more, at the old end. */
  dropped = 0;
  folding = true;
  query = '';
  /** The last row that is no event. */
  outage;
  #found = [];
  #bucket;

  get size() {
    return this.events.length;
  }

  /** The number of rows that are shown. */
  get length() {
    return this.query ? this.#found.length : this.rows.length;
  }

  /** The row at an index from the newest, 0. */
  row(index) {
    const rows = this.query ? this.#found : this.rows;
    return rows[rows.length - 1 - index];
  }

  event(number) {
    return this.events[number - this.base];
  }

  /** Adds an event that arrived at a moment, in milliseconds; `missed` while a feed catches up. */
  add(event, now, missed) {
    const number = this.base + this.events.push(event) - 1;
    this.#place(number, event, now, missed);
    if (this.query && this.#matches(event)) this.#found.push(number);
    if (this.events.length > LIMIT + SLICE) this.#drop(SLICE);
  }

  /** Adds a row that is no event. */
  mark(row) {
    this.#bucket = undefined;
    this.rows.push(row);
    this.outage = row;
  }

  #place(number, event, now, missed) {
    let bucket = this.#bucket;
    if (!bucket || bucket.missed !== missed || (!missed && now - bucket.began >= BURST_MS)) {
      bucket = this.#bucket = { began: now, missed, first: number, burst: undefined, at: this.rows.length };
    }
    if (bucket.burst) {
      const { burst } = bucket;
      burst.last = number;
      burst.ended = now;
      burst.counts.set(event.type, (burst.counts.get(event.type) ?? 0) + 1);
      if (burst.open) this.rows.splice(this.rows.length - 1, 0, number);
      return;
    }
    this.rows.push(number);
    if (!this.folding || number - bucket.first < BURST) return;
    const counts = new Map();
    for (let n = bucket.first; n <= number; n++) {
      const type = this.event(n)?.type;
      if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    bucket.burst = { kind: 'burst', first: bucket.first, last: number, began: bucket.began, ended: now, counts, missed, open: false };
    this.rows.length -= number - bucket.first + 1;
    this.rows.push(bucket.burst);
  }

  /** Shows or hides the events of a burst. */
  toggle(burst) {
    const at = this.rows.lastIndexOf(burst);
    if (at < 0) return;
    const first = Math.max(burst.first, this.base);
    burst.open = !burst.open;
    // The burst heads its events: what comes before it in age stands below it.
    const before = this.rows.slice(0, at);
    const after = this.rows.slice(at);
    if (burst.open) {
      for (let n = first; n <= burst.last; n++) before.push(n);
      this.rows = before.concat(after);
    } else {
      this.rows = before.filter((row) => typeof row !== 'number' || row < burst.first || row > burst.last).concat(after);
    }
  }

  /** Folds what comes, or shows each event, those of bursts too. */
  fold(folding) {
    this.folding = folding;
    this.#bucket = undefined;
    for (const row of [...this.rows]) if (row.kind === 'burst' && row.open === folding) this.toggle(row);
  }

  /** Shows events alone that have a word in their subject or text, upper or lower case; all for ''. */
  search(query) {
    this.query = query.toLowerCase();
    this.#found = [];
    if (this.query) this.events.forEach((event, i) => this.#matches(event) && this.#found.push(this.base + i));
  }

  clear() {
    this.base += this.events.length;
    this.dropped += this.length;
    this.events = [];
    this.rows = [];
    this.#found = [];
    this.#bucket = undefined;
  }

  #matches({ text }) {
    return text.toLowerCase().includes(this.query);
  }

  #drop(count) {
    this.events.splice(0, count);
    this.base += count;
    const gone = (row) => (typeof row === 'number' ? row : (row.last ?? -1)) < this.base;
    const old = (rows) => {
      const first = rows.findIndex((row) => !gone(row));
      return first < 0 ? rows.length : first;
    };
    const shown = this.length;
    this.rows.splice(0, old(this.rows));
    this.#found.splice(0, old(this.#found));
    this.dropped += shown - this.length;
  }
}
