/**
 * Whether servers use what ClickTime's throttle gives, counted in places instead of seconds: beside them a client with
 * another token takes each of its places as soon as it is free, on the same machine, however busy that is. With a shorter
 * window than ClickTime's 5 seconds, so that a run stays short.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestInfo } from '@playwright/test';
import { request } from 'undici';
import type { LoggedRequest } from '../../server/simulator/request-log.ts';
import type { Simulator } from '../../server/simulator/simulator.ts';
import { expect } from '../fixtures.ts';

export const TOKEN = 'demo-admin';

const [REQUESTS, SECONDS] = [10, 2];

/** The simulator's throttle, and the settings of a server that keeps to it. */
export const throttle = { requests: REQUESTS, seconds: SECONDS } as const;
export const throttleSettings = { UPSTREAM_REQUESTS: String(REQUESTS), UPSTREAM_WINDOW_SECONDS: String(SECONDS) };

/** Does the work, in which no request was refused and hardly a place was left unused. */
export async function atTheLimit<Result>(
  simulator: Simulator,
  testInfo: TestInfo,
  work: () => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const beside = takeEachPlace(simulator.url, ended.signal);
  const result = await work().finally(() => ended.abort());
  await beside;
  const log = simulator.requests.all();
  const meanwhile = log.slice(0, log.findLastIndex(({ caller }) => caller === 'admin') + 1);
  const [used, all] = ['admin', 'manager'].map((each) => meanwhile.filter(({ caller }) => caller === each).length);
  const description = `${used} of ${all} places used`;
  testInfo.annotations.push({ type: 'measured', description });
  expect([...simulator.requests.statuses().keys()], 'no 429').toEqual([200]);
  expect(used, description).toBeGreaterThanOrEqual(0.9 * (all ?? 0));
  return result;
}

/** Asks for the same pages with a token of its own, in each place as soon as it is free. */
async function takeEachPlace(url: string, signal: AbortSignal): Promise<void> {
  const takeTurns = async (): Promise<void> => {
    while (!signal.aborted) {
      await (await ask(`${url}/TimeEntries?limit=500`, 'demo-manager')).body.dump();
      await sleep(SECONDS * 1000, undefined, { signal }).catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS }, takeTurns));
}

/**
 * Small queries while extracts run, each when so many more requests have been sent; none is overtaken by more than half
 * a window of requests.
 */
export async function smallQueries(roots: readonly string[], { requests }: Simulator, every: number): Promise<void> {
  const sent = (): readonly LoggedRequest[] => requests.all().filter(({ caller }) => caller === 'admin');
  for (const [turn, root] of roots.entries()) {
    await expect.poll(() => sent().length, { timeout: 60_000 }).toBeGreaterThan(every * (turn + 1));
    const before = sent().length;
    const answer = await ask(new URL('TimeEntries?$top=50', root), TOKEN, { 'cache-control': 'no-cache' });
    const { value } = (await answer.body.json()) as { readonly value: readonly unknown[] };
    expect([answer.statusCode, value.length]).toEqual([200, 50]);
    const place = sent().findLastIndex(({ query }) => query === 'limit=50');
    expect(place - before, 'requests sent first').toBeLessThanOrEqual(REQUESTS / 2);
  }
}

const ask = (url: string | URL, token: string, headers: Readonly<Record<string, string>> = {}) =>
  request(url, { headers: { authorization: `Token ${token}`, ...headers } });
