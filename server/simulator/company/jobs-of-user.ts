import type { CompanyShape } from './shape.ts';
import { drawer } from './hash.ts';
import { internalJobs } from './reference-data.ts';

/** A power of two. */
export const jobsPerUser = 8;

/** Of these, the jobs of the company itself, where it looks like one. */
const internalPerUser = 2;

/** Jobs that a user works on, as indexes; access lists include them. */
export function jobsOfUser(shape: CompanyShape, user: number): readonly number[] {
  const draw = drawer(shape.seed, 'JobsOfUser', user);
  const clientJobs = shape.jobs - internalJobs;
  return Array.from({ length: jobsPerUser }, (_, slot) => {
    if (shape.awkward) return draw(slot) % shape.jobs;
    return slot < internalPerUser ? draw(slot) % internalJobs : internalJobs + (draw(slot) % clientJobs);
  });
}
