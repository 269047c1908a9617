import type { Expression, QueryOption } from '../../../grammar/index.ts';
import type { EntitySet } from '../model/edm.ts';
import type { ModelIndex } from '../model/model-index.ts';
import { newBudget, type Budget, type Scope } from './scope.ts';

/** What is shared by all expressions of one request. */
export interface RequestScope {
  readonly index: ModelIndex;
  readonly aliases: ReadonlyMap<string, Expression>;
  readonly budget: Budget;
}

/** The request's parameter aliases, and a fresh allowance for its expressions. */
export function requestScope(index: ModelIndex, options: readonly QueryOption[]): RequestScope {
  const aliases = new Map<string, Expression>();
  for (const option of options) if (option.kind === 'AliasAssignment') aliases.set(option.name, option.value);
  return { index, aliases, budget: newBudget() };
}

/** Whose options they are: entities of a set, those of the request itself or nested in `$expand`. */
export interface OptionsOwner {
  readonly entitySet: EntitySet;
  readonly nested: boolean;
}

/** The scope of an expression over the entities that options are about; `target` is what its errors are about. */
export const scopeOf = (request: RequestScope, { entitySet, nested }: OptionsOwner, target: string): Scope => ({
  ...request,
  type: entitySet.entityType,
  target,
  nested,
  resolving: [],
  bound: new Map(),
});
