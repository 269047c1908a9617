import type { CustomFieldDefinition, CustomFields, EntityName } from '../records.ts';
import type { CompanyShape } from './shape.ts';
import { choose } from './hash.ts';
import { formatDay } from './dates.ts';
import { idScheme } from './ids.ts';

/** Custom fields: definitions per entity, and values of every data type. */

type Template = Pick<CustomFieldDefinition, 'Name' | 'DisplayName' | 'DataType'> & {
  readonly values?: readonly string[];
};

const pulldown = ['Remote', 'On site', 'Travel "other"', 'B\u00fcro'];
const templates: Readonly<Record<CustomFieldDefinition['EntityType'], readonly Template[]>> = {
  TimeEntry: [
    { Name: 'Location', DisplayName: 'Work location', DataType: 'Pulldown', values: pulldown },
    { Name: 'Overtime', DisplayName: 'Overtime?', DataType: 'Checkbox' },
    { Name: 'Kilometers', DisplayName: 'Kilometers driven', DataType: 'Number' },
  ],
  User: [
    { Name: 'BadgeNumber', DisplayName: 'Badge number', DataType: 'Text' },
    { Name: 'HiredOn', DisplayName: 'Hired on', DataType: 'Date' },
    { Name: 'Union', DisplayName: 'Union member', DataType: 'Checkbox' },
  ],
  Job: [
    { Name: 'Region', DisplayName: 'Region', DataType: 'Pulldown', values: ['North', 'South', 'EMEA', '\u6771\u4eac'] },
    { Name: 'GrantNo', DisplayName: 'Grant no. (federal)', DataType: 'Text' },
    { Name: 'Priority', DisplayName: 'Priority', DataType: 'Number' },
    { Name: 'KickOff', DisplayName: 'Kick-off', DataType: 'Date' },
  ],
  Client: [
    { Name: 'Industry', DisplayName: 'Industry', DataType: 'Pulldown', values: ['Public', 'Retail', 'Non-profit'] },
    { Name: 'VAT ID', DisplayName: 'VAT ID', DataType: 'Text' },
  ],
  Task: [{ Name: 'Phase', DisplayName: 'Phase', DataType: 'Text' }],
  Division: [{ Name: 'CostCenter', DisplayName: 'Cost center', DataType: 'Number' }],
};

/** The custom-field entity type of a list; timesheets have none. */
export const customFieldEntity: Readonly<Partial<Record<EntityName, CustomFieldDefinition['EntityType']>>> = {
  TimeEntries: 'TimeEntry',
  Users: 'User',
  Jobs: 'Job',
  Clients: 'Client',
  Tasks: 'Task',
  Divisions: 'Division',
};

/** All definitions, in the order DisplayName within each entity type. */
export function customFieldDefinitions(seed: number): readonly CustomFieldDefinition[] {
  const ids = idScheme(seed, 'CustomFieldDefinitions');
  let number = 0;
  return Object.values(customFieldEntity)
    .flatMap((EntityType) =>
      templates[EntityType].map(({ values, ...template }) => ({
        ID: ids.encode(number++),
        ...template,
        EntityType,
        IsRequired: false,
        PulldownValues: values ?? [],
      })),
    )
    .toSorted((a, b) => compareText(a.EntityType, b.EntityType) || compareText(a.DisplayName, b.DisplayName));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const awkwardTexts = (hash: number): readonly string[] => [
  'A-100',
  'quote " and \\',
  '',
  '\u00dcber',
  `no. ${hash % 1000}`,
];

function valueOf(definition: CustomFieldDefinition, hash: number, awkward: boolean): string | number | boolean | null {
  if (hash % 9 === 0) return null;
  switch (definition.DataType) {
    case 'Text':
      return choose(awkward ? awkwardTexts(hash) : ['A-100', 'B-200', `no. ${hash % 1000}`], hash >>> 4);
    case 'Number':
      return awkward && (hash >>> 3) % 5 === 0 ? String((hash >>> 8) % 100) : ((hash >>> 8) % 1000) / 4;
    case 'Date':
      return formatDay(18_000 + ((hash >>> 5) % 2_000));
    case 'Checkbox':
      return (hash >>> 6) % 2 === 0;
    case 'Pulldown':
      return choose(definition.PulldownValues, hash >>> 7);
  }
}

/** Custom fields of one record; now and then null, an empty object, or without some of the fields. */
export function customFields(
  definitions: readonly CustomFieldDefinition[],
  { customFieldKeys: keys, awkward }: Pick<CompanyShape, 'customFieldKeys' | 'awkward'>,
  draw: (salt: number) => number,
): CustomFields | null {
  const kind = draw(900) % 12;
  if (kind === 0) return null;
  if (kind === 1) return {};
  return Object.fromEntries(
    definitions
      .filter((_, index) => draw(910 + index) % 7 !== 0)
      .map((definition, index) => [definition[keys], valueOf(definition, draw(930 + index), awkward)]),
  );
}
