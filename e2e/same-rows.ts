import { expect } from '@playwright/test';
import type { ODataRow } from './clients/tableau.ts';

/** The same rows in the same order; where they differ, the message shows the first pair that does, not all of them. */
export function expectSameRows(actual: readonly ODataRow[], expected: readonly ODataRow[], what: string): void {
  const length = Math.max(actual.length, expected.length);
  for (let index = 0; index < length; index++) {
    const [row, wanted] = [actual[index], expected[index]];
    if (JSON.stringify(sorted(row)) !== JSON.stringify(sorted(wanted))) {
      expect(row, `${what}: row ${index} of ${actual.length}, expected ${expected.length}`).toEqual(wanted);
    }
  }
}

/** A row to be compared as text: without the order of its members, and of those of objects within it. */
export const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => [name, sorted(member)]);
