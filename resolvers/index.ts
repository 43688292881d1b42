import { AttributionModel } from './AttributionModel';
import { BrandResolver } from './BrandResolver';
import { CampaignResolver } from './CampaignResolver';
import { CollaborationResolver } from './CollaborationResolver';
import { CreatorResolver, FraudSignalResolver } from './CreatorResolver';
import { DimensionDefinitionResolver } from './DimensionDefinitionResolver';
import { ExperimentResolver, ExperimentResultResolver } from './ExperimentResolver';
import { GoalResolver } from './GoalResolver';
import { IngestRunResolver } from './IngestRunResolver';
import { LineageRecordResolver, LineageResolver } from './LineageResolver';
import { LiveResolver, RefundOutlookResolver } from './LiveResolver';
import { MetricDefinitionResolver } from './MetricDefinitionResolver';
import { MetricResolver } from './MetricResolver';
import { PlanResolver } from './PlanResolver';
import { ResearchResolver } from './ResearchResolver';
import { SavedQueryResolver, SavedQueryVersionResolver } from './SavedQueryResolver';
import { SearchResolver } from './SearchResolver';
import { SourceResolver } from './SourceResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [
  BrandResolver,
  CampaignResolver,
  CollaborationResolver,
  CreatorResolver,
  DimensionDefinitionResolver,
  ExperimentResolver,
  ExperimentResultResolver,
  FraudSignalResolver,
  GoalResolver,
  IngestRunResolver,
  LineageRecordResolver,
  LineageResolver,
  LiveResolver,
  MetricDefinitionResolver,
  MetricResolver,
  PlanResolver,
  RefundOutlookResolver,
  ResearchResolver,
  SavedQueryResolver,
  SavedQueryVersionResolver,
  SearchResolver,
  SourceResolver,
] as const;

/** Types that the schema promises and no field has yet. */
export const PROMISED_TYPES = [AttributionModel] as const;
