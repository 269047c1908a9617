import { getHeapStatistics } from 'node:v8';
import type { Config } from './config.ts';
import { MEGABYTE } from './util/megabyte.ts';

/** Rows that are kept take a few times as much as the answer they came in. */
const ROWS_PER_BYTE = 3;

/** Bytes that all answers in flight may take: with the caches, half of the heap; the rest is the program's and garbage. */
export function requestMemory(
  { REQUEST_MEMORY_MB, UPSTREAM_CACHE_MB }: Pick<Config, 'REQUEST_MEMORY_MB' | 'UPSTREAM_CACHE_MB'>,
  heapLimit = getHeapStatistics().heap_size_limit,
): number {
  if (REQUEST_MEMORY_MB !== undefined) return REQUEST_MEMORY_MB * MEGABYTE;
  return Math.max(heapLimit / 8, heapLimit / 2 - ROWS_PER_BYTE * UPSTREAM_CACHE_MB * MEGABYTE);
}
