import { Breach } from './errors.js';
import type { Environment, FeedEvent, Hello, Skipped, SnapshotItem } from './types.js';

/** How a connection, or an attempt at one, came to its end. */
export interface Ending {
  /** The close code; 0 where it was left from here. */
  readonly code: number;
  readonly cause: string;
  /** Whether the upgrade had succeeded. */
  readonly opened: boolean;
  /** Whether the server broke the contract. */
  readonly breach?: boolean;
}

/** A problem frame, as it comes before a 4410 (P-4.2). */
export interface CursorProblem {
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly oldest_seq?: number | null;
}

/** What a connection tells; all of it in the order in which it came. */
export interface LinkListener {
  greeted(hello: Hello): void;
  event(event: FeedEvent<never>, size: number): void;
  skipped(skipped: Skipped): void;
  /** Nothing at or below `seq` is still to come. */
  proved(seq: number, time: string | undefined, caughtUp: boolean): void;
  /** A snapshot is told to its end. */
  told(items: SnapshotItem<never>[]): void;
  upstream(up: boolean, since?: string): void;
  goaway(afterMs: number): void;
  /** Once, and nothing after it; not told where `leave` was called. */
  ended(ending: Ending): void;
}

/** One connection. */
export interface Link {
  /** The problem that was told before the end. */
  readonly problem: CursorProblem | undefined;
  /** Looks at once whether the connection is dead by now; what a sleeping page missed is let in first. */
  check(): void;
  /** Ends it; nothing more is told. */
  leave(): void;
}

/** From asking for a connection to the hello, which may wait for the server's broker. */
const GREETING_MS = 60_000;
/** Silence is death after this many bookmark intervals (P-6.4). */
const SILENT_INTERVALS = 3;
/** What a page that slept is given to take in the messages that came meanwhile. */
const GRACE_MS = 1_000;
const MAX_GOAWAY_MS = 3_600_000;

const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const expect: (holds: unknown, what: string) => asserts holds = (holds, what) => {
  if (!holds) throw new Breach(what);
};

/**
 * Opens a connection and reads it: messages become calls of the listener, silence and breaches of
 * the contract become its end. Throws what the WebSocket's constructor throws.
 */
export function openLink(
  env: Environment,
  url: string,
  offered: string[],
  parse: (text: string) => unknown,
  listener: LinkListener,
): Link {
  const socket = new env.WebSocket(url, offered);
  let opened = false;
  let hello: Hello | undefined;
  let telling: SnapshotItem<never>[] | undefined;
  let problem: CursorProblem | undefined;
  let last = 0;
  let heard = env.now();
  let silence = GREETING_MS;
  let doubted = false;
  let over = false;
  let timer: unknown;

  const leave = () => {
    over = true;
    env.clearTimeout(timer);
    socket.onopen = socket.onmessage = socket.onclose = null;
    // An error after the end is nobody's, and would end a program under Node.
    socket.onerror = () => {};
    socket.close(1000);
  };

  const end = (cause: string, code = 0, breach = false) => {
    if (over) return;
    leave();
    listener.ended({ code, cause, opened, breach });
  };

  const check = () => {
    if (over) return;
    env.clearTimeout(timer);
    const now = env.now();
    heard = Math.min(heard, now);
    const left = heard + silence - now;
    if (left <= 0 && doubted) {
      return end(hello ? `nothing heard for ${Math.round((now - heard) / 1000)} s` : 'no hello in time');
    }
    doubted = left <= 0;
    timer = env.setTimeout(check, doubted ? GRACE_MS : left);
  };

  const greeted = () => expect(hello, 'message found before hello');

  const rises = (seq: unknown) => {
    greeted();
    expect(isSeq(seq) && seq > last, `seq ${seq} found after ${last}, expected to rise strictly`);
    expect(!telling, `seq ${seq} found within a snapshot`);
    last = seq;
  };

  const take = (message: any, size: number) => {
    expect(message && typeof message == 'object', 'message found that is no object');
    const { type, seq, subject, time, cursor } = message;
    switch (type) {
      case undefined:
        rises(seq);
        expect(typeof subject == 'string' && typeof time == 'string' && 'event' in message, `event ${seq} found without subject, time or event`);
        return listener.event(message, size);
      case 'hello':
        expect(!hello, 'second hello found');
        expect(isSeq(cursor) && message.stream && message.epoch, 'hello found without stream, epoch and cursor');
        hello = message as Hello;
        last = cursor;
        silence = SILENT_INTERVALS * 1000 * Math.min(3600, Math.max(1, hello.bookmark_seconds || 15));
        listener.greeted(hello);
        return check();
      case 'bookmark':
      case 'caught_up':
        greeted();
        expect(isSeq(seq), `${type} without a sequence found`);
        last = Math.max(last, seq);
        return listener.proved(seq, time, type > 'c');
      case 'skipped':
        rises(seq);
        return listener.skipped({ seq, subject, cause: message.cause });
      case 'snapshot_begin':
        greeted();
        expect(!telling && cursor == last, `snapshot at ${cursor} found, expected one at ${last}`);
        telling = [];
        return;
      case 'item':
        expect(telling && isSeq(seq) && seq <= last, `item of seq ${seq} found, expected one of a snapshot at ${last}`);
        telling.push({ key: message.key, seq, subject, value: message.value as never });
        return;
      case 'snapshot_end':
        expect(telling && cursor == last, `snapshot's end at ${cursor} found, expected one at ${last}`);
        listener.told(telling);
        telling = undefined;
        return;
      case 'upstream':
        return listener.upstream(message.state == 'up', message.since);
      case 'goaway':
        return listener.goaway(Math.min(MAX_GOAWAY_MS, Math.max(0, message.reconnect_after_ms || 0)));
      default:
        // What is not known is passed over (P-6.7).
        if (/^\/problems\//.test(type)) problem = message as CursorProblem;
    }
  };

  socket.onopen = () => {
    opened = true;
  };
  socket.onerror = () => {};
  socket.onclose = (close) => end(`closed with ${close.code} ${close.reason}`.trim(), close.code);
  socket.onmessage = ({ data }) => {
    heard = env.now();
    doubted = false;
    try {
      // A binary message is no text to parse either.
      take(typeof data == 'string' && parse(data), data.length);
    } catch (error) {
      if (!(error instanceof Breach || error instanceof SyntaxError)) throw error;
      end(error.message, 0, true);
    }
  };
  check();

  return {
    get problem() {
      return problem;
    },
    check,
    leave,
  };
}
