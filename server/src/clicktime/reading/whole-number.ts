import { z } from 'zod';

/** A number of rows that came from outside. */
export const wholeNumber = z.int().nonnegative();

/** Lists that are read one after the other at most. */
export const MAX_PARTS = 8;
