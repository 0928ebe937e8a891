import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Cursor, type CursorStore, type Feed, indexedCursor, localCursor, memoryCursor } from '../src/index.js';
import { settled, until } from './support/clock.js';
import { Rig } from './support/rig.js';

const rig = Rig.install();
const at = (seq: number, more: object = {}): Cursor => ({ stream: 'S', epoch: 'e1', seq, time: `2026-01-01T00:00:00.00000000${seq}Z`, ...more });

/** Web Locks, as far as they are used here. */
class Locks {
  private readonly tails = new Map<string, Promise<void>>();
  async request(name: string, { signal }: { signal: AbortSignal }, held: () => Promise<void>): Promise<void> {
    const before = this.tails.get(name) ?? Promise.resolve();
    let release!: () => void;
    this.tails.set(name, new Promise((resolve) => (release = resolve)));
    const aborted = new Promise<never>((_, failed) => signal.addEventListener('abort', () => failed(signal.reason)));
    aborted.catch(() => {});
    try {
      await Promise.race([before, aborted]);
      await held();
    } finally {
      void before.then(release);
    }
  }
}

class Storage {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
}

describe('a cursor store', () => {
  it('is told of an event after its handler, not before', async () => {
    const saved: number[] = [];
    const store: CursorStore = { load: () => null, save: (cursor) => void saved.push(cursor.seq) };
    let release!: () => void;
    rig.open({ cursorStore: store, since: 'earliest', onEvent: () => new Promise<void>((resolve) => (release = resolve)) });
    (await rig.server.next()).greet().events(1);
    await until(() => release, 'the handler');
    await settled();
    expect(saved).toEqual([]);
    release();
    await until(() => saved.length, 'the cursor');
    expect(saved).toEqual([1]);
  });

  it('is not told of an event whose handler threw', async () => {
    const store = memoryCursor();
    const feed = rig.open({
      cursorStore: store,
      since: 'earliest',
      onEvent: ({ seq }) => {
        if (seq == 2) throw new Error('no');
      },
    });
    (await rig.server.next()).greet().events(1, 2);
    await feed.ended;
    expect(await store.load()).toEqual(at(1));
  });

  it('is told of an iteration\'s event when the next one is asked for', async () => {
    const store = memoryCursor();
    const events = rig.bare({ cursorStore: store, since: 'earliest' })[Symbol.asyncIterator]();
    (await rig.server.next()).greet().events(1, 2);
    await events.next();
    expect(store.load()).toBeUndefined();
    await events.next();
    expect(store.load()).toMatchObject({ seq: 1 });
  });

  it('is told of bookmarks, with what proves them', async () => {
    const store = memoryCursor();
    const feed = rig.open({ cursorStore: store });
    (await rig.server.next()).greet().bookmark(7);
    await until(() => feed.cursor?.seq == 7, 'the bookmark');
    await feed.close();
    expect(store.load()).toEqual(at(7));
  });

  it('is told at most every 100 ms, one call at a time, and of the end always', async () => {
    const saved: number[] = [];
    const feed = rig.open({ cursorStore: { load: () => null, save: async (cursor) => void saved.push(cursor.seq) }, since: 'earliest' });
    const peer = await rig.server.next();
    peer.greet();
    for (let seq = 1; seq <= 50; seq++) {
      peer.events(seq);
      await until(() => feed.cursor?.seq == seq, 'the event');
    }
    await settled();
    expect(saved).toEqual([1]);
    rig.clock.advance(100);
    await until(() => saved.length == 2, 'the second');
    peer.events(51);
    await until(() => feed.cursor?.seq == 51, 'the event');
    await feed.close();
    expect(saved).toEqual([1, 50, 51]);
  });

  it('is told at once when the page is hidden', async () => {
    const saved: number[] = [];
    const feed = rig.open({ cursorStore: { load: () => null, save: (cursor) => void saved.push(cursor.seq) }, since: 'earliest' });
    (await rig.server.next()).greet().events(1, 2);
    await until(() => feed.cursor?.seq == 2, 'the events');
    rig.page.visibilityState = 'hidden';
    rig.page.tell('visibilitychange');
    expect(saved).toEqual([1, 2]);
  });

  it('says where to go on', async () => {
    rig.open({ cursorStore: memoryCursor(at(7)), since: 'earliest' });
    expect((await rig.server.next()).asked.query.get('since')).toBe('7');
  });

  it.each<[string, unknown]>([
    ['one of other subjects', at(7, { subjects: ['other.>'] })],
    ['one of all subjects', at(7)],
    ['one without an epoch', { stream: 'S', seq: 7, subjects: ['a.>'] }],
    ['one below zero', at(-7, { subjects: ['a.>'] })],
    ['no cursor', 'garbage'],
  ])('that holds %s is as good as one that is gone', async (_, stored) => {
    const feed = rig.open({ subjects: ['a.>'], cursorStore: { load: () => stored, save() {} } });
    expect(await feed.ended).toMatchObject({ type: 'gone', gone: { problem: { title: expect.stringContaining('damaged') } } });
    expect(rig.server.upgrades).toEqual([]);
  });

  it('that holds one of no use leads to a snapshot where that is given', async () => {
    rig.open({ cursorStore: { load: () => 'garbage', save() {} }, snapshot: () => {} });
    expect((await rig.server.next()).asked.query.get('since')).toBe('snapshot');
  });

  it('holds the filters with the cursor', async () => {
    const store = memoryCursor();
    const feed = rig.open({ cursorStore: store, subjects: ['b', 'a'] });
    (await rig.server.next()).greet().bookmark(3);
    await until(() => feed.cursor?.seq == 3, 'the bookmark');
    await feed.close();
    expect(store.load()).toEqual(at(3, { subjects: ['a', 'b'] }));
  });

  it.each<[string, Partial<CursorStore>]>([
    ['read', { load: () => Promise.reject(new Error('disk')) }],
    ['kept', { save: () => Promise.reject(new Error('disk')) }],
    ['kept at once', { save: () => { throw new Error('disk'); } }],
    ['locked', { lock: () => Promise.reject(new Error('disk')) }],
  ])('that cannot be %s ends the feed', async (_, broken) => {
    const feed = rig.open({ cursorStore: { load: () => null, save() {}, ...broken } });
    void rig.server.next().then((peer) => peer.greet().events(1), () => {});
    expect(await feed.ended).toMatchObject({ type: 'stopped', error: { kind: 'store', message: 'store: disk' } });
  });
});

describe('in localStorage, a cursor', () => {
  let storage: Storage;
  beforeEach(() => {
    storage = new Storage();
    vi.stubGlobal('localStorage', storage);
    vi.stubGlobal('navigator', { locks: new Locks() });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('outlives the page', async () => {
    const first = rig.open({ cursorStore: localCursor('k') });
    (await rig.server.next()).greet().events(1, 2);
    await until(() => first.cursor?.seq == 2, 'the events');
    await first.close();
    rig.open({ cursorStore: localCursor('k') });
    expect((await rig.server.next()).asked.url).toBe('/ws/events?since=2&epoch=e1&at=2026-01-01T00%3A00%3A00.000000002Z');
  });

  it('is one page\'s: a second one waits, and goes on where the first ended', async () => {
    const first = rig.open({ cursorStore: localCursor('k') });
    const second = rig.open({ cursorStore: localCursor('k') });
    const other = rig.open({ cursorStore: localCursor('other') });
    (await rig.server.next()).greet().events(1, 2);
    await rig.server.next();
    await until(() => first.cursor?.seq == 2, 'the events');
    await settled();
    expect(rig.server.upgrades).toHaveLength(2);
    expect(second.state).toMatchObject({ type: 'waiting', attempt: 0, at: null });
    expect(other.state.type).toBe('connecting');
    await first.close();
    expect((await rig.server.next()).asked.query.get('since')).toBe('2');
  });

  it('is given up while it is waited for', async () => {
    rig.open({ cursorStore: localCursor('k') });
    await rig.server.next();
    const second = rig.open({ cursorStore: localCursor('k') });
    expect(await second.close()).toEqual({ type: 'stopped' });
  });

  it('that is damaged is told, not replaced by a default', async () => {
    storage.setItem('jetbridge:k', '{"seq":');
    expect(await rig.open({ cursorStore: localCursor('k') }).ended).toMatchObject({ type: 'gone' });
    expect(storage.getItem('jetbridge:k')).toBe('{"seq":');
  });

  it('is refused where nothing keeps it to one page, unless that is accepted', async () => {
    vi.stubGlobal('navigator', {});
    expect(await rig.open({ cursorStore: localCursor('k') }).ended).toMatchObject({ error: { kind: 'store' } });
    rig.open({ cursorStore: localCursor('k', { unlocked: true }) });
    await rig.server.next();
  });
});

describe('in IndexedDB, a cursor', () => {
  let database: IDBDatabase;
  let name = 0;
  beforeEach(async () => {
    database = await new Promise((resolve) => {
      const opening = indexedDB.open(`db${name++}`);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('cursors');
        opening.result.createObjectStore('orders');
      };
      opening.onsuccess = () => resolve(opening.result);
    });
  });
  const get = <T>(store: string, key: IDBValidKey) =>
    new Promise<T | undefined>((resolve) => {
      const request = database.transaction(store).objectStore(store).get(key);
      request.onsuccess = () => resolve(request.result);
    });
  const count = (store: string) =>
    new Promise<number>((resolve) => {
      const request = database.transaction(store).objectStore(store).count();
      request.onsuccess = () => resolve(request.result);
    });
  const store = (more: object = {}) => indexedCursor({ database, key: 'k', unlocked: true, ...more });

  it('outlives the page', async () => {
    const first = rig.open({ cursorStore: store() });
    (await rig.server.next()).greet().events(1, 2);
    await until(() => first.cursor?.seq == 2, 'the events');
    await first.close();
    expect(await get('cursors', 'k')).toEqual(at(2));
    rig.open({ cursorStore: store() });
    expect((await rig.server.next()).asked.query.get('since')).toBe('2');
  });

  describe('in one transaction with the handler\'s work', () => {
    const writing = (fails = -1): Feed<{ n: number }> =>
      rig.open({
        cursorStore: store({ with: ['orders'] }),
        since: 'earliest',
        snapshot: ({ items }, tx) => {
          tx!.objectStore('orders').clear();
          for (const { key, value } of items) tx!.objectStore('orders').put(value, key);
        },
        onEvent: ({ seq }, tx) => {
          tx!.objectStore('orders').put({ seq }, seq);
          if (seq == fails) throw new Error('crash');
        },
      });

    it('counts with it', async () => {
      const feed = writing();
      (await rig.server.next()).greet().events(1, 2, 3).bookmark(9);
      await until(() => feed.cursor?.seq == 9, 'all of it');
      expect([await count('orders'), await get('cursors', 'k')]).toEqual([3, at(9)]);
    });

    it('is as it was where the handler fails, and so is the work', async () => {
      const feed = writing(3);
      const peer = await rig.server.next();
      peer.greet().events(1, 2);
      await until(() => feed.cursor?.seq == 2, 'two events');
      peer.events(3);
      expect(await feed.ended).toMatchObject({ error: { kind: 'handler' } });
      expect([await count('orders'), await get<Cursor>('cursors', 'k').then((c) => c!.seq)]).toEqual([2, 2]);
    });

    it('holds a snapshot and its place as one', async () => {
      const feed = writing();
      (await rig.server.next()).greet().events(1, 2).gone();
      (await rig.server.next()).hello(50).snapshot(50, { a: 1 });
      await until(() => feed.cursor?.seq == 50, 'the snapshot');
      expect([await count('orders'), await get<Cursor>('cursors', 'k').then((c) => c!.seq)]).toEqual([1, 50]);
    });

    it('waits for requests of the handler\'s', async () => {
      const feed = rig.open({
        cursorStore: store({ with: ['orders'] }),
        since: 'earliest',
        onEvent: async ({ seq }, tx) => {
          const orders = tx!.objectStore('orders');
          const before = await new Promise<number>((resolve) => {
            const request = orders.get('sum');
            request.onsuccess = () => resolve(request.result ?? 0);
          });
          orders.put(before + seq, 'sum');
        },
      });
      (await rig.server.next()).greet().events(1, 2, 3, 4);
      await until(() => feed.cursor?.seq == 4, 'all of it');
      expect(await get('orders', 'sum')).toBe(10);
    });

    it('does not run ahead of a handler that waits for something else: the feed fails', async () => {
      const feed = rig.open({
        cursorStore: store({ with: ['orders'] }),
        since: 'earliest',
        onEvent: async () => {
          await settled();
          await settled();
        },
      });
      (await rig.server.next()).greet().events(1);
      expect(await feed.ended).toMatchObject({ type: 'stopped', error: { kind: 'store' } });
      expect(await get('cursors', 'k')).toBeUndefined();
    });
  });
});
