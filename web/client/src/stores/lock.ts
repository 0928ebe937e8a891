/**
 * Waits for an exclusive lock of the origin (Web Locks): of all pages and workers that ask by one
 * name, one goes on, and the next when it is gone.
 *
 * @returns what gives it back
 * @throws TypeError where the browser has no locks, as on pages that are not secure
 */
export async function exclusive(name: string, signal: AbortSignal): Promise<() => void> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (!locks) {
    throw new TypeError(`no Web Locks found for '${name}', expected a secure context, or unlocked: true`);
  }
  return new Promise((granted, failed) => {
    locks
      .request(name, { signal }, () => new Promise<void>((release) => granted(release)))
      .catch(failed);
  });
}
