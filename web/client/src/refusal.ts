import type { Environment, Problem } from './types.js';

/** Why an upgrade failed. */
export interface Refusal {
  /** The HTTP status that a plain request got; 0 where none could be read. */
  readonly status: number;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfter: number;
  readonly cause: string;
  readonly problem?: Problem;
}

const MAX_RETRY_AFTER_MS = 300_000;
const PATIENCE_MS = 10_000;

/**
 * Asks the same address again without an upgrade (P-2.7): a browser is never told why a handshake
 * failed. 426 means that all checks passed. Never throws.
 */
export async function lookUp(env: Environment, url: string, token?: string): Promise<Refusal> {
  const address = url.replace(/^ws/, 'http');
  const abort = new AbortController();
  const timer = env.setTimeout(() => abort.abort(), PATIENCE_MS);
  const init: RequestInit = { signal: abort.signal, cache: 'no-store' };
  let cause = 'no connection';
  try {
    const answer = await env.fetch(address, token ? { ...init, headers: { Authorization: 'Bearer ' + token } } : init);
    const { status } = answer;
    if (status == 426) return { status: 0, retryAfter: 0, cause: 'no WebSocket, though the server would open one' };
    const text = await answer.text();
    let problem: Problem | undefined;
    try {
      const found = JSON.parse(text);
      if (typeof found.type == 'string') problem = found;
    } catch {
      // Not from a Jetbridge server, perhaps a proxy's page: the status alone speaks.
    }
    cause = `refused with HTTP ${status}` + (problem ? `: ${problem.detail ?? problem.title}` : '');
    const retryAfter = Math.min(MAX_RETRY_AFTER_MS, (Number(answer.headers.get('Retry-After')) || 0) * 1000);
    return problem ? { status, retryAfter, cause, problem } : { status, retryAfter, cause };
  } catch {
    try {
      // Without credentials and unreadable, but an answer: somebody is there.
      await env.fetch(address, { ...init, mode: 'no-cors' });
      cause = 'an answer that is kept from this page: is its origin among server.allowed-origins?';
    } catch {
      // Nobody is there.
    }
  } finally {
    env.clearTimeout(timer);
  }
  return { status: 0, retryAfter: 0, cause };
}
