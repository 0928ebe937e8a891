import { Detail } from './detail.js';
import { Following } from './following.js';
import { brief, clock, count, duration } from './format.js';
import { Journal, LIMIT } from './journal.js';
import { Overview } from './bridge.js';
import { keys } from './keys.js';
import { Spark } from './spark.js';
import { missed, Waterfall } from './waterfall.js';

const $ = (id) => document.getElementById(id);
const settings = await fetch('settings.json', { cache: 'no-store' }).then((answer) => answer.json());
// On the feed's own port and on the admin port, or before a feed that is elsewhere.
const feedUrl = settings.proxied ? new URL('feed', location.href).href : settings.here ? new URL('../ws/events', location.href).href : `${settings.tls ? 'https' : 'http'}://${location.hostname}:${settings.port}`;

const journal = new Journal();
let dirty = true;
const following = new Following(journal, () => (dirty = true));
const waterfall = new Waterfall($('waterfall'), journal, opened);
const detail = new Detail($('detail'), () => $('waterfall').focus());
const overview = new Overview($('bridge'));
const rateLine = new Spark($('rate-line'));

// ---- the feed ----

const kept = (name, value) => (value === undefined ? sessionStorage.getItem(`jetbridge.${name}`) : sessionStorage.setItem(`jetbridge.${name}`, value));

async function token() {
  if (settings.proxied) return undefined;
  const held = kept('token');
  if (held && !refused()) return held;
  const ask = $('ask');
  ask.querySelector('code').textContent = feedUrl;
  if (!ask.open) ask.showModal();
  await new Promise((resolve) => ask.addEventListener('close', resolve, { once: true }));
  kept('token', new FormData(ask.querySelector('form')).get('token'));
  return kept('token');
}
const refused = () => following.state.error?.problem?.status === 401;

async function open() {
  const subjects = $('subjects').value.split(/[\s,]+/).filter(Boolean);
  const since = $('since').value.trim() || 'latest';
  kept('subjects', $('subjects').value);
  const shown = await token();
  following.open({
    url: feedUrl,
    ...(shown && { token: shown }),
    ...(subjects.length && { subjects }),
    since: /^\d+$/.test(since) ? Number(since) : since,
  });
}

$('controls').onsubmit = (submitted) => {
  submitted.preventDefault();
  clear();
  void open();
};

// ---- what is done with rows ----

function opened(row) {
  if (typeof row === 'number') detail.show(journal.event(row));
  dirty = true;
}

function clear() {
  journal.clear();
  detail.close();
  if (waterfall.paused) pause();
  dirty = true;
}

function pause() {
  waterfall.pause(!waterfall.paused);
  $('pause').setAttribute('aria-pressed', String(waterfall.paused));
  dirty = true;
}

function fold() {
  journal.fold(!journal.folding);
  $('fold').setAttribute('aria-pressed', String(journal.folding));
  dirty = true;
}

$('pause').onclick = pause;
$('fold').onclick = fold;
$('clear').onclick = clear;
let searching;
$('search').oninput = () => {
  clearTimeout(searching);
  searching = setTimeout(() => {
    journal.search($('search').value.trim());
    $('waterfall').scrollTop = 0;
    waterfall.draw(true);
    dirty = true;
  }, 120);
};

// ---- views, theme and keys ----

function view(name) {
  for (const each of ['feed', 'bridge']) {
    $(each).hidden = each !== name;
    $(`tab-${each}`).setAttribute('aria-selected', String(each === name));
  }
  if (name === 'bridge') overview.start();
  else waterfall.draw(true);
}
$('tab-feed').onclick = () => view('feed');
$('tab-bridge').onclick = () => view('bridge');
const operator = !settings.proxied && !settings.here;
if (!operator) document.querySelector('nav').hidden = true;

function theme() {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const next = (document.documentElement.dataset.theme ?? (dark ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark';
  localStorage.setItem('jetbridge.theme', (document.documentElement.dataset.theme = next));
}
const chosen = localStorage.getItem('jetbridge.theme');
if (chosen) document.documentElement.dataset.theme = chosen;
$('theme').onclick = theme;

keys($('help'), {
  ' ': ['pause, and go on', pause],
  '/': ['search', () => $('search').focus()],
  f: ['filter by subject', () => $('subjects').focus()],
  j: ['older row (also ↓)', () => waterfall.move(1, opened)],
  k: ['newer row (also ↑)', () => waterfall.move(-1, opened)],
  g: ['to the newest', () => ($('waterfall').scrollTop = 0)],
  Enter: ['show the event, open the burst', () => waterfall.index >= 0 && waterfall.choose(waterfall.index, opened)],
  Escape: ['close', () => (detail.open ? detail.close() : document.activeElement.blur())],
  c: ['copy the event', () => detail.open && detail.copy()],
  b: ['fold bursts, or not', fold],
  x: ['drop what is held', clear],
  t: ['light or dark', theme],
  1: ['the feed', () => view('feed')],
  ...(operator && { 2: ['the bridge', () => view('bridge')] }),
  '?': ['these', () => $('help').showModal()],
});
$('keys').onclick = () => $('help').showModal();

// ---- drawing ----

function status() {
  const { state } = following;
  const waits = following.tick();
  const words = { 'catching-up': 'catching up', gone: 'cursor gone', stopped: state.error ? 'stopped' : 'not connected' };
  $('status').className = following.upstream ? state.type : 'upstream';
  $('status').lastElementChild.textContent = following.upstream ? (waits ?? words[state.type] ?? state.type) : 'broker lost, bridge waits for it';
  $('status').title = state.cause ?? state.error?.message ?? '';
}

function facts() {
  const { hello, cursor } = { hello: following.hello, cursor: following.cursor };
  const newest = journal.events.at(-1);
  $('stream').textContent = hello?.stream ?? '';
  const rows = [
    ['session', hello?.session ?? '–'],
    ['epoch', hello?.epoch ?? '–'],
    ['cursor', cursor ? count(cursor.seq) : '–'],
    ['on its way', newest ? duration(newest.arrived - Date.parse(newest.time)) : '–'],
    ['pushes', count(following.events)],
    ['skipped', count(following.skipped)],
    ['reconnects', count(following.reconnects)],
    ['up for', following.since ? duration(Date.now() - following.since) : '–'],
  ];
  const list = $('facts');
  if (!list.children.length) for (const [name] of rows) list.append(Object.assign(document.createElement('dt'), { textContent: name }), document.createElement('dd'));
  rows.forEach(([, value], i) => {
    const dd = list.children[2 * i + 1];
    if (dd.textContent !== value) dd.textContent = dd.title = value;
  });
  const behind = waterfall.behind;
  $('held').textContent = [
    journal.query ? `${count(journal.length)} found in ${count(journal.size)} events held` : `${count(journal.size)} of at most ${count(LIMIT)} events held`,
    ...(journal.outage?.ended ? [`last outage at ${clock(journal.outage.began).slice(0, 8)} for ${duration(journal.outage.ended - journal.outage.began)}, ${missed(journal.outage)}`] : []),
    ...(behind ? [`${brief(behind)} more rows since it was paused`] : []),
  ].join(' · ');
  const empty = document.querySelector('#waterfall .empty');
  empty.textContent = journal.query ? 'Nothing that is held has this.' : ['live', 'catching-up'].includes(following.state.type) ? 'Connected. Nothing has been published yet.' : (following.state.error?.message ?? following.state.cause ?? 'Not connected.');
}

let counted = 0;
setInterval(() => {
  const rate = Math.max(0, following.events - counted);
  counted = following.events;
  $('rate').textContent = count(rate);
  rateLine.push(rate);
  facts();
}, 1000);
setInterval(() => {
  status();
  if (following.state.type === 'waiting' || following.state.type === 'connecting') waterfall.draw(true);
}, 100);
/** While a feed catches up, events have the time that pictures of them would take. */
const PATIENCE_MS = 100;
let drawn = 0;
(function frame(now = 0) {
  const patience = following.state.type === 'catching-up' ? PATIENCE_MS : 0;
  if (dirty && !$('feed').hidden && now - drawn >= patience) {
    dirty = false;
    drawn = now;
    waterfall.draw();
    facts();
    status();
  }
  requestAnimationFrame(frame);
})();

$('subjects').value = kept('subjects') ?? '';
view('feed');
void open();
