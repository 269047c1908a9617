/** The media types a batch is written in (Protocol 11.7, JSON Format 19), as `$metadata` announces them. */
export const batchFormats = ['multipart/mixed', 'application/json'] as const;
export type BatchFormat = (typeof batchFormats)[number];
