import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../examples/bundle.mjs';
import { launch } from './browser.mjs';
import { built, Stage, until } from './stage.mjs';

const EVENTS = 10_000;

/** A page that writes each event and its cursor into one IndexedDB transaction. */
const page = (feed, more = '') => `<!doctype html><title>page</title><script type="module">
import { connect, indexedCursor } from '/index.js';
const database = await new Promise((resolve) => {
  const opening = indexedDB.open('e2e', 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('cursors');
    opening.result.createObjectStore('events', { autoIncrement: true });
  };
  opening.onsuccess = () => resolve(opening.result);
});
window.states = [];
window.seen = () => new Promise((resolve) => {
  const request = database.transaction('events').objectStore('events').getAll();
  request.onsuccess = () => resolve(request.result);
});
window.count = () => new Promise((resolve) => {
  const request = database.transaction('events').objectStore('events').count();
  request.onsuccess = () => resolve(request.result);
});
window.feed = connect({
  url: '${feed}',
  token: () => fetch('/token').then((answer) => answer.text()),
  since: 'earliest',
  cursorStore: indexedCursor({ database, key: 'e2e', with: ['events'] }),
  onEvent: ({ seq, event }, tx) => tx.objectStore('events').add([seq, event.n]),
  onState: (state) => window.states.push({ ...state, hello: undefined, error: state.error?.message }),
  ${more}
});
</script>`;

describe('in a real browser, before a real bridge', () => {
  let stage;
  let browser;
  beforeAll(async () => {
    browser = await launch();
    stage = await Stage.open();
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it('a page ends with exactly the events, whatever is killed meanwhile', async () => {
    stage.serve({ '/': page(stage.feed), '/index.js': built('index.js') });
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(stage.origin);
    const publishing = stage.publish(1, EVENTS, 300);
    const count = () => tab.evaluate(() => window.count?.() ?? 0).catch(() => 0);
    const grows = async (what) => {
      const before = await count();
      await until(async () => (await count()) > before + 100 || (await count()) == EVENTS, `events after ${what}`);
    };
    const state = () => tab.evaluate(() => window.feed?.state.type).catch(() => undefined);

    await grows('the start');
    stage.network.cut();
    await grows('a cut network');

    await stage.bridge.stop('SIGKILL');
    await until(async () => (await state()) === 'waiting', 'a page that waits');
    await stage.startBridge();
    await grows('a killed bridge');

    await tab.reload();
    await grows('a reload');

    stage.network.silence(true);
    await until(async () => ['waiting', 'connecting'].includes(await state()), 'a page that notices the silence');
    stage.network.silence(false);
    await grows('a silent network');

    const bridge = stage.bridge;
    const draining = bridge.stop('SIGTERM');
    await draining;
    await stage.startBridge();
    await grows('a drained bridge');

    await context.setOffline(true);
    stage.network.cut();
    await until(async () => (await state()) !== 'live', 'a page that is offline');
    await context.setOffline(false);
    await grows('an offline page');

    await stage.broker.stop('SIGTERM');
    await stage.startBroker();
    await grows('a stopped broker');

    await publishing;
    // With nothing under way: what a killed broker had not written yet would be lost for everybody.
    await until(async () => (await count()) === EVENTS, async () => `all events`, 90);
    await stage.broker.stop('SIGKILL');
    await stage.startBroker();
    await stage.publish(EVENTS + 1, EVENTS + 100, 1000);
    await until(async () => (await count()) === EVENTS + 100, 'what came after a killed broker');

    const seen = await tab.evaluate(() => window.seen());
    const numbers = seen.map(([, n]) => n);
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: EVENTS + 100 }, (_, i) => i + 1));
    expect(seen.every(([seq], i) => i === 0 || seq > seen[i - 1][0])).toBe(true);
    await context.close();
  });

  it('two tabs of one origin share a cursor without sharing an event', async () => {
    const context = await browser.newContext();
    const first = await context.newPage();
    await first.goto(stage.origin);
    await first.waitForFunction(() => window.feed?.state.type === 'live');
    const second = await context.newPage();
    await second.goto(stage.origin);
    await second.waitForFunction(() => window.feed?.state.type === 'waiting');
    await first.close();
    await second.waitForFunction(() => window.feed.state.type === 'live');
    const seen = await second.evaluate(() => window.seen());
    expect(new Set(seen.map(([seq]) => seq)).size).toBe(seen.length);
    await context.close();
  });

  it('a page that is refused is told why, which the browser hides', async () => {
    stage.serve({ '/refused': page(stage.feed, "token: 'wrong', cursorStore: undefined, onEvent() {}") });
    const tab = await browser.newPage();
    await tab.goto(stage.origin + '/refused');
    await tab.waitForFunction(() => window.feed?.state.type === 'stopped');
    expect(await tab.evaluate(() => window.feed.state.error.message)).toBe('refused with HTTP 401: token not known here');
    await tab.close();
  });

  it('a page of another origin is told what may be wrong', async () => {
    const tab = await browser.newPage();
    await tab.goto(stage.origin.replace('127.0.0.1', 'localhost'));
    await tab.waitForFunction(() => window.states?.some(({ cause }) => cause?.includes('server.allowed-origins')));
    await tab.close();
  });

  it.each(['plain', 'react', 'svelte'])('the %s example shows events', async (name) => {
    stage.serve(await bundle(name, stage.feed));
    const tab = await browser.newPage();
    await tab.goto(stage.origin);
    await tab.waitForFunction((last) => document.querySelector('#events li')?.textContent.startsWith(`${last} `), EVENTS + 100);
    expect(await tab.textContent('#state')).toBe('live');
    await tab.close();
  });
});

