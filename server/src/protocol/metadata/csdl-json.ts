import type { EdmModel, EntitySet, EntityType, NavigationProperty, Property } from '../../model/edm.ts';
import {
  type Annotation,
  type AnnotationValue,
  containerAnnotations,
  describe,
  entitySetAnnotations,
  schemaAnnotations,
} from './annotations.ts';
import type { JsonObject } from '../../util/json-object.ts';
import { qualifiedTypeName } from '../context-url.ts';
import { entityTypesOf, partnerOf, referentialConstraints } from './csdl.ts';
import { entityContainers, modelIndex, targetOf } from '../../model/model-index.ts';
import { qualified } from '../links.ts';
import { jsonReferences, referenceTo, vocabularies, withAlias } from './vocabularies.ts';

/**
 * `$metadata` as CSDL JSON, which exists in 4.01 only (CSDL JSON 4.01). Members whose value is undefined do not appear in
 * it.
 */
export function csdlJson(model: EdmModel): string {
  return JSON.stringify({
    $Version: '4.01',
    $EntityContainer: `${model.namespace}.${model.containerName}`,
    $Reference: jsonReferences(vocabularies.map(referenceTo)),
    [model.namespace]: {
      ...Object.fromEntries(model.enumTypes.map((type) => [type.name, enumType(type)])),
      ...Object.fromEntries(model.complexTypes.map((type) => [type.name, complexType(model, type)])),
      ...Object.fromEntries(entityTypesOf(model).map((type) => [type.name, entityType(model, type)])),
      [model.containerName]: entityContainer(model),
      ...annotations(schemaAnnotations(model)),
    },
  });
}

function enumType(type: EdmModel['enumTypes'][number]): JsonObject {
  const members = Object.fromEntries(type.members.map(({ name, value }) => [name, value]));
  return { $Kind: 'EnumType', $IsFlags: type.isFlags || undefined, ...members };
}

function complexType(model: EdmModel, type: EdmModel['complexTypes'][number]): JsonObject {
  return {
    $Kind: 'ComplexType',
    $OpenType: type.open || undefined,
    ...properties(model, type.properties),
    ...annotations(describe(type.description)),
  };
}

function entityType(model: EdmModel, type: EntityType): JsonObject {
  return {
    $Kind: 'EntityType',
    $OpenType: type.open || undefined,
    $Key: type.key,
    ...properties(model, type.properties),
    ...Object.fromEntries(type.navigationProperties.map((item) => [item.name, navigationProperty(model, item)])),
    ...annotations(describe(type.description)),
  };
}

function properties(model: EdmModel, items: readonly Property[]): JsonObject {
  return Object.fromEntries(items.map((item) => [item.name, property(model, item)]));
}

/** Defaults differ from XML: the type is Edm.String, nullable is false, and the scale of a decimal is variable. */
function property(model: EdmModel, item: Property): JsonObject {
  const type = qualifiedTypeName(model, item.type);
  return {
    $Type: type === 'Edm.String' ? undefined : type,
    $Collection: item.collection || undefined,
    $Nullable: item.nullable || undefined,
    $MaxLength: item.maxLength,
    $Precision: item.precision,
    $Scale: scale(item),
    ...annotations(describe(item.description)),
  };
}

function scale(item: Property): number | undefined {
  if (item.scale === 'variable') return undefined;
  return item.scale ?? (item.type.name === 'Edm.Decimal' ? 0 : undefined);
}

function navigationProperty(model: EdmModel, item: NavigationProperty): JsonObject {
  const constraints = referentialConstraints(model, item).map(({ property: from, referenced }) => [from, referenced]);
  return {
    $Kind: 'NavigationProperty',
    $Type: qualified(model, targetOf(modelIndex(model), item).entityType),
    $Collection: item.collection || undefined,
    $Nullable: (!item.collection && item.nullable) || undefined,
    $Partner: partnerOf(model, item),
    $ReferentialConstraint: constraints.length === 0 ? undefined : Object.fromEntries(constraints),
    ...annotations(describe(item.description)),
  };
}

function entityContainer(model: EdmModel): JsonObject {
  return {
    $Kind: 'EntityContainer',
    ...Object.fromEntries(entityContainers(model).map((item) => [item.name, entitySet(model, item)])),
    ...annotations(containerAnnotations()),
  };
}

function entitySet(model: EdmModel, item: EntitySet): JsonObject {
  const bindings = item.entityType.navigationProperties.map(({ name, target }) => [name, target]);
  return {
    $Collection: item.kind === 'EntitySet' || undefined,
    $Type: qualified(model, item.entityType),
    $NavigationPropertyBinding: bindings.length === 0 ? undefined : Object.fromEntries(bindings),
    ...annotations(entitySetAnnotations(item)),
  };
}

function annotations(items: readonly Annotation[]): JsonObject {
  return Object.fromEntries(items.map(({ term, value }) => [`@${withAlias(term)}`, annotationValue(value)]));
}

function annotationValue(value: AnnotationValue): unknown {
  switch (value.kind) {
    case 'EnumMember':
      return value.member;
    case 'Strings':
      return value.values;
    case 'PropertyPaths':
      return value.paths;
    case 'Record':
      return Object.fromEntries(Object.entries(value.members).map(([name, member]) => [name, annotationValue(member)]));
    default:
      return value.value;
  }
}
