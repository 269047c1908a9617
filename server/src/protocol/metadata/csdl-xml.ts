import type {
  ComplexType,
  EdmModel,
  EntitySet,
  EntityType,
  EnumType,
  NavigationProperty,
  Property,
} from '../../model/edm.ts';
import {
  type Annotation,
  type AnnotationValue,
  containerAnnotations,
  describe,
  entitySetAnnotations,
  schemaAnnotations,
} from './annotations.ts';
import { qualifiedTypeName } from '../context-url.ts';
import { entityTypesOf, partnerOf, referentialConstraints } from './csdl.ts';
import { entityContainers, modelIndex, targetOf } from '../../model/model-index.ts';
import { qualified } from '../links.ts';
import type { ODataVersion } from '../version.ts';
import { referenceTo, vocabularies } from './vocabularies.ts';
import { type Attributes, csdlXmlDocument, EDM_NAMESPACE, element, escapeXml, type Lines } from './xml.ts';

/** `$metadata` as CSDL XML in the shape of the version (CSDL XML 4.01). */
export function csdlXml(model: EdmModel, version: ODataVersion): string {
  return csdlXmlDocument(version, vocabularies.map(referenceTo), [
    ...element('Schema', { xmlns: EDM_NAMESPACE, Namespace: model.namespace }, [
      ...model.enumTypes.flatMap(enumType),
      ...model.complexTypes.flatMap((type) => complexType(model, type)),
      ...entityTypesOf(model).flatMap((type) => entityType(model, type)),
      ...entityContainer(model),
      ...schemaAnnotations(model).flatMap(annotation),
    ]),
  ]);
}

function enumType(type: EnumType): Lines {
  const members = type.members.flatMap(({ name, value }) => element('Member', { Name: name, Value: value }));
  return element('EnumType', { Name: type.name, IsFlags: type.isFlags || undefined }, members);
}

function complexType(model: EdmModel, type: ComplexType): Lines {
  return element('ComplexType', { Name: type.name, OpenType: type.open || undefined }, [
    ...type.properties.flatMap((item) => property(model, item)),
    ...describe(type.description).flatMap(annotation),
  ]);
}

function entityType(model: EdmModel, type: EntityType): Lines {
  const key = type.key.flatMap((name) => element('PropertyRef', { Name: name }));
  return element('EntityType', { Name: type.name, OpenType: type.open || undefined }, [
    ...element('Key', {}, key),
    ...type.properties.flatMap((item) => property(model, item)),
    ...type.navigationProperties.flatMap((item) => navigationProperty(model, item)),
    ...describe(type.description).flatMap(annotation),
  ]);
}

function property(model: EdmModel, item: Property): Lines {
  const name = qualifiedTypeName(model, item.type);
  const attributes: Attributes = {
    Name: item.name,
    Type: item.collection ? `Collection(${name})` : name,
    Nullable: item.nullable ? undefined : false,
    MaxLength: item.maxLength,
    Precision: item.precision,
    Scale: item.scale,
  };
  return element('Property', attributes, describe(item.description).flatMap(annotation));
}

/** Nullable is not for collections of entities (CSDL XML 8.3). */
function navigationProperty(model: EdmModel, item: NavigationProperty): Lines {
  const name = qualified(model, targetOf(modelIndex(model), item).entityType);
  const attributes: Attributes = {
    Name: item.name,
    Type: item.collection ? `Collection(${name})` : name,
    Nullable: item.collection || item.nullable ? undefined : false,
    Partner: partnerOf(model, item),
  };
  return element('NavigationProperty', attributes, [
    ...referentialConstraints(model, item).flatMap((constraint) =>
      element('ReferentialConstraint', {
        Property: constraint.property,
        ReferencedProperty: constraint.referenced,
      }),
    ),
    ...describe(item.description).flatMap(annotation),
  ]);
}

function entityContainer(model: EdmModel): Lines {
  return element('EntityContainer', { Name: model.containerName }, [
    ...entityContainers(model).flatMap((item) => entitySet(model, item)),
    ...containerAnnotations().flatMap(annotation),
  ]);
}

function entitySet(model: EdmModel, item: EntitySet): Lines {
  const { entityType: type, kind, name } = item;
  const typeName = qualified(model, type);
  const attributes: Attributes =
    kind === 'Singleton' ? { Name: name, Type: typeName } : { Name: name, EntityType: typeName };
  return element(kind, attributes, [
    ...type.navigationProperties.flatMap(({ name, target }) =>
      element('NavigationPropertyBinding', { Path: name, Target: target }),
    ),
    ...entitySetAnnotations(item).flatMap(annotation),
  ]);
}

function annotation({ term, value }: Annotation): Lines {
  return valued('Annotation', { Term: term }, value);
}

/** Short values are an attribute, the others a child element (CSDL XML 14.3, 14.4). */
function valued(name: string, attributes: Attributes, value: AnnotationValue): Lines {
  switch (value.kind) {
    case 'Bool':
    case 'Int':
    case 'String':
      return element(name, { ...attributes, [value.kind]: value.value });
    case 'EnumMember':
      return element(name, { ...attributes, EnumMember: `${value.type}/${value.member}` });
    case 'Strings':
      return element(name, attributes, collection('String', value.values));
    case 'PropertyPaths':
      return element(name, attributes, collection('PropertyPath', value.paths));
    case 'Record':
      return element(name, attributes, record(value.members));
  }
}

function collection(item: 'String' | 'PropertyPath', values: readonly string[]): Lines {
  return element(
    'Collection',
    {},
    values.map((value) => `<${item}>${escapeXml(value)}</${item}>`),
  );
}

function record(members: Readonly<Record<string, AnnotationValue>>): Lines {
  return element(
    'Record',
    {},
    Object.entries(members).flatMap(([name, value]) => valued('PropertyValue', { Property: name }, value)),
  );
}
