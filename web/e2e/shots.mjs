// Takes pictures of the console in each of its states, before a real bridge, to be looked at.
// usage: node e2e/shots.mjs FOLDER
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { Stage, TOKEN } from './stage.mjs';

const folder = process.argv[2] ?? 'target/shots';
await mkdir(folder, { recursive: true });

const TYPES = ['order.placed', 'order.paid', 'order.shipped', 'cart.updated', 'stock.reserved', 'stock.low', 'payment.refused', 'user.signed-in'];
const SHOPS = ['berlin', 'oslo', 'lyon', 'porto'];
let number = 0;
/** An event of a shop, drawn at random. */
const shopping = () => {
  const type = TYPES[Math.floor(Math.random() ** 2 * TYPES.length)];
  const shop = SHOPS[Math.floor(Math.random() * SHOPS.length)];
  const id = (4_000_000 + number++ * 7).toString(36);
  const body = {
    specversion: '1.0', id, type, source: `/shops/${shop}`, time: new Date().toISOString(), datacontenttype: 'application/json',
    data: { order: 10_000 + number, total: Math.round(Math.random() * 20_000) / 100, currency: 'EUR', express: Math.random() < 0.3, items: [{ sku: `B-${id.slice(-3)}`, quantity: 1 + (number % 4) }], note: null },
  };
  return [`shop.${shop}.${type.split('.')[0]}.${10_000 + (number % 500)}`, body];
};

const played = await Stage.open({ stream: 'SHOP', subjects: ['shop.>'], console: true });
const publish = (count) => Promise.allSettled(Array.from({ length: count }, () => played.nats.request(...shopping())));
const browser = await launch();
const timer = setInterval(() => void publish(1 + Math.floor(Math.random() * 2)), 220);

try {
  await publish(1200);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark', deviceScaleFactor: 1 });
  page.on('pageerror', (error) => console.log('page:', error.message));
  page.on('console', (message) => message.type() === 'error' && console.log('console:', message.text()));
  const shot = async (name) => {
    await page.screenshot({ path: join(folder, `${name}.png`) });
    console.log(name);
  };
  await page.goto(played.console);
  await page.waitForSelector('#ask[open]');
  await shot('token');
  await page.fill('#ask input', TOKEN);
  await page.click('#ask button');
  await page.waitForSelector('#status.live');
  await page.waitForSelector('.row.event');
  await page.waitForTimeout(6000);
  await shot('live');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.waitForTimeout(300);
  await shot('detail');
  await page.keyboard.press('Escape');
  await publish(900);
  await page.waitForTimeout(1500);
  const bridge = played.bridge;
  await bridge.stop('SIGKILL');
  await page.waitForSelector('#status.waiting');
  await publish(700);
  await page.waitForTimeout(2500);
  await shot('waiting');
  played.port = played.network.target;
  await played.startBridge();
  await page.waitForSelector('#status.live', { timeout: 90_000 });
  await page.waitForTimeout(1500);
  await page.mouse.move(5, 5);
  await page.keyboard.press('g');
  await page.locator('.row.event:not([hidden])').nth(4).click();
  await page.waitForTimeout(300);
  await shot('after-outage');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.click('.row.burst');
  await page.waitForTimeout(300);
  await shot('burst-open');
  await page.click('.row.burst');
  await page.fill('#search', 'payment.refused');
  await page.waitForTimeout(600);
  await shot('search');
  await page.fill('#search', '');
  await page.waitForTimeout(300);
  await page.keyboard.press('Escape');
  await page.click('#pause');
  await page.waitForTimeout(1200);
  await shot('paused');
  await page.click('#pause');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('j');
  await page.waitForTimeout(300);
  await shot('light');
  await page.keyboard.press('?');
  await shot('help');
  await page.keyboard.press('Escape');
  await page.click('#tab-bridge');
  await page.waitForTimeout(9000);
  await shot('bridge-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('bridge');
  await page.setViewportSize({ width: 390, height: 844 });
  await shot('bridge-narrow');
  await page.click('#tab-feed');
  await page.waitForTimeout(500);
  await page.keyboard.press('Escape');
  await shot('narrow');
  await page.click('.row.event');
  await page.waitForTimeout(300);
  await shot('narrow-detail');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => sessionStorage.setItem('jetbridge.token', 'wrong'));
  await page.reload();
  await page.waitForSelector('#status.stopped');
  await shot('refused');
} finally {
  clearInterval(timer);
  await browser.close();
  await played.close();
}
