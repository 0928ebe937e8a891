import { describe, expect, it } from 'vitest';
import type { FeedError, Skipped } from '../src/index.js';
import { settled, until } from './support/clock.js';
import { Rig } from './support/rig.js';
import { EPOCH, timeOf } from './support/server.js';

const rig = Rig.install();

describe('reading a feed', () => {
  it('hands over each event with all that it came with', async () => {
    const events: unknown[] = [];
    rig.open({ onEvent: (event) => void events.push(event) });
    (await rig.server.next()).greet().events(1);
    await until(() => events.length, 'the event');
    expect(events).toEqual([{ seq: 1, subject: 's.1', time: timeOf(1), event: { n: 1 } }]);
  });

  it('waits for a handler before the next event', async () => {
    const log: string[] = [];
    const release: (() => void)[] = [];
    rig.open({
      onEvent: async ({ seq }) => {
        log.push(`begin ${seq}`);
        await new Promise<void>((resolve) => release.push(resolve));
        log.push(`end ${seq}`);
      },
    });
    (await rig.server.next()).greet().events(1, 2);
    await until(() => release.length == 1, 'the first handler');
    await settled();
    expect(log).toEqual(['begin 1']);
    release[0]!();
    await until(() => release.length == 2, 'the second handler');
    expect(log).toEqual(['begin 1', 'end 1', 'begin 2']);
  });

  it('iterates', async () => {
    const feed = rig.bare();
    (await rig.server.next()).greet().events(1, 2, 3);
    const seen: number[] = [];
    for await (const { seq, event } of feed) {
      seen.push(event.n);
      if (seq == 3) break;
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(feed.state).toEqual({ type: 'stopped' });
    await until(() => rig.server.peers[0]!.closedWith == 1000, 'a connection that is left');
  });

  it('is read by one reader alone', () => {
    const feed = rig.bare();
    feed[Symbol.asyncIterator]();
    expect(() => feed[Symbol.asyncIterator]()).toThrow(TypeError);
    expect(() => rig.open()[Symbol.asyncIterator]()).toThrow(TypeError);
  });

  it('says what it is doing', async () => {
    const feed = rig.open();
    const peer = await rig.server.next();
    peer.greet();
    await until(() => feed.state.type == 'catching-up', 'a feed that catches up');
    peer.caughtUp(4);
    await until(() => feed.state.type == 'live', 'a live feed');
    peer.close(1001);
    await rig.waits(feed as never);
    expect(feed.states.map((s) => s.type)).toEqual(['connecting', 'catching-up', 'live', 'waiting']);
  });

  it('tells of messages that are no events, in order (P-5.3)', async () => {
    const log: unknown[] = [];
    rig.open({ onEvent: ({ seq }) => void log.push(seq), onSkipped: (skipped: Skipped) => void log.push(skipped) });
    (await rig.server.next()).greet().events(1).say({ type: 'skipped', seq: 2, subject: 's', cause: 'not-json' }).events(3);
    await until(() => log.length == 3, 'all three');
    expect(log).toEqual([1, { seq: 2, subject: 's', cause: 'not-json' }, 3]);
  });

  it('tells of a broker that is lost and found (P-6.5)', async () => {
    const log: unknown[] = [];
    rig.open({ onUpstream: (up, since) => void log.push([up, since]) });
    (await rig.server.next()).greet().say({ type: 'upstream', state: 'down', since: 'T1' }).say({ type: 'upstream', state: 'up', since: 'T2' });
    await until(() => log.length == 2, 'both');
    expect(log).toEqual([[false, 'T1'], [true, 'T2']]);
  });

  it('passes over what it does not know (P-6.7)', async () => {
    const feed = rig.open();
    (await rig.server.next())
      .hello(0, { colour: 'blue' })
      .say({ type: 'weather', rain: true })
      .say({ seq: 1, subject: 's', time: timeOf(1), event: null, more: [1] });
    await until(() => feed.seen.length, 'the event');
    expect(feed.seen).toEqual([1]);
  });

  it('reads messages by a function of one\'s own', async () => {
    const events: unknown[] = [];
    rig.open({
      parse: (text) => JSON.parse(text.replace(/"event":(\d+)/, '"event":"$1"')),
      onEvent: ({ event }) => void events.push(event),
    });
    (await rig.server.next()).greet().say(`{"seq":1,"subject":"s","time":"${timeOf(1)}","event":12345678901234567890}`);
    await until(() => events.length, 'the event');
    expect(events).toEqual(['12345678901234567890']);
  });

  describe.each<[string, (peer: import('./support/server.js').Peer) => void]>([
    ['an event before hello', (p) => p.events(1)],
    ['a second hello', (p) => p.greet().greet()],
    ['a sequence that does not rise', (p) => p.greet().events(2, 2)],
    ['a sequence at or below where it was asked to go on', (p) => p.hello(9).events(9)],
    ['an event below a bookmark', (p) => p.greet().bookmark(5).events(5)],
    ['an event without its subject', (p) => p.greet().say({ seq: 1, time: 'T', event: 1 })],
    ['a sequence that is no number', (p) => p.greet().say({ seq: '1', subject: 's', time: 'T', event: 1 })],
    ['a message that is no JSON', (p) => p.greet().say('{"seq":1,')],
    ['a message that is no object', (p) => p.greet().say('7')],
    ['a binary message', (p) => void p.greet().socket.send(Buffer.from('{}'))],
    ['an item outside of a snapshot', (p) => p.greet().say({ type: 'item', key: 'k', seq: 1, subject: 's', value: 1 })],
    ['a hello without a cursor', (p) => p.hello(0, { cursor: undefined })],
  ])('when the server sends %s', (_, misbehave) => {
    it('ends with bad-data and hands nothing over', async () => {
      const feed = rig.open({ since: 'earliest' });
      misbehave(await rig.server.next());
      await feed.ended;
      expect(feed.state).toMatchObject({ type: 'stopped', error: { kind: 'bad-data' } });
      expect(feed.seen.filter((seq) => seq != 2)).toEqual([]);
      expect(rig.server.upgrades).toHaveLength(1);
    });
  });

  describe.each([
    ['another stream', { stream: 'OTHER' }],
    ['another epoch without 4410', { epoch: 'e2' }],
    ['an earlier place than was asked for', { cursor: 6 }],
  ])('when the server goes on in %s', (_, hello) => {
    it('ends with bad-data', async () => {
      const feed = rig.open({ since: { stream: 'S', epoch: EPOCH, seq: 7 } });
      (await rig.server.next()).hello(7, hello);
      await feed.ended;
      expect(feed.state).toMatchObject({ error: { kind: 'bad-data' } });
    });
  });

  it('throws at an iteration what ends the feed', async () => {
    const feed = rig.bare();
    (await rig.server.next()).greet().events(1).close(4403, 'subject-forbidden');
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { seq } of feed) seen.push(seq);
    })();
    await expect(reading).rejects.toMatchObject({ name: 'FeedError', kind: 'refused' } satisfies Partial<FeedError>);
    expect(seen).toEqual([1]);
  });

  it('ends by a signal, and an iteration with it', async () => {
    const abort = new AbortController();
    const feed = rig.bare({ signal: abort.signal });
    await rig.server.next();
    const reading = (async () => {
      for await (const _ of feed);
    })();
    abort.abort();
    await reading;
    expect(await feed.ended).toEqual({ type: 'stopped' });
  });

  it('does not even connect by a signal that was given before', async () => {
    const feed = rig.open({ signal: AbortSignal.abort() });
    expect(await feed.ended).toEqual({ type: 'stopped' });
    expect(rig.server.upgrades).toEqual([]);
  });

  it('ends with what a handler throws', async () => {
    const feed = rig.open({
      onEvent: () => {
        throw new RangeError('no');
      },
    });
    (await rig.server.next()).greet().events(1);
    await feed.ended;
    expect(feed.state).toMatchObject({ error: { kind: 'handler', cause: expect.any(RangeError) } });
    expect(feed.cursor?.seq).toBe(0);
  });

  describe('when the reader lags', () => {
    it('pauses at its bound, and resumes by cursor without a hole or a repeat', async () => {
      const feed = rig.bare({ buffer: 10 });
      const first = await rig.server.next();
      first.greet().events(...Array.from({ length: 40 }, (_, i) => i + 1));
      await until(() => feed.state.type == 'waiting' && feed.state.cause == 'the reader lags', 'a feed that pauses');
      const seen: number[] = [];
      const reading = (async () => {
        for await (const { seq } of feed) {
          seen.push(seq);
          if (seq == 40) break;
        }
      })();
      for (let after = 0; after < 40; ) {
        const peer = await rig.server.next();
        const since = Number(peer.asked.query.get('since'));
        expect(since).toBeGreaterThan(after);
        after = since;
        peer.greet().events(...Array.from({ length: 40 - since }, (_, i) => since + i + 1));
        if (after >= 30) break;
      }
      await reading;
      expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    });
  });
});
