import type { FailureKind, Problem } from './types.js';

/** Why a feed ended although nobody closed it. */
export class FeedError extends Error {
  override readonly name = 'FeedError';

  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly problem?: Problem,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Word of a server that broke the contract: what was found, and what was expected. */
export class Breach extends Error {}
