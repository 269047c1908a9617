import { walk, type Expression, type QueryOption } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { EntitySet, EntityType, Property } from '../../model/edm.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import type { ValueType } from '../../model/comparison.ts';
import type { BoundExpression, BoundVariable } from '../../bound/bound.ts';
import { untyped } from '../../bound/type-rules.ts';
import { instanceOf, referentOf, type Meant } from '../names/model-names.ts';
import { elementOf, type Referent } from '../names/names.ts';
import { newBudget, type Budget } from './budget.ts';

/** What is shared by all expressions of one request. */
export interface RequestScope {
  readonly index: ModelIndex;
  readonly aliases: ReadonlyMap<string, Expression>;
  readonly budget: Budget;
  /** Aliases of these parentheses whose values name what their options are about. */
  readonly own?: ReadonlySet<string>;
  /** The same of the parentheses around, which are about something else. */
  readonly around?: ReadonlySet<string>;
}

/** The request's parameter aliases, and a fresh allowance for its expressions. */
export function requestScope(index: ModelIndex, options: readonly QueryOption[]): RequestScope {
  const aliases = new Map<string, Expression>();
  for (const option of options) if (option.kind === 'AliasAssignment') aliases.set(option.name, option.value);
  return { index, aliases, budget: newBudget() };
}

/** The scope of options in parentheses, which may have aliases of their own (URL Conventions 5.1.3.1). */
export function scopeWithin(options: readonly QueryOption[], request: RequestScope): RequestScope {
  const aliases = new Map(request.aliases);
  const own = new Set<string>();
  const around = new Set([...(request.around ?? []), ...(request.own ?? [])]);
  for (const option of options) {
    if (option.kind !== 'AliasAssignment') continue;
    aliases.set(option.name, option.value);
    around.delete(option.name);
    walk(option.value, (node) => void (node.kind === 'MemberPath' && own.add(option.name)));
  }
  return { ...request, aliases, own, around };
}

/** Whose options they are: entities of a set, those of the request itself or nested in `$expand`. */
export interface OptionsOwner {
  readonly entitySet: EntitySet;
  readonly nested: boolean;
  /** The names that stand for expressions over these entities; absent: none. */
  readonly computed?: ComputedNames;
  /** The property whose items they are, of a collection of values; `entitySet` then has their type alone. */
  readonly item?: Property;
  /** Of nested ones, the type of what the resource path leads to. */
  readonly root?: EntityType;
  /** Of nested ones, what `$it` is; absent: nothing that is known here. */
  readonly it?: Beginning | undefined;
  /** How many `$expand` they are within; default none. */
  readonly level?: number;
}

/** Names that stand for expressions over one entity. */
export interface ComputedNames {
  readonly names: readonly string[];
  /** What a name stands for; nothing where it is none of `names`. */
  get(name: string): Aliased | undefined;
}

const nothingComputed: ComputedNames = { names: [], get: () => undefined };

/** The scope of an expression over the entities that options are about; `target` is what its errors are about. */
export function scopeOf(
  request: RequestScope,
  { entitySet, nested, item, computed = nothingComputed, it }: OptionsOwner,
  target: string,
): Scope {
  const type = entitySet.entityType;
  const here = { ...(item ? itemOf(item) : { referent: instanceOf(type), type: untyped }), computed };
  return {
    ...request,
    type,
    target,
    here,
    it: nested ? (ABOUT_IT.has(target) ? it : undefined) : here,
    variables: new Map(),
    resolving: [],
    bound: new Map(),
  };
}

/** What `$it` and `$this` are among the items of a collection of values; names are those of a complex one. */
const itemOf = (item: Property): Beginning => ({
  referent: elementOf(referentOf(item)),
  type: { type: item.type, collection: false },
});

/** Nested options that are evaluated beside the instance that `$it` is. */
const ABOUT_IT: ReadonlySet<string> = new Set(['$compute', '$filter', '$orderby']);

/** What a path begins at: what is at hand, or what a variable stands for. */
export interface Beginning {
  readonly variable?: BoundVariable;
  /** What its names are looked up in. */
  readonly referent: Referent<Meant>;
  /** Of the whole; entities have none. */
  readonly type: ValueType;
  /** Further names. */
  readonly computed?: ComputedNames;
}

/** What an expression is bound against. */
export interface Scope extends RequestScope {
  /** Type of the entities that the query option is about; for hints. */
  readonly type: EntityType;
  /** The query option, or the resource path's segment, that an error is about. */
  readonly target: string;
  /** What names without a variable belong to; also `$this`. */
  readonly here: Beginning;
  /** `$it`; absent inside the parentheses of `$expand`, where that is not the entity at hand. */
  readonly it: Beginning | undefined;
  /** Range variables of the lambdas around, by name. */
  readonly variables: ReadonlyMap<string, Beginning>;
  /** Aliases being resolved, outermost first. */
  readonly resolving: readonly string[];
  /** What aliases stand for here, by their names, as far as they were used. */
  readonly bound: Map<string, Aliased>;
}

/** What an alias or another name stands for, and what of the budget each of its uses costs. */
export interface Aliased {
  readonly expression: BoundExpression;
  readonly cost: Pick<Budget, 'nodes' | 'depth' | 'characters'>;
}

export const mismatch = (reason: string, scope: Scope): ODataError =>
  ODataError.of('TypeMismatch', { reason }, { target: scope.target });

export const unsupported = (feature: string, target: string, hint = ''): ODataError =>
  ODataError.of('UnsupportedFeature', { feature, hint: hint === '' ? '' : ` ${hint}` }, { target });
