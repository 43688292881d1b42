const CODES = new Set(Intl.supportedValuesOf('currency'));

/** Whether a text is the code of a currency in ISO 4217, such as CNY; three capitals alone are not enough (RMB). */
export function isCurrency(code: string): boolean {
  return CODES.has(code);
}
