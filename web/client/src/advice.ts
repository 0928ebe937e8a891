/** What a client does about a close code. */
export type Advice = 'reconnect' | 'back-off' | 'renew-token' | 'rebuild' | 'stop';

const ADVICE: Record<number, Advice> = {
  1000: 'reconnect',
  1001: 'reconnect',
  1002: 'stop',
  1003: 'stop',
  1007: 'stop',
  1008: 'stop',
  1009: 'stop',
  1012: 'reconnect',
  4401: 'renew-token',
  4408: 'reconnect',
  4410: 'rebuild',
};

/** The table of section 9 of the wire contract. */
export const adviceOn = (code: number): Advice =>
  ADVICE[code] ?? (code >= 4000 && code < 5000 ? 'stop' : 'back-off');

/** The first ceiling of a delay. */
const BASE_MS = 500;
/** The highest ceiling. */
export const CAP_MS = 30_000;

/**
 * A delay with full jitter: drawn evenly between nothing and a ceiling that doubles with each
 * fruitless attempt. Many clients cut off at once so come back spread out.
 */
export const backOff = (fruitless: number, random: () => number): number =>
  random() * Math.min(CAP_MS, BASE_MS * 2 ** Math.max(fruitless, 0));
