/** Names of types in `cast` and `isof` (URL Conventions 5.1.1.10). */
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import { entityContainers, type ModelIndex } from '../../model/model-index.ts';
import { mismatch, type Scope } from './scope.ts';
import { isPrimitiveTypeName, primitiveTypeNames } from '../../bound/type-rules.ts';

/** OData's own types that no property here has, abstract ones included (CSDL 3.3, 4.5). */
const OTHERS =
  /^Edm\.(?:Stream|Untyped|(?:Primitive|Complex|Entity)Type|Geo(?:graphy|metry)(?:(?:Multi)?(?:Point|LineString|Polygon)|Collection)?)$/;

/** Types of SQL and of programming languages, and the names they have in OData. */
const foreign: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'Edm.String': ['varchar', 'nvarchar', 'char', 'text', 'str'],
    'Edm.Int32': ['int', 'integer', 'signed', 'whole'],
    'Edm.Int64': ['bigint', 'long'],
    'Edm.Decimal': ['numeric', 'money', 'number', 'currency'],
    'Edm.Double': ['float', 'real'],
    'Edm.Boolean': ['bool', 'bit'],
    'Edm.DateTimeOffset': ['datetime', 'timestamp', 'datetime2'],
    'Edm.TimeOfDay': ['time'],
    'Edm.Guid': ['uuid', 'uniqueidentifier'],
  }).flatMap(([name, words]) => words.map((word) => [word, name] as const)),
);

/** Throws TypeMismatch where neither OData nor the model has a type of this name. */
export function checkTypeName(name: string, scope: Scope): void {
  if (isPrimitiveTypeName(name) || OTHERS.test(name)) return;
  const own = typesOf(scope.index);
  if (own.includes(name)) return;
  const simple = name.replace(/^edm\./i, '').toLowerCase();
  const meant = primitiveTypeNames.find((each) => each.toLowerCase() === `edm.${simple}`) ?? foreign.get(simple);
  const guess = didYouMean(name.includes('.') ? name : `Edm.${name}`, [...primitiveTypeNames, ...own]);
  const hint = meant === undefined ? guess || ' Write a type such as Edm.String.' : ` Did you mean '${meant}'?`;
  throw mismatch(`There is no type '${shown(name)}'.${hint}`, scope);
}

/** Qualified names of the model's types. */
const typesOf = ({ model, enumTypes }: ModelIndex): readonly string[] => {
  const structured = [...model.complexTypes, ...entityContainers(model).map(({ entityType }) => entityType)];
  return [...new Set([...enumTypes.keys(), ...structured.map(({ name }) => `${model.namespace}.${name}`)])];
};
