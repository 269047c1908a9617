import type { Referent } from './names.ts';

/** A property that transformations leave, and what it refers to. */
export type AddedProperty<Of> = readonly [name: string, to: readonly Referent<Of>[]];

/** Instances with further properties; the latest of one name counts. */
export const withAdded = <Of>(referent: Referent<Of>, added: readonly AddedProperty<Of>[]): Referent<Of> => ({
  ...referent,
  added: new Map([...(referent.added ?? []), ...added]),
});

/** Instances that have nothing but these properties. */
export const closedTo = <Of>({ kind, of }: Referent<Of>, added: readonly AddedProperty<Of>[]): Referent<Of> => ({
  kind,
  of,
  added: new Map(added),
  closed: true,
});

/** Closed instances that keep the property a path leads to, and of what lies on the path just as much. */
export function withPath<Of>(referent: Referent<Of>, [first, ...rest]: readonly AddedProperty<Of>[]): Referent<Of> {
  if (first === undefined) return referent;
  const [name, to] = first;
  if (rest.length === 0) return withAdded(referent, [[name, to]]);
  const known = referent.added?.get(name) ?? to.map((each) => closedTo(each, []));
  return withAdded(referent, [[name, known.map((each) => (each.closed === true ? withPath(each, rest) : each))]]);
}
