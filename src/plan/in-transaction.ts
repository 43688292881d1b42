/** For `manager.save` in a session: TypeORM would else begin a transaction of its own and, by committing it, end the session's. */
export const IN_TRANSACTION = { transaction: false } as const;
