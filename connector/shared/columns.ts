/** From the types of OData to columns of Tableau: type, role, aggregation, caption, relations. */
import { findEntitySet, type Catalog, type EntitySetInfo, type Field } from './catalog.ts';
import type { TableRequest } from './table-request.ts';
import { selectedFields } from './odata-url.ts';

/** A column as Tableau's toolkit describes it. */
export interface ColumnHeader {
  readonly id: string;
  readonly alias: string;
  readonly description?: string;
  readonly dataType: 'bool' | 'date' | 'datetime' | 'float' | 'int' | 'string';
  readonly columnRole: 'dimension' | 'measure';
  readonly columnType: 'discrete' | 'continuous';
  readonly aggType?: 'sum' | 'avg';
  readonly numberFormat?: 'number' | 'currency';
  readonly foreignKey?: { readonly tableId: string; readonly columnId: string };
}

/** The columns of one chosen entity set; relations only to tables that are read too. */
export function columnsOf(catalog: Catalog, entitySet: EntitySetInfo, request: TableRequest): readonly ColumnHeader[] {
  const own = request.sets.find((set) => set.entitySet === entitySet.name);
  const names = own === undefined ? [] : selectedFields(entitySet, own);
  const fields = entitySet.fields.filter((field) => names.includes(field.name));
  return fields.map((field) => withRelation(columnOf(field), field, { catalog, request }));
}

/** The column of one field, without relations. */
export function columnOf(field: Field): ColumnHeader {
  const dataType = dataTypeOf(field);
  const isNumber = dataType === 'float' || dataType === 'int';
  const measure = isNumber && !field.isKey && field.references === undefined && !isPlaceInCalendar(field);
  const description = descriptionOf(field);
  return {
    id: field.name,
    alias: field.caption,
    ...(description === '' ? {} : { description }),
    dataType,
    columnRole: measure ? 'measure' : 'dimension',
    columnType: measure || dataType === 'date' || dataType === 'datetime' ? 'continuous' : 'discrete',
    ...(measure ? { aggType: isPerUnit(field) ? 'avg' : 'sum' } : {}),
    ...(measure ? { numberFormat: isMoney(field) ? 'currency' : 'number' } : {}),
  };
}

function withRelation(
  column: ColumnHeader,
  field: Field,
  context: { readonly catalog: Catalog; readonly request: TableRequest },
): ColumnHeader {
  const target = field.references;
  if (target === undefined) return column;
  const isRead = context.request.sets.some((set) => set.entitySet === target.entitySet);
  const exists = findEntitySet(context.catalog, target.entitySet)?.fields.some((f) => f.name === target.field) ?? false;
  if (!isRead || !exists) return column;
  return { ...column, foreignKey: { tableId: target.entitySet, columnId: target.field } };
}

function dataTypeOf(field: Field): ColumnHeader['dataType'] {
  switch (field.type) {
    case 'Edm.Boolean':
      return 'bool';
    case 'Edm.Date':
      return 'date';
    case 'Edm.DateTimeOffset':
      return 'datetime';
    case 'Edm.Decimal':
    case 'Edm.Double':
    case 'Edm.Single':
      return 'float';
    case 'Edm.Byte':
    case 'Edm.SByte':
    case 'Edm.Int16':
    case 'Edm.Int32':
    case 'Edm.Int64':
      return 'int';
    case 'Edm.Duration':
    case 'Edm.Guid':
    case 'Edm.String':
    case 'Edm.TimeOfDay':
      return 'string';
  }
}

/** Tableau has no time zones: date-times are given in UTC, and the description says so. */
function descriptionOf(field: Field): string {
  if (field.type !== 'Edm.DateTimeOffset' || /\bUTC\b/.test(field.description)) return field.description;
  return `${field.description} In UTC.`.trim();
}

/** Amounts per hour or per period: adding them up means nothing, so Tableau averages them. */
function isPerUnit(field: Field): boolean {
  return /Rate$|^Minimum|Per[A-Z]|Percentage$/.test(field.name);
}

/** Years, months and days of the week are numbers that nobody adds up. */
function isPlaceInCalendar(field: Field): boolean {
  return /^(?:ISO)?(?:Year|Quarter|Month|Week)$|^DayOfWeek$/.test(field.name);
}

function isMoney(field: Field): boolean {
  return /(?<!Exchange|Accrual)Rate$|Cost|Budget|(?<!Mileage|Foreign)Amount|Price|Billings|Profit/.test(field.name);
}
