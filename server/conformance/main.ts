// Runs test cases of the OASIS ABNF: npm run conformance -- FILE.yaml...
// A file has Constraints (kinds of names, and the names of each) and TestCases (Name, Rule, Input; FailAt where the input
// is invalid: the offset at which the invalid part begins). What the grammar accepts must have fitting names as well, by
// checkNames over the Constraints; a negative case that only this can decide is marked in the report.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { OdataSyntaxError } from '../../grammar/syntax-error.ts';
import { parseQueryOptions } from '../../grammar/url.ts';
import { checkNames } from './check.ts';
import type { Vocabulary } from './vocabulary.ts';
import { reportOf, type Verdict } from './report.ts';
import { readerOf } from './rules.ts';

const fileSchema = z.object({
  Constraints: z.record(z.string(), z.array(z.coerce.string())).default({}),
  TestCases: z.array(
    z.object({ Name: z.coerce.string(), Rule: z.string(), Input: z.coerce.string(), FailAt: z.number().optional() }),
  ),
});

type Case = z.infer<typeof fileSchema>['TestCases'][number];

function judge(testCase: Case, vocabulary: Vocabulary): Verdict {
  const { Rule: rule, Input: input, Name: name, FailAt: failAt } = testCase;
  const known = { rule, input, name, failAt };
  try {
    const result = readerOf(rule)(input);
    const error = checkNames(rule, input, result, vocabulary);
    if (error === undefined) return { ...known, decidedBy: 'acceptance', ...contradictionOf(rule, input) };
    return { ...known, decidedBy: 'names', offset: error.offset, message: error.message };
  } catch (error) {
    if (!(error instanceof OdataSyntaxError)) throw new Error(`${rule}: ${input}`, { cause: error });
    return {
      ...known,
      decidedBy: 'syntax',
      offset: error.details.rawStop ?? error.details.rawOffset,
      message: error.message,
    };
  }
}

/** A query string that the ABNF allows and the prose of the URL Conventions (5.1) does not. */
function contradictionOf(rule: string, input: string): Pick<Verdict, 'contradiction'> {
  if (rule !== 'queryOptions') return {};
  try {
    parseQueryOptions(input);
    return {};
  } catch (error) {
    if (!(error instanceof OdataSyntaxError)) throw error;
    return { contradiction: error.message };
  }
}

function run(files: readonly string[]): number {
  const verdicts = files.flatMap((file) => {
    const { Constraints, TestCases } = fileSchema.parse(parse(readFileSync(file, 'utf8')));
    const vocabulary = new Map(Object.entries(Constraints).map(([kind, names]) => [kind, new Set(names)]));
    return TestCases.map((each) => judge(each, vocabulary));
  });
  const { text, failed } = reportOf(verdicts);
  console.log(text);
  return failed;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: npm run conformance -- FILE.yaml...');
  process.exitCode = 2;
} else {
  process.exitCode = run(files) > 0 ? 1 : 0;
}
