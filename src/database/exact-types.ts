import { types } from 'pg';

const INT8 = 20;
const DATE = 1082;

/** Whole numbers of 64 bits arrive as bigint and days as text, on our connections only: neither survives the driver's default. */
export const exactTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return BigInt;
    if (oid === DATE) return (text: string) => text;
    return types.getTypeParser(oid as never, format as never);
  },
};
