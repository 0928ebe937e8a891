import { byKey, newest, projection, type Projection, type View, type ViewOptions } from './projection.js';
import type { FeedEvent, SnapshotItem } from './types.js';

export type { View, ViewOptions } from './projection.js';

/** Svelte's contract for stores that are read only. */
export interface Readable<T> {
  subscribe(run: (value: T) => void): () => void;
}

const readable = <V>({ get, subscribe }: Projection<V>): Readable<View<V>> => ({
  subscribe(run) {
    run(get());
    return subscribe(() => run(get()));
  },
});

/** The newest events, oldest first; `keep` of them (1,000). The feed is open while it is watched. */
export const feed = <E = unknown>(
  options: ViewOptions<E> & { readonly keep?: number },
): Readable<View<readonly FeedEvent<E>[]>> => readable(projection(options, newest<E>(options.keep ?? 1000)));

/**
 * The newest event of each key, from a snapshot on. `keyOf` must tell keys as the server's
 * `snapshot.key` does; the subject unless given. `undefined` leaves an event out.
 */
export const snapshot = <E = unknown>(
  options: ViewOptions<E> & { readonly keyOf?: (event: FeedEvent<E>) => string | undefined },
): Readable<View<ReadonlyMap<string, SnapshotItem<E>>>> =>
  readable(projection({ ...options, snapshot: true }, byKey<E>(options.keyOf ?? ((event) => event.subject))));

/** What the events come to by a function that returns a new value for each, or the one it was given. */
export const projected = <S, E = unknown>(
  reduce: (value: S, event: FeedEvent<E>) => S,
  initial: (items?: readonly SnapshotItem<E>[]) => S,
  options: ViewOptions<E>,
): Readable<View<S>> => readable(projection(options, { initial, reduce, show: (value: S) => value }));
