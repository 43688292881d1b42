import { Entity } from 'typeorm';
import { Bytes, Id, Instant, Text, WorkspaceKey } from '../columns';

/** What a caller may do; each role may do all that the ones before it may. */
export const ROLES = ['viewer', 'analyst', 'plan_owner', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A key that a program calls with. The key itself is shown once and never stored. */
@Entity({ schema: 'hub', name: 'api_key' })
export class ApiKey {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Text() name!: string;
  @Text() role!: Role;
  @Text() prefix!: string;
  @Bytes() sha256!: Buffer;
  @Instant() createdAt!: Date;
  @Instant({ nullable: true }) expiresAt!: Date | null;
  @Instant({ nullable: true }) revokedAt!: Date | null;
}
