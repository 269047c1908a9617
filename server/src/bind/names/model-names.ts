import type { ComplexType, EntitySet, EntityType, NavigationProperty, Property } from '../../model/edm.ts';
import { entityContainers, targetOf, type ModelIndex } from '../../model/model-index.ts';
import type { Names, Referent, Role } from './names.ts';

export interface DynamicProperty {
  readonly kind: 'DynamicProperty';
  readonly name: string;
}

/** What a name of an entity or of a complex value can be. */
export type Member = Property | NavigationProperty | DynamicProperty;

/** What of a model a path refers to; nothing at the service root and where entities may be of any type. */
export type Meant = EntitySet | EntityType | Member | undefined;

/**
 * The names of a model. It has no functions, actions, custom aggregates and media streams, and its types have none
 * derived from them.
 */
export function modelNames(index: ModelIndex): Names<Meant> {
  const find: Readonly<Partial<Record<Role, Names<Meant>['find']>>> = {
    entitySet: (_role, name) => entitiesOf(index.entitySets.get(name), 'entities'),
    singleton: (_role, name) => entitiesOf(index.singletons.get(name), 'entity'),
    // Whatever it is: it is for the binder to say whether it is a value of the key's type.
    key: (_role, _name, within) => (within.kind === 'entities' && within.of !== undefined ? [within] : []),
    property: (_role, name, within) => referentsOf(memberAt(within, name, index)),
    type: (_role, name, within) => casts(within, name, index),
  };
  return {
    root: { kind: 'root', of: undefined },
    anyEntity: { kind: 'entities', of: undefined },
    find: (role, name, within) => find[role]?.(role, name, within) ?? [],
    hasOnePartKey: ({ of }) => {
      const type = typeAt(of, index);
      return type !== undefined && type !== 'open' && type.kind === 'EntityType' && type.key.length === 1;
    },
  };
}

/** One entity of a type, for the names that its expressions see. */
export const instanceOf = (of: EntityType): Referent<Meant> => ({ kind: 'entity', of });

/** `open` where only dynamic properties are known. */
export type StructuredType = EntityType | ComplexType | 'open';

/** The structured type of what is meant. */
export function typeAt(of: Meant, index: ModelIndex): StructuredType | undefined {
  switch (of?.kind) {
    case 'EntityType':
      return of;
    case 'EntitySet':
    case 'Singleton':
      return of.entityType;
    case 'NavigationProperty':
      return targetOf(index, of).entityType;
    case 'Property':
      return of.type.kind === 'ComplexType' ? of.type : undefined;
    case 'DynamicProperty':
      return 'open';
    case undefined:
      return undefined;
  }
}

/** Whether any names may stand behind a referent, as they may in a value of an open type. */
export function isOpenValue(referent: Referent<Meant> | undefined, index: ModelIndex): boolean {
  if (referent?.of?.kind === 'DynamicProperty') return true;
  const type = referent?.kind === 'complex' ? typeAt(referent.of, index) : undefined;
  return type !== undefined && type !== 'open' && type.open;
}

/** The same of what is behind the last of some members. */
export function isOpenBehind(members: readonly Member[], index: ModelIndex): boolean {
  const last = members.at(-1);
  return last !== undefined && isOpenValue(referentOf(last), index);
}

const entitiesOf = (of: EntitySet | undefined, kind: 'entities' | 'entity'): readonly Referent<Meant>[] =>
  of === undefined ? [] : [{ kind, of }];

/** What a name is behind a referent: a declared member, or else a dynamic property where the type is open. */
export function memberAt({ kind, of }: Referent<Meant>, name: string, index: ModelIndex): Member | undefined {
  const type = kind === 'entity' || kind === 'complex' ? typeAt(of, index) : undefined;
  if (type === undefined) return undefined;
  const declared = type === 'open' ? undefined : index.members(type).get(name);
  if (declared !== undefined) return declared;
  return type === 'open' || type.open ? { kind: 'DynamicProperty', name } : undefined;
}

/** What a member refers to; behind a dynamic property any names may follow. */
export function referentOf(of: Member): Referent<Meant> {
  if (of.kind === 'DynamicProperty') return { kind: 'complex', of };
  if (of.kind === 'NavigationProperty') return { kind: of.collection ? 'entities' : 'entity', of };
  if (of.type.kind === 'ComplexType') return { kind: of.collection ? 'complexes' : 'complex', of };
  return { kind: of.collection ? 'primitives' : 'primitive', of };
}

/** The same, as all that names may be told of it: a dynamic property may be a primitive value too. */
function referentsOf(of: Member | undefined): readonly Referent<Meant>[] {
  if (of === undefined) return [];
  return of.kind === 'DynamicProperty' ? [{ kind: 'primitive', of }, referentOf(of)] : [referentOf(of)];
}

/** A cast to the type itself; where entities may be of any type, to any one. */
function casts(within: Referent<Meant>, name: string, index: ModelIndex): readonly Referent<Meant>[] {
  if (within.of === undefined) {
    const entitySet = entityContainers(index.model).find(({ entityType }) => qualified(entityType, index) === name);
    return entitySet === undefined ? [] : [{ ...within, of: entitySet }];
  }
  return castsTo(within, name, index) ? [within] : [];
}

const qualified = (type: { readonly name: string }, { model }: ModelIndex) => `${model.namespace}.${type.name}`;

/** Whether a name is that of the structured type of what is meant. */
export function castsTo({ kind, of }: Referent<Meant>, name: string, index: ModelIndex): boolean {
  const type = structured.includes(kind) ? typeAt(of, index) : undefined;
  return type !== undefined && type !== 'open' && qualified(type, index) === name;
}

const structured: readonly string[] = ['entities', 'entity', 'complexes', 'complex'];
