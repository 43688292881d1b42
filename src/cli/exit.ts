/** What the program ends with. */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3 } as const;
