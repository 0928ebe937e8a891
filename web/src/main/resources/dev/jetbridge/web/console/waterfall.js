import { brief, clock, count, duration, hue } from './format.js';

const ROW = 26;
/** Rows drawn beyond the edges. */
const MARGIN = 6;

/**
 * A list of which only what can be seen exists, newest first. It stays with its newest row while
 * that is in sight, and else stands still under the reader's eyes, however much comes.
 */
export class Waterfall {
  /** The row that is selected: an event's number, or a row of another kind. */
  selected;
  paused = false;
  #root;
  #space;
  #empty;
  /** What stands for each row in sight; an element keeps its row while that stays in sight. */
  #elements = new Map();
  #journal;
  #frozen = 0;
  #total = 0;
  #drawnFor = '';

  constructor(root, journal, listener) {
    this.#root = root;
    this.#space = root.querySelector('.space');
    this.#empty = root.querySelector('.empty');
    this.#journal = journal;
    root.addEventListener('scroll', () => this.draw(true), { passive: true });
    new ResizeObserver(() => this.draw(true)).observe(root);
    root.addEventListener('click', ({ target }) => {
      const index = target.closest('.row')?.dataset.index;
      if (index !== undefined) this.choose(Number(index), listener);
    });
  }

  /** Rows that came while it is paused. */
  get behind() {
    return this.paused ? this.#journal.length + this.#journal.dropped - this.#frozen : 0;
  }

  pause(paused) {
    this.paused = paused;
    this.#frozen = this.#journal.length + this.#journal.dropped;
    if (!paused) this.#root.scrollTop = 0;
    this.draw(true);
  }

  /** Selects the row at an index, and shows it or opens it. */
  choose(index, listener) {
    const row = this.#journal.row(index + this.behind);
    if (row === undefined) return;
    if (row.kind === 'burst') this.#journal.toggle(row);
    this.selected = row;
    listener(row);
    this.draw(true);
  }

  /** Moves the selection by so many rows, and into sight. */
  move(by, listener) {
    const last = this.#journal.length - this.behind - 1;
    let index = this.#indexOf(this.selected);
    index = index < 0 ? 0 : Math.min(last, Math.max(0, index + by));
    const row = this.#journal.row(index + this.behind);
    if (row === undefined) return;
    this.selected = row;
    const top = index * ROW;
    const { scrollTop, clientHeight } = this.#root;
    if (top < scrollTop) this.#root.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.#root.scrollTop = top + ROW - clientHeight;
    if (typeof row === 'number') listener(row);
    this.draw(true);
  }

  /** The place of the selection from the newest; -1 where it is not shown. */
  get index() {
    return this.#indexOf(this.selected);
  }

  #indexOf(row) {
    const shown = this.#journal.length - this.behind;
    for (let i = 0; i < shown; i++) if (this.#journal.row(i + this.behind) === row) return i;
    return -1;
  }

  /** Draws what can be seen, if anything of it has changed. */
  draw(anyway = false) {
    const journal = this.#journal;
    const length = Math.max(0, journal.length - this.behind);
    const total = length + journal.dropped;
    const came = total - this.#total;
    this.#total = total;
    const stuck = this.#root.scrollTop < ROW / 2;
    this.#space.style.height = `${length * ROW}px`;
    if (came > 0 && !stuck && !anyway) this.#root.scrollTop += came * ROW;
    this.#empty.hidden = length > 0;
    const first = Math.max(0, Math.floor(this.#root.scrollTop / ROW) - MARGIN);
    const last = Math.min(length, Math.ceil((this.#root.scrollTop + this.#root.clientHeight) / ROW) + MARGIN);
    const signature = `${total} ${first} ${last} ${journal.query}`;
    if (!anyway && signature === this.#drawnFor && !this.#moving(first)) return;
    this.#drawnFor = signature;
    const rows = [];
    for (let index = first; index < last; index++) rows.push(journal.row(index + this.behind));
    const before = this.#elements;
    this.#elements = new Map();
    for (const row of rows) if (before.has(row)) this.#elements.set(row, before.get(row));
    const free = [...before].filter(([row]) => !this.#elements.has(row)).map(([, element]) => element);
    rows.forEach((row, i) => {
      const element = this.#elements.get(row) ?? free.pop() ?? this.#element();
      this.#elements.set(row, element);
      element.style.transform = `translateY(${(first + i) * ROW}px)`;
      element.dataset.index = first + i;
      element.setAttribute('aria-selected', String(row === this.selected));
      this.#fill(element, row);
    });
    for (const element of free) element.remove();
  }

  #element() {
    const element = document.createElement('div');
    element.setAttribute('role', 'option');
    this.#space.append(element);
    return element;
  }

  // What stands at the newest end may still change: a burst that grows, an outage that lasts.
  #moving(first) {
    const newest = this.#journal.row(this.behind);
    return first < MARGIN * 2 && newest !== undefined && typeof newest !== 'number';
  }

  #fill(element, row) {
    if (typeof row === 'number') return this.#fillEvent(element, row);
    const text = row.kind === 'burst' ? burst(row) : outage(row);
    if (element.shown === text.key) return undefined;
    element.shown = text.key;
    element.className = `row ${row.kind} ${text.className ?? ''}`;
    element.replaceChildren(...text.parts.map(([name, content, color]) => part(name, content, color)));
    return undefined;
  }

  #fillEvent(element, number) {
    const event = this.#journal.event(number);
    if (!event || element.shown === number) return;
    element.shown = number;
    element.className = 'row event';
    element.replaceChildren(
      part('seq', event.seq),
      part('time', clock(event.time)),
      part('type', event.type, hue(event.type)),
      part('subject', event.subject),
      part('text', bodyOf(event.text)),
    );
  }
}

/** The beginning of what a message is about: a CloudEvent's data, else the event. */
function bodyOf(text) {
  const event = text.indexOf('"event":') + 8;
  const data = text.indexOf('"data":', event);
  const from = data < 0 ? event : data + 7;
  return text.slice(from, from + 300).replace(/}{1,2}$/, '');
}

function part(name, content, color) {
  const span = document.createElement('span');
  span.className = name;
  span.textContent = content;
  if (color !== undefined) span.style.setProperty('--hue', color);
  return span;
}

function burst(row) {
  const all = [...row.counts].sort((a, b) => b[1] - a[1]);
  const total = row.last - row.first + 1;
  const rest = all.slice(6).reduce((sum, [, n]) => sum + n, 0);
  const parts = [
    ['twist', row.open ? '▾' : '▸'],
    ['total', `${count(total)} events`],
    ['note', `${row.missed ? 'caught up' : 'burst'} in ${duration(row.ended - row.began)}`],
    ...all.slice(0, 6).map(([type, n]) => ['chip', `${type} ${brief(n)}`, hue(type)]),
    ...(rest ? [['chip more', `${all.length - 6} more ${brief(rest)}`]] : []),
  ];
  return { key: `${total} ${row.open}`, parts, className: row.open ? 'open' : '' };
}

/** What was missed in an outage that is over. */
export const missed = (row) =>
  row.caughtUp
    ? row.missed
      ? `nothing missed: ${count(row.missed)} events caught up`
      : 'nothing missed: no event in it'
    : `catching up, ${count(row.missed)} so far`;

function outage(row) {
  if (row.final) return { key: row.cause, parts: [['when', clock(row.began)], ['note', 'the feed has ended'], ['cause', row.cause]], className: 'final' };
  const lasted = duration((row.ended ?? Date.now()) - row.began);
  const parts = row.ended
    ? [['note', `feed was down for ${lasted}`], ['cause', row.cause], ['total', missed(row)]]
    : [['note', `feed is down for ${lasted}`], ['cause', row.cause], ['total', row.next ?? '']];
  return { key: parts.join(), parts: [['when', clock(row.began)], ...parts], className: row.ended ? 'over' : 'lasting' };
}
