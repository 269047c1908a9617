/** What requests that come at the same time share, and what they do not. The stages have tests of their own. */
import { expect, test } from 'vitest';
import { ODataError } from '../src/errors/odata-error.ts';
import { createMemorySource } from '../src/memory/memory-source.ts';
import type { ODataRequest } from '../src/protocol/message.ts';
import type { EntitySource } from '../src/source/source.ts';
import { createService } from '../src/service.ts';
import { tripPinRows } from './models/trip-pin-rows.ts';
import { tripPin } from './models/trip-pin.ts';
import { systemClock } from '../src/util/clock.ts';
import { limits } from './http/fixture.ts';

const request: ODataRequest = {
  method: 'GET',
  path: 'People',
  query: '$select=UserName',
  headers: { authorization: 'Token any' },
  serviceRoot: 'http://host/',
  signal: new AbortController().signal,
};

test('who asks later waits longer: the deadline of the first one is not theirs', async () => {
  let now = 0;
  let reads = 0;
  let expire: () => void = () => undefined;
  const memory = createMemorySource({ rowsBySet: tripPinRows });
  const source: EntitySource = {
    ...memory,
    read: async function* (wanted, context) {
      reads += 1;
      if (reads === 1) await new Promise<void>((resolve) => (expire = resolve));
      if (now >= context.deadline) throw ODataError.of('RequestTimeout', { seconds: 60 });
      yield* memory.read(wanted, context);
    },
  };
  const service = createService({
    modelFor: () => tripPin,
    source,
    limits,
    clock: { ...systemClock, now: () => now, sleep: () => Promise.resolve() },
    answerCache: { maxAgeMs: 1_000, maxBytes: 100_000 },
  });
  const first = service.answer(request);
  now = limits.requestTimeoutMs / 2;
  const second = service.answer(request);
  const third = service.answer(request);
  await expect.poll(() => reads).toBe(1);
  now = limits.requestTimeoutMs;
  expire();
  await expect(first).rejects.toMatchObject({ code: 'RequestTimeout' });
  expect(await second).toMatchObject({ status: 200 });
  expect((await third).body).toBe((await second).body);
  expect(reads).toBe(2);
});
