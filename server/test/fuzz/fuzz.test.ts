/** A short run of what `npm run fuzz` does for long, over the TripPin model; and that it would find what it looks for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultOf, readAnswer } from '../../fuzz/answers.ts';
import { fuzzInProcess } from '../../fuzz/in-process.ts';
import { createRandom } from '../../fuzz/random.ts';
import { createTally } from '../../fuzz/report.ts';
import { createGenerator } from '../../fuzz/requests.ts';
import { fuzzSockets } from '../../fuzz/sockets.ts';
import { ODataError } from '../../src/errors/odata-error.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { createService, type Service } from '../../src/service.ts';
import { systemClock } from '../../src/util/clock.ts';
import { type Fixture, limits, startFixture } from '../http/fixture.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { tripPin } from '../models/trip-pin.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const root = '/odata/v4/';
const generator = (seed: number) => createGenerator(tripPin, root, 'Token any', createRandom(seed));

test("hostile requests over sockets are all answered in OData's form, none with 500", async () => {
  const port = Number(new URL(server.address).port);
  const options = { port, requests: 1000, connections: 4, pipelined: 8, patienceMs: 60_000 };
  const { sent, findings, statuses } = await fuzzSockets(generator(1), options, createTally());
  expect(findings).toEqual([]);
  expect(sent).toBeGreaterThanOrEqual(1000);
  expect([200, 400, 404, 405].filter((status) => (statuses.get(status) ?? 0) <= 10)).toEqual([]);
});

test("hostile requests to the service itself are all answered in OData's form, none with 500", async () => {
  const source = createMemorySource({ rowsBySet: tripPinRows, capabilities: () => ({ predicates: {}, order: [] }) });
  const service = createService({ modelFor: () => tripPin, source, limits, clock: systemClock });
  const options = { requests: 2000, patienceMs: 60_000 };
  const { sent, findings } = await fuzzInProcess(service, root, generator(2), options, createTally());
  expect(findings).toEqual([]);
  expect(sent).toBe(2000);
});

test.each<readonly [string, Service['answer']]>([
  ['a fault', () => Promise.reject(new Error('x is not a function'))],
  ['an error without code', () => Promise.resolve({ status: 400, headers: {}, body: 'no' })],
  [
    'JSON cut off',
    () => Promise.resolve({ status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"a' }),
  ],
  ['502', () => Promise.reject(ODataError.of('UpstreamBadRequest', { reason: 'x' }))],
])('%s would be found', async (_, answer) => {
  const service: Service = { answer, signIn: () => Promise.reject(new Error('not asked for')) };
  const tally = createTally();
  const { findings } = await fuzzInProcess(service, root, generator(3), { requests: 20, patienceMs: 60_000 }, tally);
  expect(findings.length).toBeGreaterThan(10);
});

test('the same seed makes the same requests', () => {
  const [one, same, other] = [generator(7), generator(7), generator(8)].map((each) =>
    Array.from({ length: 50 }, () => each.next().wire),
  );
  expect(one).toEqual(same);
  expect(one).not.toEqual(other);
});

test('answers that follow one another are taken apart, in whatever pieces they come', () => {
  const head = 'HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\n';
  const bytes = Buffer.from(`${head}abcHTTP/1.1 204 No Content\r\n\r\n`);
  for (let length = 0; length < head.length + 3; length += 1) {
    expect(readAnswer(bytes.subarray(0, length), 'GET')).toBeUndefined();
  }
  const first = readAnswer(bytes, 'GET');
  expect(first).toMatchObject({ size: head.length + 3, answer: { status: 404, last: false } });
  expect(readAnswer(bytes, 'HEAD')?.size).toBe(head.length);
  expect(readAnswer(bytes.subarray(first?.size ?? 0), 'GET')?.answer.status).toBe(204);
  const chunked = Buffer.from(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n',
  );
  const answer = readAnswer(chunked, 'GET');
  expect(answer).toMatchObject({ size: chunked.length, answer: { last: true } });
  expect(String(answer?.answer.body)).toBe('abc');
  expect(answer === undefined ? '' : faultOf(answer.answer, 'GET')).toBeUndefined();
});
