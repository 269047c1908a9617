/** Queries in M, the language of Power Query, for the Advanced Editor of Power BI and Excel. */
import type { TableSource } from './table-source.ts';

/** One table of the service. It leaves out no row and folds what is added behind it. */
export function tableQuery(source: TableSource): string {
  return letIn([...tableSteps(source), ...fieldSteps(source)]);
}

/**
 * The same for incremental refresh in Power BI: only rows whose day in `dateField` is in the period that Power BI asks for
 * are read, because OData.Feed sends comparisons with `RangeStart` and `RangeEnd` to the service.
 */
export function incrementalQuery(source: TableSource, dateField: string): string {
  const day = `[${identifier(dateField)}]`;
  const inPeriod = `each ${day} >= Date.From(RangeStart) and ${day} < Date.From(RangeEnd)`;
  const [first, table] = tableSteps(source);
  const period = [PERIOD, `Table.SelectRows(${identifier(source.entitySet)}, ${inPeriod})`] as const;
  return letIn([first, table, period, ...fieldSteps({ ...source, entitySet: PERIOD })]);
}

/** The parameter of that name that Power BI's incremental refresh wants, from a day on; `day` is `yyyy-MM-dd`. */
export function rangeParameter(day: string): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  const value = `#datetime(${year}, ${month}, ${dayOfMonth}, 0, 0, 0)`;
  return `${value} meta [IsParameterQuery = true, Type = "DateTime", IsParameterQueryRequired = true]`;
}

/** Names of steps hold a blank, as no entity set's does. */
const PERIOD = 'Chosen period';

type Step = readonly [name: string, expression: string];

function tableSteps({ root, entitySet }: TableSource): readonly [Step, Step] {
  return [
    ['Source', `OData.Feed(${text(root)}, null, [Implementation = "2.0"])`],
    [entitySet, `Source{[Name = ${text(entitySet)}, Signature = "table"]}[Data]`],
  ];
}

function fieldSteps({ entitySet, fields }: TableSource): readonly Step[] {
  if (fields === undefined) return [];
  return [['Chosen fields', `Table.SelectColumns(${identifier(entitySet)}, {${fields.map(text).join(', ')}})`]];
}

function letIn(steps: readonly Step[]): string {
  const lines = steps.map(([name, expression]) => `    ${identifier(name)} = ${expression}`);
  return `let\n${lines.join(',\n')}\nin\n    ${identifier(steps[steps.length - 1]?.[0] ?? '')}`;
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The keywords of M that may be names in OData. */
const KEYWORDS =
  'and as each else error false if in is let meta not null or otherwise section shared then true try type';

const isPlain = (name: string): boolean => PLAIN_NAME.test(name) && !KEYWORDS.split(' ').includes(name);

const identifier = (name: string): string => (isPlain(name) ? name : `#${text(name)}`);

/** A text literal: quotes are doubled, and what would begin an escape is escaped (M specification, Text literals). */
const text = (value: string): string => `"${value.replaceAll('#(', '#(#)(').replaceAll('"', '""')}"`;
