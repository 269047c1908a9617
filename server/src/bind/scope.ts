import type { Expression } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntityType } from '../model/edm.ts';
import { didYouMean } from '../util/did-you-mean.ts';
import { shown } from '../util/shown.ts';
import type { BoundExpression } from '../bound/bound.ts';
import type { ModelIndex } from '../model/model-index.ts';

/** What an expression is bound against. */
export interface Scope {
  readonly index: ModelIndex;
  /** Type of the entity whose properties the expression names. */
  readonly type: EntityType;
  /** The query option, or the resource path's segment, that an error is about. */
  readonly target: string;
  readonly aliases: ReadonlyMap<string, Expression>;
  /** Aliases being resolved, outermost first. */
  readonly resolving: readonly string[];
  /** Inside the parentheses of `$expand`, where `$it` is not the entity at hand. */
  readonly nested: boolean;
  /** What aliases stand for here, by their names, as far as they were used. */
  readonly bound: Map<string, Aliased>;
  readonly budget: Budget;
}

/** Bounds of one request's expressions: aliases make small texts stand for large trees. */
export interface Budget {
  nodes: number;
  depth: number;
  /** The least that `depth` was. */
  deepest: number;
  /** Characters of literals. */
  characters: number;
}

/** What an alias stands for, and what of the budget each of its uses costs. */
interface Aliased {
  readonly expression: BoundExpression;
  readonly cost: Pick<Budget, 'nodes' | 'depth' | 'characters'>;
}

const MAX_NODES = 10_000;
const MAX_DEPTH = 400;
const MAX_CHARACTERS = 200_000;

export const newBudget = (): Budget => ({
  nodes: MAX_NODES,
  depth: MAX_DEPTH,
  deepest: MAX_DEPTH,
  characters: MAX_CHARACTERS,
});

/** Counts the characters of a literal: queries are printed and compared as texts. Throws QueryTooComplex. */
export function countCharacters(length: number, { budget, target }: Scope): void {
  budget.characters -= length;
  if (budget.characters >= 0) return;
  throw tooComplex(
    `its literals, counted wherever an alias is used, have more than ${MAX_CHARACTERS} characters.`,
    target,
  );
}

/** Counts parts of expressions. Throws QueryTooComplex. */
function countNodes(count: number, { budget, target }: Scope): void {
  budget.nodes -= count;
  if (budget.nodes < 0) throw tooComplex(`its expressions have more than ${MAX_NODES} parts.`, target);
}

/** Throws QueryTooComplex where a list, whose items are parts that are bound one by one, has more than may be left. */
export function checkItems(count: number, scope: Scope): void {
  if (count > scope.budget.nodes) countNodes(count, scope);
}

/** Goes so many levels deeper. Throws QueryTooComplex. */
function sink(levels: number, { budget, target }: Scope): void {
  budget.depth -= levels;
  budget.deepest = Math.min(budget.deepest, budget.depth);
  if (budget.depth < 0) throw tooComplex(`its expressions are nested more than ${MAX_DEPTH} deep.`, target);
}

/** Runs `bind` one level deeper; throws QueryTooComplex beyond the bounds. */
export function descend<Result>(scope: Scope, bind: () => Result): Result {
  countNodes(1, scope);
  sink(1, scope);
  const result = bind();
  scope.budget.depth += 1;
  return result;
}

const tooComplex = (reason: string, target: string): ODataError =>
  ODataError.of('QueryTooComplex', { reason }, { target });

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
  countNodes(known.cost.nodes, scope);
  countCharacters(known.cost.characters, scope);
  sink(known.cost.depth, scope);
  scope.budget.depth += known.cost.depth;
  return known.expression;
}

function measured(scope: Scope, bind: () => BoundExpression): Aliased {
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
  if (scope.resolving.includes(name)) {
    const chain = [...scope.resolving, name].map((alias) => `@${shown(alias)}`).join(' -> ');
    throw ODataError.of('InvalidQueryOption', { name: target, reason: `it refers to itself (${chain}).` }, { target });
  }
  return { value, scope: { ...scope, resolving: [...scope.resolving, name] } };
}

export const mismatch = (reason: string, scope: Scope): ODataError =>
  ODataError.of('TypeMismatch', { reason }, { target: scope.target });

export const unsupported = (feature: string, target: string, hint = ''): ODataError =>
  ODataError.of('UnsupportedFeature', { feature, hint: hint === '' ? '' : ` ${hint}` }, { target });
