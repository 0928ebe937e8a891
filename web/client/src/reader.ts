import type { Keeper } from './keeper.js';
import type { Cursor, CursorStore, FailureKind, FeedEvent, FeedOptions, Gone, Skipped, SnapshotItem, State } from './types.js';

/** What all cursors of one connection share. */
export type Lineage = Pick<Cursor, 'stream' | 'epoch' | 'subjects'>;

/** One thing that a reader is owed; without more than a place, word that nothing up to it is missing. */
export interface Entry<E> {
  readonly lineage?: Lineage;
  readonly seq?: number;
  readonly time?: string | undefined;
  /** In characters of its message. */
  readonly size?: number;
  readonly event?: FeedEvent<E>;
  readonly items?: readonly SnapshotItem<E>[];
  readonly skipped?: Skipped;
  readonly gone?: Gone;
  readonly final?: State;
}

/** What the reading of a feed asks of the rest of it. */
export interface Course {
  /** The reader has worked off half of what may be held. */
  drained(): void;
  gone(gone: Gone): Promise<void>;
  finish(state: State): void;
  fail(kind: FailureKind, error: unknown): void;
}

/** The way from what has arrived to the application, and from there to the cursor. */
export interface Reader<E> {
  readonly cursor: Cursor | undefined;
  /** Whether as much is held as may be. */
  readonly crowded: boolean;
  push(entry: Entry<E>): void;
  /** Drops what is held; resolves when no handler is at work any more. An iterator throws the error. */
  stop(error?: Error): Promise<void>;
  iterate(): AsyncIterator<FeedEvent<E>>;
}

/** Characters held for a reader that lags. */
const MAX_SIZE = 16 << 20;
/** What goes into one transaction at most. */
const BATCH = 256;

const cursorOf = ({ lineage, seq, time }: Entry<unknown>): Cursor => ({ ...lineage!, seq: seq!, ...(time && { time }) });

/** The reader of one feed; `store` is asked for transactions alone. */
export function reader<E>(options: FeedOptions<E>, store: CursorStore, keeper: Keeper, course: Course): Reader<E> {
  const { onEvent, snapshot, onSkipped, buffer = 10_000 } = options;
  let queue: Entry<E>[] = [];
  let head = 0;
  let size = 0;
  let dealt: Entry<E> | undefined;
  let handed: Entry<E> | undefined;
  let over = false;
  let failure: Error | undefined;
  let pumping: Promise<void> | undefined;
  let active = false;
  let iterated = false;
  let wake = () => {};

  const left = () => queue.length - head;
  const shift = (): Entry<E> => {
    const entry = queue[head++]!;
    size -= entry.size ?? 0;
    if (head > 1023 && head * 2 > queue.length) {
      queue = queue.slice(head);
      head = 0;
    }
    if (left() * 2 <= buffer && size * 2 <= MAX_SIZE) course.drained();
    return entry;
  };

  const hand = (entry: Entry<E>, tx?: IDBTransaction): unknown =>
    entry.event
      ? onEvent?.(entry.event, tx)
      : entry.items
        ? snapshot?.({ items: entry.items, cursor: cursorOf(entry) }, tx)
        : entry.skipped && onSkipped?.(entry.skipped);
  const deal = (entry: Entry<E>) => {
    dealt = entry;
    keeper.commit(() => cursorOf(dealt!));
  };
  // True where the entry was about the feed itself.
  const turn = async (entry: Entry<E>) => {
    if (entry.gone) await course.gone(entry.gone);
    if (entry.final) course.finish(entry.final);
  };
  const isTurn = (entry: Entry<E>) => entry.gone ?? entry.final;

  const batch = async () => {
    const entries: Entry<E>[] = [];
    while (entries.length < BATCH && left() && !isTurn(queue[head]!)) entries.push(shift());
    const last = entries.at(-1)!;
    let thrown: { error: unknown } | undefined;
    try {
      await store.transact!(
        async (tx) => {
          try {
            for (const entry of entries) await hand(entry, tx);
          } catch (error) {
            thrown = { error };
            throw error;
          }
        },
        () => cursorOf(last),
      );
      dealt = last;
    } catch (error) {
      if (thrown) throw thrown.error;
      course.fail('store', error);
    }
  };

  const pump = async () => {
    active = true;
    try {
      while (!over && left()) {
        if (isTurn(queue[head]!)) await turn(shift());
        else if (store.transact) await batch();
        else {
          const entry = shift();
          const done = hand(entry);
          if (done && typeof (done as PromiseLike<unknown>).then == 'function') await done;
          deal(entry);
        }
      }
    } catch (error) {
      course.fail('handler', error);
    }
    active = false;
  };

  const next = async (): Promise<IteratorResult<FeedEvent<E>>> => {
    if (handed && !over) deal(handed);
    handed = undefined;
    for (;;) {
      if (over) {
        if (failure) throw failure;
        return { done: true, value: undefined };
      }
      if (!left()) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const entry = shift();
      if (entry.event) {
        handed = entry;
        return { done: false, value: entry.event };
      }
      try {
        if (isTurn(entry)) await turn(entry);
        else {
          await hand(entry);
          if (!over) deal(entry);
        }
      } catch (error) {
        course.fail('handler', error);
      }
    }
  };

  return {
    get cursor() {
      return dealt && cursorOf(dealt);
    },
    get crowded() {
      return left() > buffer || size > MAX_SIZE;
    },
    push(entry) {
      const end = queue.length - 1;
      const newest = queue[end];
      const isMark = (e: Entry<E>) => !(e.event ?? e.items ?? e.skipped ?? isTurn(e));
      if (end >= head && isMark(newest!) && isMark(entry)) queue[end] = entry;
      else queue.push(entry);
      size += entry.size ?? 0;
      if (!onEvent) wake();
      else if (!active) pumping = pump();
    },
    async stop(error) {
      over = true;
      failure = error;
      queue = [];
      head = size = 0;
      wake();
      // The handler that calls this may run in a pump whose promise is not at hand yet.
      await null;
      await pumping;
    },
    iterate() {
      if (onEvent || iterated) throw new TypeError('second reader found, expected onEvent or one iteration');
      iterated = true;
      return {
        next,
        return: async () => {
          course.finish({ type: 'stopped' });
          return { done: true, value: undefined };
        },
      };
    },
  };
}
