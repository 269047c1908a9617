import { OdataSyntaxError } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EdmModel } from '../model/edm.ts';
import { toIdentifier } from '../util/identifier.ts';
import { shown } from '../util/shown.ts';

/** A name of any characters behind a slash, up to what may follow it. */
const NAME = String.raw`/([^/'"(),=&]{1,128}?)(?= (?:eq|ne|gt|ge|lt|le|in|has|asc|desc)(?: |$)|$|[,)])`;

/**
 * The same error; where a name behind an open property was written as people see it, such as `CustomFields/PO #`, it
 * says how that name is written, in place of other guesses.
 */
export function withOpenNames(error: unknown, model: EdmModel): unknown {
  if (!(error instanceof ODataError) || !(error.cause instanceof OdataSyntaxError)) return error;
  const { cause, target } = error;
  const { text, sentence = '', reason, ofName = false } = cause.details;
  // An operator of SQL behind a name is no part of it.
  if (reason !== 'syntax' || (sentence !== '' && !ofName)) return error;
  const open = openProperties(model);
  const [, property, name = ''] = new RegExp(`(?<![\\p{L}\\p{N}_])(${open.join('|')})${NAME}`, 'u').exec(text) ?? [];
  const identifier = toIdentifier(name);
  if (property === undefined || identifier === name) return error;
  const hint = openNameHint(property, name);
  const message = cause.message.replace(sentence, '').trimEnd();
  return ODataError.of(
    'SyntaxError',
    { reason: `${message} ${hint}\n${cause.excerpt}` },
    { cause, ...(target !== undefined && { target }) },
  );
}

/** How a name within an open property is written. */
export const openNameHint = (property: string, name: string): string =>
  `If '${shown(name)}' is a name in ${property}, write ${property}/${toIdentifier(name)}.`;

/** Names of the properties whose types are open. */
function openProperties({ entitySets }: EdmModel): readonly string[] {
  const properties = entitySets.flatMap(({ entityType }) => entityType.properties);
  return [...new Set(properties.flatMap(({ name, type }) => (type.kind === 'ComplexType' && type.open ? [name] : [])))];
}
