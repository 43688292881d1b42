import { BrandResolver } from './BrandResolver';
import { CampaignResolver } from './CampaignResolver';
import { IngestRunResolver } from './IngestRunResolver';
import { SourceResolver } from './SourceResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [BrandResolver, CampaignResolver, IngestRunResolver, SourceResolver] as const;
