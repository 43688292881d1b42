import { BrandResolver } from './BrandResolver';
import { CampaignResolver } from './CampaignResolver';
import { IngestRunResolver } from './IngestRunResolver';
import { MetricDefinitionResolver } from './MetricDefinitionResolver';
import { MetricResolver } from './MetricResolver';
import { ResearchResolver } from './ResearchResolver';
import { SourceResolver } from './SourceResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [
  BrandResolver,
  CampaignResolver,
  IngestRunResolver,
  MetricDefinitionResolver,
  MetricResolver,
  ResearchResolver,
  SourceResolver,
] as const;
