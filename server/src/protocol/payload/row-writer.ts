import type { EntitySet, NavigationProperty } from '../../model/edm.ts';
import type { Row } from '../../model/values.ts';
import type { BoundExpand, Projection } from '../../bound/bound.ts';
import { isObject } from '../../util/json-object.ts';
import { collectionFragment, entityFragment } from '../context-url.ts';
import { entityUrl, qualified } from '../links.ts';
import { dynamicMembers } from './dynamic-writer.ts';
import { quote } from '../quote.ts';
import { referenceWriter } from './reference-writer.ts';
import {
  computedFields,
  controlPrefix,
  countField,
  dynamicField,
  dynamicShape,
  type Field,
  type JsonShape,
  propertyFields,
  untypedComputed,
  writeFields,
} from './value-writer.ts';

/** JSON text of one entity. */
type WriteRow = (row: Row) => string;

/**
 * The writer of an entity set's rows in this projection and shape: made once, called for each row (JSON Format 6).
 * What is written in parts, and all that is said of it, is left to `rowParts`.
 */
export function rowWriter(entitySet: EntitySet, projection: Projection, shape: JsonShape): WriteRow {
  const fields = [
    ...projection.properties.flatMap((property) =>
      property.made?.kind === 'alias' ? [dynamicField(property, shape)] : propertyFields(property, shape, projection),
    ),
    ...computedFields(projection, shape),
    ...navigationFields(entitySet, projection, shape),
  ];
  const head = headWriter(entitySet, projection, shape);
  const isDynamic = dynamicNames(entitySet, projection);
  const isDense = fields.every(({ optional }) => optional !== true);
  if (!shape.omitNulls && isDynamic === undefined && isDense) return denseWriter(fields, head);
  const { within } = projection;
  const dynamicOf =
    isDynamic === undefined ? undefined : (row: Row) => dynamicMembers(row, isDynamic, dynamicShape(shape), within);
  return generalWriter(fields, head, dynamicOf, shape);
}

/** The same members for every row: only the values differ. */
function denseWriter(fields: readonly Field[], head: WriteRow | undefined): WriteRow {
  const first = fields.map(({ prefix }, index) => (index === 0 ? `{${prefix}` : `,${prefix}`));
  const write: WriteRow = (row) => {
    let text = '';
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i];
      if (field !== undefined) text += first[i] + field.write(row[field.name], row);
    }
    return text === '' ? '{}' : `${text}}`;
  };
  return head === undefined ? write : (row) => merge(head(row), write(row));
}

function merge(head: string, object: string): string {
  if (head === '') return object;
  return object === '{}' ? `{${head}}` : `{${head},${object.slice(1)}`;
}

/** Members that depend on the row: nulls may be omitted, and open types have dynamic ones. */
function generalWriter(
  fields: readonly Field[],
  head: WriteRow | undefined,
  dynamicOf: ((row: Row) => readonly string[]) | undefined,
  { omitNulls }: JsonShape,
): WriteRow {
  return (row) => {
    const members = [...writeFields(fields, row, omitNulls), ...(dynamicOf?.(row) ?? [])];
    return merge(head?.(row) ?? '', `{${members.join(',')}}`);
  };
}

/** Which undeclared members the projection shows: those of an open entity type, and what is computed without a type. */
function dynamicNames(entitySet: EntitySet, projection: Projection): ((name: string) => boolean) | undefined {
  const { open, properties, navigationProperties } = entitySet.entityType;
  const untyped = untypedComputed(projection);
  if (!open) return untyped.length === 0 ? undefined : (name) => untyped.includes(name);
  const typed = (projection.computed ?? []).filter(({ name }) => !untyped.includes(name));
  const declared = new Set([...properties, ...navigationProperties, ...typed].map(({ name }) => name));
  const { dynamic } = projection;
  const isShown = (name: string) => dynamic === undefined || dynamic.includes(name) || untyped.includes(name);
  return (name) => !declared.has(name) && !name.includes('@') && isShown(name);
}

/**
 * Control information of the entity: type, id and read link at level full; the id alone at level minimal where the
 * projection leaves out a key property, so that the client can still tell what it holds (JSON Format 4.6.8).
 */
function headWriter(entitySet: EntitySet, projection: Projection, shape: JsonShape): WriteRow | undefined {
  const { model, format } = shape;
  const control = controlPrefix(shape.version);
  const shown = new Set(projection.properties.map((property) => property.name));
  const keyShown = entitySet.entityType.key.every((name) => shown.has(name));
  if (format.metadata === 'none' || (format.metadata === 'minimal' && keyShown)) return undefined;
  const type = `"${control}type":${quote(`#${qualified(model, entitySet.entityType)}`)}`;
  return (row) => {
    const url = entityUrl(model, entitySet, row);
    const id = url === undefined ? [] : [`"${control}id":${quote(url)}`];
    if (format.metadata === 'minimal') return id.join('');
    const readLink = url === undefined ? [] : [`"${control}readLink":${quote(url)}`];
    return [type, ...id, ...readLink].join(',');
  };
}

/** Expanded navigation properties, and the links of those that have one. */
function navigationFields(entitySet: EntitySet, projection: Projection, shape: JsonShape): readonly Field[] {
  return entitySet.entityType.navigationProperties.flatMap((navigation) => {
    const expand = projection.expand.find((candidate) => candidate.navigation.name === navigation.name);
    if (expand !== undefined && isInParts(expand)) return [];
    return [
      ...(hasLink(entitySet, navigation, projection, shape) ? [linkField(entitySet, navigation, shape)] : []),
      ...(expand === undefined ? [] : [expandField(expand, shape)]),
    ];
  });
}

/** Whether what is expanded may be long: collections, and entities that collections are expanded into. */
export const isInParts = ({ navigation, shows, acyclic, options }: BoundExpand): boolean =>
  shows !== 'count' &&
  (navigation.collection || acyclic === true || options.projection.expand.some((each) => isInParts(each)));

/**
 * At level full all navigation properties have a link, at level minimal those that were selected (JSON Format 8.1); but
 * none leads from what is no entity, or to what transformations made.
 */
export function hasLink(
  { entityType }: EntitySet,
  { name, held }: NavigationProperty,
  { selected }: Projection,
  { format }: JsonShape,
): boolean {
  if (entityType.key.length === 0 || held !== undefined) return false;
  return format.metadata === 'full' || (format.metadata === 'minimal' && selected?.includes(name) === true);
}

function linkField(entitySet: EntitySet, navigation: NavigationProperty, shape: JsonShape): Field {
  return {
    name: navigation.name,
    prefix: linkName(navigation, shape),
    write: (_, owner) => linkUrl(entitySet, navigation, shape, owner),
  };
}

/** The link of a navigation property as a member of its entity. */
export function linkText(entitySet: EntitySet, navigation: NavigationProperty, shape: JsonShape): WriteRow {
  const name = linkName(navigation, shape);
  return (owner) => `${name}${linkUrl(entitySet, navigation, shape, owner)}`;
}

const linkName = ({ name }: NavigationProperty, { version }: JsonShape): string =>
  `${quote(`${name}${controlPrefix(version)}navigationLink`)}:`;

function linkUrl(entitySet: EntitySet, { name }: NavigationProperty, { model }: JsonShape, owner: Row): string {
  const url = entityUrl(model, entitySet, owner);
  return url === undefined ? 'null' : quote(`${url}/${name}`);
}

/** A single entity that is expanded, or a number of entities. */
function expandField(expand: BoundExpand, shape: JsonShape): Field {
  const { name } = expand.navigation;
  if (expand.shows === 'count') return countField(name, shape);
  const context = heldContext(expand, shape);
  const head = context === undefined ? '' : `${quote(`${controlPrefix(shape.version)}context`)}:${quote(context)}`;
  const write = expandedWriter(expand, shape);
  const writeRow: WriteRow = (row) => merge(head, write(row));
  return { name, prefix: `${quote(name)}:`, write: (row) => (isObject(row) ? writeRow(row) : 'null') };
}

/** The context URL's fragment of what transformations put in rows, which that of the answer does not tell; else nothing. */
export function heldContext({ navigation, entitySet, options }: BoundExpand, shape: JsonShape): string | undefined {
  if (navigation.held === undefined || shape.format.metadata === 'none') return undefined;
  const fragment = navigation.collection ? collectionFragment : entityFragment;
  return fragment(entitySet, options.projection, shape.version);
}

const expandedWriter = ({ shows, entitySet, options }: BoundExpand, shape: JsonShape): WriteRow =>
  shows === 'references' ? referenceWriter(entitySet, shape) : rowWriter(entitySet, options.projection, shape);
