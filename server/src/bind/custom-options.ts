/**
 * Custom query options have no effect (URL Conventions 5.2), so one that is meant to have one would be answered with
 * everything: a misspelt system option, a condition that an `&` tore off, or a parameter of another service.
 */
import {
  adviceAgainstOption,
  editDistance,
  foreignOption,
  misspeltOption,
  OdataSyntaxError,
  optionKeys,
  parseFilter,
  systemQueryOption,
  type CustomOption,
  type QueryOption,
} from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { PrimitiveTypeName, Property, SourceParameter } from '../model/edm.ts';
import type { ModelIndex } from '../model/model-index.ts';
import { primitiveName } from '../bound/type-rules.ts';
import { typeAt, type Meant, type StructuredType } from './names/model-names.ts';
import { isCollection, type Referent } from './names/names.ts';

/** Of what a path has led to: its type, and whether it is many. */
interface CustomSubject {
  readonly type: StructuredType | undefined;
  readonly many: boolean;
}

/** Throws UnknownQueryOption at the first custom option that looks as if it should do something. */
export function checkCustomOptions(
  options: readonly QueryOption[],
  referent: Referent<Meant> | undefined,
  index: ModelIndex,
): void {
  const subject = { type: typeAt(referent?.of, index), many: referent !== undefined && isCollection(referent) };
  for (const option of options) {
    if (option.kind !== 'CustomOption') continue;
    const hint = hintFor(option, options, subject, index);
    if (hint === undefined) continue;
    throw ODataError.of('UnknownQueryOption', { name: option.name, hint }, { target: option.name });
  }
}

function hintFor(
  option: CustomOption,
  options: readonly QueryOption[],
  subject: CustomSubject,
  index: ModelIndex,
): string | undefined {
  const { name } = option;
  if (/%[0-9a-f]{2}/i.test(name)) return ' The URL is percent-encoded twice: encode it once.';
  const plain = name.replace(AROUND, '').trimEnd();
  if (OF_CONDITIONS.test(plain)) return conditionHint(option, options);
  const hint = nameHint({ ...option, name: plain }, subject, index);
  return hint ?? (plain === name ? undefined : conditionHint(option, options));
}

/** What gets in front of a name when links are pasted. */
const AROUND = /^(?:[\s?]|amp;)+/;
/** What no name of an option holds: blanks, quotes, and characters of operators. */
const OF_CONDITIONS = /[\s:'"<>=!|&+,;()?]/;

/** What is meant by a name: what is written so, or else what is written nearly so. */
function nameHint(option: CustomOption, subject: CustomSubject, index: ModelIndex): string | undefined {
  const { name, value } = option;
  const keys = optionKeys(name);
  const parameter = parameterHint(keys, option, subject, index, (a, b) => a === b);
  if (parameter !== undefined) return parameter;
  const advice = adviceAgainstOption(name);
  if (advice !== undefined) return ` ${advice}`;
  const period = periodOperator(keys);
  if (period !== undefined) return periodHint(period, value, subject.type);
  const meant = foreignOption(name) ?? misspeltOption(name);
  return meant === undefined ? parameterHint(keys, option, subject, index, isSlip) : ` Did you mean '${meant}'?`;
}

/** Shorter names are one letter away from too many others. */
const isSlip = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 4 && Math.max(a.length, b.length) >= 5 && editDistance(a, b) === 1;

/** Texts beyond this are not given back. */
const LONGEST = 100;

// ---- Conditions -----------------------------------------------------------------------------------------------------

/** `filter:Hours gt 5`, and what `&&` tore off a filter: names hold no blanks, colons and operators. */
function conditionHint({ name, value }: CustomOption, options: readonly QueryOption[]): string {
  const colon = name.indexOf(':');
  const system = systemQueryOption(name.slice(0, Math.max(0, colon)).trim());
  const rest = name.slice(colon + 1).trim();
  if (system !== undefined) return ` Write ${system}=${[rest, value].filter((part) => part !== '').join('=')}.`;
  const whole = value === '' ? name.trim() : `${name.trim()}=${value}`;
  const isTorn = options.some(({ kind }) => kind === 'FilterOption');
  const { form, advice } = asCondition(whole);
  if (!isTorn) return ` A condition stands behind $filter=${form === '' ? '' : `, as in $filter=${form}`}.${advice}`;
  const joined = form === '' ? '' : `, as in $filter=... and ${form}`;
  return ` An '&' ends an option: join conditions by 'and'${joined}; inside a text write %26.${advice}`;
}

/** The text where it can stand in a filter; else what the grammar advises. */
function asCondition(text: string): { readonly form: string; readonly advice: string } {
  try {
    if (text.length <= LONGEST && parseFilter(text).kind === 'BinaryExpression') return { form: text, advice: '' };
  } catch (error) {
    if (!(error instanceof OdataSyntaxError)) throw error;
    const { sentence } = error.details;
    return { form: '', advice: sentence === undefined ? '' : ` ${sentence}` };
  }
  return { form: '', advice: '' };
}

// ---- Parameters of the service behind, and properties ------------------------------------------------------------------

function parameterHint(
  keys: readonly string[],
  { value }: CustomOption,
  subject: CustomSubject,
  index: ModelIndex,
  isSame: (key: string, name: string) => boolean,
): string | undefined {
  const isMeant = (each: { readonly name: string }): boolean =>
    keys.some((key) => Math.abs(key.length - each.name.length) <= 1 && isSame(key, each.name.toLowerCase()));
  const sets = [...index.entitySets.values()];
  const set = sets.find(({ entityType }) => entityType === subject.type);
  const own = set?.parameters?.find(isMeant);
  const parameter = own ?? sets.flatMap(({ parameters = [] }) => parameters).find(isMeant);
  const property = set?.entityType.properties.find(isMeant);
  if (parameter === undefined && property === undefined) return undefined;
  if (parameter !== undefined && parameter.equivalent === undefined) return ' Leave it out.';
  if (set === undefined || !subject.many) return ' It has no meaning here.';
  if (own !== undefined) return parameterText(own, value);
  return property === undefined ? ' Choose entities by $filter.' : propertyText(property, value);
}

const parameterText = ({ equivalent = '', type }: SourceParameter, value: string): string =>
  ` Write ${equivalent.replace('{}', () => written(type, value))}.`;

function propertyText({ name, type, collection }: Property, value: string): string {
  const primitive = primitiveName(type);
  if (primitive === undefined || collection) return ` To choose entities by '${name}', write $filter.`;
  return ` Write $filter=${name} eq ${written(primitive, value)}.`;
}

/** Values that can be written as they came, and an example for each type. */
const forms: Readonly<Partial<Record<PrimitiveTypeName, readonly [form: RegExp, example: string]>>> = {
  'Edm.Boolean': [/^(?:true|false)$/, 'true'],
  'Edm.Date': [/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/, '2026-01-31'],
  'Edm.DateTimeOffset': [/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/, '2026-01-31T08:30:00Z'],
  'Edm.Decimal': [/^-?\d{1,15}(?:\.\d{1,6})?$/, '7.5'],
  'Edm.Int32': [/^\d{1,9}$/, '100'],
};

/** A value as OData writes it; an example where it is none of its type. */
function written(type: PrimitiveTypeName, value: string): string {
  const [form, example] = forms[type] ?? [undefined, ''];
  if (form !== undefined) return form.test(value) ? value : example;
  return value.length > LONGEST ? "'...'" : `'${value.replaceAll("'", "''")}'`;
}

// ---- Periods --------------------------------------------------------------------------------------------------------

const periodWords: ReadonlyMap<string, 'ge' | 'le'> = new Map([
  ...['from', 'since', 'after', 'datefrom', 'fromdate', 'begindate', 'mindate', 'updatedsince', 'modifiedsince'].map(
    (word) => [word, 'ge'] as const,
  ),
  ...['to', 'toinclusive', 'until', 'before', 'till', 'dateto', 'todate', 'maxdate', 'enddate'].map(
    (word) => [word, 'le'] as const,
  ),
]);

/** How a day is compared with the bound that an option sets elsewhere; nothing where it sets none. */
const periodOperator = (keys: readonly string[]): 'ge' | 'le' | undefined =>
  keys.map((key) => periodWords.get(key)).find((operator) => operator !== undefined);

/** How entities of a type are chosen by a period; begins with a blank. */
function periodHint(operator: 'ge' | 'le', value: string, type: CustomSubject['type']): string {
  const properties = type === undefined || type === 'open' ? [] : type.properties;
  const day = properties.find((each) => primitiveName(each.type) === 'Edm.Date');
  return day === undefined
    ? ' Choose entities by $filter.'
    : ` To choose a period, write $filter=${day.name} ${operator} ${written('Edm.Date', value)}.`;
}

/** The same for who means a period by `$from` and `$to`, which ask for times in the history of a temporal service. */
export function temporalHint(option: QueryOption, referent: Referent<Meant> | undefined, index: ModelIndex): string {
  if (option.kind !== 'TemporalOption') return '';
  const operator = periodOperator(optionKeys(option.name));
  const value = option.value.kind === 'Literal' ? option.value.value : '';
  return operator === undefined ? '' : periodHint(operator, value, typeAt(referent?.of, index));
}
