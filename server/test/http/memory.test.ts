/** Many callers whose answers do not fit into memory together: they wait, some are refused, and who is answered is answered whole. */
import { expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import { systemClock } from '../../src/util/clock.ts';
import { createMemoryBudget } from '../../src/util/memory-budget.ts';
import { get, startFixture } from './fixture.ts';

const MB = 1_048_576;
const names = Array.from({ length: 3000 }, (_, index) => `${(index * 7919) % 3001} ${'x'.repeat(1000)}`);
const rows = names.map((Name, index): Row => ({ Code: `C${index}`, Name }));
const sorted = names.toSorted((a, b) => (a < b ? 1 : -1));

test('twenty callers sort at once in memory for two', async () => {
  const memory = createMemoryBudget({ total: 24 * MB, clock: systemClock });
  const source = createMemorySource({ rowsBySet: { Airlines: rows } });
  const server = await startFixture({ source, memory, server: { memory } });
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, caller) =>
      get(server.serviceRoot, 'Airlines?$orderby=Name desc&$select=Name', { Authorization: `Token ${caller}` }),
    ),
  );
  const answered = replies.filter(({ status }) => status === 200);
  for (const { text } of answered) {
    const { value } = JSON.parse(text) as { readonly value: readonly { readonly Name: string }[] };
    expect(value.map(({ Name }) => Name)).toEqual(sorted.slice(0, 1000));
  }
  for (const { status, headers, text } of replies.filter((reply) => reply.status !== 200)) {
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('10');
    expect(text).toContain('"code":"ServiceBusy"');
  }
  expect(answered.length).toBeGreaterThan(1);
  // Everything is given back: all of it can be had.
  await memory.open('a', new AbortController().signal).reserve(18 * MB);
  await memory.open('b', new AbortController().signal).reserve(6 * MB);
  await server.close();
});

test('what does not fit alone is told at once, and what to do', async () => {
  const memory = createMemoryBudget({ total: 4 * MB, clock: systemClock });
  const server = await startFixture({
    source: createMemorySource({ rowsBySet: { Airlines: rows } }),
    memory,
    server: { memory },
  });
  const reply = await get(server.serviceRoot, 'Airlines?$orderby=Name');
  expect(reply.status).toBe(413);
  expect(reply.text).toMatch(/AnswerTooLarge.*3 MB of memory.*\$top/);
  expect((await get(server.serviceRoot, 'Airlines?$top=5')).status).toBe(200);
  await server.close();
});
