import { describe, expect, it } from 'vitest';
import type { Feed } from '../src/index.js';
import { adviceOn } from '../src/advice.js';
import { settled, until } from './support/clock.js';
import { type Opened, Rig } from './support/rig.js';

const rig = Rig.install();
const waits = (feed: Opened) => rig.waits(feed as Feed<never>);
const retry = (feed: Opened) => rig.retry(feed as Feed<never>);

describe('the advice on close codes (P-9)', () => {
  it.each([
    ['reconnect', [1000, 1001, 1012, 4408]],
    ['stop', [1002, 1003, 1007, 1008, 1009, 4403, 4000, 4999]],
    ['back-off', [1005, 1006, 1011, 1013, 1014, 1015, 3000, 3999]],
    ['renew-token', [4401]],
    ['rebuild', [4410]],
  ])('is to %s', (advice, codes) => {
    for (const code of codes) expect([code, adviceOn(code)]).toEqual([code, advice]);
  });
});

describe('reconnecting', () => {
  it('goes on after the last event, with the proof of the cursor (P-5.4)', async () => {
    const feed = rig.open({ since: 'earliest' });
    const first = await rig.server.next();
    first.hello(0).events(1, 2, 5).cut();
    await retry(feed);
    const second = await rig.server.next();
    expect(second.asked.url).toBe('/ws/events?since=5&epoch=e1&at=2026-01-01T00%3A00%3A00.000000005Z');
    second.greet().events(6);
    await until(() => feed.seen.length == 4, 'the event after');
    expect(feed.seen).toEqual([1, 2, 5, 6]);
  });

  it('asks for the oldest event again where nothing has come yet', async () => {
    const feed = rig.open({ since: 'earliest' });
    (await rig.server.next()).hello(40).cut();
    await retry(feed);
    expect((await rig.server.next()).asked.url).toBe('/ws/events?since=earliest');
  });

  it('goes on where latest began, though nothing has come yet', async () => {
    const feed = rig.open();
    (await rig.server.next()).hello(40).cut();
    await retry(feed);
    expect((await rig.server.next()).asked.query.get('since')).toBe('40');
  });

  it('goes on after a bookmark (P-6.4)', async () => {
    const feed = rig.open({ since: 'earliest' });
    (await rig.server.next()).hello(0).events(3).bookmark(900).cut();
    await retry(feed);
    expect((await rig.server.next()).asked.query.get('since')).toBe('900');
  });

  it('draws its delay between nothing and a ceiling that doubles to 30 s', async () => {
    rig.dice = 0.999999;
    const feed = rig.open();
    const delays: number[] = [];
    for (let attempt = 1; attempt < 10; attempt++) {
      (await rig.server.next()).cut();
      delays.push(Math.round((await waits(feed)) / 100) / 10);
      expect(feed.state).toMatchObject({ attempt: attempt + 1 });
      await retry(feed);
    }
    expect(delays).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30]);
    rig.dice = 0;
    (await rig.server.next()).cut();
    expect(await waits(feed)).toBe(0);
  });

  it('begins anew after a connection that lasted 10 s, and only then', async () => {
    rig.dice = 0.999999;
    const feed = rig.open();
    for (const [uptime, delay] of [[0, 1], [9_999, 2], [10_000, 0.5], [0, 1]] as const) {
      const peer = await rig.server.next();
      peer.greet().events(1 + Number(peer.asked.query.get('since')) || 1);
      await until(() => feed.state.type == 'catching-up', 'a connection');
      rig.clock.advance(uptime);
      peer.cut();
      expect([uptime, Math.round((await waits(feed)) / 100) / 10]).toEqual([uptime, delay]);
      await retry(feed);
    }
  });

  it.each([1002, 1007, 1008, 1009, 4403, 4242])('stops at %d, and tells what came before it', async (code) => {
    const feed = rig.open();
    (await rig.server.next()).greet().events(1).close(code, 'why');
    expect(await feed.ended).toMatchObject({ type: 'stopped', error: { kind: 'refused', message: `closed with ${code} why` } });
    expect(feed.seen).toEqual([1]);
  });

  it.each([1000, 1001, 1011, 1013, 4408])('comes back after %d', async (code) => {
    const feed = rig.open();
    (await rig.server.next()).greet().events(1).close(code);
    await retry(feed);
    expect((await rig.server.next()).asked.query.get('since')).toBe('1');
  });

  describe('when nothing is heard', () => {
    it('leaves after three bookmark intervals (P-6.4)', async () => {
      const feed = rig.open();
      const peer = await rig.server.next();
      peer.hello(7, { bookmark_seconds: 2 });
      await until(() => feed.state.type == 'catching-up', 'a connection');
      rig.clock.advance(5_999);
      expect(feed.state.type).toBe('catching-up');
      rig.clock.advance(1_001);
      expect(feed.state).toMatchObject({ type: 'waiting', cause: 'nothing heard for 7 s' });
      await until(() => peer.closedWith !== undefined, 'a connection that is left');
    });

    it('stays as long as bookmarks come', async () => {
      const feed = rig.open();
      const peer = await rig.server.next();
      peer.greet();
      for (let seq = 1; seq < 5; seq++) {
        peer.bookmark(seq);
        await until(() => feed.cursor?.seq == seq, 'the bookmark');
        rig.clock.advance(44_000);
      }
      expect(feed.state.type).toBe('catching-up');
    });

    it('takes in what came while the page slept before it judges', async () => {
      const feed = rig.open();
      const peer = await rig.server.next();
      peer.greet();
      await until(() => feed.state.type == 'catching-up', 'a connection');
      peer.events(1);
      rig.clock.jump(3_600_000);
      await until(() => feed.seen.length, 'the event that waited');
      rig.clock.advance(1_000);
      expect(feed.state.type).toBe('catching-up');
    });

    it('does not wait for a hello for ever', async () => {
      const feed = rig.open();
      await rig.server.next();
      rig.clock.advance(61_000);
      expect(feed.state).toMatchObject({ type: 'connecting' });
      await waits(feed);
    });
  });

  describe('when it is sent away (P-6.6)', () => {
    const sent = async (feed: Opened) => {
      const old = await rig.server.next();
      old.greet().events(1).say({ type: 'goaway', reconnect_after_ms: 2_000, deadline_ms: 9_000 });
      await until(() => feed.seen.length == 1, 'the event');
      await settled();
      return old;
    };

    it('stays until the moment named, and opens the new connection before it closes the old', async () => {
      const feed = rig.open();
      const old = await sent(feed);
      rig.clock.advance(1_999);
      await settled();
      expect(rig.server.upgrades).toHaveLength(1);
      rig.clock.advance(1);
      const heir = await rig.server.next();
      expect(heir.asked.query.get('since')).toBe('1');
      expect(old.closedWith).toBeUndefined();
      old.events(2, 3);
      await until(() => feed.seen.length == 3, 'what the old one still brings');
      heir.greet().events(2, 3, 4);
      await until(() => feed.seen.length == 4, 'what the new one brings');
      expect(feed.seen).toEqual([1, 2, 3, 4]);
      await until(() => old.closedWith == 1000, 'the old connection left');
      expect(feed.states.map((s) => s.type)).toEqual(['connecting', 'catching-up', 'catching-up']);
    });

    it('keeps the old one where no other can be had, and tries again', async () => {
      const feed = rig.open();
      const old = await sent(feed);
      rig.server.refusals.push({ status: 503 });
      rig.clock.advance(2_000);
      await until(() => rig.server.upgrades.length == 2, 'the attempt');
      old.events(2);
      await until(() => feed.seen.length == 2, 'what the old one brings');
      await until(() => {
        rig.clock.advance(500);
        return rig.server.upgrades.length == 3;
      }, 'another attempt');
    });

    it('waits for the moment where the old one is closed before', async () => {
      const feed = rig.open();
      (await sent(feed)).close(1001);
      expect(await waits(feed)).toBe(2_000);
    });

    it('makes the new one its own where the old one goes while it opens', async () => {
      const feed = rig.open();
      const old = await sent(feed);
      rig.clock.advance(2_000);
      const heir = await rig.server.next();
      old.cut();
      await until(() => feed.states.at(-1)?.type == 'connecting', 'word of it');
      heir.greet().events(2);
      await until(() => feed.seen.length == 2, 'the event');
      expect(rig.server.upgrades).toHaveLength(2);
    });
  });

  describe('when the page is told of its network', () => {
    it('comes back at once with it', async () => {
      rig.dice = 0.9;
      const feed = rig.open();
      for (let i = 0; i < 6; i++) {
        (await rig.server.next()).cut();
        await waits(feed);
        if (i < 5) await retry(feed);
      }
      expect(await waits(feed)).toBe(27_000);
      rig.page.tell('online');
      expect(await waits(feed)).toBe(450);
    });

    it('does not hurry while it is offline', async () => {
      const feed = rig.open();
      rig.navigator.onLine = false;
      (await rig.server.next()).cut();
      expect(await waits(feed)).toBe(30_000);
    });

    it('replaces a connection of before, which may hang, without a gap', async () => {
      const feed = rig.open();
      const old = await rig.server.next();
      old.greet().events(1);
      await until(() => feed.seen.length, 'the event');
      rig.page.tell('offline');
      rig.page.tell('online');
      const heir = await rig.server.next();
      heir.greet().events(2);
      await until(() => feed.seen.length == 2 && old.closedWith == 1000, 'the event by the new one, the old one left');
    });

    it('dials anew where it had not been greeted', async () => {
      rig.open();
      const old = await rig.server.next();
      rig.page.tell('offline');
      rig.page.tell('online');
      await rig.server.next();
      await until(() => old.closedWith !== undefined, 'the old one left');
    });

    it('comes back at once when it is looked at, and finds a dead connection then', async () => {
      rig.dice = 0.9;
      const feed = rig.open();
      (await rig.server.next()).cut();
      expect(await waits(feed)).toBe(900);
      rig.page.tell('visibilitychange');
      expect(await waits(feed)).toBe(450);
      await retry(feed);
      (await rig.server.next()).greet();
      await until(() => feed.state.type == 'catching-up', 'a connection');
      rig.clock.at += 3_600_000;
      rig.page.tell('visibilitychange');
      rig.clock.advance(1_000);
      expect(feed.state).toMatchObject({ type: 'waiting', cause: 'nothing heard for 3601 s' });
    });
  });

  describe('when an upgrade is refused, which a browser hides', () => {
    it('asks why by a plain request with the token in a header (P-2.7)', async () => {
      rig.server.refusal = { status: 403 };
      const feed = rig.open({ token: 'abc', subjects: ['x.>'] });
      expect(await feed.ended).toMatchObject({
        type: 'stopped',
        error: { kind: 'refused', message: 'refused with HTTP 403: found x, expected y', problem: { type: '/problems/x', status: 403 } },
      });
      expect(rig.server.plain[0]).toMatchObject({ url: '/ws/events?since=latest&subject=x.%3E', authorization: 'Bearer abc' });
      expect(rig.server.upgrades).toHaveLength(1);
    });

    it.each([408, 429, 500, 503])('comes back after %d', async (status) => {
      rig.server.refusals.push({ status });
      const feed = rig.open();
      expect(await waits(feed)).toBe(500);
      await retry(feed);
      await rig.server.next();
    });

    it('comes back no sooner than Retry-After, spread, whatever the network says', async () => {
      rig.server.refusal = { status: 503, headers: { 'retry-after': '20' } };
      const feed = rig.open();
      expect(await waits(feed)).toBe(20_500);
      rig.page.tell('online');
      expect(await waits(feed)).toBe(20_500);
    });

    it('waits for no server longer than five minutes', async () => {
      rig.server.refusal = { status: 503, headers: { 'retry-after': '86400' } };
      expect(await waits(rig.open())).toBe(300_500);
    });

    it('shows a page that is not the server\'s by its status', async () => {
      rig.server.refusal = { status: 404, body: '<h1>proxy' };
      expect(await rig.open().ended).toMatchObject({ error: { message: 'refused with HTTP 404' } });
    });

    it('comes back where the server would open one', async () => {
      rig.server.refusals.push({ status: 426 });
      const feed = rig.open();
      await waits(feed);
      expect(feed.state).toMatchObject({ cause: expect.stringContaining('though the server would') });
    });

    it('comes back where nobody answers', async () => {
      const feed = rig.open({ url: 'ws://127.0.0.1:1' });
      await waits(feed);
      expect(feed.state).toMatchObject({ cause: 'no connection' });
    });

    it('tells where the answer is kept from the page', async () => {
      rig.server.refusal = { status: 403 };
      const feed = rig.open({
        environment: {
          fetch: async (address, init) => {
            if (init?.mode != 'no-cors') throw new TypeError('Failed to fetch');
            return fetch(address, init);
          },
        },
      });
      await waits(feed);
      expect(feed.state).toMatchObject({ cause: expect.stringContaining('server.allowed-origins') });
    });

    it('does not wait for an answer for ever', async () => {
      rig.server.refusal = { status: 503 };
      let asked = 0;
      const feed = rig.open({
        environment: {
          fetch: (_, init) => new Promise((_, failed) => {
            asked++;
            init!.signal!.addEventListener('abort', () => failed(new Error('aborted')));
            if (init!.signal!.aborted) failed(new Error('aborted'));
          }),
        },
      });
      await until(() => asked, 'the question');
      rig.clock.advance(10_000);
      await waits(feed);
    });
  });

  describe('when the token is of no use', () => {
    it('stops at 401 where there is no other', async () => {
      rig.server.refusal = { status: 401 };
      expect(await rig.open({ token: 'old' }).ended).toMatchObject({ error: { kind: 'refused' } });
      expect(await rig.open({ token: () => 'old' }).ended).toMatchObject({ error: { kind: 'refused' } });
    });

    it('tries another one as soon as there is one', async () => {
      rig.server.refusals.push({ status: 401 });
      let n = 0;
      const feed = rig.open({ token: () => `t${n++}` });
      await retry(feed);
      (await rig.server.next()).greet().events(1);
      await until(() => feed.seen.length, 'the event');
    });

    it('goes on trying for a minute after a 4401, since renewal may be late', async () => {
      const feed = rig.open({ token: 'old' });
      (await rig.server.next()).greet().events(1).close(4401, 'token-expired');
      rig.server.refusal = { status: 401 };
      await retry(feed);
      await retry(feed);
      expect(feed.state.type).not.toBe('stopped');
      await until(() => feed.state.type == 'waiting', 'a feed that waits');
      rig.clock.advance(60_000);
      expect(await feed.ended).toMatchObject({ error: { kind: 'refused' } });
    });
  });
});
