import { textAround } from './excerpt.ts';
import { isForm } from './form.ts';
import { binaryOperators, canonicalFunctionNames, transformationNames } from './names.ts';
import type { NearMiss, Place } from './near-miss-pattern.ts';
import { closest, editDistance } from './suggest.ts';

/**
 * Functions of OData 2, of SQL and of spreadsheets, and what to write instead; `$1` is the first argument, `$*` are all
 * but the first.
 */
const replacements: Readonly<Record<string, string>> = {
  substringof: 'contains($2,$1)',
  ...same('contains($1,$2)', 'includes', 'like', 'ilike', 'contain'),
  ...same('startswith($1,$2)', 'beginswith', 'starts_with', 'prefix'),
  ...same('endswith($1,$2)', 'ends_with'),
  ...same('matchespattern($1,$2)', 'regexp_like', 'regexmatch', 'matches', 'regexp'),
  ...same('tolower($1)', 'lower', 'lcase', 'to_lower', 'lowercase', 'tolowercase'),
  ...same('toupper($1)', 'upper', 'ucase', 'to_upper', 'uppercase', 'touppercase'),
  ...same('length($1)', 'len', 'strlen', 'char_length'),
  ...same('trim($1)', 'ltrim', 'rtrim', 'strip'),
  ...same('substring($1,0,$2)', 'left'),
  ...same('substring($1,$2,$3)', 'mid', 'substr'),
  right: 'substring($1,length($1) sub $2)',
  ...same('indexof($1,$2)', 'instr', 'position', 'locate', 'indexof'),
  ...same('indexof($2,$1)', 'charindex', 'find', 'search'),
  ...same('$1 eq null', 'isnull', 'isblank', 'isempty', 'isnullorempty'),
  ...same('$1 ne null', 'isnotnull', 'notnull'),
  ...same('ceiling($1)', 'ceil', 'roundup'),
  ...same('floor($1)', 'int', 'trunc', 'truncate', 'rounddown'),
  ...same('date(now())', 'today', 'curdate', 'current_date', 'currentdate'),
  ...same('now()', 'getdate', 'sysdate', 'current_timestamp', 'utcnow', 'getutcdate', 'sysdatetime', 'localnow'),
  ...same("now() sub duration'P7D'", 'dateadd', 'datediff', 'date_add', 'date_sub', 'adddays', 'interval'),
  ...same('$1($2)', 'datepart', 'datename'),
  ...same('year($1)', 'yearof'),
  quarter: '(month($1) add 2) div 3',
  ...same('2026-01-31', 'to_date', 'todate', 'cdate', 'datevalue', 'dateserial', 'makedate', 'parsedate'),
  ...same('cast($1,Edm.String)', 'cstr', 'str', 'tostring', 'to_char', 'text', 'convert'),
  between: '$1 ge $2 and $1 le $3',
  ...same('$1 in ($*)', 'in', 'inlist', 'oneof'),
  ...same('not ($1 in ($*))', 'notin', 'nin'),
  ...same('$1 desc', 'desc', 'descending'),
  ...same('$1 asc', 'asc', 'ascending'),
  ...Object.fromEntries(binaryOperators.filter((name) => name !== 'in').map((name) => [name, `$1 ${name} $2`])),
};

/** What has no equivalent, and what to do instead. */
const advice: Readonly<Record<string, string>> = {
  ...same(
    'Totals are asked for with $apply, as in $apply=groupby((Name),aggregate($count as Count)).',
    'sum',
    'avg',
    'average',
    'count',
    'countd',
    'countdistinct',
    'min',
    'max',
    'median',
    'stdev',
    'variance',
    'percentile',
  ),
  ...same(
    "Write conditions joined by 'and' and 'or'.",
    'iif',
    'if',
    'switch',
    'choose',
    'decode',
    'coalesce',
    'ifnull',
    'nvl',
  ),
  ...same(
    'OData has no weeks; compare days, as in Date ge 2026-01-05 and Date lt 2026-01-12.',
    'week',
    'weeknum',
    'weekday',
    'dayofweek',
    'weekofyear',
  ),
  ...same(
    'Compare with the first day of the period, as in Date ge 2026-01-01 and Date lt 2026-02-01.',
    'datetrunc',
    'date_trunc',
    'trunc_date',
  ),
};

/** A sentence for who calls a function that has no equivalent; nothing where that is not known. */
export const adviceAgainstFunction = (name: string): string | undefined =>
  Object.hasOwn(advice, name.toLowerCase()) ? advice[name.toLowerCase()] : undefined;

function same(instead: string, ...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, instead]));
}

/** What stands for arguments that are not there. */
const examples = ['Name', "'abc'", "'xyz'"];

/** What OData says instead of a function it does not have, with the arguments of the call; nothing where that is not known. */
export function insteadOfFunction(name: string, args: readonly string[]): string | undefined {
  const key = name.toLowerCase();
  const template = Object.hasOwn(replacements, key) ? replacements[key] : undefined;
  const given = inOrder(
    key,
    args.map((arg) => withKnownFunctions(quoted(arg))),
  );
  const form = template?.replaceAll(/\$([1-3*])/g, (_found, which: string) => {
    if (which === '*') return given.length > 1 ? given.slice(1).join(',') : examples.slice(1).join(',');
    return given[Number(which) - 1] ?? examples[Number(which) - 1] ?? '...';
  });
  const known = key === 'datepart' || key === 'datename' ? withKnownFunctions(form ?? '') : form;
  return known !== undefined && isForm(known, '$orderby') ? known : undefined;
}

const fromOne: ReadonlySet<string> = new Set([
  'find',
  'search',
  'charindex',
  'instr',
  'position',
  'locate',
  'mid',
  'substr',
]);

/** The arguments as OData counts them, from 0; a text to look for comes first or last, as the program has it. */
function inOrder(key: string, args: readonly string[]): readonly string[] {
  const [first = '', second = '', ...rest] = args;
  if ((key === 'mid' || key === 'substr') && /^[1-9]\d{0,8}$/.test(second))
    return [first, String(Number(second) - 1), ...rest];
  const isTurned = (key === 'find' || key === 'search') && second.startsWith("'") && !first.startsWith("'");
  return isTurned ? [second, first] : args;
}

/** An expression with OData's functions in place of foreign ones whose arguments hold no call of their own. */
export function withKnownFunctions(text: string): string {
  return text.replaceAll(
    /(?<![\p{L}\p{N}_.$'@/])([\p{L}_]\w{0,30})\(([^()']{0,100})\)/gu,
    (call, name: string, inside: string) => {
      const args = inside.split(',').map((arg) => arg.trim());
      return insteadOfFunction(name, args[0] === '' ? [] : args) ?? call;
    },
  );
}

/** A text in double quotes as one in single quotes; anything else as it is. */
export const quoted = (written: string): string =>
  written.length > 1 && /^["\u201c].*["\u201d]$/s.test(written)
    ? `'${written.slice(1, -1).replaceAll("'", "''")}'`
    : written;

/** The same for a name without parentheses, such as `CURRENT_DATE`: only where no argument is needed. */
export function insteadOfWord(name: string): string | undefined {
  const instead = Object.hasOwn(replacements, name.toLowerCase()) ? replacements[name.toLowerCase()] : undefined;
  return instead?.includes('$') === true ? undefined : instead;
}

/** The last call in front of the error, or around it, of a function that there is not. */
export function functionName({ text, masked, offset, option, literals }: Place): NearMiss | undefined {
  if (option === 'path') return undefined;
  const start = Math.max(0, offset - 300);
  const known = option === '$apply' ? [...transformationNames, ...canonicalFunctionNames] : canonicalFunctionNames;
  const calls = [...masked.slice(start, offset + 1).matchAll(/(?<![\p{L}\p{N}_.$'@/])([\p{L}_]\w*)\(/gu)];
  const call = calls.findLast(([, name = '']) => !known.includes(name.toLowerCase()));
  const name = call?.[1];
  if (call === undefined || name === undefined) return undefined;
  const nameStart = start + call.index;
  const instead = insteadOfFunction(name, argumentsAt(text, masked, nameStart + call[0].length));
  const advised = adviceAgainstFunction(name);
  const near = instead === undefined && advised === undefined ? closest(name, known) : undefined;
  // Two slips and another beginning are another word.
  const isNear =
    near?.[0] === name[0]?.toLowerCase() || (near !== undefined && editDistance(near, name.toLowerCase()) < 2);
  const meant = isNear ? near : undefined;
  // Only a function of a model may follow here, and its parameters have names.
  const named = literals.includes('=') && calls.at(-1) === call;
  if (instead === undefined && meant === undefined && advised === undefined && !named) return undefined;
  const hint =
    advised !== undefined
      ? ` ${advised}`
      : instead !== undefined
        ? ` Write ${instead}.${fromOne.has(name.toLowerCase()) ? ' OData counts from 0.' : ''}`
        : meant !== undefined
          ? ` Did you mean '${meant}'?`
          : '';
  const sentence = `There is no function '${textAround(name, 0)}' in OData.${hint}`;
  return { suggestion: instead ?? meant ?? '', sentence, offset: nameStart, unknownFunction: name };
}

/** The texts of the arguments that begin at an offset; none where the parentheses are not closed. */
function argumentsAt(text: string, masked: string, start: number): readonly string[] {
  const args: string[] = [];
  let depth = 0;
  let from = start;
  for (let i = start; i < Math.min(masked.length, start + 200); i++) {
    const here = masked[i];
    if (here === '(') depth += 1;
    if ((here === ',' || here === ')') && depth === 0) {
      const arg = text.slice(from, i).trim();
      if (arg !== '') args.push(arg);
      if (here === ')') return args;
      from = i + 1;
    }
    if (here === ')') depth -= 1;
  }
  return [];
}
