/** The queries in M are M, by Microsoft's own parser, and say what they should. */
import { DefaultSettings, Language, TaskUtils } from '@microsoft/powerquery-parser';
import { expect, test } from 'vitest';
import { incrementalQuery, rangeParameter, tableQuery } from '../../../app/programs/power-query.ts';

const root = 'https://odata.example.com/odata/v4/last-90-days/';

test('a table is the feed, then the set', () => {
  expect(tableQuery({ root, entitySet: 'TimeEntries' })).toBe(`let
    Source = OData.Feed("${root}", null, [Implementation = "2.0"]),
    TimeEntries = Source{[Name = "TimeEntries", Signature = "table"]}[Data]
in
    TimeEntries`);
});

test('fields are chosen behind it', () => {
  expect(tableQuery({ root, entitySet: 'Jobs', fields: ['ID', 'Name'] })).toBe(`let
    Source = OData.Feed("${root}", null, [Implementation = "2.0"]),
    Jobs = Source{[Name = "Jobs", Signature = "table"]}[Data],
    #"Chosen fields" = Table.SelectColumns(Jobs, {"ID", "Name"})
in
    #"Chosen fields"`);
});

test('incremental refresh filters the days first, end excluded, so that it is sent to the service', () => {
  expect(incrementalQuery({ root, entitySet: 'TimeEntries', fields: ['ID', 'Date'] }, 'Date')).toBe(`let
    Source = OData.Feed("${root}", null, [Implementation = "2.0"]),
    TimeEntries = Source{[Name = "TimeEntries", Signature = "table"]}[Data],
    #"Chosen period" = Table.SelectRows(TimeEntries, each [Date] >= Date.From(RangeStart) and [Date] < Date.From(RangeEnd)),
    #"Chosen fields" = Table.SelectColumns(#"Chosen period", {"ID", "Date"})
in
    #"Chosen fields"`);
});

test('its parameters are points in time', () => {
  expect(rangeParameter('2026-01-05')).toBe(
    '#datetime(2026, 1, 5, 0, 0, 0) meta [IsParameterQuery = true, Type = "DateTime", IsParameterQueryRequired = true]',
  );
});

const odd = ['each', 'type', 'Büro', 'CF_Größe', 'with blank', '1st', 'a"b', 'a#(lf)b', 'x]y', "it's", '日本'];

test.each([
  tableQuery({ root, entitySet: 'TimeEntries' }),
  ...odd.map((name) => tableQuery({ root: `${root}${name}/`, entitySet: name, fields: [name, 'ID'] })),
  ...odd.map((name) => incrementalQuery({ root, entitySet: name, fields: [name] }, name)),
  rangeParameter('2026-12-31'),
])('%s is M', async (query) => {
  const task = await TaskUtils.tryLexParse(DefaultSettings, query);
  expect(TaskUtils.isParseStageOk(task)).toBe(true);
});

test.each(odd)('%s comes back from a text literal as it went in', (name) => {
  const query = tableQuery({ root, entitySet: 'Jobs', fields: [name] });
  const task = TaskUtils.tryLex(DefaultSettings, query);
  if (!TaskUtils.isLexStageOk(task)) throw new Error('No M');
  const texts = task.lexerSnapshot.tokens.flatMap(({ kind, data }) =>
    kind === Language.Token.TokenKind.TextLiteral ? [data] : [],
  );
  const last = texts.at(-1) ?? '';
  expect(last.slice(1, -1).replaceAll('""', '"').replaceAll('#(#)', '#')).toBe(name);
});
