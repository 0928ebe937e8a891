export { connect } from './feed.js';
export { FeedError } from './errors.js';
export { indexedCursor, type IndexedOptions } from './stores/indexed.js';
export { localCursor, type Sharing } from './stores/local.js';
export { memoryCursor } from './stores/memory.js';
export type * from './types.js';
