import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import type { Row } from '../../model/values.ts';

/**
 * Whether a row is one of those that filter parameters ask for, as far as these say just what they mean: of several parts
 * of a selection, each has rows of its own. Only the `checked` properties are looked at.
 */
export function isAskedFor(
  { upstream }: EntitySetDefinition,
  query: string,
  checked: readonly string[],
): (row: Row) => boolean {
  const asked = new URLSearchParams(query);
  const checks = [...new Set(checked)].flatMap((property) => {
    const { in: listed, range } = upstream.predicates[property] ?? {};
    const values = new Set(listed?.precision === 'exact' ? asked.getAll(listed.parameter) : []);
    const from = range?.precision === 'exact' ? (asked.get(range.from) ?? '') : '';
    const to = range?.precision === 'exact' ? asked.get(range.to) : null;
    return [
      ...(values.size === 0 ? [] : [(row: Row) => values.has(textOf(row[property]))]),
      ...(from === '' && to === null ? [] : [(row: Row) => isWithin(textOf(row[property]), from, to)]),
    ];
  });
  return (row) => checks.every((holds) => holds(row));
}

/** A value in the form that query parameters have; empty where it is null. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';

const isWithin = (value: string, from: string, to: string | null): boolean =>
  value >= from && (to === null || value <= to);
