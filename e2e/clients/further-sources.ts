/**
 * What ClickTime holds of the sets behind the seven, read straight from its REST API, in the order the service gives it:
 * ClickTime's where it pages the list, by key where the service puts it together.
 */
import { request } from 'undici';
import { upstreamRecords, type Record } from './upstream.ts';

interface Source {
  readonly url: string;
  readonly token: string;
}

/** All records of an entity set. */
export const recordsOf = (source: Source, entitySet: string): Promise<readonly Record[]> =>
  (further[entitySet] ?? paged(entitySet))(source);

type Read = (source: Source) => Promise<readonly Record[]>;

const paged =
  (path: string): Read =>
  ({ url, token }) =>
    upstreamRecords(url, token, path);

/** A list that comes at once. */
async function whole({ url, token }: Source, path: string): Promise<readonly Record[]> {
  const answer = await request(`${url}/${path}`, { headers: { authorization: `Token ${token}` } });
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${path}: ${await answer.body.text()}`);
  return ((await answer.body.json()) as { data: Record[] }).data;
}

/** The present month and the eleven before it. */
function months(): readonly string[] {
  const now = new Date();
  return Array.from({ length: 12 }, (_, back) => {
    const day = (month: number, date: number): string =>
      new Date(Date.UTC(now.getUTCFullYear(), month, date)).toISOString().slice(0, 10);
    const month = now.getUTCMonth() - back;
    return `StartDate=${day(month, 1)}&EndDate=${day(month + 1, 0)}`;
  });
}

const flat = async (lists: readonly Promise<readonly Record[]>[]): Promise<readonly Record[]> =>
  (await Promise.all(lists)).flat();

function byKey(records: readonly Record[], ...names: readonly string[]): readonly Record[] {
  const keyOf = (record: Record): string => names.map((name) => String(record[name])).join('\n');
  return records.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const further: { readonly [entitySet: string]: Read | undefined } = {
  JobSummaries: async (source) => byKey(await whole(source, 'Reports/TimeSummary/Jobs'), 'JobID'),
  UserDays: async (source) => {
    const days = months().map((month) => whole(source, `Reports/TimeSummary/Daily?${month}`));
    return byKey(await flat(days), 'Date', 'UserID').toReversed();
  },
  ExpectedWork: async ({ url, token }) => {
    const people = await upstreamRecords(url, token, 'Users');
    const work = people.map(({ ID }) => upstreamRecords(url, token, `Users/${String(ID)}/ExpectedWork`));
    return byKey(await flat(work), 'UserID', 'ID');
  },
  ExpenseDetails: paged('Reports/Expense'),
};
