/**
 * Sign-ins with unknown tokens, with a clock that is turned by hand: who is asked about, who waits and who is turned
 * away. `sign-in-attack.test.ts` proves the same over real sockets.
 */
import { expect, test } from 'vitest';
import {
  createSignInGate,
  defaultSignInGateOptions,
  type SignInGate,
} from '../../../src/clicktime/sign-in/sign-in-gate.ts';
import { ODataError } from '../../../src/errors/odata-error.ts';
import { handClock, type HandClock } from '../hand-clock.ts';

const { budget } = defaultSignInGateOptions;
const PER_ADDRESS = budget.ofAddress.refusals;
const IN_ALL = budget.inAll.refusals;
const staying = (): AbortSignal => new AbortController().signal;

/** A gate, and how often ClickTime was asked. */
function gateWith(clock: HandClock): {
  readonly gate: SignInGate;
  readonly asked: () => number;
  readonly bad: Try;
  readonly good: Try;
} {
  const gate = createSignInGate(defaultSignInGateOptions, clock);
  let count = 0;
  const pass =
    (ask: () => Promise<void>): Try =>
    (address) =>
      gate
        .pass(address, staying(), async () => {
          count += 1;
          await ask();
        })
        .then(
          () => 'accepted',
          (error: unknown) => (error instanceof ODataError ? error.code : String(error)),
        );
  return {
    gate,
    asked: () => count,
    bad: pass(() => Promise.reject(ODataError.of('InvalidToken', { words: '' }))),
    good: pass(() => Promise.resolve()),
  };
}

type Try = (address: string) => Promise<string>;

const times = (count: number, run: (index: number) => Promise<string>): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

const tally = (results: readonly string[], code: string): number => results.filter((each) => each === code).length;

test('an address has so many bad tokens, and more with time', async () => {
  const clock = handClock();
  const { bad, asked } = gateWith(clock);
  const results = await times(200, () => bad('a'));
  expect(asked()).toBe(PER_ADDRESS);
  expect(tally(results, 'TooManySignIns')).toBe(200 - PER_ADDRESS);
  await clock.advance(3 * budget.ofAddress.forgiveMs);
  await times(200, () => bad('a'));
  expect(asked()).toBe(PER_ADDRESS + 3);
});

test('all addresses together have so many, and whoever had fewer refused comes first', async () => {
  const clock = handClock();
  const { bad, good, asked } = gateWith(clock);
  const attack = (): Promise<readonly string[]> => times(200, (index) => bad(`attacker ${index}`));
  const pass = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += budget.inAll.forgiveMs) {
      await clock.advance(budget.inAll.forgiveMs);
    }
  };
  const first = attack();
  await pass(defaultSignInGateOptions.patienceMs);
  expect(tally(await first, 'InvalidToken')).toBe(asked());
  const most = IN_ALL + defaultSignInGateOptions.patienceMs / budget.inAll.forgiveMs;
  expect(asked()).toBeGreaterThan(most - 5);
  expect(asked()).toBeLessThanOrEqual(most);
  const second = times(100, (index) => bad(`attacker ${index}`));
  const newcomers = Promise.all([good('office'), good('home')]);
  await pass(2 * budget.inAll.forgiveMs);
  expect(await Promise.race([newcomers, Promise.resolve('waiting')])).toEqual(['accepted', 'accepted']);
  await pass(defaultSignInGateOptions.patienceMs);
  expect(tally(await second, 'accepted')).toBe(0);
});

test('a crowd of good tokens behind one address all get in', async () => {
  const { good, asked } = gateWith(handClock());
  expect(tally(await times(500, () => good('office')), 'accepted')).toBe(500);
  expect(asked()).toBe(500);
});

test('no more are asked about at once than may turn out bad', async () => {
  const clock = handClock();
  const { gate } = gateWith(clock);
  let underWay = 0;
  const waiting = Array.from({ length: 100 }, (_, index) =>
    gate.pass(`address ${index % 2}`, staying(), () => {
      underWay += 1;
      return new Promise<void>(() => undefined);
    }),
  );
  for (const each of waiting) each.catch(() => undefined);
  await clock.advance(0);
  expect(underWay).toBe(2 * PER_ADDRESS);
});

test('addresses take turns, so that a long queue of one is not in front of another', async () => {
  const clock = handClock();
  const { gate } = gateWith(clock);
  const order: string[] = [];
  const begin = (address: string): Promise<void> =>
    gate.pass(address, staying(), async () => {
      order.push(address);
      await clock.sleep(100);
    });
  const all = Promise.all(
    ['a', 'b', 'c', 'a', 'a', 'a', 'd'].flatMap((address) => Array.from({ length: PER_ADDRESS }, () => begin(address))),
  );
  // Three addresses fill all places; what 'd' waits for is the next that is free, not the third queue of 'a'.
  await clock.advance(0);
  expect(order).toHaveLength(IN_ALL);
  for (let turn = 0; turn < 20; turn++) await clock.advance(100);
  await all;
  expect(order.slice(IN_ALL, IN_ALL + 4)).toContain('d');
});

test('whoever waits too long is told when to come back, and whoever leaves makes room', async () => {
  const clock = handClock();
  const { gate, good } = gateWith(clock);
  const stuck = Array.from({ length: PER_ADDRESS }, () =>
    gate.pass('a', staying(), () => new Promise<void>(() => undefined)),
  );
  for (const each of stuck) each.catch(() => undefined);
  const leaving = new AbortController();
  const left = gate.pass('a', leaving.signal, () => Promise.resolve());
  const waiting = good('a');
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  await clock.advance(defaultSignInGateOptions.patienceMs);
  expect(await waiting).toBe('TooManySignIns');
});

test('what fails for another reason is not held against anybody', async () => {
  const { gate, good } = gateWith(handClock());
  const outage = (): Promise<void> => Promise.reject(ODataError.of('UpstreamTimeout', { seconds: 30, wait: 60 }));
  await times(100, () =>
    gate.pass('a', staying(), outage).then(
      () => '',
      () => '',
    ),
  );
  expect(await good('a')).toBe('accepted');
});

test('the requests of one address leave room for those of others', () => {
  const { gate } = gateWith(handClock());
  const arriving = (address: string): number => {
    for (let count = 0; ; count++) {
      try {
        gate.arrive(address);
      } catch {
        return count;
      }
    }
  };
  expect(arriving('a')).toBe(defaultSignInGateOptions.maxRequests / 2);
  for (const address of 'bcdefg') expect(arriving(address)).toBeGreaterThan(0);
});
