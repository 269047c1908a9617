/**
 * What a page of a list says of itself, held against its rows and against what was asked. Pure. Nothing of it is simply
 * believed: a list ends where all that is said agrees, and where it does not, the rows themselves have to show the end.
 */
import type { Row } from '../../model/values.ts';
import { idOf } from '../model/decode-record.ts';

/** One page of a list as ClickTime sent it, decoded. */
export interface UpstreamPage {
  /** The one that was asked for. */
  readonly offset: number;
  readonly rows: readonly Row[];
  /** Rows of the whole list. */
  readonly count?: number | undefined;
  /** The page size ClickTime applied, as far as its rows bear it out; else the one asked for. */
  readonly limit: number;
  readonly hasNext?: boolean | undefined;
  /** The offset ClickTime says it applied. */
  readonly saidOffset?: number | undefined;
  /** ClickTime insists on a count that cannot be, so it is left out. */
  readonly isDoubted?: boolean | undefined;
}

/** The row that should stand at an index of a page, and the page before. */
export interface Expected {
  readonly anchor?: string | undefined;
  readonly index: number;
  readonly previous?: UpstreamPage | undefined;
}

/** `count`: the number of rows is not to be believed; `rows`: the rows are not those that were asked for. */
interface Contradiction {
  readonly of: 'count' | 'rows';
  /** Completes "ClickTime sent an answer this service cannot read: ...". */
  readonly reason: string;
}

/** How a page contradicts itself, what was asked, or the page before; undefined where it does not. */
export function contradictionIn(page: UpstreamPage, expected: Expected): Contradiction | undefined {
  const { offset, rows, count, hasNext } = page;
  const end = offset + rows.length;
  if (rows.length === 0) {
    if (hasNext !== true && (count === undefined || count <= offset)) return undefined;
    const announced = count === undefined || count <= offset ? 'a next page' : `${count} records`;
    return { of: 'rows', reason: `it announces ${announced}, but its page at offset ${offset} is empty.` };
  }
  const elsewhere = isElsewhere(page, expected);
  if (elsewhere !== undefined) return { of: 'rows', reason: elsewhere };
  const repeated = repeatedIn(rows);
  if (repeated !== undefined) {
    return { of: 'rows', reason: `its page at offset ${offset} has record '${repeated}' twice.` };
  }
  if (count === undefined || end < count || (end === count && hasNext !== true)) return undefined;
  const shown = end === count ? 'links to a next page behind them' : `shows ${end}`;
  return { of: 'count', reason: `it says that there are ${count} records, and ${shown}.` };
}

/** Whether the rows are of another place of the list than the one asked for. */
function isElsewhere(page: UpstreamPage, { anchor, index, previous }: Expected): string | undefined {
  const { offset, rows, saidOffset } = page;
  const inPlace = anchor !== undefined && rows[index] !== undefined && idOf(rows[index]) === anchor;
  if (inPlace) return undefined;
  if (saidOffset !== undefined && saidOffset !== offset) {
    return `it was asked for the records from ${offset} on, and says that it sent those from ${saidOffset} on.`;
  }
  if (previous === undefined || previous.offset === offset || !isSame(previous.rows, rows)) return undefined;
  // As many rows came in front of them, or went.
  const [moved, grown] = [offset - previous.offset, grownBy(previous, page)];
  if (moved > 0 ? grown >= moved : grown <= moved) return undefined;
  return `it sends the same ${rows.length} records from offset ${previous.offset} on and from ${offset} on.`;
}

/** Rows of the list that came between two pages, as far as both tell. */
const grownBy = ({ count: before }: UpstreamPage, { count: now }: UpstreamPage): number =>
  before === undefined || now === undefined ? 0 : now - before;

const isSame = (some: readonly Row[], others: readonly Row[]): boolean =>
  some.length === others.length && some.length > 1 && some.every((row, index) => isRow(others[index], idOf(row)));

const isRow = (row: Row | undefined, id: string): boolean => row !== undefined && idOf(row) === id;

function repeatedIn(rows: readonly Row[]): string | undefined {
  const ids = new Set<string>();
  for (const row of rows) ids.add(idOf(row));
  if (ids.size === rows.length) return undefined;
  const seen = new Set<string>();
  return rows.map(idOf).find((id) => seen.size === seen.add(id).size);
}

/** `Unproven`: what is said of the end does not show whether the list goes on behind the page. */
export type End = 'Last' | 'More' | 'Unproven';

/**
 * Whether the list ends with a page that does not contradict itself; `fresh` of its rows had not been delivered before.
 * A number or a link alone may be wrong, and so may both on a page without room for more rows.
 */
export function endOf({ offset, rows, count, limit, hasNext }: UpstreamPage, fresh: number): End {
  if (count !== undefined && offset + rows.length < count) return 'More';
  if (count !== undefined && hasNext !== true && rows.length < limit) return 'Last';
  const saysMore = hasNext === true || (hasNext === undefined && count === undefined);
  return saysMore && fresh > 0 ? 'More' : 'Unproven';
}
