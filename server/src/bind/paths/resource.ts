import type { BoundExpression, EntityAccess } from '../../bound/bound.ts';
import type { Property } from '../../model/edm.ts';
import { referentOf, type DynamicProperty, type Meant } from '../names/model-names.ts';
import type { Referent } from '../names/names.ts';
import type { ResourceKind } from '../options/query-options.ts';

/** What a resource path leads to, before the query options are bound. */
export type Resource =
  | { readonly kind: 'ServiceDocument' }
  | { readonly kind: 'MetadataDocument' }
  | { readonly kind: 'Entities'; readonly access: EntityAccess; readonly collection: boolean }
  | { readonly kind: 'References'; readonly access: EntityAccess; readonly collection: boolean }
  | { readonly kind: 'Count'; readonly access: EntityAccess }
  | PropertyResource;

export interface PropertyResource {
  readonly kind: 'Property';
  readonly access: EntityAccess;
  /** Declared ones first; at least one. */
  readonly members: readonly (Property | DynamicProperty)[];
  readonly raw: boolean;
  /** What `/$filter(...)` segments ask of the items of a collection. */
  readonly filters: readonly BoundExpression[];
  /** `/$count` of a collection. */
  readonly counted: boolean;
}

/** The kind of a resource, for which query options it has. */
export function resourceKind(resource: Resource): ResourceKind {
  switch (resource.kind) {
    case 'ServiceDocument':
      return 'service document';
    case 'MetadataDocument':
      return 'metadata document';
    case 'Entities':
      if (resource.access.kind === 'CrossjoinAccess') return 'cross join';
      if (resource.access.kind === 'UnionAccess' && !resource.access.isTyped) return 'collection of all entities';
      return resource.collection ? 'collection of entities' : 'single entity';
    case 'References':
      return resource.collection ? 'collection of references' : 'single reference';
    case 'Count':
      return 'number of entities';
    case 'Property':
      return propertyKind(resource);
  }
}

function propertyKind({ members, raw, counted }: PropertyResource): ResourceKind {
  const last = members.at(-1);
  if (raw) return 'raw value';
  if (counted) return 'number of values';
  if (last?.kind !== 'Property') return 'single value';
  const isComplex = last.type.kind === 'ComplexType';
  if (last.collection) return isComplex ? 'collection of complex values' : 'collection of values';
  return isComplex ? 'complex value' : 'single value';
}

/** What the options of a resource are about; nothing where they can name nothing. */
export function subjectOf(resource: Resource): Referent<Meant> | undefined {
  switch (resource.kind) {
    case 'ServiceDocument':
    case 'MetadataDocument':
      return undefined;
    case 'Entities':
    case 'References':
      return { kind: resource.collection ? 'entities' : 'entity', of: resource.access.entitySet };
    case 'Count':
      return { kind: 'entities', of: resource.access.entitySet };
    case 'Property': {
      const last = resource.members.at(-1);
      return last && referentOf(last);
    }
  }
}
