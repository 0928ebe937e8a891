import { describe, expect, it } from 'vitest';
import { memoryCursor, type Feed } from '../src/index.js';
import { until } from './support/clock.js';
import { Rig } from './support/rig.js';
import { type Peer, timeOf } from './support/server.js';

const rig = Rig.install();

/** Numbers that look drawn and are the same for a seed (mulberry32). */
const dice = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

const LAST = 400;

/**
 * Plays a server in front of a stream of LAST events that misbehaves at random within the contract:
 * serves a few events, then cuts, closes, sends away, refuses, or serves two connections at once.
 */
const serve = (random: () => number, peer: Peer): void => {
  const since = peer.asked.query.get('since')!;
  const from = since == 'earliest' ? 0 : Number(since);
  const at = peer.asked.query.get('at');
  if (at && at != timeOf(from)) return peer.close(4410, 'stream-replaced');
  peer.hello(from);
  const pick = random();
  const until = Math.min(LAST, from + Math.floor(random() * 40));
  if (pick < 0.1) peer.say({ type: 'goaway', reconnect_after_ms: random() * 2000, deadline_ms: 5000 });
  for (let seq = from + 1; seq <= until; seq++) {
    if (seq % 17) peer.events(seq);
    else if (random() < 0.5) peer.say({ type: 'skipped', seq, subject: 's', cause: 'not-json' });
  }
  // Without a word the next connection may begin below what was passed over, which is legal.
  if (until == LAST) peer.caughtUp(LAST);
  else if (pick < 0.4) peer.cut();
  else if (pick < 0.6) peer.bookmark(until).close([1000, 1001, 1011, 1012, 1013, 4408, 4401][Math.floor(random() * 7)]!);
  else if (pick < 0.7) peer.bookmark(until).say({ type: 'goaway', reconnect_after_ms: random() * 3000, deadline_ms: 5000 });
};

describe('through faults drawn at random', () => {
  it.each(Array.from({ length: 40 }, (_, i) => i + 1))('a feed hands over exactly the events of the stream (seed %d)', async (seed) => {
    const random = dice(seed);
    const seen: number[] = [];
    const store = memoryCursor();
    let served = 0;
    let feed!: Feed<{ n: number }>;
    let reopening = false;
    const open = () => {
      feed = rig.open({
        since: 'earliest',
        cursorStore: store,
        buffer: 5 + Math.floor(random() * 50),
        token: () => `t${random()}`,
        onEvent: async ({ seq }) => {
          if (random() < 0.1) await new Promise((resolve) => setImmediate(resolve));
          seen.push(seq);
        },
      });
    };
    open();
    await until(() => {
      while (served < rig.server.peers.length) serve(random, rig.server.peers[served++]!);
      if (random() < 0.02 && rig.server.refusals.length == 0) {
        rig.server.refusals.push([{ status: 503, headers: { 'retry-after': '1' } }, { status: 401 }, { status: 426 }][Math.floor(random() * 3)]!);
      }
      if (random() < 0.01) rig.page.tell('offline');
      if (random() < 0.01) rig.page.tell('online');
      rig.clock.advance(random() * 400);
      if (random() < 0.004 && !reopening) {
        // The page is closed and opened again.
        reopening = true;
        void feed.close().then(() => {
          open();
          reopening = false;
        });
      }
      return (feed.state.type == 'stopped' && !reopening) || feed.state.type == 'gone' || seen.at(-1) == LAST;
    }, `the last event; ${seen.length} came, the feed is ${JSON.stringify(feed.state)}`);
    expect(feed.state.type, JSON.stringify(feed.state)).not.toMatch(/stopped|gone/);
    expect(seen).toEqual(Array.from({ length: LAST }, (_, i) => i + 1).filter((seq) => seq % 17));
  });
});
