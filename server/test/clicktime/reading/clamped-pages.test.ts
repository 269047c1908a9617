/**
 * Honest lists whose pages are smaller than asked for, read by OData pages of many sizes: what is learnt of ClickTime's
 * page size on one of them holds on the next, so that places are found again.
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

const sets = {
  Users: { list: () => usersNamed(1_300), field: 'Name' },
  Timesheets: { list: timesheetsByWeek, field: 'StartDate' },
};

const seeds = [1, 2];
const cases = Object.keys(sets).flatMap((name) =>
  [50, 100, 250].flatMap((most) => [true, false].map((isStable) => ({ name, most, isStable }))),
);

test.each(cases)(
  '$name by pages of $most at most (stable: $isStable): nothing lost, nothing refused',
  async (given) => {
    const { name, most, isStable } = given;
    const { list: listOf, field } = sets[name as keyof typeof sets];
    for (const seed of seeds) {
      for (const maxPageSize of [undefined, 60, 100, 200, 333]) {
        for (const every of [Infinity, 5, 3]) {
          const random = randomFrom(seed);
          const list = listOf();
          const before = list.map(({ ID }) => ID);
          let turn = 0;
          const source = sourceOf((asked) => {
            if (++turn % every === 0) list.splice(Math.floor(random() * 20), 1);
            return honestly(isStable ? list : shuffled(list, field, random), asked, most);
          });
          const { ids } = await extracted(source, name, {}, maxPageSize);
          const found = new Set(ids);
          const now = new Set(list.map(({ ID }) => ID));
          const lost = before.filter((id) => now.has(id) && !found.has(String(id)));
          expect({ seed, maxPageSize, every, lost }).toEqual({ seed, maxPageSize, every, lost: [] });
          expect(ids).toHaveLength(found.size);
        }
      }
    }
  },
);
