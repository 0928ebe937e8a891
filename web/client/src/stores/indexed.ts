import type { Cursor, CursorStore } from '../types.js';
import type { Sharing } from './local.js';
import { exclusive } from './lock.js';

/** Where an IndexedDB cursor lives. */
export interface IndexedOptions extends Sharing {
  /** The application's database; its object store for cursors has no key path. */
  readonly database: IDBDatabase | Promise<IDBDatabase>;
  /** That object store, `cursors` unless given. */
  readonly store?: string;
  /** What the cursor is kept under. */
  readonly key: string;
  /**
   * The object stores that the handlers write to. Given, `onEvent` and `snapshot` get a transaction
   * over them and the cursor, and what they do counts with the cursor or not at all. A handler must
   * wait for nothing but that transaction's requests, or it ends too early and the feed fails.
   */
  readonly with?: readonly string[];
}

const settled = (tx: IDBTransaction): Promise<void> =>
  new Promise((done, failed) => {
    tx.oncomplete = () => done();
    tx.onabort = () => failed(tx.error ?? new DOMException('transaction aborted', 'AbortError'));
  });

/** A cursor in IndexedDB, in one transaction with the work that it stands for where that is asked for. */
export function indexedCursor({ database, store = 'cursors', key, with: others, unlocked }: IndexedOptions): CursorStore {
  const put = (tx: IDBTransaction, cursor: Cursor) => tx.objectStore(store).put(cursor, key);
  return {
    async load() {
      const request = (await database).transaction(store).objectStore(store).get(key);
      return new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    },
    async save(cursor) {
      const tx = (await database).transaction(store, 'readwrite');
      put(tx, cursor);
      return settled(tx);
    },
    ...(others && {
      async transact(work: (tx: IDBTransaction) => unknown, cursor: () => Cursor) {
        const tx = (await database).transaction([...others, store], 'readwrite');
        const end = settled(tx);
        try {
          await work(tx);
          put(tx, cursor());
        } catch (error) {
          end.catch(() => {});
          try {
            tx.abort();
          } catch {
            // It has ended by itself: the handler waited for something else than its requests.
          }
          throw error;
        }
        return end;
      },
    }),
    ...(!unlocked && { lock: (signal: AbortSignal) => exclusive(`jetbridge:${store}/${key}`, signal) }),
  };
}
