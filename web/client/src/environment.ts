import type { Environment } from './types.js';

/** The world of the page, the worker or the process that this runs in. */
export const surroundings = (): Environment => {
  const world = globalThis as typeof globalThis & { document?: Environment['document'] };
  return {
    WebSocket: world.WebSocket,
    fetch: (address, init) => world.fetch(address, init),
    now: Date.now,
    random: Math.random,
    setTimeout: (run, ms) => world.setTimeout(run, ms),
    clearTimeout: (timer) => world.clearTimeout(timer as number),
    window: typeof world.addEventListener == 'function' ? world : undefined,
    document: world.document,
    navigator: world.navigator,
  };
};
