import type { Cursor, Start } from './types.js';

/** The address of a feed, from what a person gives: `http` is understood, no path means the usual one. */
export function feedAddress(given: string | URL): string {
  const base = (globalThis as { location?: { href: string } }).location?.href;
  const url = new URL(given, base);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  if (!/^wss?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw new TypeError(
      `address '${url.protocol}//${url.host}' with query, user or fragment found, expected ws(s)://host[:port][/path]`,
    );
  }
  if (url.pathname == '/') url.pathname = '/ws/events';
  return url.href;
}

/** The parameters of one connection (P-2.1). */
export function query(start: Start, subjects: readonly string[] | undefined): string {
  const parameters = new URLSearchParams();
  if (typeof start == 'object') {
    parameters.set('since', '' + start.seq);
    if (start.epoch) parameters.set('epoch', start.epoch);
    if (start.time) parameters.set('at', start.time);
  } else {
    parameters.set('since', '' + start);
  }
  for (const subject of subjects ?? []) parameters.append('subject', subject);
  return '?' + parameters;
}

/** The subprotocols offered, the credential among them (P-3.2). */
export function protocols(token: string | undefined): string[] {
  const offered = ['jetbridge.v1'];
  if (token != null) {
    const bytes = String.fromCharCode(...new TextEncoder().encode(token));
    offered.push('bearer.' + btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''));
  }
  return offered;
}

/** Whether a value, from a store perhaps, is a cursor for these filters. */
export function isCursor(value: unknown, subjects: readonly string[] | undefined): value is Cursor {
  const found = value as Partial<Cursor> | null;
  return (
    !!found &&
    Number.isSafeInteger(found.seq) &&
    found.seq! >= 0 &&
    typeof found.stream == 'string' &&
    typeof found.epoch == 'string' &&
    (found.time === undefined || typeof found.time == 'string') &&
    JSON.stringify(found.subjects) == JSON.stringify(subjects)
  );
}
