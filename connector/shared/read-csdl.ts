import { caption } from './captions.ts';
import type { Catalog, EntitySetInfo, Field, FieldReference, FieldType } from './catalog.ts';
import { ConnectorError } from './connector-error.ts';
import { isObject, type JsonObject } from './json-object.ts';

const FIELD_TYPES: ReadonlySet<string> = new Set<FieldType>([
  'Edm.Boolean',
  'Edm.Byte',
  'Edm.Date',
  'Edm.DateTimeOffset',
  'Edm.Decimal',
  'Edm.Double',
  'Edm.Duration',
  'Edm.Guid',
  'Edm.Int16',
  'Edm.Int32',
  'Edm.Int64',
  'Edm.SByte',
  'Edm.Single',
  'Edm.String',
  'Edm.TimeOfDay',
]);

/**
 * Reads a CSDL JSON document into the catalog of entity sets and their columns. Properties that are no column
 * (collections, complex types, streams) are left out; enumerations read as text.
 *
 * @throws ConnectorError `MetadataUnreadable` where the document is not CSDL JSON.
 */
export function readCsdl(document: unknown): Catalog {
  const root = asObject(document, 'the metadata document');
  const containerName = root['$EntityContainer'];
  if (typeof containerName !== 'string') throw unreadable('the metadata document names no entity container');
  const container = asObject(lookUp(root, containerName), `the entity container '${containerName}'`);
  const describe = descriptionReader(root);
  const sets = Object.entries(container).filter(([name, value]) => !/^[$@]/.test(name) && isCollection(value));
  return {
    entitySets: sets.map(([name, value]) => readEntitySet(root, name, asObject(value, name), describe)),
  };
}

function readEntitySet(root: JsonObject, name: string, set: JsonObject, describe: Describe): EntitySetInfo {
  const type = asObject(lookUp(root, String(set['$Type'])), `the type of '${name}'`);
  const key = Array.isArray(type['$Key']) ? type['$Key'] : [];
  const references = readReferences(type, set);
  const fields: Field[] = [];
  for (const [propertyName, value] of Object.entries(type)) {
    const property = /^[$@]/.test(propertyName) ? undefined : asProperty(value);
    const fieldType = property === undefined ? undefined : fieldTypeOf(root, property);
    if (property === undefined || fieldType === undefined) continue;
    fields.push({
      name: propertyName,
      caption: caption(propertyName),
      type: fieldType,
      description: describe(property),
      isKey: key.includes(propertyName),
      references: references.get(propertyName),
    });
  }
  return { name, caption: caption(name), description: describe(set) || describe(type), fields };
}

/** Columns that point to another entity set: single-valued navigation properties with one referential constraint. */
function readReferences(type: JsonObject, set: JsonObject): ReadonlyMap<string, FieldReference> {
  const bindings = isObject(set['$NavigationPropertyBinding']) ? set['$NavigationPropertyBinding'] : {};
  const references = new Map<string, FieldReference>();
  for (const [name, value] of Object.entries(type)) {
    if (!isObject(value) || value['$Kind'] !== 'NavigationProperty' || value['$Collection'] === true) continue;
    const target = bindings[name];
    const constraint = value['$ReferentialConstraint'];
    if (typeof target !== 'string' || !isObject(constraint)) continue;
    const pairs = Object.entries(constraint).filter(([from]) => !from.includes('@'));
    const [pair] = pairs;
    if (pair === undefined || pairs.length > 1 || typeof pair[1] !== 'string') continue;
    references.set(pair[0], { entitySet: target, field: pair[1] });
  }
  return references;
}

function asProperty(value: unknown): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const kind = value['$Kind'] ?? 'Property';
  return kind === 'Property' && value['$Collection'] !== true ? value : undefined;
}

function fieldTypeOf(root: JsonObject, property: JsonObject): FieldType | undefined {
  const name = property['$Type'] ?? 'Edm.String';
  if (typeof name !== 'string') return undefined;
  if (isFieldType(name)) return name;
  const declared = name.startsWith('Edm.') ? undefined : lookUp(root, name);
  return isObject(declared) && declared['$Kind'] === 'EnumType' ? 'Edm.String' : undefined;
}

type Describe = (element: JsonObject) => string;

/** Finds `Core.Description` under whatever alias the document gives the Core vocabulary. */
function descriptionReader(root: JsonObject): Describe {
  const prefixes = ['Org.OData.Core.V1', 'Core'];
  const references = isObject(root['$Reference']) ? Object.values(root['$Reference']) : [];
  for (const reference of references) {
    const includes = isObject(reference) && Array.isArray(reference['$Include']) ? reference['$Include'] : [];
    for (const include of includes) {
      if (!isObject(include) || include['$Namespace'] !== 'Org.OData.Core.V1') continue;
      if (typeof include['$Alias'] === 'string') prefixes.push(include['$Alias']);
    }
  }
  return (element) => {
    for (const prefix of prefixes) {
      const text = element[`@${prefix}.Description`];
      if (typeof text === 'string') return text;
    }
    return '';
  };
}

/** Resolves a name qualified by namespace or by the schema's alias. */
function lookUp(root: JsonObject, qualifiedName: string): unknown {
  const dot = qualifiedName.lastIndexOf('.');
  const namespace = qualifiedName.slice(0, dot);
  const name = qualifiedName.slice(dot + 1);
  const direct = root[namespace];
  if (isObject(direct)) return direct[name];
  for (const schema of Object.values(root)) {
    if (isObject(schema) && schema['$Alias'] === namespace) return schema[name];
  }
  return undefined;
}

function asObject(value: unknown, what: string): JsonObject {
  if (!isObject(value)) throw unreadable(`${what} is missing or not an object`);
  return value;
}

function unreadable(reason: string): ConnectorError {
  return new ConnectorError(
    'MetadataUnreadable',
    `The service's description of its data cannot be read: ${reason}. Check that the service URL is right.`,
  );
}

function isCollection(value: unknown): boolean {
  return isObject(value) && value['$Collection'] === true && typeof value['$Type'] === 'string';
}

function isFieldType(name: string): name is FieldType {
  return FIELD_TYPES.has(name);
}
