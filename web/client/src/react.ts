import { useMemo, useSyncExternalStore } from 'react';
import { byKey, newest, projection, type Projection, type Reduction, type View, type ViewOptions } from './projection.js';
import type { FeedEvent, SnapshotItem } from './types.js';

export type { View, ViewOptions } from './projection.js';

/**
 * The view of a feed for a component's life. Another address, filter or start is another feed; the
 * functions among the options are those of the first render with it.
 */
function useView<S, V, E>(options: ViewOptions<E>, reduction: () => Reduction<S, V, E>, more?: unknown): View<V> {
  const { url, subjects, since, snapshot } = options;
  const key = JSON.stringify([String(url), subjects, since, snapshot, more]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- what is not in the key is that of the first render
  const view: Projection<V> = useMemo(() => projection(options, reduction()), [key]);
  return useSyncExternalStore(view.subscribe, view.get, view.get);
}

/** The newest events, oldest first; `keep` of them (1,000). */
export const useFeed = <E = unknown>(options: ViewOptions<E> & { readonly keep?: number }): View<readonly FeedEvent<E>[]> =>
  useView(options, () => newest<E>(options.keep ?? 1000), options.keep);

/**
 * The newest event of each key, from a snapshot on. `keyOf` must tell keys as the server's
 * `snapshot.key` does; the subject unless given. `undefined` leaves an event out.
 */
export const useSnapshot = <E = unknown>(
  options: ViewOptions<E> & { readonly keyOf?: (event: FeedEvent<E>) => string | undefined },
): View<ReadonlyMap<string, SnapshotItem<E>>> =>
  useView({ ...options, snapshot: true }, () => byKey<E>(options.keyOf ?? ((event) => event.subject)));

/** What the events come to by a function that returns a new value for each, or the one it was given. */
export const useProjection = <S, E = unknown>(
  reduce: (value: S, event: FeedEvent<E>) => S,
  initial: (items?: readonly SnapshotItem<E>[]) => S,
  options: ViewOptions<E>,
): View<S> => useView(options, () => ({ initial, reduce, show: (value: S) => value }));
