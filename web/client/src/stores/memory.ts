import type { Cursor, CursorStore } from '../types.js';

/** A cursor that lives as long as the page; the store can be handed on to a later feed. */
export function memoryCursor(cursor?: Cursor): CursorStore {
  let kept = cursor;
  return {
    load: () => kept,
    save(next) {
      kept = next;
    },
  };
}
