/** What the documentation tells of the entity sets, made from their data, as Markdown. */
import type { EntitySet, Property } from '../src/model/edm.ts';
import { clicktimeModel, entitySetDefinitions } from '../src/clicktime/model/clicktime-model.ts';
import type {
  EntitySetDefinition,
  FieldDefinition,
  Gathering,
  UpstreamPredicate,
} from '../src/clicktime/model/entity-sets/definition.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** One row an entity set: order, filters ClickTime applies exactly, and filters that only narrow what it sends. */
export function pushDownTable(): string {
  const rows = entitySetDefinitions.map(({ entitySet, upstream }) => {
    const named = (precision: 'exact' | 'superset'): string =>
      Object.entries(upstream.predicates)
        .flatMap(([property, predicate]) => describe(property, predicate, precision))
        .join(', ') || 'none';
    const order = upstream.order.map(({ property, descending }) => `${property}${descending ? ' desc' : ''}`);
    return [entitySet.name, order.join(', ') || 'none', named('exact'), named('superset')];
  });
  const head = ['Entity set', "ClickTime's order", 'Filtered by ClickTime', 'Narrowed by ClickTime, filtered here'];
  return table(head, rows);
}

/** One row an entity set: what stands in for the company's list, and what is different there. */
export function ownRecordsTable(): string {
  const rows = entitySetDefinitions.map(({ entitySet, upstream: { own, managed, predicates, isOpen } }) => {
    const manages = managed === undefined ? '' : `${managed.meaning}; else `;
    if (isOpen === true) return [entitySet.name, 'the same as everybody', '', ''];
    if (own === undefined) return [entitySet.name, `${manages}nothing: 403`, '', ''];
    const unfiltered = own.form === 'record' ? Object.keys(predicates) : own.unfiltered;
    return [
      entitySet.name,
      `${manages}${own.meaning}`,
      unfiltered.join(', ') || 'none',
      own.missing.join(', ') || 'none',
    ];
  });
  const head = ['Entity set', 'Own records', 'Filtered here instead of by ClickTime', 'Empty there'];
  return table(head, rows);
}

function describe(property: string, predicate: UpstreamPredicate, precision: 'exact' | 'superset'): readonly string[] {
  return [
    ...(predicate.in?.precision === precision || (predicate.recordPath === true && precision === 'exact')
      ? [`${property} eq, in`]
      : []),
    ...(predicate.range?.precision === precision ? [`${property} ge, gt, le, lt`] : []),
  ];
}

/** Every set with where it comes from and who may read it, and its fields. */
export const fieldsTables = (): string =>
  clicktimeModel.entitySets
    .concat(clicktimeModel.singletons ?? [])
    .map((entitySet) => {
      const definition = entitySetDefinitions.find((each) => each.entitySet.name === entitySet.name);
      return definition === undefined ? flatTable(entitySet) : fieldsTable(definition);
    })
    .join('\n\n');

/** Fields and meaning, and what of the base set's entity it is where that can be said in a word. */
function flatTable({ name, description = '', derived, entityType }: EntitySet): string {
  const { base = '', columns = {} } = derived ?? {};
  const rows = entityType.properties.map((property) => {
    const path = columns[property.name] ?? property.name;
    const isPath = /^[\w/]+$/.test(path);
    return [...fieldCells(property, entityType.key), isPath ? `\`${path}\`` : 'worked out'];
  });
  return [
    `### ${name}`,
    description,
    `Each of the entities of ${base}, with what it leads to. Fields behind what an account may not read are null.`,
    table(['Field', 'Type', 'Meaning', 'Needs', `Of the entity of ${base}`], rows),
  ].join('\n\n');
}

function fieldCells({ name, type, description = '' }: Property, key: readonly string[]): readonly string[] {
  const [meaning = '', needs = ''] = description.split(/ Needs (?=[^.]*\.$)/);
  const shown = `${type.kind === 'PrimitiveType' ? type.name.slice(4) : type.name}${key.includes(name) ? ', key' : ''}`;
  return [`\`${name}\``, shown, meaning, needs.replace(/\.$/, '')];
}

function fieldsTable(definition: EntitySetDefinition): string {
  const { entitySet, fields, upstream } = definition;
  const { managed, own, isOpen } = upstream;
  const { key } = entitySet.entityType;
  const rows = fields.map((field) => [...fieldCells(field.property, key), originOf(field)]);
  const parts = [
    `From ${pathOf(upstream.path, upstream.gathering)}. ${upstream.access}`,
    ...(managed === undefined ? [] : [`Else from ${pathOf(managed.path, managed.gathering)}: ${managed.meaning}.`]),
    ...(own === undefined
      ? []
      : [`With \`OWN_DATA_FALLBACK=on\` else from ${pathOf(own.path, own.gathering)}: ${own.meaning}.`]),
    ...(isOpen === true || managed !== undefined || own !== undefined ? [] : ['Everybody else gets 403.']),
  ];
  return [
    `### ${entitySet.name}`,
    `${entitySet.description ?? ''}`,
    parts.join(' '),
    table(['Field', 'Type', 'Meaning', 'Needs', "ClickTime's field"], rows),
  ].join('\n\n');
}

const originOf = ({ field, verbose }: FieldDefinition): string => `\`${field}\`${verbose ? ', `verbose=true`' : ''}`;

function pathOf(path: string, gathering: Gathering | undefined): string {
  switch (gathering?.kind) {
    case 'Lists':
      return gathering.paths.map((each) => `\`/${each}\``).join(', ');
    case 'Months':
      return `\`/${path}\`, once for each month`;
    case 'Each':
      return `\`/${path}/{id}/${gathering.below}\`, once for each person`;
    case 'Whole':
    case undefined:
      return `\`/${path}\``;
  }
}
