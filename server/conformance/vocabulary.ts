import type { Names, Referent, ReferentKind, Role } from '../src/bind/names/names.ts';

/** Kinds of names, as in the `Constraints` of a case file, and the names of each. */
export type Vocabulary = ReadonlyMap<string, ReadonlySet<string>>;

type Destinations = readonly (readonly [kind: string, to: ReferentKind])[];

const functions = (suffix: string): Destinations => [
  [`entityCol${suffix}`, 'entities'],
  [`entity${suffix}`, 'entity'],
  [`complexCol${suffix}`, 'complexes'],
  [`complex${suffix}`, 'complex'],
  [`primitiveCol${suffix}`, 'primitives'],
  [`primitive${suffix}`, 'primitive'],
];

/** The kinds of names that can play a role, and where each leads. */
const kinds: Readonly<Record<Exclude<Role, 'type' | 'stream'>, Destinations>> = {
  entitySet: [['entitySetName', 'entities']],
  singleton: [['singletonEntity', 'entity']],
  import: [...functions('FunctionImport'), ['actionImport', 'end']],
  operation: [...functions('Function'), ['action', 'end']],
  property: [
    ['entityColNavigationProperty', 'entities'],
    ['entityNavigationProperty', 'entity'],
    ['complexColProperty', 'complexes'],
    ['complexProperty', 'complex'],
    ['primitiveColProperty', 'primitives'],
    ['primitiveKeyProperty', 'primitive'],
    ['primitiveNonKeyProperty', 'primitive'],
    ['customAggregate', 'primitive'],
    ['expressionAlias', 'primitive'],
    ['streamProperty', 'stream'],
  ],
  customAggregate: [['customAggregate', 'primitive']],
  key: [['keyPathLiteral', 'end']],
};

/** The names of a vocabulary: kinds without types, so that every type has all of them. */
export function vocabularyNames(vocabulary: Vocabulary): Names<undefined> {
  const to = (kind: ReferentKind): Referent<undefined> => ({ kind, of: undefined });
  return {
    root: to('root'),
    anyEntity: to('entities'),
    find: (role, name, within) => {
      if (role === 'stream') return within.kind === 'entity' ? [to('end')] : [];
      if (role === 'type') {
        const kind = within.kind.startsWith('entit') ? 'entityTypeName' : 'complexTypeName';
        return isOf(vocabulary, name, kind) ? [within] : [];
      }
      return kinds[role].filter(([kind]) => isOf(vocabulary, name, kind)).map(([, kind]) => to(kind));
    },
  };
}

/** Whether a name, its namespace aside, is one of a kind; a kind without a list has every name. */
function isOf(vocabulary: Vocabulary, name: string, kind: string): boolean {
  const parts = name.split('.');
  const simple = parts.pop() ?? '';
  const namespaces = vocabulary.get('namespacePart');
  if (!parts.every((part) => namespaces?.has(part) ?? true)) return false;
  return vocabulary.get(kind)?.has(simple) ?? true;
}
