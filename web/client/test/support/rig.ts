import { afterEach, beforeEach } from 'vitest';
import { WebSocket } from 'ws';
import { connect, type Feed, type FeedEvent, type FeedOptions, type State } from '../../src/index.js';
import { Clock, until } from './clock.js';
import { ScriptedServer } from './server.js';

/** Whatever tells of the network or of a page being looked at. */
export class Signals extends EventTarget {
  visibilityState = 'visible';
  tell(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}

export type Opened = Feed<{ n: number }> & { readonly seen: number[]; readonly states: State[] };

/** A server, a clock and dice, made anew for each test. */
export class Rig {
  server!: ScriptedServer;
  clock!: Clock;
  /** What the dice show, from 0 to below 1. */
  dice = 0.5;
  page!: Signals;
  navigator = { onLine: true };
  private feeds: Feed<never>[] = [];

  static install(): Rig {
    const rig = new Rig();
    beforeEach(async () => {
      rig.server = await ScriptedServer.start();
      rig.clock = new Clock();
      rig.page = new Signals();
      rig.dice = 0.5;
      rig.navigator = { onLine: true };
      rig.feeds = [];
    });
    afterEach(async () => {
      for (const feed of rig.feeds) void feed.close();
      await rig.server.stop();
    });
    return rig;
  }

  /** A feed whose events and states are written down. */
  open(options: Partial<FeedOptions<{ n: number }>> = {}): Opened {
    const seen: number[] = [];
    const states: State[] = [];
    return Object.assign(
      this.bare({
        onEvent: (event: FeedEvent) => void seen.push(event.seq),
        ...options,
        onState: (state) => {
          states.push(state);
          options.onState?.(state);
        },
      }),
      { seen, states },
    );
  }

  /** A feed as it comes. */
  bare(options: Partial<FeedOptions<{ n: number }>> = {}): Feed<{ n: number }> {
    const feed = connect<{ n: number }>({
      url: this.server.url,
      ...options,
      environment: {
        WebSocket: WebSocket as never,
        now: this.clock.now,
        random: () => this.dice,
        setTimeout: this.clock.setTimeout,
        clearTimeout: this.clock.clearTimeout,
        window: this.page,
        document: this.page,
        navigator: this.navigator,
        ...options.environment,
      },
    });
    this.feeds.push(feed as Feed<never>);
    return feed;
  }

  /** Waits for a feed to wait, and says for how long it will. */
  async waits(feed: Feed<never>): Promise<number> {
    await until(() => feed.state.type == 'waiting' && feed.state.at !== null, 'a feed that waits');
    return feed.state.type == 'waiting' ? feed.state.at! - this.clock.at : NaN;
  }

  /** Waits for the next attempt as long as the feed does. */
  async retry(feed: Feed<never>): Promise<void> {
    this.clock.advance(await this.waits(feed));
  }
}
