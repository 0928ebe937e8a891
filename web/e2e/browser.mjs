import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

/** Where Chromium is, found on PATH; undefined where it is not. */
export function chromiumPath() {
  for (const name of [process.env.JETBRIDGE_CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].filter(Boolean)) {
    try {
      return execFileSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim();
    } catch {
      // Another name, perhaps.
    }
  }
  return undefined;
}

/** A browser of its own, without a window. */
export const launch = () =>
  chromium.launch({
    executablePath: chromiumPath(),
    // As root, as in containers, Chromium runs without its sandbox or not at all.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
