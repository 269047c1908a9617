/** The works that all contenders are given, as queries on the list of time entries. */

/** Rows of a page that everybody delivers. */
export const PAGE = 5000;

export interface Work {
  readonly name: string;
  /** What is asked for below the service root, by the number of the request, without the columns. */
  readonly pathOf: (request: number) => string;
}

const TOP = 50;
const DAY_MS = 86_400_000;
const encoded = (filter: string): string => `TimeEntries?$top=${TOP}&$filter=${encodeURIComponent(filter)}`;
const day = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * DAY_MS).toISOString().slice(0, 10);

export const works: readonly Work[] = [
  { name: '$metadata', pathOf: () => '$metadata' },
  { name: `$top=${TOP}, the same again`, pathOf: () => `TimeEntries?$top=${TOP}` },
  { name: `$top=${TOP}, each one different`, pathOf: (request) => `TimeEntries?$top=${TOP}&$skip=${request}` },
  {
    name: `$filter on Date and Hours, $top=${TOP}, each different`,
    pathOf: (request) => {
      const from = request % 150;
      return encoded(`Date ge ${day(from)} and Date le ${day(from + 30)} and Hours gt ${1 + (request % 4000) / 1000}`);
    },
  },
];
