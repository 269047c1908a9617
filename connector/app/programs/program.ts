/** The programs that the page prepares data for. */
export const PROGRAMS = ['tableau', 'powerBi', 'excel', 'code'] as const;

export type Program = (typeof PROGRAMS)[number];

/** Whether a value, of wherever it was kept, is a program. */
export const isProgram = (value: unknown): value is Program => PROGRAMS.some((program) => program === value);
