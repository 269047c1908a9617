// The judge of npm run conformance, on cases of our own: what it counts as passed, and what it decides by names.
import { expect, test } from 'vitest';
import { checkNames } from '../../conformance/check.ts';
import { reportOf, type Verdict } from '../../conformance/report.ts';
import { readerOf } from '../../conformance/rules.ts';
import { OdataSyntaxError } from '../../../grammar/syntax-error.ts';

const vocabulary = new Map(
  Object.entries({
    entitySetName: ['Jobs'],
    singletonEntity: ['Me'],
    entityTypeName: ['Project'],
    complexTypeName: ['HomeAddress'],
    entityColNavigationProperty: ['Tasks'],
    entityNavigationProperty: ['Client'],
    complexProperty: ['Address'],
    complexColProperty: ['Addresses'],
    primitiveKeyProperty: ['ID'],
    primitiveNonKeyProperty: ['Name', 'Hours'],
    primitiveColProperty: ['Tags'],
    streamProperty: ['Photo'],
    customAggregate: ['Forecast'],
    namespacePart: ['NS'],
    keyPathLiteral: ['k1'],
    customName: ['debug'],
    parameterName: [],
    expressionAlias: ['Total'],
    ...Object.fromEntries(
      ['entity', 'complex', 'primitive'].flatMap((kind) => [
        [`${kind}Function`, []],
        [`${kind}ColFunction`, []],
        [`${kind}FunctionImport`, []],
        [`${kind}ColFunctionImport`, []],
      ]),
    ),
    action: ['Close'],
    actionImport: [],
  }).map(([kind, names]) => [kind, new Set<string>(names)] as const),
);

const errorOffset = (rule: string, input: string): number | undefined =>
  checkNames(rule, input, readerOf(rule)(input), vocabulary)?.offset;

test.each([
  ['resourcePath', 'Jobs'],
  ['resourcePath', 'Jobs(1)/Client/Address/HomeAddress/Name/$value'],
  ['resourcePath', 'Jobs/k1/Tasks/$count'],
  ['resourcePath', 'Jobs/NS.Project(1)/NS.Close'],
  ['odataRelativeUri', 'Me/Photo?debug&$top=1'],
  ['queryOptions', '$apply=groupby((Client/Name),aggregate(Hours with sum as Total,Forecast))'],
  ['queryOptions', '$apply=join(Tasks as Task)'],
  ['context', '#Jobs(Name,Client(ID),NS.Project/Hours)'],
])('the names of %s %s fit', (rule, input) => {
  expect(errorOffset(rule, input)).toBeUndefined();
});

test.each([
  ['resourcePath', 'Job', 3],
  ['resourcePath', 'Jobs/Name', 9],
  ['resourcePath', 'Jobs(1)/Address/$value', 16],
  ['resourcePath', 'Jobs(1)/NS.Project/NS.Project', 29],
  ['resourcePath', 'Jobs(1)/Other.Project', 21],
  ['odataRelativeUri', 'Jobs?$top=1&trace=1', 17],
  ['queryOptions', '$apply=aggregate(Hours as Total)', 23],
  ['queryOptions', '$apply=aggregate(Tasks/Hours add 1 with sum as Total)', 29],
  ['queryOptions', '$apply=groupby((Tasks/Name))', 21],
  ['queryOptions', '$apply=groupby((Name/Hours))', 20],
  ['queryOptions', '$apply=join(Address as Total)', 19],
  ['queryOptions', '$filter=Title eq 1', 13],
  ['queryOptions', '$apply=groupby((Name))/filter(Hours gt 1)', 35],
  ['context', '#Jobs(Title)', 11],
])('a name of %s %s is wrong at %i', (rule, input, offset) => {
  expect(errorOffset(rule, input)).toBe(offset);
});

test.each([
  ['sbyteValue', '128'],
  ['durationLiteral', "'P1D'"],
  ['geographyPoint', "geography'SRID=0;Point(1 2)'"],
  ['odataUri', 'https://host:8080/a/b/$metadata#Jobs'],
  ['header', 'OData-MaxVersion: 4.01'],
])('the ABNF rule %s reads %s', (rule, input) => {
  expect(() => readerOf(rule)(input)).not.toThrow();
});

test.each([
  ['odataUri', 'https//host/'],
  ['geometryPoint', "geometry'SRID=0;Point(1)'"],
  ['booleanValue', 'TRUE'],
])('the ABNF rule %s refuses %s', (rule, input) => {
  expect(() => readerOf(rule)(input)).toThrow(OdataSyntaxError);
});

test('the report counts failures and exact places, and names what only names decide', () => {
  const verdict = (of: Partial<Verdict>): Verdict => ({
    rule: 'filter',
    name: 'case',
    input: 'x',
    failAt: undefined,
    decidedBy: 'acceptance',
    ...of,
  });
  const { text, failed } = reportOf([
    verdict({}),
    verdict({ decidedBy: 'syntax', offset: 3 }),
    verdict({ failAt: 5, decidedBy: 'syntax', offset: 5 }),
    verdict({ failAt: 5, decidedBy: 'names', offset: 4 }),
    verdict({ failAt: 1 }),
  ]);
  expect(failed).toBe(2);
  expect(text).toContain('5 cases: 3 passed, 2 failed');
  expect(text).toContain('3 negative cases: 1 refused exactly at FailAt (1 of 1 by syntax, 0 of 1 by names)');
});
