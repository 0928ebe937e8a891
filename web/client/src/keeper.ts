import type { Cursor, CursorStore, Environment } from './types.js';

/** Cursors are kept at most this often; the end is always kept. */
const INTERVAL_MS = 100;

/** Keeps the newest of many cursors, one call of the store at a time. */
export interface Keeper {
  commit(cursor: () => Cursor): void;
  /** Keeps what is still to be kept. Rejects like the store. */
  flush(): Promise<void>;
}

/** A keeper that tells of a store's errors once, by `failed`. */
export function keeper(env: Environment, store: CursorStore, failed: (error: unknown) => void): Keeper {
  let next: (() => Cursor) | undefined;
  let saving: Promise<void> | undefined;
  let timer: unknown;
  let saved = -Infinity;

  const save = () => {
    timer = undefined;
    if (!next || saving) return;
    const cursor = next();
    next = undefined;
    saved = env.now();
    try {
      const done = store.save(cursor);
      if (!done) return;
      saving = done.then(
        () => {
          saving = undefined;
          arm();
        },
        (error) => {
          saving = undefined;
          failed(error);
        },
      );
    } catch (error) {
      failed(error);
    }
  };
  const arm = () => {
    if (!next || saving || timer !== undefined) return;
    const left = saved + INTERVAL_MS - env.now();
    if (left <= 0 || left > INTERVAL_MS) save();
    else timer = env.setTimeout(save, left);
  };

  return {
    commit(cursor) {
      next = cursor;
      arm();
    },
    async flush() {
      env.clearTimeout(timer);
      timer = undefined;
      save();
      while (saving) {
        await saving;
        save();
      }
    },
  };
}
