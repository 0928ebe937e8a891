import { feedAddress, isCursor, protocols, query } from './address.js';
import { adviceOn, backOff, CAP_MS } from './advice.js';
import { surroundings } from './environment.js';
import { Breach, FeedError } from './errors.js';
import { keeper } from './keeper.js';
import { openLink, type CursorProblem, type Ending, type Link, type LinkListener } from './link.js';
import { reader, type Entry, type Lineage } from './reader.js';
import { lookUp } from './refusal.js';
import { memoryCursor } from './stores/memory.js';
import type { Feed, FailureKind, FeedOptions, Gone, Hello, Problem, Start, StartAfter, State } from './types.js';

/** A connection that lasted this long was a good one; what failed before it is forgotten. */
const PROVEN_MS = 10_000;
/** How long a token that has lapsed may be refused, since its renewal may come a little late. */
const TOKEN_PATIENCE_MS = 60_000;

/** One connection, from the wish for it to its end. */
interface Attempt {
  /** The sequence that it was asked to go on after, -1 where none was named. */
  asked: number;
  url: string;
  token?: string | undefined;
  link?: Link;
  hello?: Hello;
  lineage?: Lineage;
  greetedAt: number;
  /** When the server wants it to be left; 0 where it does not. */
  awayAt: number;
}

/**
 * Opens a feed and keeps it open: connects, resumes, backs off and gives up as section 9 of the
 * wire contract advises.
 *
 * @throws TypeError where the options make no sense
 */
export function connect<E = unknown>(options: FeedOptions<E>): Feed<E> {
  const env = { ...surroundings(), ...options.environment };
  const address = feedAddress(options.url);
  const subjects = options.subjects?.length ? [...new Set(options.subjects)].sort() : undefined;
  const store = options.cursorStore ?? memoryCursor();
  const parse = options.parse ?? JSON.parse;
  const { token, signal } = options;
  const locking = new AbortController();

  let state: State = { type: 'waiting', attempt: 0, at: null, cause: 'the cursor is another page\'s, or being read' };
  let start: Start = options.since ?? (options.snapshot ? 'snapshot' : 'latest');
  /** Where the server is asked to go on; undefined where only `start` can be asked for. */
  let held = false;
  let place: StartAfter = { seq: 0 };
  let current: Attempt | undefined;
  /** Takes the place of `current` with its hello. */
  let heir: Attempt | undefined;
  let timer: unknown;
  let soonest = 0;
  let fruitless = 0;
  let lapsedAt = -Infinity;
  let paused = false;
  let suspect = false;
  let rebuilding = false;
  let over = false;
  let unlock = () => {};
  let settle!: (state: State) => void;
  const ended = new Promise<State>((resolve) => (settle = resolve));

  /** What the application throws here is its own: told where it listens for such, and no more. */
  const outside = (call: () => unknown) => {
    try {
      call();
    } catch (error) {
      void Promise.reject(error);
    }
  };
  const tell = (next: State) => {
    state = next;
    outside(() => options.onState?.(next));
  };
  const begin = (from: Start) => {
    start = from;
    held = typeof from == 'number' || typeof from == 'object';
    place = typeof from == 'object' ? from : { seq: typeof from == 'number' ? from : 0 };
  };
  const drop = (attempt: Attempt | undefined) => attempt?.link?.leave();

  const finish = (last: State) => {
    if (over) return;
    over = true;
    locking.abort();
    drop(current);
    drop(heir);
    env.clearTimeout(timer);
    env.window?.removeEventListener('online', online);
    env.window?.removeEventListener('offline', offline);
    env.document?.removeEventListener('visibilitychange', seen);
    signal?.removeEventListener('abort', close);
    const error =
      last.type == 'gone'
        ? new FeedError('gone', last.gone.problem.title, last.gone.problem)
        : last.type == 'stopped'
          ? last.error
          : undefined;
    if (state !== last) tell(last);
    void work
      .stop(error)
      .then(() => keep.flush())
      .then(() => {
        unlock();
        settle(state);
      });
  };
  const close = () => finish({ type: 'stopped' });
  const fail = (kind: FailureKind, error: unknown, problem?: Problem) => {
    const told = typeof error == 'string' ? error : `${kind}: ${(error as Error)?.message ?? error}`;
    finish({ type: 'stopped', error: new FeedError(kind, told, problem, error) });
  };
  /** Ends the feed once everything that came before has been read. */
  const end = (kind: FailureKind, message: string, problem?: Problem) => {
    if (over) return;
    const final: State = { type: 'stopped', error: new FeedError(kind, message, problem) };
    tell(final);
    work.push({ final });
  };

  const again = (delay: number, cause: string, problem?: Problem, floor = 0) => {
    if (over) return;
    const now = env.now();
    soonest = now + floor;
    const at = Math.max(soonest, now + (env.navigator?.onLine === false ? Math.max(delay, CAP_MS) : delay));
    tell({ type: 'waiting', attempt: fruitless + 1, at, cause, ...(problem && { problem }) });
    retire(at);
  };
  const retire = (at: number) => {
    env.clearTimeout(timer);
    timer = env.setTimeout(() => {
      timer = undefined;
      dial(false);
    }, at - env.now());
  };
  /** There is reason to hope, or somebody looks: nothing is waited for that need not be. */
  const wake = () => {
    current?.link?.check();
    if (timer === undefined || state.type != 'waiting') return;
    const at = Math.max(soonest, env.now() + backOff(0, env.random));
    if (at < state.at!) {
      tell({ ...state, at });
      retire(at);
    }
  };
  const offline = () => {
    suspect = true;
  };
  const online = () => {
    // The connection of before may hang on a network that is gone.
    if (suspect && current?.hello) dial(true);
    else if (suspect && current) {
      drop(current);
      dial(false);
    }
    suspect = false;
    wake();
  };
  const seen = () => (env.document!.visibilityState == 'visible' ? wake() : void keep.flush());

  const dial = (replacing: boolean) => {
    if (over || (replacing && heir)) return;
    const attempt: Attempt = { asked: -1, url: '', greetedAt: 0, awayAt: 0 };
    if (replacing) heir = attempt;
    else {
      current = attempt;
      tell({ type: 'connecting', attempt: fruitless + 1 });
    }
    void open(attempt);
  };
  const open = async (attempt: Attempt) => {
    try {
      attempt.token = typeof token == 'function' ? await token() : token;
    } catch (error) {
      return closed(attempt, { code: 0, opened: true, cause: `no token: ${(error as Error)?.message ?? error}` });
    }
    if (over || (attempt !== current && attempt !== heir)) return;
    if (held) attempt.asked = place.seq;
    attempt.url = address + query(held ? place : start, subjects);
    try {
      attempt.link = openLink(env, attempt.url, protocols(attempt.token), parse, listener(attempt));
    } catch (error) {
      fail('refused', error);
    }
  };

  const push = (attempt: Attempt, entry: Entry<E>) => {
    work.push({ lineage: attempt.lineage!, ...entry });
    if (!work.crowded || current !== attempt) return;
    paused = true;
    drop(current);
    drop(heir);
    current = heir = undefined;
    tell({ type: 'waiting', attempt: 0, at: null, cause: 'the reader lags' });
  };
  const mark = (attempt: Attempt) => push(attempt, { seq: place.seq, time: place.time });
  const moved = (seq: number, time: string | undefined) => {
    place = { ...place, seq, time: time! };
    held = true;
    rebuilding = false;
  };

  const listener = (attempt: Attempt): LinkListener => ({
    greeted(hello) {
      const { stream, epoch, cursor, time } = hello;
      if (held && ((place.stream ?? stream) != stream || (place.epoch ?? epoch) != epoch || cursor < attempt.asked)) {
        throw new Breach(`delivery of ${stream}/${epoch} after ${cursor} found, expected as asked for`);
      }
      if (attempt === heir) {
        drop(current);
        heir = undefined;
        current = attempt;
      }
      attempt.hello = hello;
      attempt.greetedAt = env.now();
      attempt.lineage = subjects ? { stream, epoch, subjects } : { stream, epoch };
      lapsedAt = -Infinity;
      const exact = !held || cursor > place.seq || (cursor == place.seq && !place.time);
      place = { seq: held ? Math.max(cursor, place.seq) : cursor, time: (exact ? time : place.time)!, stream, epoch };
      // From the oldest event on, nothing is claimed before one has come.
      held ||= start != 'earliest' && start != 'snapshot';
      tell({ type: 'catching-up', hello });
      if (held) mark(attempt);
    },
    event(event, size) {
      // What the connection before this one has told as well.
      if (event.seq <= place.seq) return;
      moved(event.seq, event.time);
      push(attempt, { seq: event.seq, time: event.time, size, event });
    },
    skipped(skipped) {
      if (skipped.seq <= place.seq) return;
      moved(skipped.seq, undefined);
      push(attempt, { seq: skipped.seq, skipped });
    },
    proved(seq, time, caughtUp) {
      if (seq > place.seq) moved(seq, time);
      else moved(place.seq, place.time ?? (seq == place.seq ? time : undefined));
      if (caughtUp) tell({ type: 'live', hello: attempt.hello! });
      mark(attempt);
    },
    told(items) {
      held = true;
      push(attempt, { seq: place.seq, time: place.time, items });
    },
    upstream: (up, since) => outside(() => options.onUpstream?.(up, since)),
    goaway(after) {
      attempt.awayAt = env.now() + after;
      env.setTimeout(() => {
        if (attempt === current) dial(true);
      }, after);
    },
    ended: (ending) => void closed(attempt, ending),
  });

  const closed = async (attempt: Attempt, ending: Ending) => {
    if (attempt === heir) {
      heir = undefined;
      const rival = current;
      env.setTimeout(() => {
        if (rival?.awayAt && rival === current) dial(true);
      }, backOff(2, env.random));
      return;
    }
    if (over || attempt !== current) return;
    current = heir;
    heir = undefined;
    if (current) return tell({ type: 'connecting', attempt: 1 });
    const now = env.now();
    const { code, cause } = ending;
    fruitless = attempt.hello && now - attempt.greetedAt >= PROVEN_MS ? 0 : fruitless + 1;
    const away = Math.max(0, attempt.awayAt - now);
    const slow = () => backOff(fruitless, env.random);
    if (ending.breach) return end('bad-data', `the server broke the contract: ${cause}`);
    if (!ending.opened) {
      const { status, retryAfter, cause: why, problem } = await lookUp(env, attempt.url, attempt.token);
      const renewed = async () =>
        env.now() - lapsedAt < TOKEN_PATIENCE_MS || (typeof token == 'function' && (await token()) !== attempt.token);
      if (status < 400 || status > 499 || status == 408 || status == 429 || (status == 401 && (await renewed().catch(() => true)))) {
        const floor = retryAfter && retryAfter + backOff(1, env.random);
        again(Math.max(slow(), floor), why, problem, floor);
      } else end('refused', why, problem);
      return;
    }
    const advice = code ? adviceOn(code) : 'back-off';
    switch (advice) {
      case 'stop':
        return end('refused', cause);
      case 'rebuild':
        tell({ type: 'waiting', attempt: 0, at: null, cause });
        return work.push({ gone: goneBy(attempt.link?.problem, cause) });
      case 'renew-token':
        lapsedAt = now;
    }
    if (advice == 'back-off') again(Math.max(slow(), away), cause);
    else again(away || backOff(fruitless - 1, env.random), cause);
  };

  const goneBy = (found: CursorProblem | undefined, cause: string): Gone => {
    const { type = 'about:blank', title = cause, detail, oldest_seq } = found ?? ({} as Partial<CursorProblem>);
    const problem: Problem = detail ? { type, title, detail } : { type, title };
    return { problem, oldest: oldest_seq ?? null, ...(work.cursor && { cursor: work.cursor }) };
  };

  const keep = keeper(env, store, (error) => fail('store', error));
  const work = reader<E>(options, store, keep, {
    drained() {
      if (!paused || over) return;
      paused = false;
      dial(false);
    },
    async gone(gone) {
      const next = (await options.onGone?.(gone)) ?? (options.snapshot && 'snapshot');
      if (over) return;
      // Again without anything in between, and it would go on for ever.
      if (next === undefined || rebuilding) return finish({ type: 'gone', gone });
      rebuilding = true;
      begin(next);
      dial(false);
    },
    finish,
    fail,
  });

  const first = async () => {
    try {
      if (store.lock) unlock = await store.lock(locking.signal);
      const stored = await store.load();
      if (over) return unlock();
      if (stored == null) begin(start);
      else if (isCursor(stored, subjects)) begin(stored);
      else {
        return work.push({
          gone: { problem: { type: 'about:blank', title: 'Stored cursor damaged, or of other subjects' }, oldest: null },
        });
      }
      dial(false);
    } catch (error) {
      over ? unlock() : fail('store', error);
    }
  };

  if (start == 'snapshot' && !options.snapshot) {
    throw new TypeError("since 'snapshot' found without the function snapshot");
  }
  env.window?.addEventListener('online', online);
  env.window?.addEventListener('offline', offline);
  env.document?.addEventListener('visibilitychange', seen);
  signal?.addEventListener('abort', close);
  // What was given is called only after the feed has been returned.
  void Promise.resolve().then(signal?.aborted ? close : first);

  return {
    get state() {
      return state;
    },
    get cursor() {
      return work.cursor;
    },
    ended,
    close() {
      close();
      return ended;
    },
    [Symbol.asyncIterator]: work.iterate,
  };
}
