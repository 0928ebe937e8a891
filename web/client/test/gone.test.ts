import { describe, expect, it } from 'vitest';
import type { Gone, Snapshot } from '../src/index.js';
import { until } from './support/clock.js';
import { type Opened, Rig } from './support/rig.js';

const rig = Rig.install();

/** A feed that writes down states and events in the order in which it was told. */
const rebuilding = (options: object = {}): Opened & { log: unknown[]; gone: Gone[] } => {
  const log: unknown[] = [];
  const gone: Gone[] = [];
  const feed = rig.open({
    onEvent: ({ seq }) => void log.push(seq),
    onGone: (g) => void gone.push(g),
    snapshot: ({ items, cursor }: Snapshot<{ n: number }>) => void log.push(Object.fromEntries(items.map((i) => [i.key, i.value])), `at ${cursor.seq}`),
    ...options,
  });
  return Object.assign(feed, { log, gone });
};

describe('a cursor that cannot be continued', () => {
  it('ends the feed where nobody says how to go on, after what came before it', async () => {
    const gone: Gone[] = [];
    const feed = rig.open({ onGone: (g) => void gone.push(g) });
    (await rig.server.next()).greet(6).events(7).gone();
    expect(await feed.ended).toMatchObject({ type: 'gone' });
    expect(feed.seen).toEqual([7]);
    expect(gone).toEqual([
      {
        problem: { type: '/problems/ws/retention-exhausted', title: 'Cursor older than stream retention' },
        oldest: 90,
        cursor: expect.objectContaining({ stream: 'S', epoch: 'e1', seq: 7 }),
      },
    ]);
  });

  it('is thrown at an iteration', async () => {
    const feed = rig.bare();
    (await rig.server.next()).greet().gone();
    await expect(feed[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'gone' });
  });

  it('is gone on from where onGone says', async () => {
    const feed = rig.open({ onGone: async () => ({ seq: 89, epoch: 'e1' }) });
    (await rig.server.next()).greet(6).gone();
    const peer = await rig.server.next();
    expect(peer.asked.url).toBe('/ws/events?since=89&epoch=e1');
    peer.greet().events(90);
    await until(() => feed.seen.length, 'the event');
  });

  it('ends the feed with what onGone throws', async () => {
    const feed = rig.open({
      onGone: () => {
        throw new Error('no');
      },
    });
    (await rig.server.next()).greet().gone();
    expect(await feed.ended).toMatchObject({ error: { kind: 'handler' } });
  });

  describe('with a snapshot to go on with', () => {
    it('tells the state, then what follows it, and counts them as one', async () => {
      const feed = rebuilding({ since: { seq: 5 } });
      (await rig.server.next()).greet().events(6).gone();
      const peer = await rig.server.next();
      expect(peer.asked.url).toBe('/ws/events?since=snapshot');
      peer.hello(100).snapshot(100, { a: 1, b: 2 }).events(101);
      await until(() => feed.log.length == 4, 'all of it');
      expect(feed.log).toEqual([6, { a: 1, b: 2 }, 'at 100', 101]);
      expect(feed.gone).toHaveLength(1);
      expect(feed.cursor?.seq).toBe(101);
    });

    it('begins with it', async () => {
      rebuilding();
      expect((await rig.server.next()).asked.url).toBe('/ws/events?since=snapshot');
    });

    it('never mixes: one that was cut short is told anew from its first item', async () => {
      const feed = rebuilding();
      const first = await rig.server.next();
      first.hello(100).say({ type: 'snapshot_begin', cursor: 100, epoch: 'e1', count: 2 });
      first.say({ type: 'item', key: 'old', seq: 1, subject: 's', value: 1 }).cut();
      await rig.retry(feed as never);
      const second = await rig.server.next();
      expect(second.asked.url).toBe('/ws/events?since=snapshot');
      second.hello(200).snapshot(200, { new: 2 }).events(201);
      await until(() => feed.log.length == 3, 'all of it');
      expect(feed.log).toEqual([{ new: 2 }, 'at 200', 201]);
    });

    it('waits for the state to be taken before it hands over what follows', async () => {
      let taken!: () => void;
      const feed = rebuilding({ snapshot: () => new Promise<void>((resolve) => (taken = resolve)) });
      (await rig.server.next()).hello(1).snapshot(1, {}).events(2);
      await until(() => taken, 'the state');
      expect(feed.log).toEqual([]);
      expect(feed.cursor).toBeUndefined();
      taken();
      await until(() => feed.log.length, 'the event');
    });

    it('gives up where it is gone again with nothing in between', async () => {
      const feed = rebuilding();
      (await rig.server.next()).hello(1).snapshot(1, {}).events(2).gone();
      (await rig.server.next()).hello(5).snapshot(5, {}).gone();
      expect(await feed.ended).toMatchObject({ type: 'gone' });
      expect(rig.server.upgrades).toHaveLength(2);
    });

    it('does not give up where something came in between', async () => {
      const feed = rebuilding();
      for (let n = 1; n < 5; n++) (await rig.server.next()).hello(n * 10).snapshot(n * 10, {}).caughtUp(n * 10).gone();
      await rig.server.next();
      expect(feed.gone).toHaveLength(4);
    });

    it('hands the state to an iteration before the events that follow', async () => {
      const log: unknown[] = [];
      const feed = rig.bare({ snapshot: ({ items }) => void log.push(items.length) });
      (await rig.server.next()).hello(3).snapshot(3, { a: 1 }).events(4);
      for await (const { seq } of feed) {
        log.push(seq);
        break;
      }
      expect(log).toEqual([1, 4]);
    });

    it.each([
      ['an event within it', (p: import('./support/server.js').Peer) => p.events(2)],
      ['an item above it', (p: import('./support/server.js').Peer) => p.say({ type: 'item', key: 'k', seq: 9, subject: 's', value: 1 })],
      ['an end of another one', (p: import('./support/server.js').Peer) => p.say({ type: 'snapshot_end', cursor: 2 })],
    ])('holds the server to it: %s is a breach', async (_, misbehave) => {
      const feed = rebuilding();
      const peer = await rig.server.next();
      misbehave(peer.hello(1).say({ type: 'snapshot_begin', cursor: 1, epoch: 'e1', count: 1 }));
      expect(await feed.ended).toMatchObject({ error: { kind: 'bad-data' } });
      expect(feed.log).toEqual([]);
    });
  });
});
