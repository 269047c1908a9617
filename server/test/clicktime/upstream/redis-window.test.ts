/**
 * Places that processes share, in a real redis-server, each process played by a connection of its own.
 * `window.test.ts` proves the decision in one process; this adds that Redis decides the same for several, and what
 * happens while it is away. `e2e/extract/several-processes.spec.ts` proves the product.
 */
import { createClient } from '@redis/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectRedisWindow, type RedisWindow } from '../../../src/clicktime/upstream/redis-window.ts';
import { LONGEST_RETRY_AFTER_MS } from '../../../src/clicktime/upstream/retry-after.ts';
import { createThrottle, ownPermit, type Later, type Permit } from '../../../src/clicktime/upstream/throttle.ts';
import { boundsOf, defaultWindowOptions, emptyWindow, type Priority } from '../../../src/clicktime/upstream/window.ts';
import { createLogger } from '../../../src/log.ts';
import { type Clock, systemClock } from '../../../src/util/clock.ts';
import { createCredentialKey } from '../../../src/util/credential-key.ts';
import { Secret } from '../../../src/util/secret.ts';
import { hasRedis, startRedis, type RedisServer } from '../../redis-server.ts';

/** A window so long that nothing frees while a test runs, however slow the machine is. */
const HOUR_MS = 3_600_000;
const hourly = { ...defaultWindowOptions, windowMs: HOUR_MS, reserveMs: HOUR_MS / 5 };
/** In which Redis has half a minute to answer instead of half a second: it does answer, on a busy machine too. */
const patientClock: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(60 * ms, signal) };

const bounds = (priority: Priority) => boundsOf(emptyWindow, priority, 0, hourly);

describe.skipIf(!hasRedis())('with a redis-server', () => {
  let redis: RedisServer;
  let open: RedisWindow[] = [];
  const lines: string[] = [];
  const messages = (): readonly string[] => lines.map((line) => String(JSON.parse(line).msg));

  async function connect(clock = patientClock, url = redis.url): Promise<RedisWindow> {
    const log = createLogger('info', { write: (line) => void lines.push(line) });
    const places = await connectRedisWindow({ url: new Secret(url), attemptTimeoutMs: 30_000 }, log, clock);
    open = [...open, places];
    return places;
  }

  beforeEach(async () => {
    redis = await startRedis();
  });

  afterEach(async () => {
    for (const places of open) await places.close();
    open = [];
    lines.length = 0;
    await redis.stop();
  });

  test('two processes together take what one window holds, each credential by itself', async () => {
    const [one, other] = [await connect(), await connect()];
    const taken = await takeMany([one, other], 12, 'interactive');
    expect(taken.filter(({ kind }) => kind === 'Permit').length).toBe(10);
    // Requests under way might be answered just now, and then fill their places for a whole window.
    expect(taken.filter(isLater).map(({ delayMs }) => delayMs)).toEqual([HOUR_MS, HOUR_MS]);
    expect((await one.take('another', bounds('interactive'))).kind).toBe('Permit');
  });

  test('an answered request fills its place for a window, one that was not sent gives it back', async () => {
    const [one, other] = [await connect(), await connect()];
    const [first, ...rest] = (await takeMany([one, other], 10, 'interactive')).filter(isPermit);
    for (const place of rest) place.answered();
    const { delayMs } = await laterOf(other);
    expect(delayMs).toBeGreaterThan(HOUR_MS / 2);
    expect(delayMs).toBeLessThanOrEqual(HOUR_MS);
    first?.giveBack();
    await expect.poll(async () => (await other.take('k', bounds('interactive'))).kind).toBe('Permit');
    expect((await other.take('k', bounds('interactive'))).kind).toBe('Later');
  });

  test('places free when their window has passed', async () => {
    const [one, other] = [await connect(), await connect()];
    const short = [{ limit: 2, windowMs: 50 }] as const;
    const [first, second] = [await one.take('k', short), await one.take('k', short)];
    for (const place of [first, second]) if (isPermit(place)) place.answered();
    await expect.poll(async () => (await other.take('k', short)).kind).toBe('Permit');
  });

  test('an extract in one process leaves room for a small query in another', async () => {
    const [one, other] = [await connect(), await connect()];
    const taken = await takeMany([one], 20, 'bulk');
    expect(taken.filter(isPermit).length).toBe(8);
    expect((await other.take('k', bounds('bulk'))).kind).toBe('Later');
    expect((await other.take('k', bounds('interactive'))).kind).toBe('Permit');
  });

  test('a 429 in one process is a pause for all, and a shorter one does not end it', async () => {
    const [one, other] = [await connect(), await connect()];
    one.pause('k', LONGEST_RETRY_AFTER_MS);
    one.pause('k', 1_000);
    await expect.poll(async () => (await other.take('k', bounds('bulk'))).kind).toBe('Later');
    const { delayMs } = await laterOf(other);
    expect(delayMs).toBeGreaterThan(LONGEST_RETRY_AFTER_MS / 2);
    expect(delayMs).toBeLessThanOrEqual(LONGEST_RETRY_AFTER_MS);
  });

  test('throttles of two processes: the second waits for what the first has sent, and its small query is let in', async () => {
    const options = { ...defaultWindowOptions, maxWaiting: 100, maxCredentials: 100 };
    const one = createThrottle(options, systemClock, await connect());
    const other = createThrottle(options, systemClock, await connect());
    const entry = { owner: 'k', deadline: Number.MAX_SAFE_INTEGER, signal: new AbortController().signal };
    const places = await Promise.all(Array.from({ length: 8 }, () => one.enter({ ...entry, priority: 'bulk' })));
    const gone = new AbortController();
    const waiting = other.enter({ ...entry, priority: 'bulk', signal: gone.signal });
    (await other.enter({ ...entry, priority: 'interactive' })).answered();
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    for (const place of places) place.answered();
  });

  test('what Redis holds from before its clock was set back an hour keeps nobody waiting for that hour', async () => {
    const places = await connect();
    const client = await createClient({ url: redis.url }).connect();
    const [member, pause] = ['clicktime-odata:{k}:places', 'clicktime-odata:{k}:pause'];
    const ahead = Array.from({ length: 10 }, (_, n) => ({ score: Date.now() + HOUR_MS, value: `earlier:${n}` }));
    await client.zAdd(member, ahead);
    await client.set(pause, '1', { expiration: { type: 'PX', value: HOUR_MS } });
    expect((await places.take('k', bounds('interactive'))).kind).toBe('Permit');
    expect(await client.zCard(member)).toBe(1);
    await client.close();
  });

  test('nothing in Redis tells a token, and everything there ends by itself', async () => {
    const token = 'a-token-of-somebody';
    const nameOf = createCredentialKey(new Secret('a secret of all the servers'));
    expect(nameOf(new Secret(token))).toBe(
      createCredentialKey(new Secret('a secret of all the servers'))(new Secret(token)),
    );
    expect(nameOf(new Secret(token))).not.toBe(
      createCredentialKey(new Secret('another secret of servers'))(new Secret(token)),
    );
    const places = await connect();
    const place = await places.take(nameOf(new Secret(token)), bounds('interactive'));
    if (isPermit(place)) place.answered();
    places.pause(nameOf(new Secret(token)), HOUR_MS);
    const client = await createClient({ url: redis.url }).connect();
    await expect.poll(() => client.keys('*')).toHaveLength(2);
    for (const key of await client.keys('*')) {
      expect(key).not.toContain(token);
      expect(await client.pTTL(key)).toBeGreaterThan(0);
    }
    await client.close();
  });

  test('without Redis each process goes on alone, says so once, and shares again when it is back', async () => {
    const places = await connect();
    await redis.stop();
    await expect.poll(messages).toEqual([expect.stringMatching(/^Redis is away/)]);
    for (const taken of await takeMany([places], 30, 'bulk')) expect(taken).toBe(ownPermit);
    places.pause('k', 1_000);
    redis = await startRedis(redis.port);
    await expect.poll(() => places.take('k', bounds('bulk'))).not.toBe(ownPermit);
    expect(messages()).toEqual([expect.stringMatching(/^Redis is away/), expect.stringMatching(/^Redis is back/)]);
  });

  test('a Redis that hangs is not waited for, and a place it gives too late is given back', async () => {
    const places = await connect(systemClock);
    redis.process.kill('SIGSTOP');
    expect(await places.take('k', bounds('bulk'))).toBe(ownPermit);
    redis.process.kill('SIGCONT');
    const client = await createClient({ url: redis.url }).connect();
    await expect.poll(() => client.keys('*')).toEqual([]);
    await client.close();
    expect(messages()).toEqual([expect.stringMatching(/^Redis is away/)]);
  });

  test('a server starts where Redis is not there yet', async () => {
    const { url } = redis;
    await redis.stop();
    const places = await connect(systemClock, url);
    expect(await places.take('k', bounds('bulk'))).toBe(ownPermit);
    expect(messages().length).toBe(1);
  });

  const laterOf = async (places: RedisWindow): Promise<Later> => {
    const answer = await places.take('k', bounds('interactive'));
    if (!isLater(answer)) throw new Error('There was a place.');
    return answer;
  };
});

const isPermit = (answer: Permit | Later): answer is Permit => answer.kind === 'Permit';
const isLater = (answer: Permit | Later): answer is Later => answer.kind === 'Later';

/** Asks for so many places, of each in turn and all at once. */
const takeMany = (
  all: readonly RedisWindow[],
  count: number,
  priority: Priority,
): Promise<readonly (Permit | Later)[]> =>
  Promise.all(
    Array.from({ length: count }, (_, turn) => (all[turn % all.length] ?? expect.fail()).take('k', bounds(priority))),
  );
