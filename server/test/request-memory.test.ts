/** What answers in flight may take of the heap. */
import { expect, test } from 'vitest';
import { requestMemory } from '../src/request-memory.ts';

const MB = 1_048_576;

test('answers in flight get half of the heap less what the caches take, or what is set', () => {
  const unset = { REQUEST_MEMORY_MB: undefined, UPSTREAM_CACHE_MB: 16 };
  expect(requestMemory(unset, 1000 * MB)).toBe(452 * MB);
  expect(requestMemory({ ...unset, UPSTREAM_CACHE_MB: 0 }, 1000 * MB)).toBe(500 * MB);
  expect(requestMemory({ ...unset, UPSTREAM_CACHE_MB: 100_000 }, 1000 * MB)).toBe(125 * MB);
  expect(requestMemory({ ...unset, REQUEST_MEMORY_MB: 64 }, 1000 * MB)).toBe(64 * MB);
});
