/** What the expressions of one request may cost in all (docs/architecture.md, What an expression may cost). */
import { ODataError } from '../../errors/odata-error.ts';

/** Bounds of one request's expressions: aliases make small texts stand for large trees. */
export interface Budget {
  nodes: number;
  depth: number;
  /** The least that `depth` was. */
  deepest: number;
  /** Characters of literals. */
  characters: number;
  /** Collections of related entities that are looked at: each is a read of its own. */
  collections: number;
}

/** Whose budget it is, and what an error is about. */
interface Budgeted {
  readonly budget: Budget;
  readonly target: string;
}

const MAX_NODES = 10_000;
const MAX_DEPTH = 400;
const MAX_CHARACTERS = 200_000;
const MAX_COLLECTIONS = 50;

export const newBudget = (): Budget => ({
  nodes: MAX_NODES,
  depth: MAX_DEPTH,
  deepest: MAX_DEPTH,
  characters: MAX_CHARACTERS,
  collections: MAX_COLLECTIONS,
});

/** Counts one collection of related entities more. Throws QueryTooComplex. */
export function countCollection({ budget, target }: Budgeted): void {
  budget.collections -= 1;
  if (budget.collections >= 0) return;
  throw tooComplex(
    `its expressions look at more than ${MAX_COLLECTIONS} collections of related entities. Ask for what matters most, or several times.`,
    target,
  );
}

/** Counts the characters of a literal: queries are printed and compared as texts. Throws QueryTooComplex. */
export function countCharacters(length: number, { budget, target }: Budgeted): void {
  budget.characters -= length;
  if (budget.characters >= 0) return;
  throw tooComplex(
    `its literals, counted wherever an alias is used, have more than ${MAX_CHARACTERS} characters.`,
    target,
  );
}

/** Counts parts of expressions. Throws QueryTooComplex. */
export function countNodes(count: number, { budget, target }: Budgeted): void {
  budget.nodes -= count;
  if (budget.nodes < 0) throw tooComplex(`its expressions have more than ${MAX_NODES} parts.`, target);
}

/** Throws QueryTooComplex where a list, whose items are parts that are bound one by one, has more than may be left. */
export function checkItems(count: number, scope: Budgeted): void {
  if (count > scope.budget.nodes) countNodes(count, scope);
}

/** Goes so many levels deeper. Throws QueryTooComplex. */
export function sink(levels: number, { budget, target }: Budgeted): void {
  budget.depth -= levels;
  budget.deepest = Math.min(budget.deepest, budget.depth);
  if (budget.depth < 0) throw tooComplex(`its expressions are nested more than ${MAX_DEPTH} deep.`, target);
}

/** Runs `bind` one level deeper; throws QueryTooComplex beyond the bounds. */
export function descend<Result>(scope: Budgeted, bind: () => Result): Result {
  countNodes(1, scope);
  sink(1, scope);
  const result = bind();
  scope.budget.depth += 1;
  return result;
}

const tooComplex = (reason: string, target: string): ODataError =>
  ODataError.of('QueryTooComplex', { reason }, { target });
