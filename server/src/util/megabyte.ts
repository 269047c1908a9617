/** Bytes in a megabyte, as Node and the settings count them. */
export const MEGABYTE = 1_048_576;
