/**
 * Whose failures keep whose requests away: first by outcomes alone, then with a simulator, where it shows that requests
 * really stay away, take no places, and come back. `breaker.test.ts` has the steps of a single one.
 */
import { expect, test } from 'vitest';
import { createCircuits, type Circuits } from '../../../src/clicktime/upstream/circuits.ts';
import type { Failure, Outcome } from '../../../src/clicktime/upstream/outcome.ts';
import { createThrottle } from '../../../src/clicktime/upstream/throttle.ts';
import { createUpstream } from '../../../src/clicktime/upstream/upstream.ts';
import { defaultWindowOptions } from '../../../src/clicktime/upstream/window.ts';
import { systemClock } from '../../../src/util/clock.ts';
import { handClock } from '../hand-clock.ts';
import { contextOf, readAll, startRig } from '../connection.ts';

const serverError: Failure = { kind: 'ServerError', status: 500 };
const refusedConnection: Outcome = { kind: 'Interrupted', reason: '', unreachable: true, cause: undefined };
const works: Outcome = { kind: 'Envelope', data: [], page: {}, bytes: 0 };

function driven(): Circuits & { advance(milliseconds: number): void } {
  let now = 1;
  const options = { failures: 6, restMs: 1_000, maxRestMs: 8_000, maxCredentials: 100 };
  const circuits = createCircuits(options, { ...systemClock, now: () => now });
  return { ...circuits, advance: (milliseconds) => void (now += milliseconds) };
}

function end(circuits: Circuits, owner: string, outcome: Outcome | undefined, times = 1): void {
  for (let time = 0; time < times; time++) circuits.send(owner)(outcome);
}

const stopped = (circuits: Circuits, ...owners: string[]): readonly boolean[] =>
  owners.map((owner) => circuits.resting(owner) !== undefined);

test.each<[Outcome | undefined, boolean]>([
  [works, false],
  [{ kind: 'Refused', status: 403, message: '' }, false],
  [{ kind: 'Throttled' }, false],
  [{ kind: 'Unreadable', reason: '' }, false],
  [{ kind: 'Contradictory', status: 200, message: '' }, false],
  [undefined, false],
  [serverError, true],
  [{ kind: 'Interrupted', reason: '', cause: undefined }, true],
  [{ kind: 'TimedOut', milliseconds: 1 }, true],
  [{ kind: 'NotJson', mediaType: 'text/html' }, true],
])('%j as the last outcome', (outcome, opens) => {
  const circuits = driven();
  end(circuits, 'a', serverError, 5);
  end(circuits, 'a', outcome);
  expect(stopped(circuits, 'a')).toEqual([opens]);
});

test('failures of one credential, however many, keep only its own requests away', () => {
  const circuits = driven();
  for (let round = 0; round < 20; round++) {
    end(circuits, 'a', serverError, 6);
    expect(stopped(circuits, 'a', 'b')).toEqual([true, false]);
    circuits.advance(8_000);
  }
  expect(circuits.resting('a')).toBeUndefined();
});

test('two credentials that fail stop each other no more than themselves; a third one shows that it is ClickTime', () => {
  const circuits = driven();
  for (const owner of ['a', 'b']) end(circuits, owner, serverError, 5);
  expect(stopped(circuits, 'a', 'b', 'c')).toEqual([false, false, false]);
  end(circuits, 'c', serverError, 2);
  expect(stopped(circuits, 'a', 'b', 'c', 'd')).toEqual([true, true, true, true]);
  expect(circuits.resting('d')).toMatchObject({ ofAll: true, retryAfterMs: 1_000 });
});

test('somebody whose requests succeed shows that it is not ClickTime as a whole', () => {
  const circuits = driven();
  for (const owner of ['a', 'b', 'c', 'd', 'e']) {
    end(circuits, owner, serverError, 2);
    end(circuits, 'well', works);
  }
  expect(stopped(circuits, 'a', 'well')).toEqual([false, false]);
});

test("that nothing can be reached is nobody's own failure", () => {
  const circuits = driven();
  end(circuits, 'a', refusedConnection, 6);
  expect(stopped(circuits, 'a', 'b')).toEqual([true, true]);
  circuits.advance(1_000);
  end(circuits, 'b', works);
  expect(stopped(circuits, 'a', 'b')).toEqual([false, false]);
});

test('after a rest of all, a credential that alone still fails does not go on stopping the others', () => {
  const circuits = driven();
  for (const owner of ['a', 'b', 'c']) end(circuits, owner, serverError, 2);
  circuits.advance(1_000);
  end(circuits, 'a', serverError);
  circuits.advance(2_000);
  expect(stopped(circuits, 'a', 'b'), 'b tries before a').toEqual([true, false]);
  end(circuits, 'b', works);
  expect(stopped(circuits, 'a', 'b')).toEqual([false, false]);
});

// ---- With requests --------------------------------------------------------------------------------------------------

const breaker = { failures: 3, restMs: 400, maxRestMs: 400 };
const retry = { maxAttempts: 1, maxRepetitions: 2, baseDelayMs: 1, maxDelayMs: 1, throttledDelayMs: 1 };
const always = Number.POSITIVE_INFINITY;

test('requests stay away from a failing ClickTime, say when to come back, and come back', async () => {
  const rig = await startRig(
    { seed: 1, users: 5, months: 1 },
    { breaker, retry: { ...retry, maxAttempts: 3 } },
    systemClock,
  );
  rig.simulator.faults.add({ times: 3, action: { kind: 'status', status: 500 } });
  await expect(readAll(rig, 'Tasks')).rejects.toMatchObject({ code: 'UpstreamUnavailable', retryAfterSeconds: 60 });
  const sent = rig.simulator.requests.count();
  const context = { ...contextOf(rig.simulator.tokens.admin), deadline: systemClock.now() + 50 };
  await expect(readAll(rig, 'Tasks', { context })).rejects.toThrow(
    'its last 3 answers to this account all failed, so it is left alone for a moment',
  );
  expect(rig.simulator.requests.count()).toBe(sent);
  // With more time the same read waits for the rest to end.
  expect((await readAll(rig, 'Tasks')).length).toBeGreaterThan(0);
  await rig.close();
});

test('the failures of one account delay nobody else, and what is refused takes no place', async () => {
  const throttle = { ...defaultWindowOptions, limit: 4, windowMs: 60_000, maxWaiting: 100, maxCredentials: 10 };
  const rig = await startRig({ seed: 1, users: 5, months: 1 }, { breaker, retry, throttle }, systemClock);
  const { simulator } = rig;
  simulator.faults.add({ match: { caller: 'manager' }, times: always, action: { kind: 'status', status: 500 } });
  const failing = async (): Promise<void> => {
    const context = contextOf(simulator.tokens.manager);
    await expect(readAll(rig, 'Tasks', { context })).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
  };
  for (let time = 0; time < 3; time++) await failing();
  // None of these is sent: with three places of four taken, the second would wait for a minute.
  for (let time = 0; time < 9; time++) await failing();
  expect(simulator.requests.count()).toBe(3);
  expect((await readAll(rig, 'Tasks')).length).toBeGreaterThan(0);
  await rig.close();
});

test('who waits for a place when the rest begins gives it back: once there is one, all are refused', async () => {
  const clock = handClock();
  const circuits = createCircuits({ ...breaker, restMs: 60_000, maxRestMs: 60_000, maxCredentials: 10 }, clock);
  let sent = 0;
  const upstream = createUpstream({
    client: {
      get: async () => {
        sent += 1;
        return serverError;
      },
      close: () => Promise.resolve(),
    },
    throttle: createThrottle({ ...defaultWindowOptions, limit: 3, maxWaiting: 100, maxCredentials: 10 }, clock),
    circuits,
    retry,
    onVerdict: () => undefined,
    clock,
    random: () => 0,
  });
  const subject = { entitySet: 'Tasks', access: '' };
  const read = { ...contextOf('a'), path: 'Tasks', query: '', priority: 'interactive', subject, absentAt: [] } as const;
  const reads = Array.from({ length: 14 }, () => upstream.get({ ...read, deadline: 30_000 }));
  const outcomes = Promise.allSettled(reads);
  await clock.advance(0);
  await clock.advance(defaultWindowOptions.windowMs);
  expect((await outcomes).map(({ status }) => status)).toEqual(reads.map(() => 'rejected'));
  expect(sent).toBe(3);
});
