/** Where the entities of a set are read from: the company's list, or an account's part of it. */
import type { EntitySetDefinition, Gathering, ListForm } from '../model/entity-sets/definition.ts';

/** Whose records a list holds: the company's, those that the caller manages, or the caller's own. */
export type Own = boolean | 'managed';

export interface UpstreamList {
  readonly own: Own;
  readonly path: string;
  readonly form: ListForm;
  /** Absent: it is paged. */
  readonly gathering?: Gathering | undefined;
  /** Properties whose predicates find no parameter here. */
  readonly unfiltered: readonly string[];
  /** Whose token may read it, for the message to the others. */
  readonly access: string;
}

/** The list of the whole company. */
export const companyList = ({ upstream }: EntitySetDefinition): UpstreamList => ({
  own: false,
  path: upstream.path,
  form: upstream.form ?? 'list',
  gathering: upstream.gathering,
  unfiltered: [],
  access: upstream.access,
});

/** The records that the caller manages; undefined where ClickTime has none of this set. */
export function managedList({ upstream: { managed, access } }: EntitySetDefinition): UpstreamList | undefined {
  if (managed === undefined) return undefined;
  const { path, gathering, unfiltered } = managed;
  return { own: 'managed', path, form: 'list', gathering, unfiltered, access };
}

/** The caller's own records; undefined where ClickTime has none of this set. */
export function ownList({ upstream: { own, access } }: EntitySetDefinition): UpstreamList | undefined {
  if (own === undefined) return undefined;
  const { path, form, gathering, unfiltered } = own;
  const told = `${access} It refuses this account its own records, too.`;
  return { own: true, path, form, gathering, unfiltered, access: told };
}

/** Whether a predicate on the property can be sent as a query parameter, where there is one. */
export const filtersBy = ({ form, unfiltered }: UpstreamList, property: string): boolean =>
  form === 'list' && !unfiltered.includes(property);
