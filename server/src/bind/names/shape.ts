import type { Place } from './names.ts';

/** A dynamic property, and where it leads. */
type Added<Of> = readonly [name: string, to: readonly Place<Of>[]];

/** Instances with further properties; the latest of one name counts. */
export const withAdded = <Of>(place: Place<Of>, added: readonly Added<Of>[]): Place<Of> => ({
  ...place,
  added: new Map([...(place.added ?? []), ...added]),
});

/** Instances that have nothing but these properties. */
export const closedTo = <Of>({ kind, of }: Place<Of>, added: readonly Added<Of>[]): Place<Of> => ({
  kind,
  of,
  added: new Map(added),
  closed: true,
});

/** Closed instances that keep the property a path leads to, and of what lies on the path just as much. */
export function withPath<Of>(place: Place<Of>, [step, ...rest]: readonly Added<Of>[]): Place<Of> {
  if (step === undefined) return place;
  const [name, to] = step;
  if (rest.length === 0) return withAdded(place, [[name, to]]);
  const known = place.added?.get(name) ?? to.map((each) => closedTo(each, []));
  return withAdded(place, [[name, known.map((each) => (each.closed === true ? withPath(each, rest) : each))]]);
}
