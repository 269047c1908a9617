/**
 * Lists that leave equal rows untold apart and do not say how many rows there are: nothing at the end could tell that one
 * is missing, so they are read by groups from the start. `ties.test.ts` has those that are counted.
 */
import { expect, test } from 'vitest';
import {
  extracted,
  honestly,
  randomFrom,
  shuffled,
  sourceOf,
  timesheetsByWeek,
  usersNamed,
} from '../upstream/answers.ts';

const sets = [
  ['Users', usersNamed(1_300), 'Name'],
  ['Timesheets', timesheetsByWeek(), 'StartDate'],
] as const;

test.each(sets)('%s: every row once, by pages of any size', async (name, list, field) => {
  for (let seed = 1; seed <= 16; seed++) {
    for (const isSilent of [true, false]) {
      for (const maxPageSize of [undefined, 100]) {
        const random = randomFrom(seed);
        let requests = 0;
        const source = sourceOf((asked) => {
          requests++;
          const { data, page } = honestly(shuffled(list, field, random), asked);
          const { count: _count, ...rest } = page;
          return { data, page: isSilent ? {} : rest };
        });
        const options: Record<string, string> = seed % 2 === 0 ? { $select: 'ID' } : {};
        const { ids, pages } = await extracted(source, name, options, maxPageSize);
        const found = new Set(ids);
        const lost = list.filter(({ ID }) => !found.has(String(ID)));
        expect({ seed, isSilent, maxPageSize, lost }).toEqual({ seed, isSilent, maxPageSize, lost: [] });
        expect(ids).toHaveLength(list.length);
        expect(requests).toBeLessThanOrEqual(maxPageSize === undefined ? 5 : 2 * pages);
      }
    }
  }
});
