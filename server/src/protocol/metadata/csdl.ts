/** What CSDL XML and CSDL JSON say alike about a model. */
import type { EdmModel, EntityType, NavigationProperty } from '../../model/edm.ts';
import { entityContainers, modelIndex, targetOf } from '../../model/model-index.ts';

/** Every entity type once, though several sets and singletons may share one. */
export function entityTypesOf(model: EdmModel): readonly EntityType[] {
  return [...new Set(entityContainers(model).map((entitySet) => entitySet.entityType))];
}

/** The navigation property that leads back, as far as the model shows it. */
export function partnerOf(model: EdmModel, navigation: NavigationProperty): string | undefined {
  const index = modelIndex(model);
  const { partner = '' } = navigation;
  return index.members(targetOf(index, navigation).entityType).has(partner) ? partner : undefined;
}

/**
 * The joins that are referential constraints: all of them, where they equate properties with the whole key of the
 * single entity the navigation property leads to.
 */
export function referentialConstraints(
  model: EdmModel,
  navigation: NavigationProperty,
): readonly { readonly property: string; readonly referenced: string }[] {
  const { key } = targetOf(modelIndex(model), navigation).entityType;
  const { join, collection } = navigation;
  const isKey =
    !collection &&
    join.length === key.length &&
    join.every(({ operator, to }) => operator === 'eq' && key.includes(to));
  return isKey ? join.map(({ from, to }) => ({ property: from, referenced: to })) : [];
}
