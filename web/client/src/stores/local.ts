import type { CursorStore } from '../types.js';
import { exclusive } from './lock.js';

/** How a stored cursor is shared. */
export interface Sharing {
  /** Leaves away the lock that keeps a key to one page: whoever says so sees to it otherwise. */
  readonly unlocked?: boolean;
}

/**
 * A cursor in `localStorage`. A second page with the key waits until the first is gone, then goes
 * on from its cursor. A crash repeats what was not saved: at most the last 100 ms of events.
 */
export function localCursor(key: string, { unlocked }: Sharing = {}): CursorStore {
  const name = 'jetbridge:' + key;
  return {
    load() {
      const text = localStorage.getItem(name);
      try {
        return text && JSON.parse(text);
      } catch {
        // Damaged, which is for the feed to tell.
        return text;
      }
    },
    save(cursor) {
      localStorage.setItem(name, JSON.stringify(cursor));
    },
    ...(!unlocked && { lock: (signal: AbortSignal) => exclusive(name, signal) }),
  };
}
