/**
 * Places in a list whose order does not tell all of its rows apart, so that equal rows may come in another order on each
 * page. There a row is no place, but the beginning of a group of equal rows is one: it is read on from there until the
 * group has been seen whole on one page. Pure.
 */
import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import type { Row } from '../../model/values.ts';
import type { TieStart } from './position.ts';
import { hash } from './id-hash.ts';

/** Names the group of rows that a list's order does not tell apart from a row, in 32 bits. */
export type TieKey = (row: Row) => number;

/** The groups of a list, by all that it is ordered by but the ID. */
export function tieKeyOf({ upstream }: EntitySetDefinition): TieKey {
  const names = upstream.order.map(({ property }) => property).filter((property) => property !== 'ID');
  return (row) => hash(names.map((name) => folded(row[name])).join('\n'), 0);
}

/** Whether the order of a list leaves rows untold apart. */
export const hasTies = ({ upstream }: EntitySetDefinition): boolean =>
  upstream.order.every(({ property }) => property !== 'ID');

/** The properties whose equal values leave the rows of a list untold apart; none where its order tells them all. */
export const tiedBy = (definition: EntitySetDefinition): readonly string[] =>
  hasTies(definition) ? definition.upstream.order.map(({ property }) => property) : [];

/** What most collations take for equal is equal; groups that are too large do no harm. */
const folded = (value: unknown): string =>
  typeof value === 'string' ? value.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim() : '';

/** The last group of the first `taken` rows that follow a place, whose own last group is `known`. */
export function tieStartOf(
  rows: readonly Row[],
  taken: number,
  keyOf: TieKey,
  { offset, tie }: { readonly offset: number; readonly tie?: TieStart | undefined },
): TieStart | undefined {
  const row = rows[taken - 1];
  if (row === undefined) return tie;
  const last = keyOf(row);
  let index = taken - 1;
  let before: number | undefined;
  for (; index > 0; index--) {
    before = keyOf(rows[index - 1] ?? {});
    if (before !== last) return { offset: offset + index, last, before };
  }
  if (tie?.last === last) return tie;
  if (tie !== undefined) return { offset, last, before: tie.last };
  return offset === 0 ? { offset, last } : undefined;
}

/** The index at which a group begins on a page, by the one in front of it; undefined where that is not on the page. */
export function indexBehind(rows: readonly Row[], before: number, keyOf: TieKey): number | undefined {
  const index = rows.findLastIndex((row) => keyOf(row) === before);
  return index === -1 ? undefined : index + 1;
}
