/** The whole pipeline over a model and a source, from a URL to its JSON, without a socket. */
import type { EdmModel } from '../../src/model/edm.ts';
import { createService } from '../../src/service.ts';
import type { EntitySource } from '../../src/source/source.ts';
import { systemClock } from '../../src/util/clock.ts';
import { SERVICE_ROOT, textOf, type Json } from '../clicktime/service-rig.ts';
import { limits } from '../http/fixture.ts';

/** Reads URLs below the service root. @throws ODataError */
export function jsonService(model: EdmModel, source: EntitySource): (url: string) => Promise<Json> {
  const service = createService({
    modelFor: () => model,
    source,
    limits: { ...limits, maxUrlLength: 50_000 },
    clock: systemClock,
  });
  return async (url) => {
    const [path = '', query = ''] = url.split('?');
    const { signal } = new AbortController();
    const headers = { authorization: 'Token any' };
    const request = { method: 'GET', path, query, headers, serviceRoot: SERVICE_ROOT, signal };
    return JSON.parse(textOf(await service.answer(request))) as Json;
  };
}
