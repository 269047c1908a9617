/**
 * The throttle's shared window in Redis or Valkey, for several processes. One sorted set a credential: a member is a request,
 * its score the moment it was answered, or, while it is under way, the latest moment at which it will be. So whatever
 * a process that died had under way frees by itself. Moments are of Redis' clock alone, and each decision is one script.
 * Where that clock was set back, what lies further ahead than anything can is forgotten.
 */
import { over } from '../../util/linked-abort.ts';
import { randomUUID } from 'node:crypto';
import { createClient } from '@redis/client';
import type { Logger } from '../../log.ts';
import type { Clock } from '../../util/clock.ts';
import type { Secret } from '../../util/secret.ts';
import { LONGEST_RETRY_AFTER_MS } from './retry-after.ts';
import { ownPermit, type Permit, type SharedWindow } from './throttle.ts';

export interface RedisWindow extends SharedWindow {
  /** Whether Redis is there now, and whether it ever was. */
  state(): RedisState;
  /** Resolves when what was to be told is told, or Redis does not listen. */
  close(): Promise<void>;
}

export type RedisState = 'answers' | 'away' | 'has not answered yet';

export interface RedisWindowOptions {
  /** May hold a password. */
  readonly url: Secret;
  /** Milliseconds a request to ClickTime may be under way. */
  readonly attemptTimeoutMs: number;
}

/** Longer than this no request waits for Redis, and nobody asks it again for `REST_MS` after that. */
const PATIENCE_MS = 500;
const REST_MS = 1_000;
/** What a request may take beside its attempt, before its place counts as answered though nobody said so. */
const LEASE_MARGIN_MS = 5_000;
const LONGEST_RECONNECT_MS = 2_000;

const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
`;

/** Gives 0 and takes a place, or gives the milliseconds within which none can become free. */
const TAKE = `${NOW}
local member, lease, window = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. (now + 2 * lease), '+inf')
if redis.call('PTTL', KEYS[2]) > ${LONGEST_RETRY_AFTER_MS} then redis.call('DEL', KEYS[2]) end
local count = redis.call('ZCARD', KEYS[1])
local wait = math.max(redis.call('PTTL', KEYS[2]), 0)
for i = 3, #ARGV, 2 do
  local over = count - tonumber(ARGV[i])
  if over >= 0 then
    -- With this one gone, one fewer than the limit remains. Under way, it is answered now at the earliest.
    local filling = tonumber(redis.call('ZRANGE', KEYS[1], over, over, 'WITHSCORES')[2])
    wait = math.max(wait, math.min(filling, now) + tonumber(ARGV[i + 1]) - now)
  end
end
if wait > 0 then return math.ceil(wait) end
redis.call('ZADD', KEYS[1], now + lease, member)
redis.call('PEXPIRE', KEYS[1], math.ceil(lease + window))
return 0`;

const ANSWERED = `${NOW}
redis.call('ZADD', KEYS[1], now, ARGV[1])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

const PAUSE = `if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 0`;

/**
 * Connects, and goes on trying to; resolves when connected, or when Redis has had a moment to answer. While it is away
 * each process keeps to the limit by itself, which the log says once.
 */
export async function connectRedisWindow(
  { url, attemptTimeoutMs }: RedisWindowOptions,
  log: Logger,
  clock: Clock,
): Promise<RedisWindow> {
  const client = createClient({
    url: url.reveal(),
    RESP: 2,
    disableOfflineQueue: true,
    // A connection that went dead without a word is noticed by pings, and made anew.
    pingInterval: 2_000,
    socket: {
      connectTimeout: 2_000,
      socketTimeout: 5_000,
      reconnectStrategy: (retries) => Math.min(LONGEST_RECONNECT_MS, 50 * 2 ** Math.min(retries, 10)),
    },
  });
  const leaseMs = attemptTimeoutMs + LEASE_MARGIN_MS;
  const processName = randomUUID();
  let taken = 0;
  let away = false;
  let wasFound = false;
  let restUntil = 0;

  function lost(error: unknown): void {
    restUntil = clock.now() + REST_MS;
    if (away) return;
    away = true;
    log.warn({ err: error }, 'Redis is away: until it is back, each server keeps to the limit of requests by itself');
  }

  function found(): void {
    if (away) log.info('Redis is back: servers keep to the limit of requests together');
    away = false;
    wasFound = true;
  }

  const run = (script: string, keys: string[], ...values: (number | string)[]): Promise<unknown> =>
    client.eval(script, { keys, arguments: values.map(String) });

  /** Nobody waits for these. */
  function tell(script: string, keys: string[], ...values: (number | string)[]): void {
    if (client.isReady) run(script, keys, ...values).catch(lost);
  }

  function permitOf(keys: string[], member: string, windowMs: number): Permit {
    return {
      kind: 'Permit',
      answered: () => tell(ANSWERED, keys, member, Math.ceil(windowMs)),
      giveBack: () => void client.zRem(keys[0] ?? '', member).catch(lost),
    };
  }

  client.on('error', lost);
  await within(PATIENCE_MS, client.connect(), clock).then(found, lost);
  return {
    async take(key, bounds) {
      if (!client.isReady || clock.now() < restUntil) return ownPermit;
      const keys = keysOf(key);
      const member = `${processName}:${++taken}`;
      const permit = permitOf(keys, member, bounds[0].windowMs);
      const answer = run(TAKE, keys, member, leaseMs, ...bounds.flatMap(({ limit, windowMs }) => [limit, windowMs]));
      try {
        const delayMs = Number(await within(PATIENCE_MS, answer, clock));
        found();
        return delayMs > 0 ? { kind: 'Later', delayMs } : permit;
      } catch (error) {
        lost(error);
        // Should the answer come late, nobody is there to use the place.
        answer.then(permit.giveBack, () => undefined);
        return ownPermit;
      }
    },
    state: () => (wasFound ? (away ? 'away' : 'answers') : 'has not answered yet'),
    pause: (key, delayMs) => tell(PAUSE, keysOf(key).slice(1), Math.ceil(delayMs)),
    async close() {
      if (client.isReady) await within(PATIENCE_MS, client.close(), clock).catch(() => undefined);
      if (client.isOpen) client.destroy();
    },
  };
}

/** In braces the part that keeps both on one node of a cluster behind a proxy. */
const keysOf = (key: string): string[] => [`clicktime-odata:{${key}}:places`, `clicktime-odata:{${key}}:pause`];

/** What comes of it within so many milliseconds; rejects when nothing did. */
async function within<Value>(milliseconds: number, work: Promise<Value>, clock: Clock): Promise<Value> {
  const timer = new AbortController();
  const late = clock.sleep(milliseconds, timer.signal).then(() => {
    throw new Error(`Redis did not answer within ${milliseconds} ms.`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    timer.abort(over);
  }
}
