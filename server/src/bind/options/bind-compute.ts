import type { ComputeItem, QueryOption, SelectItem } from '../../../../grammar/index.ts';
import type { BoundExpression, ComputedProperty } from '../../bound/bound.ts';
import { capital, describe, isNavigation } from '../../bound/describe.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { shown } from '../../util/shown.ts';
import { measured } from '../expressions/bind-alias.ts';
import { bindExpression } from '../expressions/bind-expression.ts';
import { isPlainName } from '../expressions/bind-members.ts';
import { findOption } from './query-options.ts';
import {
  type Aliased,
  type ComputedNames,
  mismatch,
  type OptionsOwner,
  type RequestScope,
  scopeOf,
} from '../expressions/scope.ts';

/**
 * Whose options they are once `$compute` has added its names (Protocol 11.2.5.3). An expression may use the names of the
 * others, before it and behind it, as long as none needs itself. Throws InvalidQueryOption where a name is taken.
 */
export function withComputed(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): OptionsOwner {
  const items = findOption(options, 'ComputeOption')?.items;
  if (items === undefined) return owner;
  checkNames(items, owner);
  const computed = computedNames(items, owner, request);
  for (const name of computed.names) computed.get(name);
  return { ...owner, computed };
}

/** What of the computed names is shown: all of them, or those that are `selected`. */
export function shownComputed(
  { computed }: OptionsOwner,
  selected: readonly string[] | undefined,
): readonly ComputedProperty[] {
  const isShown = (name: string): boolean =>
    selected === undefined || selected.includes('*') || selected.includes(name);
  return (computed?.names ?? []).filter(isShown).flatMap((name) => {
    const expression = computed?.get(name)?.expression;
    return expression === undefined ? [] : [{ name, expression }];
  });
}

function checkNames(items: readonly ComputeItem[], { entitySet: { entityType } }: OptionsOwner): void {
  const declared = new Set([...entityType.properties, ...entityType.navigationProperties].map(({ name }) => name));
  const taken = new Set<string>();
  for (const { alias } of items) {
    if (declared.has(alias)) throw nameTaken(alias, `${entityType.name} has a property of this name. Choose another`);
    if (taken.has(alias)) throw nameTaken(alias, 'two expressions have this name. Give each its own');
    taken.add(alias);
  }
}

const nameTaken = (name: string, reason: string): ODataError =>
  ODataError.of('InvalidQueryOption', { name: TARGET, reason: `'${shown(name)}': ${reason}.` }, { target: TARGET });

const TARGET = '$compute';

/** Names that are bound where they are first needed. */
function computedNames(items: readonly ComputeItem[], owner: OptionsOwner, request: RequestScope): ComputedNames {
  const expressions = new Map(items.map(({ alias, expression }) => [alias, expression]));
  const bound = new Map<string, Aliased>();
  const resolving: string[] = [];
  const computed: ComputedNames = {
    names: [...expressions.keys()],
    get: (name) => {
      const expression = expressions.get(name);
      const known = bound.get(name);
      if (expression === undefined || known !== undefined) return known;
      if (resolving.includes(name)) {
        const circle = [...resolving, name].map(shown).join(' -> ');
        throw nameTaken(name, `it is computed from itself (${circle})`);
      }
      resolving.push(name);
      const scope = scopeOf(request, { ...owner, computed }, TARGET);
      const aliased = measured(scope, () => value(bindExpression(expression, scope)));
      resolving.pop();
      bound.set(name, aliased);
      return aliased;
    },
  };
  const value = (expression: BoundExpression): BoundExpression => {
    if (!isNavigation(expression)) return expression;
    const reason = `${capital(describe(expression))} leads to entities, and what is computed is a value. Name one of their properties behind it.`;
    throw mismatch(reason, scopeOf(request, owner, TARGET));
  };
  return computed;
}

/** The computed name that a `$select` item is. */
export function selectedComputed({ segments, options }: SelectItem, { computed }: OptionsOwner): string | undefined {
  const [first, ...rest] = segments;
  if (first?.kind !== 'NameSegment' || !isPlainName(first) || computed?.names.includes(first.name) !== true) return;
  if (rest.length === 0 && options.length === 0) return first.name;
  const reason = `'${shown(first.name)}' is computed, and shown as a whole. Leave out what is behind it.`;
  throw ODataError.of('InvalidQueryOption', { name: '$select', reason }, { target: '$select' });
}
