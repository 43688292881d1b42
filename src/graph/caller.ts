import { ROLES, type Role } from '../../entities/tenancy/ApiKey';

/** Who asks: on behalf of which workspace, with which role, and the name that the log gives it. */
export interface Caller {
  readonly workspaceId: number;
  /** IANA zone in which the workspace says "yesterday". */
  readonly timeZone: string;
  /** The workspace's reporting currency. */
  readonly currency: string;
  readonly role: Role;
  readonly name: string;
  /** The workspace's state when the caller was looked up, after the request came: the same text as long as no answer can have changed. */
  readonly state: string;
}

/** Whether the caller may do what `role` may; each role may do all that the ones before it may. */
export function mayActAs(caller: Caller, role: Role): boolean {
  return ROLES.indexOf(caller.role) >= ROLES.indexOf(role);
}

/** Whether two are one and may do the same, whatever the workspace's state. */
export function isSameCaller(one: Caller, other: Caller): boolean {
  const { workspaceId, role, name, timeZone, currency } = other;
  return (
    one.workspaceId === workspaceId && one.role === role && one.name === name && one.timeZone === timeZone && one.currency === currency
  );
}
