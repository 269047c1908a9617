/** What paths in expressions begin at: `$it`, `$this`, `$root`, range variables, and entities that a key picks. */
import type { Argument, Expression, MemberPath, PathSegment } from '../../../../grammar/index.ts';
import type { BoundExpression, BoundProperty, BoundVariable } from '../../bound/bound.ts';
import { isOneOf } from '../../bound/conditions.ts';
import { printExpression } from '../../bound/print-bound.ts';
import { untyped } from '../../bound/type-rules.ts';
import { asItem, lambdaOf } from '../../bound/variables.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { EntitySet, NavigationProperty } from '../../model/edm.ts';
import { targetOf, type ModelIndex } from '../../model/model-index.ts';
import { shown } from '../../util/shown.ts';
import { bindKey } from '../paths/bind-key.ts';
import { isPlainName } from './bind-members.ts';
import { countCollection } from './budget.ts';
import { entitySetHint } from '../hints/entity-set-hint.ts';
import { instanceOf, referentOf, type Member } from '../names/model-names.ts';
import { type Beginning, mismatch, type Scope, unsupported } from './scope.ts';

/** Where a path begins, and the members of it that are bound already. */
export interface Start extends Beginning {
  readonly before: readonly Member[];
  /** Those that are still to be bound. */
  readonly segments: readonly PathSegment[];
}

type Bind = (node: Expression, scope: Scope) => BoundExpression;

/** A range variable hides a property of its name (URL Conventions 5.1.1.13). */
export function beginningOf({ root, segments }: MemberPath, scope: Scope, bind: Bind): Start {
  const { here, it, variables, target } = scope;
  const [first, ...behind] = segments;
  switch (root) {
    case undefined: {
      const variable = first !== undefined && isPlainName(first) ? variables.get(first.name) : undefined;
      return variable === undefined ? { ...here, before: [], segments } : { ...variable, before: [], segments: behind };
    }
    case '$this':
      return { ...here, before: [], segments };
    case '$it':
      if (it === undefined)
        throw unsupported("'$it' within $select, or within $expand beside $levels or $apply", target);
      return { ...it, before: [], segments };
    case '$root':
      return rootBeginning(segments, scope, bind);
    default:
      throw unsupported(`'${root}'`, target);
  }
}

/** An entity set or singleton of the service, whatever is at hand. */
function rootBeginning([first, ...segments]: readonly PathSegment[], scope: Scope, bind: Bind): Start {
  const { index, target } = scope;
  if (first?.kind !== 'NameSegment') {
    throw mismatch("Behind '$root' stands the name of an entity set, as in $root/Jobs('x')/Name.", scope);
  }
  const found = index.entitySets.get(first.name) ?? index.singletons.get(first.name);
  if (found === undefined) {
    const reason = `there is no entity set '${shown(first.name)}'.${entitySetHint(first.name, index)}`;
    throw ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
  }
  const navigation = rootNavigation(found);
  const referent = referentOf(navigation);
  if (first.arguments === undefined) return { referent, type: untyped, before: [navigation], segments };
  if (!navigation.collection) throw noKey(first.name, navigation.target);
  const collection: BoundProperty = { kind: 'BoundProperty', type: untyped, path: [navigation], dynamic: [] };
  return { ...picked({ collection, key: first.arguments }, scope, bind), before: [], segments };
}

const rootNavigations = new WeakMap<EntitySet, NavigationProperty>();

/** All entities of a set, as if everything were related to them. */
function rootNavigation(entitySet: EntitySet): NavigationProperty {
  const known = rootNavigations.get(entitySet);
  if (known !== undefined) return known;
  const navigation: NavigationProperty = {
    kind: 'NavigationProperty',
    name: `$root/${entitySet.name}`,
    target: entitySet.name,
    collection: entitySet.kind === 'EntitySet',
    nullable: true,
    join: [],
  };
  rootNavigations.set(entitySet, navigation);
  return navigation;
}

interface Picked {
  /** Ends with the navigation property. */
  readonly collection: BoundProperty;
  readonly key: readonly Argument[];
  /** Those of its entities that are meant, and what these conditions call each of them; default all. */
  readonly among?: { readonly variable: BoundVariable; readonly conditions: readonly BoundExpression[] };
}

/** The one entity with a key among those of a collection. Throws InvalidKey. */
export function picked({ collection, key, among }: Picked, scope: Scope, bind: Bind): Beginning {
  if (among === undefined) countCollection(scope);
  const entitySet = entitySetOf(collection, scope.index);
  const { entityType } = entitySet;
  const item = among?.variable ?? { name: '$this', entityType };
  const keys = bindKey(key, { kind: 'EntitySetAccess', entitySet }, scope, bind).map(({ property, value }) =>
    asItem(isOneOf(property, [value]), item),
  );
  const conditions = [...(among?.conditions ?? []), ...keys];
  const of = lambdaOf({ operator: '$filter', collection, variable: item, conditions });
  const variable = { name: printExpression(of), entityType, of };
  return { variable, referent: instanceOf(entityType), type: untyped };
}

function entitySetOf({ path }: BoundProperty, index: ModelIndex): EntitySet {
  const last = path.at(-1);
  if (last?.kind !== 'NavigationProperty') throw new Error('Keys stand behind entities');
  return targetOf(index, last);
}

export function noKey(name: string, entitySet: string): ODataError {
  const reason = `'${shown(name)}' is a single entity and takes no key.`;
  return ODataError.of('InvalidKey', { entitySet, reason }, { target: entitySet });
}
