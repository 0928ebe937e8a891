import { connect } from './feed.js';
import type { Feed, FeedEvent, FeedOptions, SnapshotItem, State } from './types.js';

/** What a view is drawn from: what the events came to, and what the feed is doing. */
export interface View<V> {
  readonly value: V;
  readonly state: State;
}

/**
 * A view of a feed that lives while somebody watches it: the feed is opened with the first watcher
 * and closed with the last, and the next one goes on where it was. Watchers are told at most once a
 * frame.
 */
export interface Projection<V> {
  /** The same object until a frame has brought something new. */
  get(): View<V>;
  /** Returns what ends it. */
  subscribe(changed: () => void): () => void;
}

/** What events come to. */
export interface Reduction<S, V, E> {
  /** The value before any event; made of a snapshot's items where there are some. */
  initial(items?: readonly SnapshotItem<E>[]): S;
  reduce(value: S, event: FeedEvent<E>): S;
  /** What is shown of the value, once a frame. */
  show(value: S): V;
}

/** Options of a feed that a view makes: its value lives in memory, and so must its cursor. */
export type ViewOptions<E> = Omit<FeedOptions<E>, 'onEvent' | 'cursorStore' | 'snapshot'> & {
  /** Whether a snapshot is asked for first, and again where the cursor is gone. */
  readonly snapshot?: boolean | undefined;
};

const nextFrame: (run: () => void) => unknown = (run) =>
  typeof requestAnimationFrame == 'function' ? requestAnimationFrame(run) : setTimeout(run, 16);

/** A projection of one feed. */
export function projection<S, V, E>(options: ViewOptions<E>, { initial, reduce, show }: Reduction<S, V, E>): Projection<V> {
  const { snapshot, onGone, onState, ...rest } = options;
  const watchers = new Set<() => void>();
  let since = options.since;
  let value = initial();
  let feed: Feed<E> | undefined;
  let state: State = { type: 'connecting', attempt: 1 };
  let view: View<V> = { value: show(value), state };
  let due = false;

  const changed = () => {
    if (due) return;
    due = true;
    nextFrame(() => {
      due = false;
      view = { value: show(value), state };
      for (const watcher of watchers) watcher();
    });
  };
  const open = () => {
    const opened: Feed<E> = connect<E>({
      ...rest,
      since,
      onEvent(event) {
        value = reduce(value, event);
        changed();
      },
      onState(next) {
        if (feed !== opened) return;
        state = next;
        onState?.(next);
        changed();
      },
      async onGone(gone) {
        since = options.since;
        const start = await onGone?.(gone);
        // What was built of the events before is worth nothing now.
        if (start !== undefined) value = initial();
        return start;
      },
      snapshot: snapshot
        ? ({ items }) => {
            value = initial(items);
            changed();
          }
        : undefined,
    });
    feed = opened;
  };

  return {
    get: () => view,
    subscribe(watcher) {
      watchers.add(watcher);
      if (watchers.size == 1) open();
      return () => {
        if (!watchers.delete(watcher) || watchers.size) return;
        const left = feed;
        feed = undefined;
        since = left?.cursor ?? since;
        void left?.close();
      };
    },
  };
}

/** The newest events, oldest first. */
export const newest = <E>(keep: number): Reduction<FeedEvent<E>[], readonly FeedEvent<E>[], E> => ({
  initial: () => [],
  reduce(events, event) {
    if (events.push(event) > 2 * keep) events.splice(0, events.length - keep);
    return events;
  },
  show: (events) => events.slice(-keep),
});

/** The newest of each key: a snapshot, and what follows it. */
export const byKey = <E>(
  keyOf: (event: FeedEvent<E>) => string | undefined,
): Reduction<Map<string, SnapshotItem<E>>, ReadonlyMap<string, SnapshotItem<E>>, E> => ({
  initial: (items = []) => new Map(items.map((item) => [item.key, item])),
  reduce(items, event) {
    const key = keyOf(event);
    if (key !== undefined) items.set(key, { key, seq: event.seq, subject: event.subject, value: event.event });
    return items;
  },
  show: (items) => new Map(items),
});
