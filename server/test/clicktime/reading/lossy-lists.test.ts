/**
 * Lists that keep rows back, or contradict themselves so that no place is found again: an extract is whole, or it is
 * refused in words that name the contradiction. Only who came with a next link is told to begin again.
 */
import { expect, test } from 'vitest';
import { ODataError } from '../../../src/errors/odata-error.ts';
import {
  extracted,
  honestly,
  sourceOf,
  timesheetsByWeek,
  usersNamed,
  type Answered,
  type Asked,
  type Sent,
} from '../upstream/answers.ts';

const entries: readonly Sent[] = Array.from({ length: 1_203 }, (_, index) => ({
  ID: `t${index}`,
  Date: new Date(Date.UTC(2026, 5, 29) - Math.floor(index / 6) * 86_400_000).toISOString().slice(0, 10),
  Hours: 1,
}));

const lists = { TimeEntries: entries, Users: usersNamed(1_203), Timesheets: timesheetsByWeek() };

const without = (answered: Answered, keeps: (record: Sent, index: number) => boolean): Answered => ({
  ...answered,
  data: answered.data.filter(keeps),
});

const middleOf = ({ data }: Answered): number => (data.length > 10 ? Math.floor(data.length / 2) : -1);

const lies: Readonly<Record<string, (list: readonly Sent[], asked: Asked) => Answered>> = {
  'a row missing on each page': (list, asked) => {
    const answered = honestly(list, asked);
    return without(answered, (_, index) => index !== middleOf(answered));
  },
  'rows that are never shown': (list, asked) => without(honestly(list, asked), ({ ID }) => !String(ID).endsWith('7')),
  'pages turned around': (list, asked) => {
    const answered = honestly(list, asked);
    return { ...answered, data: answered.data.toReversed() };
  },
};

/** By the answer to a request without a next link, and by one that came with one. */
const first = /^502 .* cannot read: .* record/;
const refused = /^(?:502 .* cannot read: |410 )/;

const cases = Object.keys(lists).flatMap((name) => Object.keys(lies).map((lie) => ({ name, lie })));

test.each(cases)('$name, $lie: whole, or refused as contradictory', async ({ name, lie }) => {
  const list = lists[name as keyof typeof lists];
  for (const options of [{ $count: 'true' }, {}, { $orderby: 'ID' }] as readonly Record<string, string>[]) {
    for (const maxPageSize of [undefined, 100]) {
      let requests = 0;
      let links = 0;
      const source = sourceOf((asked) => {
        requests++;
        return lies[lie]?.(list, asked) ?? honestly(list, asked);
      });
      const said = await extracted(source, name, options, maxPageSize, () => links++).then(
        ({ ids }) => (new Set(ids).size === list.length && ids.length === list.length ? 'whole' : `${ids.length} rows`),
        (error: unknown) => (error instanceof ODataError ? `${error.status} ${error.message}` : String(error)),
      );
      const asked = { options, maxPageSize, said };
      expect(asked).toMatchObject({ said: expect.stringMatching(links > 0 ? refused : first) });
      expect(requests).toBeLessThan(150);
    }
  }
});
