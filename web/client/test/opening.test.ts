import { describe, expect, it } from 'vitest';
import { connect } from '../src/index.js';
import { Rig } from './support/rig.js';
import { until } from './support/clock.js';

const rig = Rig.install();

describe('opening a feed', () => {
  it('asks for what is published from now on, unless told otherwise', async () => {
    rig.open();
    expect((await rig.server.next()).asked.url).toBe('/ws/events?since=latest');
  });

  it('shows the token by subprotocol and never in the address (P-3.2)', async () => {
    rig.open({ token: 'gr\u00fcn+/=?' });
    const { asked } = await rig.server.next();
    expect(asked.protocols).toEqual(['jetbridge.v1', 'bearer.' + Buffer.from('gr\u00fcn+/=?').toString('base64url')]);
    expect(asked.url).toBe('/ws/events?since=latest');
  });

  it('asks a function for the token before every connection', async () => {
    let asked = 0;
    const feed = rig.open({ token: async () => `t${++asked}` });
    (await rig.server.next()).greet().cut();
    await rig.retry(feed as never);
    const { protocols } = (await rig.server.next()).asked;
    expect(protocols[1]).toBe('bearer.' + Buffer.from('t2').toString('base64url'));
  });

  it('goes on without a token source that fails, later', async () => {
    let asked = 0;
    const feed = rig.open({
      token: () => {
        if (++asked == 1) throw new Error('signed out');
        return 't';
      },
    });
    await rig.waits(feed as never);
    expect(feed.state).toMatchObject({ cause: 'no token: signed out' });
    await rig.retry(feed as never);
    await rig.server.next();
    expect(asked).toBe(2);
  });

  it('names each filter once, in order', async () => {
    rig.open({ subjects: ['b.>', 'a.*', 'b.>'] });
    expect((await rig.server.next()).asked.query.getAll('subject')).toEqual(['a.*', 'b.>']);
  });

  it('sends what belongs to a cursor with it, to the letter (P-2.4)', async () => {
    rig.open({ since: { stream: 'S', epoch: 'e1', seq: 7, time: '2026-01-01T00:00:00.123456789Z' } });
    const { query } = (await rig.server.next()).asked;
    expect(Object.fromEntries(query)).toEqual({ since: '7', epoch: 'e1', at: '2026-01-01T00:00:00.123456789Z' });
  });

  it('takes a bare sequence, nothing applied yet among them', async () => {
    rig.open({ since: 0 });
    expect((await rig.server.next()).asked.url).toBe('/ws/events?since=0');
  });

  it.each([
    ['http://h:1', 'ws://h:1/ws/events'],
    ['https://h/feeds/a', 'wss://h/feeds/a'],
  ])('understands %s', async (url, expected) => {
    const tried: string[] = [];
    connect({
      url,
      onEvent() {},
      environment: {
        WebSocket: class {
          constructor(address: string) {
            tried.push(address);
            throw new SyntaxError('enough');
          }
        } as never,
      },
    });
    await until(() => tried.length, 'an attempt');
    expect(tried[0]).toBe(expected + '?since=latest');
  });

  it.each(['ws://h/?token=x', 'ws://u:p@h/', 'ftp://h/', 'ws://h/#x'])('turns %s down', (url) => {
    expect(() => connect({ url })).toThrow(TypeError);
  });

  it('turns a start with a snapshot down where nothing takes it', () => {
    expect(() => rig.bare({ since: 'snapshot' })).toThrow('without the function snapshot');
  });

  it('calls nothing before the feed has been returned', async () => {
    let returned = false;
    const early: boolean[] = [];
    rig.open({ onState: () => early.push(!returned) });
    returned = true;
    await rig.server.next();
    expect(early).not.toContain(true);
  });
});
