/** How far an extract has come, beside its place. A reading is one pass through one of its lists, or through its beginning. */
import { z } from 'zod';

/** A number of rows that came from outside. */
export const wholeNumber = z.int().nonnegative();

/** Lists that are read one after the other at most. */
export const MAX_PARTS = 8;

/** What a next link carries of an extract. */
export const extractProgress = z
  .strictObject({
    /** How often the list was begun once more. */
    repeats: wholeNumber,
    /** Where this reading ends, as an offset; absent: with the list. */
    until: wholeNumber.optional(),
    /** In front of this offset a row may have appeared that moved there; 0: none. */
    suspect: wholeNumber,
    /** Rows of the whole list when a page last told. */
    count: wholeNumber.optional(),
    /** Rows that appeared behind the reader in this reading: a row that moved may be among them. */
    appeared: wholeNumber.optional(),
    /** Of the rows that were delivered, how many are certainly gone. */
    gone: wholeNumber.optional(),
    /** Rows that certainly came in front of the reader in this reading, so that it does not see them. */
    came: wholeNumber.optional(),
    /** Rows of this list that another one had brought before. */
    earlier: wholeNumber.optional(),
    /** Rows that came or went in this reading, as far as it shows. */
    edits: wholeNumber.optional(),
    /** Different rows that had come when this reading began. */
    distinct: wholeNumber.optional(),
    /** Rows of a page at most, where ClickTime's pages have shown that it sends fewer than asked for. */
    pageLimit: wholeNumber.optional(),
    /** The list is read by groups of equal rows, for these come in another order on each page. */
    byTies: z.boolean().optional(),
    /** What was read before this list: how many rows, and how many different ones. */
    base: z.strictObject({ rows: wholeNumber, distinct: z.int() }).readonly().optional(),
    /** Of several lists that are read one after the other: how often they were gone through once more after the last. */
    revisits: wholeNumber.optional(),
    /** Rows of each of these lists that its reading has seen; null where that is not known. */
    counts: z.array(wholeNumber.nullable()).max(MAX_PARTS).readonly().optional(),
  })
  .readonly();

export type ExtractProgress = z.infer<typeof extractProgress>;

export const firstProgress: ExtractProgress = { repeats: 0, suspect: 0 };

/** The first reading of another list, or of one that is known no more, with what holds for all lists. */
export const ofFirstReading = ({ pageLimit }: ExtractProgress): ExtractProgress => ({ ...firstProgress, pageLimit });

/** Whether rows may come that were delivered before. */
export const isRepeating = ({ repeats, revisits = 0 }: ExtractProgress): boolean => repeats > 0 || revisits > 0;
