/** A clock that stands still unless it is told to go on. */
export class Clock {
  at = 1_700_000_000_000;
  private timers = new Map<number, { at: number; run: () => void }>();
  private next = 1;

  readonly now = () => this.at;
  readonly setTimeout = (run: () => void, ms: number): unknown => {
    this.timers.set(this.next, { at: this.at + Math.max(0, ms), run });
    return this.next++;
  };
  readonly clearTimeout = (timer: unknown) => void this.timers.delete(timer as number);

  get pending(): number {
    return this.timers.size;
  }

  /** Lets time pass; what falls due runs at its moment. */
  advance(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const due = [...this.timers].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.at = Math.max(this.at, due[1].at);
      due[1].run();
    }
    this.at = end;
  }

  /** Lets time pass at once: what fell due meanwhile runs late, as on a page that was asleep. */
  jump(ms: number): void {
    this.at += ms;
    this.advance(0);
  }
}

/** Waits until something holds, and says what where it does not come to that. */
export async function until(holds: () => unknown, what: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets all that is under way arrive: some turns of the loop, for what must not happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
}
