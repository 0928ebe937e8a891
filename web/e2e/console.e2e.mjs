import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.mjs';
import { Stage, TOKEN } from './stage.mjs';

describe('the console', () => {
  let stage;
  let browser;
  const faults = [];
  beforeAll(async () => {
    browser = await launch();
    stage = await Stage.open({ console: true, settings: ['--set', 'server.console=on'] });
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });
  const open = async (address) => {
    const page = await browser.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    // What its own policy forbids is a fault of the console's.
    page.on('console', (said) => said.text().includes('Content Security Policy') && faults.push(said.text()));
    await page.goto(address);
    return page;
  };

  const shows = (page, selector, pattern) =>
    page.waitForFunction(([s, p]) => new RegExp(p).test(document.querySelector(s)?.textContent), [selector, pattern.source]);

  it('asks for the token, shows what comes, and an outage with what was missed', async () => {
    const page = await open(stage.console);
    await page.fill('#ask input', TOKEN);
    await page.click('#ask button');
    await page.waitForSelector('#status.live');
    await stage.publish(1, 20, 1000);
    await page.waitForFunction(() => document.querySelectorAll('.row.event:not([hidden])').length >= 20);
    await page.keyboard.press('j');
    await page.waitForSelector('#detail:not([hidden])');
    await shows(page, '#detail pre', /"n": \d+/);

    await stage.bridge.stop('SIGKILL');
    await page.waitForSelector('#status.waiting');
    await shows(page, '.row.outage', /feed is down for .*attempt \d+ in/);
    await stage.publish(21, 420, 4000);
    stage.port = stage.network.target;
    await stage.startBridge();
    await page.waitForSelector('#status.live', { timeout: 90_000 });
    await shows(page, '.row.outage', /feed was down for .*nothing missed: 400 events caught up/);
    await shows(page, '.row.burst', /400 events/);

    await page.click('#tab-bridge');
    await page.waitForSelector('#sessions tbody tr');
    await shows(page, '#cards', /connected/);
    await page.close();
  });

  it('tells why a token is refused', async () => {
    const page = await open(stage.console);
    await page.fill('#ask input', 'wrong');
    await page.click('#ask button');
    await page.waitForSelector('#status.stopped');
    await shows(page, '#waterfall', /refused with HTTP 401/);
    await page.close();
  });

  it('is shown by webview before any feed, and is not told the token', async () => {
    const address = await stage.startWebview();
    const page = await open(address);
    const heard = [];
    page.on('response', async (response) => heard.push(JSON.stringify(response.headers()), await response.text().catch(() => '')));
    page.on('websocket', (socket) => heard.push(socket.url()));
    await page.reload();
    await page.waitForSelector('#status.live');
    await stage.publish(421, 425, 1000);
    await page.waitForFunction(() => document.querySelectorAll('.row.event:not([hidden])').length >= 5);
    expect(heard.length).toBeGreaterThan(10);
    expect(heard.join() + (await page.content())).not.toContain(TOKEN);
    const secretless = await page.request.get(address.replace(/[0-9a-f]{36}/, '0'.repeat(36)));
    expect(secretless.status()).toBe(404);
    await page.close();
  });

  it('is served at the feed itself, through whatever leads there, without what only an operator is told', async () => {
    const page = await open(`${stage.feed.replace('ws', 'http')}/console/`);
    await page.fill('#ask input', TOKEN);
    await page.click('#ask button');
    await page.waitForSelector('#status.live');
    await stage.publish(426, 430, 1000);
    await page.waitForFunction(() => document.querySelectorAll('.row.event:not([hidden])').length >= 5);
    expect(await page.isVisible('#tab-bridge')).toBe(false);
    await page.close();
  });

  it('does nothing that its policy forbids, and throws nothing', () => {
    expect(faults).toEqual([]);
  });
});
