/**
 * A place in a stream: all that matches the filters, up to `seq`, has been dealt with. It continues
 * a feed of the same stream and the same filters, and no other.
 */
export interface Cursor {
  readonly stream: string;
  /** The stream's incarnation, in the server's words. */
  readonly epoch: string;
  /** 0 to 2^53 - 1. */
  readonly seq: number;
  /** The broker's time of the event at exactly `seq`, to the letter; absent where not known. */
  readonly time?: string;
  /** The filters asked for, sorted; absent for all that the token may read. */
  readonly subjects?: readonly string[];
}

/** An event of the stream. `event` is its payload, any JSON value. */
export interface FeedEvent<E = unknown> {
  readonly seq: number;
  readonly subject: string;
  /** RFC 3339, the broker's. */
  readonly time: string;
  readonly event: E;
}

/** What a snapshot holds for one key. */
export interface SnapshotItem<E = unknown> {
  readonly key: string;
  readonly seq: number;
  readonly subject: string;
  readonly value: E;
}

/** The state of the stream with every event up to `cursor.seq` applied, and none above. */
export interface Snapshot<E = unknown> {
  readonly items: readonly SnapshotItem<E>[];
  readonly cursor: Cursor;
}

/** A message of the stream that is no event (P-5.3). */
export interface Skipped {
  readonly seq: number;
  readonly subject: string;
  readonly cause: string;
}

/** The server's greeting (P-6.2). */
export interface Hello {
  readonly stream: string;
  readonly epoch: string;
  readonly subjects: readonly string[];
  readonly oldest_seq: number | null;
  readonly newest_seq: number;
  readonly cursor: number;
  readonly time?: string;
  readonly bookmark_seconds?: number;
  readonly session?: string;
}

/** Why something was refused, after RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status?: number;
  readonly detail?: string;
}

/** A cursor that cannot be continued (4410, or one in the store that is of no use here). */
export interface Gone {
  readonly problem: Problem;
  /** The oldest sequence that the stream still holds, null where empty or not known. */
  readonly oldest: number | null;
  /** Where the feed stood; absent where it had no cursor yet. */
  readonly cursor?: Cursor;
}

/** The sorts of reason for which a feed ends by itself, each with its own remedy. */
export type FailureKind =
  /** The server will not serve this request: credential, permission, parameters. */
  | 'refused'
  /** The server broke the contract. */
  | 'bad-data'
  /** The cursor cannot be continued. */
  | 'gone'
  /** A function that was given to the feed threw; it is the `cause`. */
  | 'handler'
  /** The cursor could be neither read nor kept; the store's error is the `cause`. */
  | 'store';

/** What a feed is doing. */
export type State =
  | { readonly type: 'connecting'; readonly attempt: number }
  | { readonly type: 'catching-up'; readonly hello: Hello }
  | { readonly type: 'live'; readonly hello: Hello }
  | {
      readonly type: 'waiting';
      /** The number of the attempt that follows, from 1; 0 where no connection has failed. */
      readonly attempt: number;
      /** When that is, in milliseconds as `Date.now()`; null where it is no matter of time. */
      readonly at: number | null;
      /** What is waited out, or for, in words for people. */
      readonly cause: string;
      readonly problem?: Problem;
    }
  | { readonly type: 'gone'; readonly gone: Gone }
  | { readonly type: 'stopped'; readonly error?: Error };

/**
 * Where a feed begins: a cursor, a bare sequence (0: from the first event on, held to retention),
 * what the stream still holds, what is published from now on, or the state and what follows it.
 */
export type Start = StartAfter | number | 'earliest' | 'latest' | 'snapshot';

/** A sequence with what proves that it is a cursor of this stream, as far as that is known. */
export type StartAfter = Pick<Cursor, 'seq'> & Partial<Cursor>;

/** What holds a feed's cursor while the page is gone. */
export interface CursorStore {
  /** What was saved last; null or undefined where nothing was. Anything else that comes is checked. */
  load(): unknown;
  /** Called with ever later cursors, one call at a time. */
  save(cursor: Cursor): void | Promise<void>;
  /**
   * Waits until this feed is the only one with the key, and returns what gives it back. A store
   * without it must belong to one feed alone.
   */
  lock?(signal: AbortSignal): Promise<() => void>;
  /**
   * Does the work and saves the cursor in one transaction: both, or neither. Where a store has it,
   * it is used in place of `save` for everything that is handed over.
   */
  transact?(work: (tx: IDBTransaction) => unknown, cursor: () => Cursor): Promise<void>;
}

/** The world that a feed lives in; that of the page unless given. */
export interface Environment {
  readonly WebSocket: new (url: string, protocols: string[]) => WebSocket;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Tells `online` and `offline`. */
  readonly window?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined;
  /** Tells `visibilitychange`. */
  readonly document?:
    | (Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & { visibilityState: string })
    | undefined;
  readonly navigator?: { readonly onLine?: boolean } | undefined;
}

/** What a feed is made of. Everything but `url` may be left out. */
export interface FeedOptions<E = unknown> {
  /** `wss://host`, `https://host`, or with the path of the feed; relative to the page. */
  readonly url: string | URL;
  /** Sent by subprotocol, never in the address. A function is asked before every connection. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** NATS subject filters: any of them. Absent: all that the token may read. */
  readonly subjects?: readonly string[] | undefined;
  /**
   * Where to begin if the store holds nothing: `latest`, or `snapshot` where that is given, unless
   * said otherwise.
   */
  readonly since?: Start | undefined;
  /** Keeps the cursor; in memory unless given, so that a reload of the page begins anew. */
  readonly cursorStore?: CursorStore | undefined;
  /**
   * Takes the state of the stream in place of all that it was told before. Given, a cursor that is
   * gone is answered with a snapshot. Awaited before later events are handed over.
   */
  readonly snapshot?: ((state: Snapshot<E>, tx?: IDBTransaction) => unknown) | undefined;
  /** Events in order, each awaited before the next. Absent: the feed is iterated. */
  readonly onEvent?: ((event: FeedEvent<E>, tx?: IDBTransaction) => unknown) | undefined;
  readonly onSkipped?: ((skipped: Skipped) => unknown) | undefined;
  readonly onState?: ((state: State) => void) | undefined;
  /** The bridge lost its broker, or has it back: events are late meanwhile, none is lost. */
  readonly onUpstream?: ((up: boolean, since?: string) => void) | undefined;
  /**
   * The cursor cannot be continued: drop what was built from the feed. A start that is returned is
   * gone on with; else a snapshot where `snapshot` is given; else the feed ends.
   */
  readonly onGone?: ((gone: Gone) => Start | void | Promise<Start | void>) | undefined;
  /** Ends the feed. */
  readonly signal?: AbortSignal | undefined;
  /** Events held for a reader that lags, 10,000 unless given; beyond, the feed pauses. */
  readonly buffer?: number | undefined;
  /** Reads a message in place of `JSON.parse`, for numbers that a double cannot hold. */
  readonly parse?: ((text: string) => unknown) | undefined;
  readonly environment?: Partial<Environment> | undefined;
}

/**
 * A feed that goes on across as many connections as it takes: every event once, in order, from its
 * start on, or a final state that says why not. It is read in one way only: by `onEvent`, or by one
 * `for await`.
 */
export interface Feed<E = unknown> extends AsyncIterable<FeedEvent<E>> {
  readonly state: State;
  /** What has been dealt with; undefined where there is nothing yet that could be continued. */
  readonly cursor: Cursor | undefined;
  /** Settles with the final state, when the last cursor is kept and the key given back. */
  readonly ended: Promise<State>;
  /** Ends the feed. What was read ahead is dropped; it comes again. Resolves like `ended`. */
  close(): Promise<State>;
}
