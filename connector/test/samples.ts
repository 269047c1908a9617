/** A small service description in CSDL JSON, and pages as a service answers them. */
import type { Catalog, EntitySetInfo } from '../shared/catalog.ts';
import { readCsdl } from '../shared/read-csdl.ts';
import type { SetRequest, TableRequest } from '../shared/table-request.ts';

export const ROOT = 'https://odata.example.com/odata/v4/';

export const csdl = {
  $Version: '4.01',
  $EntityContainer: 'ClickTime.Container',
  $Reference: {
    'vocabularies/Org.OData.Core.V1.json': {
      $Include: [{ $Namespace: 'Org.OData.Core.V1', $Alias: 'Core' }],
    },
  },
  ClickTime: {
    State: { $Kind: 'EnumType', Open: 0, Closed: 1 },
    CustomFields: { $Kind: 'ComplexType', $OpenType: true },
    TimeEntry: {
      $Kind: 'EntityType',
      $Key: ['ID'],
      '@Core.Description': 'Hours one person logged.',
      ID: { '@Core.Description': 'Identifier.' },
      UserID: { $Nullable: true },
      Date: { $Type: 'Edm.Date', $Nullable: true },
      Hours: { $Type: 'Edm.Decimal', $Precision: 18, $Scale: 6, $Nullable: true },
      BillingRate: { $Type: 'Edm.Decimal', $Precision: 18, $Scale: 6, $Nullable: true },
      State: { $Type: 'ClickTime.State', $Nullable: true },
      CustomFields: { $Type: 'ClickTime.CustomFields', $Nullable: true },
      Tags: { $Collection: true },
      User: {
        $Kind: 'NavigationProperty',
        $Type: 'ClickTime.User',
        $Nullable: true,
        $ReferentialConstraint: { UserID: 'ID' },
      },
    },
    User: {
      $Kind: 'EntityType',
      $Key: ['ID'],
      ID: {},
      Name: {},
      IsActive: { $Type: 'Edm.Boolean' },
      Hired: { $Type: 'Edm.DateTimeOffset', $Nullable: true, '@Core.Description': 'When the person joined.' },
      TimeEntries: { $Kind: 'NavigationProperty', $Collection: true, $Type: 'ClickTime.TimeEntry' },
    },
    Timesheet: {
      $Kind: 'EntityType',
      $Key: ['ID'],
      ID: {},
      StartDate: { $Type: 'Edm.Date' },
      EndDate: { $Type: 'Edm.Date' },
    },
    Container: {
      $Kind: 'EntityContainer',
      TimeEntries: {
        $Collection: true,
        $Type: 'ClickTime.TimeEntry',
        '@Core.Description': 'All hours.',
        $NavigationPropertyBinding: { User: 'Users' },
      },
      Users: { $Collection: true, $Type: 'ClickTime.User', $NavigationPropertyBinding: { TimeEntries: 'TimeEntries' } },
      Timesheets: { $Collection: true, $Type: 'ClickTime.Timesheet' },
    },
  },
} as const;

export const catalog: Catalog = readCsdl(csdl);

export function entitySet(name: string): EntitySetInfo {
  const found = catalog.entitySets.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`The sample has no ${name}.`);
  return found;
}

export function setRequest(name: string, parts: Partial<SetRequest> = {}): SetRequest {
  return { entitySet: name, fields: 'all', range: { kind: 'all' }, ...parts };
}

export function tableRequest(...sets: readonly SetRequest[]): TableRequest {
  return { version: 1, service: ROOT, sets };
}
