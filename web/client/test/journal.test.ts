import { describe, expect, it } from 'vitest';
// @ts-expect-error: the console's scripts are plain ones
import { held, Journal, LIMIT } from '../../src/main/resources/dev/jetbridge/web/console/journal.js';
// @ts-expect-error: as above
import { samples } from '../../src/main/resources/dev/jetbridge/web/console/bridge.js';

const event = (seq: number, type = `t${seq % 3}`) =>
  held(JSON.stringify({ seq, subject: 's', time: 'T', event: { type, seq } }), { seq, subject: 's', time: 'T', event: { type, seq } }, 0);

/** What is shown, from the newest: sequences of events, the kinds of other rows. */
const shown = (journal: any) =>
  Array.from({ length: journal.length }, (_, i) => journal.row(i)).map((row) => (typeof row === 'number' ? journal.event(row).seq : row.kind));

describe("the console's journal", () => {
  it('shows what comes slowly one by one, newest first', () => {
    const journal = new Journal();
    for (let n = 1; n <= 3; n++) journal.add(event(n), n * 1000, false);
    expect(shown(journal)).toEqual([3, 2, 1]);
  });

  it('folds more than 200 in a second into one row with counts by type', () => {
    const journal = new Journal();
    journal.add(event(1), 0, false);
    for (let n = 2; n <= 301; n++) journal.add(event(n), 5000 + n, false);
    journal.add(event(302), 9000, false);
    expect(shown(journal)).toEqual([302, 'burst', 1]);
    const burst = journal.row(1);
    expect([...burst.counts.values()].reduce((a: number, b: number) => a + b)).toBe(300);
    expect(burst.counts.size).toBe(3);
  });

  it('opens a burst below its head, and closes it again', () => {
    const journal = new Journal();
    journal.add(event(1), 0, false);
    for (let n = 2; n <= 301; n++) journal.add(event(n), 5000, false);
    const burst = journal.row(0);
    journal.toggle(burst);
    expect(shown(journal).slice(0, 3)).toEqual(['burst', 301, 300]);
    expect(journal.length).toBe(302);
    journal.add(event(302), 5001, false);
    expect(shown(journal).slice(0, 3)).toEqual(['burst', 302, 301]);
    journal.toggle(burst);
    expect(shown(journal)).toEqual(['burst', 1]);
  });

  it('folds what is caught up into one row, however long it takes, and no outage into it', () => {
    const journal = new Journal();
    journal.mark({ kind: 'outage' });
    for (let n = 1; n <= 500; n++) journal.add(event(n), n * 100, true);
    journal.add(event(501), 50_001, false);
    expect(shown(journal)).toEqual([501, 'burst', 'outage']);
  });

  it('shows each event where folding is off', () => {
    const journal = new Journal();
    journal.fold(false);
    for (let n = 1; n <= 300; n++) journal.add(event(n), 0, false);
    expect(journal.length).toBe(300);
  });

  it('finds words in all that is held, and in what comes', () => {
    const journal = new Journal();
    for (let n = 1; n <= 500; n++) journal.add(event(n, n % 100 ? 'plain' : 'Special'), 0, false);
    journal.search('special');
    expect(shown(journal)).toEqual([500, 400, 300, 200, 100]);
    journal.add(event(501, 'SPECIAL'), 0, false);
    journal.add(event(502, 'plain'), 0, false);
    expect(shown(journal)[0]).toBe(501);
    journal.search('');
    expect(shown(journal)).toEqual(['burst']);
  });

  it('holds so many and lets the oldest go, wherever rows point', () => {
    const journal = new Journal();
    journal.fold(false);
    const many = LIMIT + 12_000;
    for (let n = 1; n <= many; n++) journal.add(event(n), n * 10, false);
    expect(journal.size).toBeLessThanOrEqual(LIMIT + 5_000);
    expect(journal.event(journal.row(0)).seq).toBe(many);
    expect(journal.event(journal.row(journal.length - 1)).seq).toBe(many - journal.size + 1);
    expect(journal.length + journal.dropped).toBe(many);
  });
});

describe("the console's reading of metrics", () => {
  it('takes names, labels and values', () => {
    const found = samples('# HELP a x\n# TYPE a gauge\na{code="1001",reason="going away"} 3.0\na{code="4410",reason="x"} 1\nb 2.5E3\n');
    expect(found.get('a')).toEqual([
      { value: 3, labels: { code: '1001', reason: 'going away' } },
      { value: 1, labels: { code: '4410', reason: 'x' } },
    ]);
    expect(found.get('b')).toEqual([{ value: 2500, labels: {} }]);
  });
});
