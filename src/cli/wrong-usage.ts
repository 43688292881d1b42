/** An option or an argument that says what no such option can say; the program ends with 2. The message names it and what was expected. */
export class WrongUsage extends Error {}
