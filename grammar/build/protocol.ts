import type * as ast from '../ast.ts';

type Range = ast.Range;

export function contextUrl(
  path: ast.ResourcePath | null,
  type: ast.TypeName | null,
  select: ast.ContextSelect | null,
  suffix: ast.ContextUrl['suffix'] | null,
  range: Range,
): ast.ContextUrl {
  const pathPart = path === null ? {} : { path };
  const typePart = type === null ? {} : { type };
  const selectPart = select === null ? {} : { select };
  const suffixPart = suffix === null || suffix === undefined ? {} : { suffix };
  return { kind: 'ContextUrl', ...pathPart, ...typePart, ...selectPart, ...suffixPart, range };
}

export function contextSelect(items: readonly ast.ContextSelectItem[], range: Range): ast.ContextSelect {
  return { kind: 'ContextSelect', items, range };
}

export function contextSelectItem(
  segments: readonly ast.PathSegment[],
  wildcard: boolean,
  recursive: string | null,
  select: ast.ContextSelect | null,
  range: Range,
): ast.ContextSelectItem {
  const node = { kind: 'ContextSelectItem', wildcard, segments, recursive: recursive !== null, range } as const;
  return select === null ? node : { ...node, select };
}

/** A preference; its name is lower case and was written with or without `odata.`. */
export function preference(
  name: string,
  value: string | null,
  parameters: readonly ast.PreferenceParameter[],
  range: Range,
): ast.Preference {
  const plain = name.toLowerCase().replace(/^odata\./, '');
  if (value === null) return { kind: 'Preference', name: plain, parameters, range };
  return { kind: 'Preference', name: plain, value, parameters, range };
}

export function preferenceParameter(name: string, value: string | null, range: Range): ast.PreferenceParameter {
  const plain = name.toLowerCase();
  if (value === null) return { kind: 'PreferenceParameter', name: plain, range };
  return { kind: 'PreferenceParameter', name: plain, value, range };
}

/** The text between double quotes, its escapes resolved (RFC 7230). */
export function quotedString(raw: string): string {
  return raw.replaceAll(/\\(.)/g, '$1');
}
