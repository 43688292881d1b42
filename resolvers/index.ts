import { AttributionResolver } from './AttributionResolver';
import { BrandCrisisResolver } from './BrandCrisisResolver';
import { BrandResolver } from './BrandResolver';
import { CampaignResolver } from './CampaignResolver';
import { DimensionDefinitionResolver } from './DimensionDefinitionResolver';
import { ExperimentResolver, ExperimentResultResolver } from './ExperimentResolver';
import { GoalResolver } from './GoalResolver';
import { IngestRunResolver } from './IngestRunResolver';
import { LineageRecordResolver, LineageResolver } from './LineageResolver';
import { MentionResolver } from './MentionResolver';
import { MetricDefinitionResolver } from './MetricDefinitionResolver';
import { MetricResolver } from './MetricResolver';
import { PlanResolver } from './PlanResolver';
import { ReportSnapshotResolver, SnapshotComparisonResolver } from './ReportSnapshotResolver';
import { ResearchResolver } from './ResearchResolver';
import { SavedQueryResolver, SavedQueryVersionResolver } from './SavedQueryResolver';
import { SentimentAuditResolver } from './SentimentAuditResolver';
import { SourceResolver } from './SourceResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [
  AttributionResolver,
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
  MentionResolver,
  MetricDefinitionResolver,
  MetricResolver,
  PlanResolver,
  ReportSnapshotResolver,
  ResearchResolver,
  SavedQueryResolver,
  SavedQueryVersionResolver,
  SentimentAuditResolver,
  SnapshotComparisonResolver,
  SourceResolver,
] as const;
