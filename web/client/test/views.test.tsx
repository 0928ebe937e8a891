// @vitest-environment happy-dom
import { createElement, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { State } from '../src/index.js';
import { useFeed, useProjection, useSnapshot, type View } from '../src/react.js';
import * as svelte from '../src/svelte.js';
import { until } from './support/clock.js';
import { Rig } from './support/rig.js';

const rig = Rig.install();
type Order = { n: number };
const options = () => ({
  url: rig.server.url,
  environment: {
    WebSocket: WebSocket as never,
    now: rig.clock.now,
    random: () => 0.5,
    setTimeout: rig.clock.setTimeout,
    clearTimeout: rig.clock.clearTimeout,
    window: undefined,
    document: undefined,
  },
});

describe('in React', () => {
  let root: Root;
  let host: HTMLElement;
  beforeEach(() => {
    host = document.createElement('div');
    root = createRoot(host);
  });
  afterEach(() => root.unmount());
  const show = (component: () => string, strict = false) =>
    root.render(strict ? createElement(StrictMode, null, createElement(component)) : createElement(component));
  const shows = (text: string) =>
    until(() => host.textContent == text, `a page that shows ${text}`).catch(() => expect(host.textContent).toBe(text));

  it('useFeed shows the newest events and what the feed is doing', async () => {
    show(() => {
      const { value, state } = useFeed<Order>({ ...options(), keep: 3 });
      return `${state.type} ${value.map((e) => e.event.n)}`;
    });
    const peer = await rig.server.next();
    peer.greet().events(1, 2, 3, 4, 5).caughtUp(5);
    await until(() => host.textContent, 'a first picture');
    await shows('live 3,4,5');
  });

  it('draws once for all that comes within a frame', async () => {
    let drawn = 0;
    show(() => {
      drawn++;
      return useProjection<number, Order>((sum, { event }) => sum + event.n, () => 0, options()).value.toString();
    });
    (await rig.server.next()).greet().events(...Array.from({ length: 1000 }, (_, i) => i + 1));
    await shows('500500');
    expect(drawn).toBeLessThan(100);
  });

  it('useSnapshot shows the state, kept up by what follows', async () => {
    show(() => [...useSnapshot<Order>(options()).value].map(([key, { value }]) => `${key}=${value.n}`).join());
    const peer = await rig.server.next();
    expect(peer.asked.query.get('since')).toBe('snapshot');
    peer.hello(9).snapshot(9, { 's.1': { n: 1 }, 's.2': { n: 2 } }).events(10);
    await shows('s.1=10,s.2=2');
  });

  it('drops what it was told where the cursor is gone', async () => {
    show(() => [...useSnapshot<Order>(options()).value.keys()].join());
    (await rig.server.next()).hello(9).snapshot(9, { old: { n: 1 } }).events(10).gone();
    (await rig.server.next()).hello(20).snapshot(20, { new: { n: 1 } });
    await shows('new');
  });

  it('counts nothing twice where it is mounted twice, as strict mode does', async () => {
    show(() => useProjection<number[], Order>((all, { event }) => [...all, event.n], () => [], { ...options(), since: 'earliest' }).value.join(), true);
    await until(() => rig.server.peers.some((p) => p.closedWith === undefined), 'a connection');
    await until(() => {
      for (const peer of rig.server.peers.splice(0)) if (peer.closedWith === undefined) peer.greet().events(1, 2, 3);
      return host.textContent == '1,2,3';
    }, 'three events');
  });

  it('leaves with its component', async () => {
    show(() => useFeed(options()).state.type);
    const peer = await rig.server.next();
    root.unmount();
    await until(() => peer.closedWith !== undefined, 'a connection that is left');
    root = createRoot(host);
  });
});

describe('in Svelte', () => {
  it('a store is open while it is watched, and goes on where it was', async () => {
    const store = svelte.projected<number[], Order>((all, { event }) => [...all, event.n], () => [], { ...options(), since: 'earliest' });
    const views: View<number[]>[] = [];
    const leave = store.subscribe((view) => void views.push(view));
    expect(views).toEqual([{ value: [], state: { type: 'connecting', attempt: 1 } satisfies State }]);
    const first = await rig.server.next();
    first.greet().events(1, 2);
    await until(() => views.at(-1)!.value.length == 2, 'two events');
    leave();
    await until(() => first.closedWith !== undefined, 'a connection that is left');
    const again = store.subscribe((view) => void views.push(view));
    const second = await rig.server.next();
    expect(second.asked.query.get('since')).toBe('2');
    second.greet().events(3);
    await until(() => views.at(-1)!.value.length == 3, 'the third');
    expect(views.at(-1)!.value).toEqual([1, 2, 3]);
    again();
  });

  it('a snapshot is kept up, by keys of one\'s own', async () => {
    let view!: View<ReadonlyMap<string, { value: Order }>>;
    const leave = svelte.snapshot<Order>({ ...options(), keyOf: ({ event }) => (event.n == 11 ? undefined : `k${event.n}`) }).subscribe((next) => (view = next));
    (await rig.server.next()).hello(9).snapshot(9, { k1: { n: 1 } }).events(10, 11);
    await until(() => view.value.size == 2, 'both');
    expect([...view.value.keys()]).toEqual(['k1', 'k10']);
    leave();
  });

  it('the newest events are shown', async () => {
    let view!: View<readonly { seq: number }[]>;
    const leave = svelte.feed({ ...options(), keep: 2 }).subscribe((next) => (view = next));
    (await rig.server.next()).greet().events(1, 2, 3, 4, 5, 6);
    await until(() => view.value.at(-1)?.seq == 6, 'the last');
    expect(view.value.map((e) => e.seq)).toEqual([5, 6]);
    leave();
  });
});
