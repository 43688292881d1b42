import { AttributionResolver } from './AttributionResolver';
import { BrandResolver } from './BrandResolver';
import { CampaignResolver } from './CampaignResolver';
import { DimensionDefinitionResolver } from './DimensionDefinitionResolver';
import { ExperimentResolver, ExperimentResultResolver } from './ExperimentResolver';
import { GoalResolver } from './GoalResolver';
import { IngestRunResolver } from './IngestRunResolver';
import { LineageRecordResolver, LineageResolver } from './LineageResolver';
import { MetricDefinitionResolver } from './MetricDefinitionResolver';
import { MetricResolver } from './MetricResolver';
import { MixResolver } from './MixResolver';
import { PlanResolver } from './PlanResolver';
import { ResearchResolver } from './ResearchResolver';
import { SavedQueryResolver, SavedQueryVersionResolver } from './SavedQueryResolver';
import { SourceResolver } from './SourceResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [
  AttributionResolver,
  BrandResolver,
  CampaignResolver,
  DimensionDefinitionResolver,
  ExperimentResolver,
  ExperimentResultResolver,
  GoalResolver,
  IngestRunResolver,
  LineageRecordResolver,
  LineageResolver,
  MetricDefinitionResolver,
  MetricResolver,
  MixResolver,
  PlanResolver,
  ResearchResolver,
  SavedQueryResolver,
  SavedQueryVersionResolver,
  SourceResolver,
] as const;
