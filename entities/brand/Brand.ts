import { ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import { Document, Flag, Id, Text, Texts, Whole, WorkspaceKey } from '../columns';

/** A name in the three languages that labels come in. */
export interface LocalNames {
  en?: string;
  'zh-Hans'?: string;
  'zh-Hant'?: string;
}

/** A brand that the workspace owns or tracks as a competitor. */
@ObjectType({ description: 'A brand that the workspace owns, or tracks as a competitor.' })
@Entity({ schema: 'hub', name: 'brand' })
export class Brand {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Text() key!: string;
  @Text() name!: string;
  @Document() names!: LocalNames;
  @Flag() own!: boolean;
  /** Other spellings by which a text may name the brand. */
  @Texts({ graph: false }) aliases!: string[];
  /** A text with one of these is not about the brand. */
  @Texts({ graph: false }) excludes!: string[];
  /** How often the names by which texts are searched for it have changed, and 1. */
  @Whole() queryVersion!: number;
}
