// Numbers and times for people.

const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const count = (n) => whole.format(n);
export const brief = (n) => (n < 10_000 ? whole.format(Math.round(n)) : short.format(n));

/** 850 ms, 3.4 s, 2 min 5 s, 1 h 2 min. */
export function duration(ms) {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export function bytes(n) {
  const unit = ['B', 'kB', 'MB', 'GB', 'TB'];
  let i = 0;
  for (; n >= 1000 && i < unit.length - 1; i++) n /= 1000;
  return `${n < 10 && i ? n.toFixed(1) : Math.round(n)} ${unit[i]}`;
}

/** The time of day, to the millisecond, where the reader is. */
export function clock(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return date.toTimeString().slice(0, 8) + '.' + String(date.getMilliseconds()).padStart(3, '0');
}

const hues = new Map();
/** As many words are told apart by their hues; more share. */
const MOST_HUES = 500;

/** A hue that is the same for a word wherever it appears, and far from those of words met before. */
export function hue(word) {
  if (!hues.has(word) && hues.size < MOST_HUES) hues.set(word, (190 + hues.size * 137.508) % 360);
  return hues.get(word) ?? 0;
}
