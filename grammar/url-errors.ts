import { excerptOf, textAround } from './excerpt.ts';
import type { ParseLimits } from './limits.ts';
import { adviceAgainstOption, foreignOption } from './foreign-options.ts';
import { OdataSyntaxError, type SyntaxErrorDetails } from './syntax-error.ts';

/** The query option is not one of OData's, and names that begin with `$` or `@` are OData's alone. */
export function unknownOption(name: string, start: number): OdataSyntaxError {
  const encoded = name.includes('=') ? "Write the '=' behind the name as it is, not as %3D." : undefined;
  const advice = encoded ?? adviceAgainstOption(name);
  const suggestion = advice === undefined ? foreignOption(name) : undefined;
  const meant = suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`;
  const hint = advice === undefined ? meant : ` ${advice}`;
  const message = `There is no query option '${textAround(name, 0)}' in OData.${hint}`;
  return error(
    message,
    { reason: 'unknownOption', option: name, offset: 0, rawOffset: start, text: name },
    suggestion,
    hint.trimStart(),
  );
}

export function duplicateOption(name: string, start: number): OdataSyntaxError {
  const message = `The query option '${name}' is given more than once; give it once.`;
  return error(message, { reason: 'duplicateOption', option: name, offset: 0, rawOffset: start, text: name });
}

/** `=value`: nothing says what the value is of. */
export function namelessOption(text: string, start: number): OdataSyntaxError {
  const message = `A query option has no name in front of its '='.`;
  return error(message, { reason: 'syntax', option: 'query', offset: 0, rawOffset: start, text });
}

/** An option that exists, but not for this kind of resource. */
export function optionNotAllowed(name: string, resource: string, start: number): OdataSyntaxError {
  const message = `The query option '${name}' has no meaning for ${resource}.`;
  return error(message, { reason: 'optionNotAllowed', option: name, offset: 0, rawOffset: start, text: name });
}

/** `$entity` without the `$id` that says which. */
export function missingId(end: number): OdataSyntaxError {
  const message = "'$entity' needs the query option '$id' with the id of the entity.";
  return error(message, { reason: 'syntax', option: '$id', offset: 0, rawOffset: end, text: '' });
}

/** A `%` that two hexadecimal digits do not follow, or bytes that are not UTF-8. */
export function invalidEncoding(raw: string, option: string, offset: number, start: number): OdataSyntaxError {
  const message = `'${raw.slice(offset, offset + 3)}' in ${option} is not valid percent-encoding; write a percent sign as %25.`;
  return error(message, { reason: 'encoding', option, offset, rawOffset: start + offset, text: raw });
}

export function tooLong(option: 'path' | 'query' | 'context', text: string, limits: ParseLimits): OdataSyntaxError {
  const message = `The ${option} has ${text.length} characters; at most ${limits.length} are read.`;
  const offset = limits.length;
  return error(message, { reason: 'limit', option, offset, rawOffset: offset, text });
}

function error(
  message: string,
  details: Omit<SyntaxErrorDetails, 'expected' | 'suggestion' | 'sentence'>,
  suggestion?: string,
  sentence?: string,
): OdataSyntaxError {
  const full = { ...details, text: textAround(details.text, details.offset), expected: [] };
  const excerpt = excerptOf(details.text, details.offset);
  return new OdataSyntaxError(
    message,
    { ...full, ...(suggestion !== undefined && { suggestion }), ...(sentence !== undefined && { sentence }) },
    excerpt,
  );
}
