/** Where a resource path leads: the entity set, and the conditions that its keys and navigations put on it. */
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet } from '../model/edm.ts';
import type { Row } from '../model/values.ts';
import type { BoundExpression, EntityAccess, NavigationAccess, Projection } from '../bound/bound.ts';
import { isOneOf } from '../bound/conditions.ts';
import { planFor, type Execution } from './execution.ts';
import { joinConditions } from './join-conditions.ts';
import { readMatches } from './read-matches.ts';

interface Target {
  readonly entitySet: EntitySet;
  readonly where: readonly BoundExpression[];
  /** Nothing can be there: what it is related to has no value to be joined on. */
  readonly isEmpty: boolean;
  /** To be asked where nothing was found: throws EntityNotFound where the path leads through an entity that is not. */
  readonly verify: () => Promise<void>;
}

/** Reads as far along the path as needed to say what its end is; throws EntityNotFound where it breaks off. */
export async function resolveAccess(execution: Execution, access: EntityAccess): Promise<Target> {
  switch (access.kind) {
    case 'EntitySetAccess':
    case 'CrossjoinAccess':
    case 'UnionAccess':
      return { entitySet: access.entitySet, where: [], isEmpty: false, verify: async () => undefined };
    case 'KeyAccess': {
      const target = await resolveAccess(execution, access.of);
      const key = access.key.map(({ property, value }) => isOneOf(property, [value]));
      return { ...target, where: [...target.where, ...key] };
    }
    case 'FilterAccess': {
      const target = await resolveAccess(execution, access.of);
      return { ...target, where: [...target.where, access.filter] };
    }
    case 'NavigationAccess':
      return resolveNavigation(execution, access);
  }
}

async function resolveNavigation(
  execution: Execution,
  { of, entitySet, navigation }: NavigationAccess,
): Promise<Target> {
  const conditions = joinConditions(navigation, entitySet);
  // An entity that is of a time has to be within the days of the root, too.
  const known = execution.root?.days !== undefined && of.entitySet.datedBy !== undefined ? undefined : keyValues(of);
  const isKnown = known !== undefined && conditions.from.every((name) => name in known);
  const parent = isKnown ? known : await readExisting(execution, of, conditions.from);
  const isEmpty = conditions.entityKey(parent) === undefined;
  return {
    entitySet,
    isEmpty,
    where: isEmpty ? [] : [...conditions.equalities([parent]), ...conditions.bounds([parent])],
    // Whether an entity exists that is known by its key alone need not be asked as long as something is related to it.
    verify: async () => {
      if (isKnown) await readExisting(execution, of, conditions.from);
    },
  };
}

/** The key of an entity that is addressed by it in its entity set, as a row. */
function keyValues(access: EntityAccess): Row | undefined {
  if (access.kind !== 'KeyAccess' || access.of.kind !== 'EntitySetAccess') return undefined;
  return Object.fromEntries(access.key.map(({ property, value }) => [property.name, value]));
}

async function readExisting(execution: Execution, access: EntityAccess, names: readonly string[]): Promise<Row> {
  const { properties } = access.entitySet.entityType;
  const projection = { properties: properties.filter(({ name }) => names.includes(name)), expand: [] };
  const row = await readEntity(execution, access, projection);
  if (row === null) throw ODataError.of('EntityNotFound', { entitySet: access.entitySet.name });
  return row;
}

/**
 * The one entity a path leads to. Throws EntityNotFound where there is none of that key; null where the path ends with
 * a single-valued navigation property that leads to nothing. `dynamic` names properties that no type declares.
 */
export async function readEntity(
  execution: Execution,
  access: EntityAccess,
  projection: Projection,
  dynamic: readonly string[] = [],
): Promise<Row | null> {
  const target = await resolveAccess(execution, access);
  const { entitySet, where } = target;
  const planned = planFor(execution, { entitySet, where, projection });
  const plan = { ...planned, properties: [...planned.properties, ...dynamic] };
  const limit = plan.residual === undefined ? { limit: 1 } : {};
  if (!target.isEmpty) {
    for await (const { rows } of readMatches(execution, plan, limit)) {
      const [row] = rows;
      if (row !== undefined) return row;
    }
  }
  await target.verify();
  if (access.kind === 'NavigationAccess') return null;
  const hint = access.kind === 'KeyAccess' ? access.hint : undefined;
  throw ODataError.of('EntityNotFound', { entitySet: entitySet.name, hint });
}
