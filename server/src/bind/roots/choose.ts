/** A model without what a root does not choose. */
import type { ChosenSet, RootChoice } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { ComplexType, EdmModel, EntitySet, EntityType, EnumType, NavigationProperty } from '../../model/edm.ts';
import { entityContainers, modelIndex, targetOf, type ModelIndex } from '../../model/model-index.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import { entitySetHint } from '../hints/entity-set-hint.ts';

/** Names of the chosen fields by the name of their set; absent: all of them. */
export type Chosen = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/** What a choice names, keys included. @throws ODataError `UnknownResource`, `InvalidChoice` */
export function chosenBy({ sets }: RootChoice, model: EdmModel): Chosen {
  const index = modelIndex(model);
  const chosen = new Map<string, ReadonlySet<string> | undefined>();
  for (const set of sets) {
    const { name } = set;
    const entitySet = index.entitySets.get(name) ?? index.singletons.get(name);
    if (entitySet === undefined) throw unknown(name, 'this service', entitySetHint(name, index));
    if (chosen.has(name)) throw invalid(`'${name}' is named twice.`, name);
    chosen.set(name, fieldsOf(set, entitySet, index));
  }
  return chosen;
}

function fieldsOf({ fields }: ChosenSet, entitySet: EntitySet, index: ModelIndex): ReadonlySet<string> | undefined {
  if (fields === undefined) return undefined;
  const { entityType, name: setName } = entitySet;
  const members = index.members(entityType);
  const names = new Set(entityType.key);
  const named = new Set<string>();
  for (const { name } of fields) {
    const member = members.get(name);
    if (member === undefined) throw unknown(name, `'${setName}'`, didYouMean(name, members.keys()));
    if (member.kind === 'NavigationProperty') throw notAField(member);
    if (named.has(name)) throw invalid(`'${setName}' names '${name}' twice.`, name);
    named.add(name);
    names.add(name);
  }
  return names;
}

function notAField({ name, target, join }: NavigationProperty): ODataError {
  const fields = join.map(({ from }) => from).join(', ');
  return invalid(
    `'${name}' is no field: it is there where ${fields} and the set ${target} are chosen. Leave it out.`,
    name,
  );
}

const unknown = (name: string, within: string, hint: string): ODataError =>
  ODataError.of('UnknownResource', { name: shown(name), within, hint }, { target: shown(name) });

const invalid = (reason: string, name: string): ODataError =>
  ODataError.of('InvalidChoice', { reason }, { target: shown(name) });

/**
 * The model with the chosen sets and fields alone, in its own order. Navigation is left where both of its ends are chosen,
 * with the fields that join them; enumeration and complex types where something is of them.
 */
export function chosenModel(model: EdmModel, chosen: Chosen): EdmModel {
  const types = chosenTypes(model, chosen);
  const kept = (set: EntitySet): readonly EntitySet[] => {
    const entityType = types.get(set.entityType);
    return entityType === undefined || !chosen.has(set.name) ? [] : [{ ...set, entityType, whole: set.whole ?? set }];
  };
  const usedTypes = new Set<unknown>();
  const use = ({ properties }: EntityType | ComplexType): void => {
    for (const { type } of properties) {
      if (usedTypes.has(type)) continue;
      usedTypes.add(type);
      if (type.kind === 'ComplexType') use(type);
    }
  };
  for (const type of types.values()) use(type);
  const isUsed = (type: EnumType | ComplexType): boolean => usedTypes.has(type);
  return {
    ...model,
    whole: model.whole ?? model,
    enumTypes: model.enumTypes.filter(isUsed),
    complexTypes: model.complexTypes.filter(isUsed),
    entitySets: model.entitySets.flatMap(kept),
    singletons: model.singletons?.flatMap(kept),
  };
}

/** The types of the chosen sets with the chosen fields. @throws ODataError where two of one type choose differently. */
function chosenTypes(model: EdmModel, chosen: Chosen): ReadonlyMap<EntityType, EntityType> {
  const index = modelIndex(model);
  const fields = new Map<EntityType, { readonly of: string; readonly names: ReadonlySet<string> }>();
  for (const { name, entityType } of entityContainers(model)) {
    if (!chosen.has(name)) continue;
    const names = chosen.get(name) ?? new Set(entityType.properties.map((property) => property.name));
    const known = fields.get(entityType);
    if (known !== undefined && (known.names.size !== names.size || [...names].some((each) => !known.names.has(each))))
      throw invalid(`'${known.of}' and '${name}' are of one type: choose the same fields of both.`, name);
    fields.set(entityType, { of: name, names });
  }
  const has = (type: EntityType, name: string): boolean => fields.get(type)?.names.has(name) === true;
  const leads = (type: EntityType, navigation: NavigationProperty): boolean => {
    const { join, target } = navigation;
    const to = targetOf(index, navigation).entityType;
    return chosen.has(target) && join.every((each) => has(type, each.from) && has(to, each.to));
  };
  return new Map(
    [...fields.keys()].map((type) => [
      type,
      {
        ...type,
        properties: type.properties.filter(({ name }) => has(type, name)),
        navigationProperties: type.navigationProperties.filter((each) => leads(type, each)),
      },
    ]),
  );
}
