import type { Expression } from '../../../../grammar/index.ts';
import type { BoundExpression } from '../../bound/bound.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import { countCharacters, countNodes, sink } from './budget.ts';
import { type Aliased, type Scope, unsupported } from './scope.ts';

/**
 * What a parameter alias stands for, bound by `bind` where it is used first. Each further use costs as much of the budget,
 * but not the time again. Throws as `resolveAlias` does, and QueryTooComplex.
 */
export function bindAlias(
  name: string,
  scope: Scope,
  bind: (value: Expression, scope: Scope) => BoundExpression,
): BoundExpression {
  const known = scope.bound.get(name);
  if (known === undefined) {
    const aliased = measured(scope, () => {
      const { value, scope: inner } = resolveAlias(name, scope);
      return bind(value, inner);
    });
    scope.bound.set(name, aliased);
    return aliased.expression;
  }
  return usedAgain(known, scope);
}

/** What was bound before: it costs as much as if it were written anew. Throws QueryTooComplex. */
export function usedAgain({ expression, cost }: Aliased, scope: Scope): BoundExpression {
  countNodes(cost.nodes, scope);
  countCharacters(cost.characters, scope);
  sink(cost.depth, scope);
  scope.budget.depth += cost.depth;
  return expression;
}

/** What `bind` gives, and what it took of the budget. */
export function measured(scope: Scope, bind: () => BoundExpression): Aliased {
  const { budget } = scope;
  const { nodes, depth, characters, deepest } = budget;
  budget.deepest = depth;
  const expression = bind();
  const cost = {
    nodes: nodes - budget.nodes,
    depth: depth - budget.deepest,
    characters: characters - budget.characters,
  };
  budget.deepest = Math.min(deepest, budget.deepest);
  return { expression, cost };
}

/** What a parameter alias stands for, and the scope to bind it in; throws where it has no value or refers to itself. */
export function resolveAlias(name: string, scope: Scope): { readonly value: Expression; readonly scope: Scope } {
  const value = scope.aliases.get(name);
  const target = `@${name}`;
  if (value === undefined) {
    const hint = didYouMean(name, scope.aliases.keys());
    throw ODataError.of('UnknownParameterAlias', { name, hint }, { target });
  }
  if (scope.around?.has(name) === true) {
    throw unsupported(
      `'${target}' within further parentheses, as it names what the ones around are about,`,
      scope.target,
    );
  }
  if (scope.resolving.includes(name)) {
    const chain = [...scope.resolving, name].map((alias) => `@${shown(alias)}`).join(' -> ');
    throw ODataError.of('InvalidQueryOption', { name: target, reason: `it refers to itself (${chain}).` }, { target });
  }
  // Its value is said outside of every lambda.
  return { value, scope: { ...scope, variables: new Map(), resolving: [...scope.resolving, name] } };
}
