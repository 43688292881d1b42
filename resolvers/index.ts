import { AttributionModel } from './AttributionModel';
import { BrandCrisisResolver } from './BrandCrisisResolver';
import { BrandResolver } from './BrandResolver';
import { CampaignResolver } from './CampaignResolver';
import { DimensionDefinitionResolver } from './DimensionDefinitionResolver';
import { ExperimentResolver, ExperimentResultResolver } from './ExperimentResolver';
import { GoalResolver } from './GoalResolver';
import { IngestRunResolver } from './IngestRunResolver';
import { LineageRecordResolver, LineageResolver } from './LineageResolver';
import { MetricDefinitionResolver } from './MetricDefinitionResolver';
import { MetricResolver } from './MetricResolver';
import { PlanResolver } from './PlanResolver';
import { ReadTextResolver } from './ReadTextResolver';
import { ResearchResolver } from './ResearchResolver';
import { SavedQueryResolver, SavedQueryVersionResolver } from './SavedQueryResolver';
import { SentimentAuditResolver } from './SentimentAuditResolver';
import { SourceResolver } from './SourceResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [
  BrandCrisisResolver,
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
  PlanResolver,
  ReadTextResolver,
  ResearchResolver,
  SavedQueryResolver,
  SavedQueryVersionResolver,
  SentimentAuditResolver,
  SourceResolver,
] as const;

/** Types that the schema promises and no field has yet. */
export const PROMISED_TYPES = [AttributionModel] as const;
