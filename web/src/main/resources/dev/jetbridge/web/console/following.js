import { connect } from './client.js';
import { held } from './journal.js';

const cause = (state) => state.cause ?? state.error?.message ?? state.gone?.problem.title ?? state.type;

/** The console's feed: what it brings goes into the journal, outages as rows of their own. */
export class Following {
  state = { type: 'stopped' };
  hello;
  /** Since the page was opened, or the feed anew. */
  events = 0;
  skipped = 0;
  reconnects = 0;
  upstream = true;
  since = 0;
  #feed;
  #journal;
  #changed;
  #outage;
  #text = '';

  constructor(journal, changed) {
    this.#journal = journal;
    this.#changed = changed;
  }

  get cursor() {
    return this.#feed?.cursor;
  }

  /** Opens a feed in place of the one before. */
  open({ url, token, subjects, since }) {
    void this.#feed?.close();
    Object.assign(this, { hello: undefined, events: 0, skipped: 0, reconnects: 0, upstream: true, since: 0 });
    this.#outage = undefined;
    const feed = connect({
      url,
      token,
      subjects,
      since,
      buffer: 50_000,
      parse: (text) => JSON.parse((this.#text = text)),
      onEvent: (event) => this.#event(event),
      onSkipped: () => this.skipped++,
      onUpstream: (up) => {
        this.upstream = up;
        this.#changed();
      },
      onState: (state) => feed === this.#feed && this.#turned(state),
    });
    this.#feed = feed;
  }

  #event(event) {
    const now = Date.now();
    const missed = this.state.type === 'catching-up';
    this.events++;
    if (missed && this.#outage) this.#outage.missed++;
    this.#journal.add(held(this.#text, event, now), now, missed);
    this.#changed();
  }

  #turned(state) {
    const before = this.state;
    this.state = state;
    const now = Date.now();
    if (state.hello && state.hello !== this.hello) {
      if (this.hello && before.type !== 'live' && before.type !== 'catching-up') this.reconnects++;
      this.hello = state.hello;
      this.since ||= now;
    }
    const outage = this.#outage;
    if (state.type === 'waiting' || (this.hello && state.type === 'connecting')) {
      if (!outage || outage.caughtUp) {
        this.#outage = { kind: 'outage', began: now, cause: cause(state), missed: 0, caughtUp: false };
        // A page that has seen nothing has missed nothing.
        if (this.hello) this.#journal.mark(this.#outage);
      } else if (outage.ended) Object.assign(outage, { ended: undefined, cause: cause(state) });
    } else if (outage && !outage.caughtUp && state.hello) {
      outage.ended ??= now;
      outage.caughtUp = state.type === 'live';
    } else if (state.type === 'gone' || (state.type === 'stopped' && state.error)) {
      this.#journal.mark({ kind: 'outage', began: now, cause: cause(state), missed: 0, final: true });
    }
    this.#changed();
  }

  /** What the present outage waits for; undefined where there is none. */
  tick() {
    const { type, at, attempt } = this.state;
    const next = type === 'connecting' ? 'connecting' : at ? `attempt ${attempt} in ${Math.max(0, (at - Date.now()) / 1000).toFixed(1)} s` : '';
    if (this.#outage && !this.#outage.ended) this.#outage.next = next;
    return type === 'waiting' ? next || this.state.cause : undefined;
  }
}
