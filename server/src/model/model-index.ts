import type { ComplexType, EdmModel, EntitySet, EntityType, EnumType, NavigationProperty, Property } from './edm.ts';

/** A model's names, ready to be looked up. */
export interface ModelIndex {
  readonly model: EdmModel;
  readonly entitySets: ReadonlyMap<string, EntitySet>;
  readonly singletons: ReadonlyMap<string, EntitySet>;
  /** By qualified name. */
  readonly enumTypes: ReadonlyMap<string, EnumType>;
  /** Structural and navigation properties of a type, by name. */
  readonly members: (type: EntityType | ComplexType) => ReadonlyMap<string, Property | NavigationProperty>;
}

/** Indexes belong to their model and vanish with it. */
const indexes = new WeakMap<EdmModel, ModelIndex>();

/** The lookup maps of a model, built on first use. */
export function modelIndex(model: EdmModel): ModelIndex {
  const known = indexes.get(model);
  if (known !== undefined) return known;
  const built = buildIndex(model);
  indexes.set(model, built);
  return built;
}

function buildIndex(model: EdmModel): ModelIndex {
  // Of types that are made for one request, too: these vanish with it.
  const members = new WeakMap<EntityType | ComplexType, ReadonlyMap<string, Property | NavigationProperty>>();
  return {
    model,
    entitySets: new Map(model.entitySets.map((set) => [set.name, set])),
    singletons: new Map((model.singletons ?? []).map((set) => [set.name, set])),
    enumTypes: new Map(model.enumTypes.map((type) => [`${model.namespace}.${type.name}`, type])),
    members: (type) => {
      const known = members.get(type);
      if (known !== undefined) return known;
      const navigation = type.kind === 'EntityType' ? type.navigationProperties : [];
      const built = new Map([...type.properties, ...navigation].map((member) => [member.name, member]));
      members.set(type, built);
      return built;
    },
  };
}

/** The entity set, or singleton, a navigation property leads to; a model that names none is a fault of ours. */
export function targetOf(index: ModelIndex, navigation: NavigationProperty): EntitySet {
  const { held, target: name } = navigation;
  const target = held ?? index.entitySets.get(name) ?? index.singletons.get(name);
  if (target === undefined) throw new Error(`${navigation.name} leads to ${navigation.target}, which does not exist`);
  return target;
}

/** Entity sets and singletons. */
export const entityContainers = ({ entitySets, singletons = [] }: EdmModel): readonly EntitySet[] => [
  ...entitySets,
  ...singletons,
];

/** The property of that name; a type that has none is a fault of ours. */
export function propertyOf({ name: typeName, properties }: EntityType, name: string): Property {
  const property = properties.find((candidate) => candidate.name === name);
  if (property === undefined) throw new Error(`${typeName} has no property ${name}`);
  return property;
}
