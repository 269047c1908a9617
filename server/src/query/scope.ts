import type { Expression } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntityType } from '../model/edm.ts';
import { didYouMean } from '../util/did-you-mean.ts';
import { shown } from '../util/shown.ts';
import type { ModelIndex } from './model-index.ts';

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
  readonly budget: Budget;
}

/** Bounds of one request's expressions: aliases make small texts stand for large trees. */
export interface Budget {
  nodes: number;
  depth: number;
  /** Characters of literals. */
  characters: number;
}

const MAX_NODES = 10_000;
const MAX_DEPTH = 400;
const MAX_CHARACTERS = 200_000;

export const newBudget = (): Budget => ({ nodes: MAX_NODES, depth: MAX_DEPTH, characters: MAX_CHARACTERS });

/** Counts the characters of a literal: queries are printed and compared as texts. Throws QueryTooComplex. */
export function countCharacters(length: number, { budget, target }: Scope): void {
  budget.characters -= length;
  if (budget.characters >= 0) return;
  throw tooComplex(
    `its literals, counted wherever an alias is used, have more than ${MAX_CHARACTERS} characters.`,
    target,
  );
}

/** Runs `bind` one level deeper; throws QueryTooComplex beyond the bounds. */
export function descend<Result>(scope: Scope, bind: () => Result): Result {
  const { budget, target } = scope;
  budget.nodes -= 1;
  if (budget.nodes < 0) throw tooComplex(`its expressions have more than ${MAX_NODES} parts.`, target);
  budget.depth -= 1;
  if (budget.depth < 0) throw tooComplex(`its expressions are nested more than ${MAX_DEPTH} deep.`, target);
  const result = bind();
  budget.depth += 1;
  return result;
}

const tooComplex = (reason: string, target: string): ODataError =>
  ODataError.of('QueryTooComplex', { reason }, { target });

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
