// Measures the console's frames while 1,000 events a second come in and 100,000 are held.
// usage: node e2e/frames.mjs
import { launch } from './browser.mjs';
import { Stage, TOKEN } from './stage.mjs';

const HELD = 100_000;
const stage = await Stage.open({ console: true });
const browser = await launch();
try {
  for (let n = 1; n < HELD; n += 2000) await stage.publish(n, n + 1999, 1e6);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript((token) => sessionStorage.setItem('jetbridge.token', token), TOKEN);
  await page.goto(stage.console);
  await page.waitForSelector('#status.live');
  const begin = Date.now();
  await page.fill('#since', 'earliest');
  await page.click('#controls [type=submit]');
  await page.waitForFunction((held) => document.querySelector('#held').textContent.startsWith(held), HELD.toLocaleString('en'), { timeout: 120_000 });
  console.log(`${HELD} events caught up in ${Date.now() - begin} ms`);
  for (const folding of [true, false]) {
    if (!folding) await page.click('#fold');
    const publishing = stage.publish(HELD + (folding ? 1 : 20_001), HELD + (folding ? 8_000 : 28_000), 1000);
    const frames = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const deltas = [];
          let last = performance.now();
          const end = last + 7000;
          const frame = (now) => {
            deltas.push(now - last);
            last = now;
            if (now < end) requestAnimationFrame(frame);
            else resolve(deltas.slice(1).sort((a, b) => a - b));
          };
          requestAnimationFrame(frame);
        }),
    );
    await publishing;
    const at = (share) => frames[Math.floor(frames.length * share)].toFixed(1);
    console.log(`1,000 events/s, ${folding ? 'folded' : 'each shown'}: ${frames.length} frames, median ${at(0.5)} ms, 99 % within ${at(0.99)} ms, longest ${frames.at(-1).toFixed(1)} ms`);
  }
} finally {
  await browser.close();
  await stage.close();
}
