/** Where the entities of a set are read from: the company's list, or an account's own part of it. */
import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';

export interface UpstreamList {
  /** Whether it holds the caller's own records alone. */
  readonly own: boolean;
  readonly path: string;
  readonly form: 'list' | 'record';
  /** Properties whose predicates find no parameter here. */
  readonly unfiltered: readonly string[];
  /** Whose token may read it, for the message to the others. */
  readonly access: string;
}

/** The list of the whole company. */
export const companyList = ({ upstream: { path, access } }: EntitySetDefinition): UpstreamList => ({
  own: false,
  path,
  form: 'list',
  unfiltered: [],
  access,
});

/** The caller's own records; undefined where ClickTime has none of this set. */
export function ownList({ upstream: { own, access } }: EntitySetDefinition): UpstreamList | undefined {
  if (own === undefined) return undefined;
  const { path, form, unfiltered } = own;
  return { own: true, path, form, unfiltered, access: `${access} It refuses this account its own records, too.` };
}

/** Whether a predicate on the property can be sent as a query parameter, where there is one. */
export const filtersBy = ({ form, unfiltered }: UpstreamList, property: string): boolean =>
  form === 'list' && !unfiltered.includes(property);
