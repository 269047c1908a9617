import { OdataSyntaxError, type SyntaxErrorDetails } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { EdmModel } from '../../model/edm.ts';
import { toIdentifier } from '../../util/identifier.ts';
import { shown } from '../../util/shown.ts';

/** A name behind a slash: between quotes or brackets, or of any characters up to what may follow it. */
const QUOTED = /'([^']{1,128})'|"([^"]{1,128})"|`([^`]{1,128})`|\[([^\]]{1,128})\]/.source;
const PLAIN = /((?:[^/'"(),=]|\([^()]{0,60}\)){1,128}?)(?= (?:eq|ne|gt|ge|lt|le|in|has|asc|desc)(?: |$)|$|[,)])/.source;

/**
 * The same error; where a name behind an open property was written as people see it, such as `CustomFields/PO #`, it
 * says how that name is written, in place of other guesses.
 */
export function withOpenNames(error: unknown, model: EdmModel): unknown {
  if (!(error instanceof ODataError) || !(error.cause instanceof OdataSyntaxError)) return error;
  const { cause, target } = error;
  const { sentence = '', reason } = cause.details;
  if (reason !== 'syntax') return error;
  const hint = openName(cause.details, model) ?? modelName(cause.details, model);
  if (hint === undefined) return error;
  const message = cause.message.replace(sentence, '').trimEnd();
  return ODataError.of('SyntaxError', { reason: `${message} ${hint}\n${cause.excerpt}` }, { cause, target });
}

function openName({ text, sentence = '', ofName = false }: SyntaxErrorDetails, model: EdmModel): string | undefined {
  const open = openProperties(model);
  const path = String.raw`(?<![\p{L}\p{N}_])((?:${open.join('|')})(?:/[\p{L}_][\p{L}\p{N}_]*)*)`;
  const [, property, ...names] = new RegExp(`${path}/(?:${QUOTED}|${PLAIN})`, 'u').exec(text) ?? [];
  const name = names.find((each) => each !== undefined);
  if (property === undefined || name === undefined || name === '') return undefined;
  if (names.at(-1) === name && toIdentifier(name) === name) return undefined;
  if (sentence === '' || ofName) return openNameHint(property, name);
  return OPERATOR.test(name) ? undefined : `${sentence} ${openNameHint(property, name)}`;
}

/** What the grammar suggests and no model with these names would accept. */
function modelName(
  { text, suggestion = '', ofName = false, option }: SyntaxErrorDetails,
  model: EdmModel,
): string | undefined {
  if (option === '$expand') return singleEntity(suggestion, model);
  if (!ofName) return undefined;
  const [first = '', ...rest] = suggestion.split('/');
  const isSet = model.entitySets.some(({ name, entityType }) => name === first || entityType.name === first);
  if (isSet && rest.length > 0) return `Names are those of ${first} already: write ${rest.join('/')}.`;
  const members = model.entitySets.flatMap(({ entityType }) => [
    ...entityType.properties,
    ...entityType.navigationProperties,
  ]);
  if (rest.length > 0 || members.some(({ name }) => name.toLowerCase() === first.toLowerCase())) return undefined;
  const [open] = openProperties(model);
  const written = [
    ...text.matchAll(/(?<![\p{L}\p{N}_/])[\p{L}_][\p{L}\p{N}_]{0,99}(?: [\p{L}_][\p{L}\p{N}_]{0,99})+?(?= |$|,)/gu),
  ].map(([words]) => words);
  const words = written.find((each) => each.replaceAll(' ', '') === first);
  return open === undefined || words === undefined ? undefined : openNameHint(open, words);
}

/** `User($select=Name;$top=1)`: a single entity is not counted, chosen or ordered. */
function singleEntity(suggestion: string, model: EdmModel): string | undefined {
  const [, name, first, wrong] =
    /^(\w{1,100})\((.{1,200}?);\$?(top|skip|count|filter|orderby|search)=/i.exec(suggestion) ?? [];
  const navigations = model.entitySets.flatMap(({ entityType }) => entityType.navigationProperties);
  const named = navigations.filter((each) => each.name === name);
  if (named.length === 0 || named.some(({ collection }) => collection)) return undefined;
  return `'${name}' is a single entity, for which $${wrong} has no meaning: write ${name}(${first}).`;
}

/** An operator of SQL behind a name is no part of it. */
const OPERATOR = /[<>=!*|]|^\p{L}[^ ]* (?:\p{L}|[-+/] ?\d)/u;

/** How a name within an open property is written; quotes around it are none of its characters. */
export function openNameHint(property: string, written: string): string {
  const name = written.replace(/^'(.+)'$/s, '$1');
  return `If '${shown(name)}' is a name in ${property}, write ${property}/${toIdentifier(name)}.`;
}

/** Names of the properties whose types are open. */
function openProperties({ entitySets }: EdmModel): readonly string[] {
  const properties = entitySets.flatMap(({ entityType }) => entityType.properties);
  return [...new Set(properties.flatMap(({ name, type }) => (type.kind === 'ComplexType' && type.open ? [name] : [])))];
}
