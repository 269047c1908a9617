/**
 * `$metadata` in both representations, of both models: well-formed, every reference resolves, both say the same, and the
 * details that Power Query and Tableau depend on.
 */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import type { EdmModel } from '../../../src/model/edm.ts';
import { filterFunctions } from '../../../src/protocol/metadata/capabilities.ts';
import { csdlJson } from '../../../src/protocol/metadata/csdl-json.ts';
import { csdlXml } from '../../../src/protocol/metadata/csdl-xml.ts';
import { tripPin } from '../../models/trip-pin.ts';
import { at, children, descendants, readXml, type XmlElement } from './xml-tree.ts';

const models: readonly (readonly [string, EdmModel])[] = [
  ['ClickTime', clicktimeModel],
  ['TripPin', tripPin],
];

const schemaOf = (model: EdmModel): XmlElement => at(readXml(csdlXml(model, '4.0')), 'edmx:DataServices', 'Schema');
const attributesOf = (elements: readonly XmlElement[], name: string): readonly (string | undefined)[] =>
  elements.map((element) => element.attributes[name]);
const named = (parent: XmlElement, kind: string, name: string | undefined): XmlElement | undefined =>
  children(parent, kind).find((child) => child.attributes['Name'] === name);
const elementType = (name = ''): string => name.replace(/^Collection\((.*)\)$/, '$1');

test.each(models)('%s: the envelope has the shape of 4.0, or 4.01 where asked for', (_, model) => {
  const edmx = readXml(csdlXml(model, '4.0'));
  expect(edmx.name).toBe('edmx:Edmx');
  expect(edmx.attributes).toEqual({ 'xmlns:edmx': 'http://docs.oasis-open.org/odata/ns/edmx', Version: '4.0' });
  expect(schemaOf(model).attributes['xmlns']).toBe('http://docs.oasis-open.org/odata/ns/edm');
  expect(children(edmx, 'edmx:Reference').map((reference) => at(reference, 'edmx:Include').attributes)).toEqual([
    { Namespace: 'Org.OData.Core.V1', Alias: 'Core' },
    { Namespace: 'Org.OData.Capabilities.V1', Alias: 'Capabilities' },
    { Namespace: 'Org.OData.Aggregation.V1', Alias: 'Aggregation' },
  ]);
  expect(readXml(csdlXml(model, '4.01')).attributes['Version']).toBe('4.01');
});

test.each(models)('%s: every type that is referred to is declared', (_, model) => {
  const schema = schemaOf(model);
  const declared = schema.children
    .filter(({ name }) => ['EnumType', 'ComplexType', 'EntityType'].includes(name))
    .map(({ attributes }) => `${model.namespace}.${attributes['Name']}`);
  const used = descendants(schema).flatMap(({ attributes: { Type, EntityType } }) =>
    [Type, EntityType].flatMap((name) => (name === undefined ? [] : elementType(name))),
  );
  expect(new Set(declared).size).toBe(declared.length);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !name.startsWith('Edm.') && !declared.includes(name))).toEqual([]);
});

test.each(models)('%s: keys, constraints and partners name things that exist', (_, model) => {
  const schema = schemaOf(model);
  const typeNamed = (name: string): XmlElement | undefined =>
    named(schema, 'EntityType', name.replace(`${model.namespace}.`, ''));
  const dangling = children(schema, 'EntityType').flatMap((type) => [
    ...children(at(type, 'Key'), 'PropertyRef').filter((part) => !named(type, 'Property', part.attributes['Name'])),
    ...children(type, 'NavigationProperty').filter((navigation) => {
      const target = typeNamed(elementType(navigation.attributes['Type']));
      const { Partner } = navigation.attributes;
      const constraints = children(navigation, 'ReferentialConstraint');
      return (
        target === undefined ||
        (Partner !== undefined && !named(target, 'NavigationProperty', Partner)) ||
        constraints.some(({ attributes }) => !named(type, 'Property', attributes['Property'])) ||
        constraints.some(({ attributes }) => !named(target, 'Property', attributes['ReferencedProperty']))
      );
    }),
  ]);
  expect(dangling).toEqual([]);
});

test.each(models)('%s: every navigation property is bound to a set of its type', (_, model) => {
  const schema = schemaOf(model);
  const container = at(schema, 'EntityContainer');
  for (const set of children(container, 'EntitySet')) {
    const type = named(schema, 'EntityType', set.attributes['EntityType']?.replace(`${model.namespace}.`, ''));
    const bindings = children(set, 'NavigationPropertyBinding');
    const navigations = children(type, 'NavigationProperty');
    expect(attributesOf(bindings, 'Path')).toEqual(attributesOf(navigations, 'Name'));
    const targets = bindings.map((binding) => named(container, 'EntitySet', binding.attributes['Target']));
    expect(targets.map((target) => target?.attributes['EntityType'])).toEqual(
      navigations.map((navigation) => elementType(navigation.attributes['Type'])),
    );
  }
});

test('ClickTime: every to-one navigation property has a referential constraint', () => {
  const toOne = descendants(schemaOf(clicktimeModel)).filter(
    ({ name, attributes }) => name === 'NavigationProperty' && !attributes['Type']?.startsWith('Collection('),
  );
  expect(toOne.length).toBeGreaterThan(6);
  expect(toOne.filter((navigation) => children(navigation, 'ReferentialConstraint').length !== 1)).toEqual([]);
});

test('ClickTime: sets, types, properties and navigation properties are described', () => {
  const kinds = ['EntitySet', 'EntityType', 'ComplexType', 'Property', 'NavigationProperty'];
  const isDescribed = (element: XmlElement): boolean =>
    attributesOf(children(element, 'Annotation'), 'Term').includes('Org.OData.Core.V1.Description');
  const elements = descendants(schemaOf(clicktimeModel)).filter(({ name }) => kinds.includes(name));
  expect(elements.length).toBeGreaterThan(100);
  expect(elements.filter((element) => !isDescribed(element)).map(({ attributes }) => attributes)).toEqual([]);
});

test('Power Query finds the functions it may fold at the container', () => {
  const container = at(schemaOf(clicktimeModel), 'EntityContainer');
  const annotation = children(container, 'Annotation').find(
    ({ attributes }) => attributes['Term'] === 'Org.OData.Capabilities.V1.FilterFunctions',
  );
  expect(annotation?.children[0]?.children.map(({ text }) => text)).toEqual(filterFunctions);
});

test('decimals have precision and scale, days are days', () => {
  const properties = descendants(schemaOf(clicktimeModel)).filter(({ name }) => name === 'Property');
  const decimals = properties.filter(({ attributes }) => attributes['Type'] === 'Edm.Decimal');
  expect(decimals.length).toBeGreaterThan(4);
  expect(new Set(decimals.map(({ attributes: { Precision, Scale } }) => `${Precision} ${Scale}`))).toEqual(
    new Set(['18 6']),
  );
  expect(properties.find(({ attributes }) => attributes['Name'] === 'Date')?.attributes['Type']).toBe('Edm.Date');
});

test('flags, open types, collections and a composite key', () => {
  const schema = schemaOf(tripPin);
  expect(named(schema, 'EnumType', 'Feature')?.attributes['IsFlags']).toBe('true');
  expect(named(schema, 'EnumType', 'PersonGender')?.attributes['IsFlags']).toBeUndefined();
  expect(named(schema, 'ComplexType', 'Extras')?.attributes['OpenType']).toBe('true');
  expect(named(schema, 'EntityType', 'Airline')?.attributes['OpenType']).toBe('true');
  const [key] = children(named(schema, 'EntityType', 'Flight'), 'Key');
  expect(attributesOf(children(key, 'PropertyRef'), 'Name')).toEqual(['TripId', 'Number']);
  const person = named(schema, 'EntityType', 'Person');
  const emails = children(person, 'Property').find(({ attributes }) => attributes['Name'] === 'Emails');
  expect(emails?.attributes).toMatchObject({ Type: 'Collection(Edm.String)', Nullable: 'false' });
});

test('texts are escaped, whatever they hold', () => {
  const description = '<a href="x">\'&\'</a>\n\u0001 \u{1f600} \ud800';
  const [first, ...others] = tripPin.entitySets;
  if (first === undefined) throw new Error('The model is empty.');
  const text = csdlXml({ ...tripPin, entitySets: [{ ...first, description }, ...others] }, '4.0');
  expect(readXml(text).name).toBe('edmx:Edmx');
  expect(text).toContain("&lt;a href=&quot;x&quot;&gt;'&amp;'&lt;/a&gt;&#10;\ufffd \u{1f600} \ufffd");
});

interface Facts {
  readonly [name: string]: string | number | boolean | undefined;
}

test.each(models)('%s: CSDL JSON says the same as CSDL XML', (_, model) => {
  const schema = schemaOf(model);
  const document = JSON.parse(csdlJson(model));
  expect(document).toMatchObject({
    $Version: '4.01',
    $EntityContainer: `${model.namespace}.${model.containerName}`,
  });
  const json = document[model.namespace];
  for (const type of children(schema, 'EntityType')) {
    const twin = json[`${type.attributes['Name']}`];
    expect(twin.$Kind).toBe('EntityType');
    expect(twin.$Key).toEqual(attributesOf(children(at(type, 'Key'), 'PropertyRef'), 'Name'));
    const properties = [...children(type, 'Property'), ...children(type, 'NavigationProperty')];
    expect(properties.map(({ attributes }) => factsOfJson(twin[`${attributes['Name']}`]))).toEqual(
      properties.map(factsOfXml),
    );
  }
  for (const set of children(at(schema, 'EntityContainer'), 'EntitySet')) {
    const twin = json[model.containerName][`${set.attributes['Name']}`];
    const terms = Object.keys(twin).filter((name) => name.startsWith('@'));
    const qualified = (name: string): string => name.replace(/^@(Core|Capabilities|Aggregation)\./, 'Org.OData.$1.V1.');
    expect(twin.$Type).toBe(set.attributes['EntityType']);
    expect(terms.map(qualified)).toEqual(attributesOf(children(set, 'Annotation'), 'Term'));
  }
});

function factsOfJson(json: Readonly<Record<string, string | number | boolean>>): Facts {
  const type = `${json['$Type'] ?? 'Edm.String'}`;
  return {
    type: json['$Collection'] === true ? `Collection(${type})` : type,
    nullable: json['$Nullable'] === true,
    maxLength: json['$MaxLength'],
    precision: json['$Precision'],
    scale: json['$Scale'] ?? (type === 'Edm.Decimal' ? 'variable' : undefined),
    partner: json['$Partner'],
    constraints: JSON.stringify(Object.entries(json['$ReferentialConstraint'] ?? {})),
    description: json['@Core.Description'],
  };
}

function factsOfXml(element: XmlElement): Facts {
  const { Type, Nullable, MaxLength, Precision, Scale, Partner } = element.attributes;
  const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  const isEntities = element.name === 'NavigationProperty' && Type?.startsWith('Collection(') === true;
  const constraints = children(element, 'ReferentialConstraint').map(({ attributes }) => [
    attributes['Property'],
    attributes['ReferencedProperty'],
  ]);
  return {
    type: Type,
    nullable: Nullable !== 'false' && !isEntities,
    maxLength: number(MaxLength),
    precision: number(Precision),
    scale: Scale === 'variable' ? Scale : (number(Scale) ?? (Type === 'Edm.Decimal' ? 0 : undefined)),
    partner: Partner,
    constraints: JSON.stringify(constraints),
    description: children(element, 'Annotation')[0]?.attributes['String'],
  };
}

test.each(models)('%s: the annotations tell what is done and what is not', (_, model) => {
  const container = JSON.parse(csdlJson(model))[model.namespace][model.containerName];
  expect(container).toMatchObject({
    '@Core.ODataVersions': '4.0 4.01',
    '@Capabilities.ConformanceLevel': 'Advanced',
    '@Capabilities.AsynchronousRequestsSupported': false,
    '@Capabilities.BatchSupported': true,
    '@Capabilities.BatchSupport': { Supported: true, SupportedFormats: ['multipart/mixed', 'application/json'] },
  });
  expect(container[model.entitySets[0]?.name ?? '']).toMatchObject({
    '@Capabilities.ExpandRestrictions': { Expandable: true, StreamsExpandable: false, MaxLevels: 10 },
    '@Capabilities.SelectSupport': { Supported: true, Filterable: true, TopSupported: true, ComputeSupported: false },
    '@Capabilities.TopSupported': true,
    '@Capabilities.SearchRestrictions': { Searchable: true },
    '@Aggregation.ApplySupported': { Rollup: 'MultipleHierarchies', From: true, CustomAggregationMethods: [] },
    '@Capabilities.InsertRestrictions': { Insertable: false },
  });
});
