import { AttributionResolver } from './AttributionResolver';
import { BrandCrisisResolver } from './BrandCrisisResolver';
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
import { MentionResolver } from './MentionResolver';
import { MetricDefinitionResolver } from './MetricDefinitionResolver';
import { MetricResolver } from './MetricResolver';
import { PlanResolver } from './PlanResolver';
import { ReportSnapshotResolver, SnapshotComparisonResolver } from './ReportSnapshotResolver';
import { ResearchResolver } from './ResearchResolver';
import { SavedQueryResolver, SavedQueryVersionResolver } from './SavedQueryResolver';
import { SearchResolver } from './SearchResolver';
import { SentimentAuditResolver } from './SentimentAuditResolver';
import { SourceResolver } from './SourceResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [
  AttributionResolver,
  BrandCrisisResolver,
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
  MentionResolver,
  MetricDefinitionResolver,
  MetricDefinitionResolver,
  MetricResolver,
  MetricResolver,
  PlanResolver,
  PlanResolver,
  RefundOutlookResolver,
  ReportSnapshotResolver,
  ResearchResolver,
  ResearchResolver,
  SavedQueryResolver,
  SavedQueryResolver,
  SavedQueryVersionResolver,
  SavedQueryVersionResolver,
  SearchResolver,
  SentimentAuditResolver,
  SnapshotComparisonResolver,
  SourceResolver,
] as const;
