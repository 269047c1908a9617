/** What was meant by a custom query option that looks as if it should do something. */
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
} from '../../../../grammar/index.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { parameterHint, type OptionsSubject } from './parameter-hint.ts';
import { periodHint, periodOperator } from './period-hint.ts';

/** What to write instead of an option, beginning with a blank; nothing where it may be anybody's own. */
export function customOptionHint(
  option: CustomOption,
  options: readonly QueryOption[],
  subject: OptionsSubject,
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
function nameHint(option: CustomOption, subject: OptionsSubject, index: ModelIndex): string | undefined {
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

/** Texts beyond this are not read as conditions. */
const LONGEST = 100;

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
