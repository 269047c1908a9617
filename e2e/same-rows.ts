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

const sorted = (row: ODataRow | undefined): unknown =>
  row && Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1));
